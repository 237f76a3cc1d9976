"""Where a zlib stream ends: its checksum, what is cut off, what follows, and how much comes out (RFC 1950, 1951)."""

import zlib

from gdhcn_conformance.generation.recipes import Draft, Profile, negative, open_question, valid

NO_STREAM = ["zlib-invalid"]
# What inflates from a part of a stream is a part of the message, which a bound may also leave.
CUT_SHORT = ["zlib-invalid", "cbor-malformed", "cose-malformed"]
TOO_LARGE = ["zlib-too-large", "zlib-invalid", "cbor-malformed", "cose-malformed"]
CHECKSUM = 4  # octets of the Adler-32 at the end (RFC 1950, section 2.2)
PRIVATE = (
    -70_000
)  # a label for private use, as claim and as header parameter (RFC 8392, section 9.1; RFC 9052, section 11.1)
# Zeros shrink to a thousandth, so that these make a text of less than 3000 characters, which a symbol can hold.
FLOOD = 1_500_000


@valid(requirement="HCERT-ALG-004", kind="vaccination", profile=Profile(rsa="rsa-2048-02"))
def checksum_as_it_should_be(draft: Draft) -> Draft:
    """A vaccination certificate signed with PS256, its zlib stream complete with the Adler-32 of the message."""
    return draft


def _checksum(draft: Draft, other: bytes) -> Draft:
    return draft.at("zlib", lambda stream: stream[:-CHECKSUM] + other)


@negative(of=checksum_as_it_should_be, requirement="HCERT-ZLIB-005", reasons=NO_STREAM)
def last_bit_of_the_checksum_flipped(draft: Draft) -> Draft:
    """One bit of the Adler-32 is wrong; the data before it is untouched.

    The signature vouches for the content anyhow, so that nobody notices who never compares the sum.
    """
    return draft.at("zlib", lambda stream: stream[:-1] + bytes((stream[-1] ^ 1,)))


@negative(of=checksum_as_it_should_be, requirement="HCERT-ZLIB-005", reasons=NO_STREAM)
def checksum_missing(draft: Draft) -> Draft:
    """The stream stops after its last block, four bytes early.

    Inflating piece by piece yields the whole message before the end is reached, and never asks whether it was.
    """
    return _checksum(draft, b"")


@negative(of=checksum_as_it_should_be, requirement="HCERT-ZLIB-005", reasons=NO_STREAM)
def checksum_one_byte_short(draft: Draft) -> Draft:
    """The last of the four bytes of the Adler-32 has been lost.

    A reader that compares as many bytes as there are finds them all equal.
    """
    return draft.at("zlib", lambda stream: stream[:-1])


@negative(of=checksum_as_it_should_be, requirement="HCERT-ZLIB-005", reasons=NO_STREAM)
def checksum_in_reverse(draft: Draft) -> Draft:
    """The Adler-32 is right and its bytes are in the order of a little-endian machine.

    Section 2.2 of RFC 1950 wants the most significant byte first.
    """
    return draft.at("zlib", lambda stream: stream[:-CHECKSUM] + stream[-CHECKSUM:][::-1])


@negative(of=checksum_as_it_should_be, requirement="HCERT-ZLIB-005", reasons=NO_STREAM)
def crc_for_the_checksum(draft: Draft) -> Draft:
    """A CRC-32 of the message, which gzip would have, takes the place of the Adler-32."""
    return draft.instead(
        "zlib", lambda message: zlib.compress(message, 9)[:-4] + zlib.crc32(message).to_bytes(4, "big")
    )


@negative(of=checksum_as_it_should_be, requirement="HCERT-ZLIB-005", reasons=NO_STREAM)
def checksum_of_nothing(draft: Draft) -> Draft:
    """The four bytes are 00 00 00 01, the Adler-32 before any byte has been added.

    An encoder that wrote the sum too early leaves it so; code that treats it as not computed skips the comparison.
    """
    return _checksum(draft, (1).to_bytes(CHECKSUM, "big"))


@valid(requirement="HCERT-EKU-003", kind="recovery")
def stream_up_to_its_end(draft: Draft) -> Draft:
    """A recovery certificate, its signer without extended key usage, whose zlib stream is complete and ends there."""
    return draft


