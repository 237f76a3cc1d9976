"""Groups of characters in Base45, three for two bytes and two for a last one (RFC 9285, sections 4 and 6)."""

import zlib
from collections.abc import Callable

from gdhcn_conformance.credentials.base45 import ALPHABET
from gdhcn_conformance.generation.draft import write
from gdhcn_conformance.generation.recipes import Draft, negative, tolerated, valid

# What a decoder makes of a wrong group, if it goes on, is in general no zlib stream.
MISREAD = ["base45-invalid", "zlib-invalid"]
LARGEST_BLOCK = 0xFFFF  # octets in a stored block (RFC 1951, section 3.2.4)


def _digits(value: int, count: int) -> str:
    """A number in so many characters, the least significant first, be it above the limit or not."""
    return "".join(ALPHABET[value // 45**place % 45] for place in range(count))


def _value(group: str) -> int:
    return sum(ALPHABET.index(character) * 45**place for place, character in enumerate(group))


def _stored(content: bytes, *lengths: int) -> bytes:
    """A zlib stream of stored blocks of these lengths, and a last one for the rest."""
    blocks, begin = b"", 0
    for length in (*lengths, len(content) - sum(lengths)):
        final = begin + length == len(content)
        inside = content[begin : begin + length]
        blocks += (
            bytes((final,)) + length.to_bytes(2, "little") + (LARGEST_BLOCK - length).to_bytes(2, "little") + inside
        )
        begin += length
    return b"\x78\x01" + blocks + zlib.adler32(content).to_bytes(4, "big")


def _odd(content: bytes) -> bytes:
    """A zlib stream of an odd number of octets, so that its text ends with a pair."""
    plain = _stored(content)
    return plain if len(plain) % 2 else _stored(content, 0)  # an empty block takes five octets


def _ending_in(draft: Draft, suits: Callable[[int], bool]) -> Draft:
    """The certificate issued in the last second, two days ago or before, whose text ends with a pair that suits."""
    issued = (draft.claims(iat=draft.seconds(days=-2, seconds=-earlier)) for earlier in range(86_400))
    ended = next(each for each in issued if suits(zlib.adler32(write(each).layers["cose"]) & 0xFF))
    return ended.instead("zlib", _odd)


def _body(draft: Draft, change: Callable[[str], str]) -> Draft:
    return draft.at("base45", change)


def _groups(body: str) -> list[str]:
    return [body[at : at + 3] for at in range(0, len(body), 3)]


@valid(requirement="HCERT-B45-003")
def triple_of_65535(draft: Draft) -> Draft:
    """A vaccination certificate whose text has the group FGW, two bytes FF, the highest value of three characters.

    The bytes are the length of an empty stored block and its complement; the group before it is 000.
    """
    return draft.instead("zlib", lambda content: _stored(content, 0, 0))


@tolerated(of=triple_of_65535, requirement="HCERT-B45-003")
def triple_of_65534(draft: Draft) -> Draft:
    """The highest group of this text is EGW, one below the limit.

    It stands for FF FE, the complement of the length of a stored block of 256 octets.
    """
    return draft.instead("zlib", lambda content: _stored(content, 0, 256))


@negative(of=triple_of_65535, requirement="HCERT-B45-003", reasons=MISREAD)
def triple_of_65536(draft: Draft) -> Draft:
    """The group 000 is written GGW, one above the limit and equal to it in sixteen bits.

    A decoder that keeps the low two bytes of the sum accepts the certificate (RFC 9285, section 6).
    """
    return _body(draft, lambda body: body.replace("000FGW", "GGWFGW"))


@negative(of=triple_of_65535, requirement="HCERT-B45-003", reasons=MISREAD)
def highest_triple_for_65535(draft: Draft) -> Draft:
    """The group FGW is written with three colons, worth 91124.

    Arithmetic that stops at its largest value, as clamped arrays do, reads FF FF all the same.
    """
    return _body(draft, lambda body: body.replace("000FGW", "000:::"))


@negative(of=triple_of_65535, requirement="HCERT-B45-003", reasons=MISREAD)
def one_triple_too_high_by_65536(draft: Draft) -> Draft:
    """One group in the middle of the text is worth 65536 more than it was.

    The two bytes it overflows to are the right ones, so that only the check of the group itself can tell.
    """

    def change(body: str) -> str:
        groups = _groups(body)
        low = [at for at, group in enumerate(groups) if _value(group) + 0x10000 < 45**3 and len(group) == 3]
        middle = low[len(low) // 2]
        groups[middle] = _digits(_value(groups[middle]) + 0x10000, 3)
        return "".join(groups)

    return _body(draft, change)


@negative(of=triple_of_65535, requirement="HCERT-B45-003", reasons=MISREAD)
def every_possible_triple_too_high(draft: Draft) -> Draft:
    """All groups below 25589, more than half of them, are written 65536 higher.

    Two encodings of one certificate also get round a revocation or a cache that goes by the text.
    """

    def change(body: str) -> str:
        low = (len(group) == 3 and _value(group) + 0x10000 < 45**3 for group in _groups(body))
        return "".join(
            _digits(_value(g) + 0x10000, 3) if is_low else g for g, is_low in zip(_groups(body), low, strict=True)
        )

    return _body(draft, change)


@valid(requirement="HCERT-B45-004", kind="recovery")
def final_pair_of_255(draft: Draft) -> Draft:
    """The text of this recovery certificate ends with the pair U5, the byte FF: no pair may be worth more."""
    return _ending_in(draft, lambda last: last == 0xFF)


@tolerated(of=final_pair_of_255, requirement="HCERT-B45-004")
def final_pair_of_254(draft: Draft) -> Draft:
    """The last two characters are T5, one below the highest value of a pair."""
    return _ending_in(draft, lambda last: last == 0xFE)


@negative(of=final_pair_of_255, requirement="HCERT-B45-004", reasons=MISREAD)
def final_pair_of_256(draft: Draft) -> Draft:
    """The text ends with V5, one above the limit, where the last byte is zero.

    A decoder that casts the pair's value to a byte drops the 256 and accepts.
    """
    return _body(_ending_in(draft, lambda last: last == 0), lambda body: body[:-2] + "V5")


@negative(of=final_pair_of_255, requirement="HCERT-B45-004", reasons=MISREAD)
def highest_final_pair_for_255(draft: Draft) -> Draft:
    """Two colons, worth 2024, replace the final pair U5.

    The largest value of a byte comes out where bytes are clamped instead of checked.
    """
    return _body(draft, lambda body: body[:-2] + "::")


@negative(of=final_pair_of_255, requirement="HCERT-B45-004", reasons=MISREAD)
def final_pair_seven_times_too_high(draft: Draft) -> Draft:
    """The final pair stands for 1792 more than its byte, seven times 256.

    Subtracting 256 once is no check either; in the low eight bits the checksum of the stream is still right.
    """
    low = _ending_in(draft, lambda last: last < 45**2 - 7 * 256)
    return _body(low, lambda body: body[:-2] + _digits(_value(body[-2:]) + 7 * 256, 2))


@negative(of=final_pair_of_255, requirement="HCERT-B45-004", reasons=MISREAD)
def final_pair_with_a_blank(draft: Draft) -> Draft:
    """The second character of the final pair is a blank, which makes it worth 1620 or more.

    No text can end so. Its first character was chosen for the sum to leave the right byte.
    """
    blank = 45 * ALPHABET.index(" ")
    ended = _ending_in(draft, lambda last: (last - blank) % 256 < 45)
    return _body(ended, lambda body: body[:-2] + ALPHABET[(_value(body[-2:]) - blank) % 256] + " ")


@valid(requirement="HCERT-VER-100", kind="test", version="1.2.0")
def whole_groups_only(draft: Draft) -> Draft:
    """A test certificate of version 1.2.0 whose text is a whole number of groups of three."""
    return draft.instead("zlib", lambda content: _stored(content, *[0] * (len(_stored(content)) % 2)))


@negative(of=whole_groups_only, requirement="HCERT-B45-005", reasons=MISREAD)
def one_character_too_many(draft: Draft) -> Draft:
    """A single character is left over behind the last group of three.

    Decoders that take as many whole groups as there are leave it unread (RFC 9285, section 4).
    """
    return _body(draft, lambda body: body + ALPHABET[-1])


@negative(of=whole_groups_only, requirement="HCERT-B45-005", reasons=MISREAD)
def final_pair_cut_to_one_character(draft: Draft) -> Draft:
    """The last character, a zero, is missing from the final pair.

    Decoders that take what is absent for zero read the same byte; a single character encodes nothing.
    """
    return _body(_ending_in(draft, lambda last: last < len(ALPHABET)), lambda body: body[:-1])


@negative(
    of=whole_groups_only, requirement="HCERT-B45-009", reasons=["base45-invalid", "zlib-invalid", "context-missing"]
)
def nothing_behind_the_identifier(draft: Draft) -> Draft:
    """The text is HC1: and ends there.

    Empty Base45 is an encoding of no bytes, of which the next layer must not take the first two.
    """
    return _body(draft, lambda _: "")


@negative(
    of=whole_groups_only, requirement="HCERT-B45-009", reasons=["base45-invalid", "zlib-invalid", "context-missing"]
)
def one_character_behind_the_identifier(draft: Draft) -> Draft:
    """A single zero follows HC1:, too little for any byte.

    Reading the second character of a pair that is not there is an error in most languages, and must end in a refusal.
    """
    return _body(draft, lambda _: "0")


@negative(of=whole_groups_only, requirement="HCERT-B45-009", reasons=["zlib-invalid", "base45-invalid"])
def one_byte_behind_the_identifier(draft: Draft) -> Draft:
    """The text encodes the one byte 78, half the header of a zlib stream.

    It looks like the beginning of a certificate and has no second byte.
    """
    return _body(draft, lambda _: "U2")


@negative(of=whole_groups_only, requirement="HCERT-B45-010", reasons=[*MISREAD, "zlib-too-large"])
def a_hundred_thousand_characters(draft: Draft) -> Draft:
    """Nearly a hundred thousand zeros stand before the certificate's own Base45 text.

    No symbol holds so much, but a text field or a file does. It is answered in bounded time and memory: decoders that
    build one large number, or a string character by character, take their time.
    """
    return _body(draft, lambda body: "0" * 99_999 + body)
