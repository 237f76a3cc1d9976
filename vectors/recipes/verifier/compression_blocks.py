"""The blocks of deflate data: stored, with fixed and with dynamic codes, and what no encoder can produce (RFC 1951)."""

import zlib

from gdhcn_conformance.credentials import cbor_writer
from gdhcn_conformance.generation.draft import CLAIMS
from gdhcn_conformance.generation.recipes import Draft, negative, tolerated, valid

NO_STREAM = ["zlib-invalid"]
LONGEST = 0xFFFF  # octets in a stored block (RFC 1951, section 3.2.4)
ROUND = 1 << 24  # a number of seconds that is a multiple of this ends in three zero bytes


# -- deflate data as a text of bits, in the order in which they are sent (RFC 1951, section 3.1.1) ---------------------


def _number(value: int, width: int) -> str:
    """A number that is not a Huffman code: the least significant bit first."""
    return f"{value:0{width}b}"[::-1]


def _octets(bits: str) -> bytes:
    """Eight bits a byte, the first into the lowest place, the last byte filled up with zeros."""
    return bytes(int(bits[at : at + 8][::-1], 2) for at in range(0, len(bits), 8))


def _container(data: bytes, content: bytes) -> bytes:
    return b"\x78\x01" + data + zlib.adler32(content).to_bytes(4, "big")


def _fixed_literal(octet: int) -> str:
    """The fixed code of a literal (RFC 1951, section 3.2.6)."""
    return f"{0x30 + octet:08b}" if octet < 144 else f"{0x190 + octet - 144:09b}"


def _fixed(content: bytes, *, final: bool = True) -> str:
    """A block with the fixed codes, of literals only; the end of the block is seven zeros."""
    return f"{final:b}" + _number(1, 2) + "".join(map(_fixed_literal, content)) + "0000000"


def _dynamic(content: bytes, *, kind: int = 2, final: bool = True, surplus: int = 0) -> str:
    """A block with codes of its own, of literals only.

    Literals 0 to 254 have eight bits, 255 and the end of the block nine, which fills the code exactly; `surplus` more
    symbols of nine bits do not fit. The lengths are sent by a code of their own: 0 for eight, 10 for none, 11 for nine.
    """
    # The last one is that of a distance code without length: there are no distances.
    lengths = "0" * 255 + "11" * 2 + "11" * surplus + "10"
    # Seven lengths of the code for lengths, in the order 16, 17, 18, 0, 8, 7, 9 (RFC 1951, section 3.2.7).
    of_the_code = "".join(_number(length, 3) for length in (0, 0, 0, 2, 1, 0, 2))
    head = f"{final:b}" + _number(kind, 2) + _number(surplus, 5) + _number(0, 5) + _number(7 - 4, 4)
    literals = "".join(f"{octet:08b}" if octet < 255 else f"{510:09b}" for octet in content)
    return head + of_the_code + lengths + literals + f"{511:09b}"


def _stored(content: bytes, *, kind: int = 0, final: bool = True) -> bytes:
    """A stored block that begins at a byte (RFC 1951, section 3.2.4)."""
    length = len(content).to_bytes(2, "little") + (LONGEST - len(content)).to_bytes(2, "little")
    return _octets(f"{final:b}" + _number(kind, 2)) + length + content


# -- what a decompressor has to read -----------------------------------------------------------------------------------


@valid(requirement="HCERT-ZLIB-001a", kind="vaccination")
def compressed_at_level_nine(draft: Draft) -> Draft:
    """A vaccination certificate compressed at level 9, the best and the most usual one."""
    return draft


@tolerated(of=compressed_at_level_nine, requirement="HCERT-ZLIB-001a", mutation="level-0")
def stored_at_level_zero(draft: Draft) -> Draft:
    """Level 0 was chosen: the zlib stream holds the message in a stored block and is longer than the message."""
    return draft.instead("zlib", lambda message: zlib.compress(message, 0))


@tolerated(of=compressed_at_level_nine, requirement="HCERT-ZLIB-001a", mutation="level-1")
def compressed_at_level_one(draft: Draft) -> Draft:
    """The fastest level, 1, compressed this certificate, and says so in the header."""
    return draft.instead("zlib", lambda message: zlib.compress(message, 1))


@tolerated(of=compressed_at_level_nine, requirement="HCERT-ZLIB-001a", mutation="level-6")
def compressed_at_level_six(draft: Draft) -> Draft:
    """Compressed with what zlib takes when no level is asked for, hence the header 78 9C."""
    return draft.instead("zlib", lambda message: zlib.compress(message, 6))


@tolerated(of=compressed_at_level_nine, requirement="HCERT-ZLIB-010")
def fixed_codes(draft: Draft) -> Draft:
    """One block with the codes that RFC 1951 prints in section 3.2.6, every byte a literal."""
    return draft.instead("zlib", lambda message: _container(_octets(_fixed(message)), message))