@negative(of=stream_up_to_its_end, requirement="HCERT-ZLIB-006", reasons=CUT_SHORT, mutation="cut-at-a-tenth")
def cut_at_one_tenth(draft: Draft) -> Draft:
    """Nine tenths of the compressed bytes are missing; not even the headers of the message are whole."""
    return draft.at("zlib", lambda stream: stream[: len(stream) // 10])


@negative(of=stream_up_to_its_end, requirement="HCERT-ZLIB-006", reasons=CUT_SHORT, mutation="cut-at-half")
def cut_in_the_middle(draft: Draft) -> Draft:
    """The stream breaks off half-way, in the midst of the claims.

    A reader that shows what it has so far shows claims nobody has verified.
    """
    return draft.at("zlib", lambda stream: stream[: len(stream) // 2])


@negative(of=stream_up_to_its_end, requirement="HCERT-ZLIB-006", reasons=CUT_SHORT, mutation="cut-at-nine-tenths")
def cut_at_nine_tenths(draft: Draft) -> Draft:
    """All claims can be inflated, and the signature behind them is cut off together with the end of the stream."""
    return draft.at("zlib", lambda stream: stream[: len(stream) * 9 // 10])


@negative(of=stream_up_to_its_end, requirement="HCERT-ZLIB-006", reasons=NO_STREAM)
def no_final_block(draft: Draft) -> Draft:
    """The whole message is there, but no block says that it is the last, and the stream stops.

    Inflaters return everything that they were fed; only the flag for the end of the stream tells the difference.
    """

    def compress(message: bytes) -> bytes:
        deflater = zlib.compressobj(9)
        return deflater.compress(message) + deflater.flush(zlib.Z_SYNC_FLUSH)

    return draft.instead("zlib", compress)


@negative(of=stream_up_to_its_end, requirement="HCERT-ZLIB-007", reasons=CUT_SHORT)
def message_in_two_streams(draft: Draft) -> Draft:
    """The message is cut in two, and each half is a complete zlib stream; they stand one behind the other.

    What follows the first stream may be refused or ignored, and either way there is no whole message. Going on with the
    next stream, as is right for gzip members, puts one together.
    """

    def compress(message: bytes) -> bytes:
        half = len(message) // 2
        return zlib.compress(message[:half], 9) + zlib.compress(message[half:], 9)

    return draft.instead("zlib", compress)


@open_question(
    of=stream_up_to_its_end, requirement="HCERT-ZLIB-007", policy="trailing-bytes-zlib", reasons=["zlib-invalid"]
)
def zero_behind_the_stream(draft: Draft) -> Draft:
    """A zero byte follows the checksum.

    RFC 1950 does not say what to make of it; most inflaters leave it unread and say so only when asked.
    """
    return draft.at("zlib", lambda stream: stream + b"\0")


@open_question(
    of=stream_up_to_its_end,
    requirement="HCERT-ZLIB-007",
    policy="trailing-bytes-zlib",
    reasons=["zlib-invalid", "cbor-trailing-data", "cbor-malformed"],
)
def second_stream_behind_the_first(draft: Draft) -> Draft:
    """A second zlib stream, of a few letters, follows the complete one.

    Ignored, it does no harm. Joined to the first, it leaves bytes behind the COSE message.
    """
    return draft.at("zlib", lambda stream: stream + zlib.compress(b"AND MORE"))


@valid(requirement="HCERT-CWT-019", kind="vaccination", version="1.2.0")
def unknown_claim_of_some_bytes(draft: Draft) -> Draft:
    """A vaccination certificate of version 1.2.0 with an additional claim for private use, a hundred zero bytes."""
    return draft.claims({PRIVATE: bytes(100)})


@negative(of=unknown_claim_of_some_bytes, requirement="HCERT-ZLIB-012", reasons=TOO_LARGE)
def flood_in_an_unknown_claim(draft: Draft) -> Draft:
    """The unknown claim holds a megabyte and a half of zeros, rightly signed, in a text that fits into one symbol.

    Apart from its size nothing is wrong with the certificate, so a verifier that inflates without a bound accepts it.
    """
    return draft.claims({PRIVATE: bytes(FLOOD)})


@negative(of=unknown_claim_of_some_bytes, requirement="HCERT-ZLIB-012", reasons=TOO_LARGE)
def flood_in_the_unprotected_header(draft: Draft) -> Draft:
    """An unknown parameter of a megabyte and a half was put into the unprotected header.

    Anybody can do that to anybody's certificate, and the signature still verifies.
    """
    return draft.unprotected({PRIVATE: bytes(FLOOD)})


@negative(of=unknown_claim_of_some_bytes, requirement="HCERT-ZLIB-012", reasons=[*TOO_LARGE, "cbor-trailing-data"])
def flood_behind_the_message(draft: Draft) -> Draft:
    """Behind the COSE message the stream goes on with a megabyte and a half of zeros.

    Whoever reads the first item and leaves the rest alone has already paid for all of it.
    """
    return draft.at("cose", lambda message: message + bytes(FLOOD))
