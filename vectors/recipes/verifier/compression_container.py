"""The zlib container of the signed certificate, its header, and other containers (RFC 1950; WHO HCERT 4.2.1)."""

import gzip
import zlib

from gdhcn_conformance.generation.recipes import Draft, negative, tolerated, valid

NO_STREAM = ["zlib-invalid"]
# A verifier that refuses the bytes as they are, or as what they inflate to, is right either way.
NOT_UNWRAPPED = ["cbor-malformed", "cose-malformed", "cbor-trailing-data", "zlib-invalid"]
DICTIONARY = b"HC1 ver nam fn fnt gn gnt dob tg vp mp ma dn sd dt co is ci 840539006 URN:UVCI:01:"


def _header(draft: Draft, header: str) -> Draft:
    """The stream with another header before it, in hexadecimal digits."""
    return draft.at("zlib", lambda stream: bytes.fromhex(header) + stream[2:])


def _raw(content: bytes, level: int = 9, dictionary: bytes = b"") -> bytes:
    """Deflate data without any container (RFC 1951)."""
    deflater = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=dictionary)
    return deflater.compress(content) + deflater.flush()


def _in_window(content: bytes, bits: int, level: int, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> bytes:
    """Deflate data whose distances stay within two to the power of `bits`, and its checksum."""
    deflater = zlib.compressobj(level, zlib.DEFLATED, bits, strategy=strategy)
    return (deflater.compress(content) + deflater.flush())[2:]


@valid(requirement="HCERT-ZLIB-003")
def usual_header(draft: Draft) -> Draft:
    """A vaccination certificate compressed as well as zlib can, under the header 78 DA that most certificates have."""
    return draft


@tolerated(of=usual_header, requirement="HCERT-ZLIB-003", mutation="header-78-01")
def header_of_the_fastest_level(draft: Draft) -> Draft:
    """The header is 78 01, which says that the compressor was in a hurry.

    What it says of the level is a hint and no instruction (RFC 1950, section 2.2).
    """
    return _header(draft, "7801")


@tolerated(of=usual_header, requirement="HCERT-ZLIB-003", mutation="header-78-5e")
def header_of_a_fast_level(draft: Draft) -> Draft:
    """78 5E begins the stream, the rarest of the four headers of a full window.

    Verifiers that know the two common headers by heart call this one uncompressed.
    """
    return _header(draft, "785e")


@tolerated(of=usual_header, requirement="HCERT-ZLIB-003", mutation="header-68-81")
def window_of_16_kilobytes(draft: Draft) -> Draft:
    """The stream was made with a window of 16 KiB and begins with 68 81.

    A published verifier compares the first two bytes with a list of four pairs that all start with 78.
    """
    return draft.instead("zlib", lambda content: b"\x68\x81" + _in_window(content, 14, 6))


@tolerated(of=usual_header, requirement="HCERT-ZLIB-003", mutation="header-18-19")
def window_of_512_bytes(draft: Draft) -> Draft:
    """A window of 512 bytes is enough for this certificate, hence the header 18 19.

    Compressors of small devices write it.
    """
    return draft.instead("zlib", lambda content: b"\x18\x19" + _in_window(content, 9, 1))


@tolerated(of=usual_header, requirement="HCERT-ZLIB-003", mutation="header-08-1d")
def smallest_window(draft: Draft) -> Draft:
    """08 1D announces a window of 256 bytes, the smallest there is; no distance in the data is above one."""
    return draft.instead("zlib", lambda content: b"\x08\x1d" + _in_window(content, 9, 9, zlib.Z_RLE))


@negative(of=usual_header, requirement="HCERT-ZLIB-002", reasons=NO_STREAM)
def check_bits_off_by_one(draft: Draft) -> Draft:
    """The second byte of the header is DB instead of DA, so that the two are no multiple of 31.

    Skipping the header unread is what lets it through, as one published verifier does (RFC 1950, section 2.3).
    """
    return _header(draft, "78db")


@negative(of=usual_header, requirement="HCERT-ZLIB-002", reasons=NO_STREAM)
def compression_method_seven(draft: Draft) -> Draft:
    """The header names compression method 7, with check bits that fit; only method 8 is defined.

    The data behind it is deflate all the same, which a reader finds out that does not look.
    """
    return _header(draft, "7709")


@negative(of=usual_header, requirement="HCERT-ZLIB-002", reasons=NO_STREAM)
def reserved_compression_method(draft: Draft) -> Draft:
    """Method 15 is kept for an extra field that was never specified, and stands in this header.

    A comparison of the upper half of the first byte alone, which is still 7, passes it.
    """
    return _header(draft, "7f07")


@negative(of=usual_header, requirement="HCERT-ZLIB-002", reasons=NO_STREAM)
def window_of_64_kilobytes(draft: Draft) -> Draft:
    """The header asks for a window of 64 KiB, twice what is allowed.

    Method and check bits are right; the limit of the window size is the third thing that must be checked.
    """
    return _header(draft, "881c")


@valid(requirement="HCERT-CWT-003", kind="recovery")
def compressed_and_without_an_issuer(draft: Draft) -> Draft:
    """A recovery certificate that leaves out the optional issuer claim, compressed like any other."""
    return draft.without_claims("iss")


@negative(of=compressed_and_without_an_issuer, requirement="HCERT-ZLIB-001b", reasons=NO_STREAM)
def not_compressed(draft: Draft) -> Draft:
    """The COSE message went into Base45 as it is, with D2 as its first byte.

    Verifiers that inflate only what begins with 78, or carry on when inflating fails, accept it.
    """
    return draft.instead("zlib", lambda message: message)


@negative(of=compressed_and_without_an_issuer, requirement="HCERT-ZLIB-001b", reasons=NO_STREAM)
def not_compressed_and_not_tagged(draft: Draft) -> Draft:
    """Neither compression nor a COSE tag: the decoded text begins with 84, an array of four.

    It shows a reader that tells containers apart by the first byte, and has a case for bare arrays.
    """
    return draft.at("array", lambda tagged: tagged.value).instead("zlib", lambda message: message)


@negative(of=compressed_and_without_an_issuer, requirement="HCERT-ZLIB-004", reasons=NO_STREAM)
def dictionary_announced_and_not_named(draft: Draft) -> Draft:
    """The flag for a preset dictionary is set, with no dictionary identifier behind the header and no need for one.

    Ignoring the flag, a reader finds ordinary data; by the rules the first four bytes of it are the identifier.
    """
    return _header(draft, "78f9")


@negative(of=compressed_and_without_an_issuer, requirement="HCERT-ZLIB-004", reasons=NO_STREAM)
def dictionary_named_and_not_used(draft: Draft) -> Draft:
    """A dictionary identifier stands behind the header, though the data never refers to a dictionary.

    A reader may not assume that: it has to refuse a dictionary it does not know (RFC 1950, section 2.3).
    """
    identifier = zlib.adler32(DICTIONARY).to_bytes(4, "big")
    return draft.at("zlib", lambda stream: b"\x78\xf9" + identifier + stream[2:])


@negative(of=compressed_and_without_an_issuer, requirement="HCERT-ZLIB-004", reasons=[*NO_STREAM, "cbor-malformed"])
def compressed_with_a_dictionary(draft: Draft) -> Draft:
    """The data was compressed with a dictionary of words that many certificates share.

    That would save room, and HCERT has no such dictionary; without it the content cannot be had.
    """

    def compress(content: bytes) -> bytes:
        identifier = zlib.adler32(DICTIONARY).to_bytes(4, "big")
        return b"\x78\xf9" + identifier + _raw(content, 9, DICTIONARY) + zlib.adler32(content).to_bytes(4, "big")

    return draft.instead("zlib", compress)


@valid(requirement="HCERT-ALG-003", kind="test")
def one_zlib_container(draft: Draft) -> Draft:
    """A test certificate signed with ES256, in one zlib container and no other."""
    return draft


@negative(of=one_zlib_container, requirement="HCERT-ZLIB-008", reasons=NO_STREAM)
def gzip_container(draft: Draft) -> Draft:
    """The message is a gzip member, with 1F 8B in front and a CRC-32 at the end.

    Many inflaters can be told to detect zlib and gzip by themselves, and some are.
    """
    return draft.instead("zlib", lambda message: gzip.compress(message, mtime=0))


@negative(of=one_zlib_container, requirement="HCERT-ZLIB-008", reasons=NO_STREAM)
def gzip_container_with_a_file_name(draft: Draft) -> Draft:
    """A gzip member that carries the file name hcert.cbor, as the command-line tool makes it.

    Its header is longer than ten bytes; a reader that skips a fixed number fails otherwise than one that refuses gzip.
    """

    def compress(message: bytes) -> bytes:
        plain = gzip.compress(message, mtime=0)
        return plain[:3] + b"\x08" + plain[4:10] + b"hcert.cbor\0" + plain[10:]

    return draft.instead("zlib", compress)


@negative(of=one_zlib_container, requirement="HCERT-ZLIB-009", reasons=NO_STREAM)
def deflate_without_a_container(draft: Draft) -> Draft:
    """Bare deflate data, as the HTTP coding of that name is often sent: neither header nor checksum.

    A second attempt without header, which web libraries make when the first fails, accepts it.
    """
    return draft.instead("zlib", _raw)


@negative(of=one_zlib_container, requirement="HCERT-ZLIB-009", reasons=NO_STREAM)
def header_left_out_and_checksum_kept(draft: Draft) -> Draft:
    """Only the two bytes of the header are missing; data and Adler-32 are there.

    The first byte names compression method 3, 5, 11 or 13 and never 8, so it cannot be taken for a header.
    """
    return draft.at("zlib", lambda stream: stream[2:])


@negative(of=one_zlib_container, requirement="HCERT-ZLIB-009", reasons=NO_STREAM)
def stored_without_a_container(draft: Draft) -> Draft:
    """A single stored block of deflate, bare: the message can be read in it after five bytes.

    Searching the bytes for the beginning of a COSE message finds one.
    """
    return draft.instead("zlib", lambda message: _raw(message, 0))


@negative(of=one_zlib_container, requirement="HCERT-ZLIB-013", reasons=NOT_UNWRAPPED)
def compressed_twice(draft: Draft) -> Draft:
    """What comes out of the zlib stream is another zlib stream, and only that one holds the message.

    Inflating as long as the first byte is 78 accepts it, and opens a way to exhaust the verifier.
    """
    return draft.at("zlib", lambda stream: zlib.compress(stream, 9))


@negative(of=one_zlib_container, requirement="HCERT-ZLIB-013", reasons=NOT_UNWRAPPED)
def gzip_inside_zlib(draft: Draft) -> Draft:
    """The zlib stream holds a gzip member with the message inside, each right for itself.

    A library that unpacks whatever it recognises goes one step too far.
    """
    return draft.instead("zlib", lambda message: zlib.compress(gzip.compress(message, mtime=0), 9))