@tolerated(of=compressed_at_level_nine, requirement="HCERT-ZLIB-010")
def dynamic_codes(draft: Draft) -> Draft:
    """A block that brings its own codes and has no distances: their one code has a length of zero.

    Section 3.2.7 of RFC 1951 means by this that there are literals only.
    """
    return draft.instead("zlib", lambda message: _container(_octets(_dynamic(message)), message))


@tolerated(of=compressed_at_level_nine, requirement="HCERT-ZLIB-010")
def blocks_of_all_three_kinds(draft: Draft) -> Draft:
    """A stored block, one with fixed and one with dynamic codes share the message between them, in this order."""

    def compress(message: bytes) -> bytes:
        first, second, third = message[:90], message[90:180], message[180:]
        rest = _octets(_fixed(second, final=False) + _dynamic(third))
        return _container(_stored(first, final=False) + rest, message)

    return draft.instead("zlib", compress)


@tolerated(of=compressed_at_level_nine, requirement="HCERT-ZLIB-010")
def empty_final_block(draft: Draft) -> Draft:
    """All of the message is in the first block; the second, marked as the last, is empty.

    Encoders that learn only afterwards that there is no more to come write this.
    """

    def compress(message: bytes) -> bytes:
        return _container(_stored(message, final=False) + _octets(_fixed(b"")), message)

    return draft.instead("zlib", compress)


@tolerated(of=compressed_at_level_nine, requirement="HCERT-ZLIB-010")
def one_block_for_every_line(draft: Draft) -> Draft:
    """The compressor was flushed after every forty bytes, which leaves an empty stored block each time.

    Streams over a network look like this.
    """

    def compress(message: bytes) -> bytes:
        deflater = zlib.compressobj(9)
        parts = [message[at : at + 40] for at in range(0, len(message), 40)]
        sent = b"".join(deflater.compress(part) + deflater.flush(zlib.Z_SYNC_FLUSH) for part in parts)
        return sent + deflater.flush()

    return draft.instead("zlib", compress)


# -- what no encoder can produce ---------------------------------------------------------------------------------------


@valid(requirement="HCERT-ZLIB-010", kind="recovery")
def expiring_at_a_round_number(draft: Draft) -> Draft:
    """A recovery certificate whose exp is a multiple of 2 to the 24th and so ends in three zero bytes."""
    soon = draft.seconds(days=2)
    return draft.claims(exp=soon + -soon % ROUND)


@negative(of=expiring_at_a_round_number, requirement="HCERT-ZLIB-011", reasons=NO_STREAM)
def block_of_the_fourth_kind(draft: Draft) -> Draft:
    """The block's type is 3, which is reserved, and its content that of a block with dynamic codes.

    A decoder that asks for stored and fixed and takes all else for dynamic reads it without complaint.
    """
    return draft.instead("zlib", lambda message: _container(_octets(_dynamic(message, kind=3)), message))


@negative(of=expiring_at_a_round_number, requirement="HCERT-ZLIB-011", reasons=NO_STREAM)
def stored_block_of_the_fourth_kind(draft: Draft) -> Draft:
    """Type 3 again, now before length, complement and bytes of a stored block.

    It passes where the two codes have their cases and everything else is copied.
    """
    return draft.instead("zlib", lambda message: _container(_stored(message, kind=3), message))


@negative(of=expiring_at_a_round_number, requirement="HCERT-ZLIB-011", reasons=NO_STREAM)
def stored_length_without_its_complement(draft: Draft) -> Draft:
    """The two bytes behind the length of a stored block are zero instead of the length's complement.

    Nothing else depends on them; a decoder that skips them never knows (RFC 1951, section 3.2.4).
    """
    return draft.instead("zlib", lambda message: _container(_stored(message)[:3] + b"\0\0" + message, message))


@negative(of=expiring_at_a_round_number, requirement="HCERT-ZLIB-011", reasons=NO_STREAM)
def code_with_one_symbol_too_many(draft: Draft) -> Draft:
    """The literal code of a dynamic block is full, and one more symbol of nine bits is announced.

    The symbol is not used, and the others keep their codes, so a decoder that does not add up lengths reads on.
    """
    return draft.instead("zlib", lambda message: _container(_octets(_dynamic(message, surplus=1)), message))


@negative(of=expiring_at_a_round_number, requirement="HCERT-ZLIB-011", reasons=NO_STREAM)
def distance_before_the_start(draft: Draft) -> Draft:
    """The three zero bytes of exp are copied from 32768 bytes back, where nothing has been written yet.

    In a window that was cleared there are zeros, and the copy is right by accident.
    """

    def compress(message: bytes) -> bytes:
        exp = draft.cwt[CLAIMS["exp"]]
        at = message.index(cbor_writer.encode(exp)) + 2  # behind its type and its first byte
        # Length 3 is symbol 257, in seven bits; distance 32768 is symbol 29 and 13 ones (RFC 1951, section 3.2.5).
        copy = f"{1:07b}" + f"{29:05b}" + _number(8191, 13)
        literals = "".join(map(_fixed_literal, message[:at])), "".join(map(_fixed_literal, message[at + 3 :]))
        return _container(_octets("1" + _number(1, 2) + copy.join(literals) + "0000000"), message)

    return draft.instead("zlib", compress)
