"""Bugs in context identifier, Base45 and compression."""

from __future__ import annotations

import re
import zlib
from typing import Any

from gdhcn_conformance.credentials import deflate
from gdhcn_conformance.credentials.deflate import MAX_CWT_BYTES
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.reference import lenient
from gdhcn_conformance.reference.mutants.registry import registry
from gdhcn_conformance.reference.steps import carrier, examination
from gdhcn_conformance.reference.steps.carrier import CONTEXT
from gdhcn_conformance.reference.steps.examination import Examination, Refused

MUTANTS, mutant = registry()
# RFC 1950, section 2.2: CMF, FLG with the bit that announces a preset dictionary, and the dictionary's identifier.
PRESET_DICTIONARY, LONGEST_HEADER, PLAIN_HEADER = 0x20, 6, b"\x78\x9c"


@mutant("HCERT-CTX-002", "context")
def prefix_optional(exam: Examination) -> None:
    """The prefix is cut off where it stands, and not missed where it does not."""
    exam.encoded = exam.text.removeprefix(CONTEXT)


@mutant(
    "HCERT-CTX-003",
    "context",
    "HCERT-CTX-001",
    "HCERT-CTX-004",
    because="every wrong identifier of four characters passes",
)
def any_four_characters(exam: Examination) -> None:
    """Four characters are cut off, whatever they are."""
    exam.encoded = exam.text[len(CONTEXT) :]


@mutant("HCERT-CTX-001", "context")
def prefix_in_any_case(exam: Examination) -> None:
    """The prefix is compared without regard to case."""
    if not exam.text[: len(CONTEXT)].upper() == CONTEXT:
        raise Refused("context-missing")
    exam.encoded = exam.text[len(CONTEXT) :]


@mutant("HCERT-CTX-001", "context")
def leading_white_space_stripped(exam: Examination) -> None:
    """White space and byte order marks before the prefix are stripped."""
    exam.text = exam.text.lstrip("\ufeff \t\r\n")
    carrier.read_context(exam)


@mutant("HCERT-CTX-004", "context")
def version_read_as_a_number(exam: Examination) -> None:
    """What stands between HC and the colon is read as a number, and 01 is the number one."""
    found = re.match("HC([0-9]+):", exam.text)
    if not found or int(found[1]) != 1:
        carrier.read_context(exam)
        return
    exam.encoded = exam.text[found.end() :]


@mutant("HCERT-B45-007", "base45")
def lower_case_taken_for_capitals(exam: Examination) -> None:
    """The Base45 text is folded to capitals before it is decoded."""
    exam.encoded = exam.encoded.upper()
    carrier.read_base45(exam)


@mutant("HCERT-B45-002", "base45")
def foreign_characters_skipped(exam: Examination) -> None:
    """Characters outside the alphabet are skipped."""
    exam.encoded = "".join(character for character in exam.encoded if character in lenient.ALPHABET)
    carrier.read_base45(exam)


@mutant(
    "HCERT-B45-003",
    "base45",
    "HCERT-B45-004",
    "HCERT-B45-005",
    because="final pairs and a single left-over character overflow in the same way",
)
def groups_may_overflow(exam: Examination) -> None:
    """A group of characters that stands for too large a number is cut to its bytes."""
    try:
        carrier.read_base45(exam)
    except Refused as refused:
        try:
            exam.compressed = lenient.overflowing_base45(exam.encoded)
        except ValueError:
            raise refused from None


@mutant("HCERT-B45-004", "base45")
def final_pair_may_overflow(exam: Examination) -> None:
    """The last two characters are cut to a byte, whatever they are worth, while groups of three are looked at."""
    body, last = exam.encoded[:-2], exam.encoded[-2:]
    if len(exam.encoded) % 3 != 2 or set(last) - set(lenient.ALPHABET):
        carrier.read_base45(exam)
        return
    exam.encoded = body
    carrier.read_base45(exam)
    exam.compressed += lenient.overflowing_base45(last)


@mutant("HCERT-B45-008", "base45")
def blanks_stripped(exam: Examination) -> None:
    """White space at either end of the Base45 text is stripped, although a blank is data."""
    exam.encoded = exam.encoded.strip(" ")
    carrier.read_base45(exam)


@mutant("HCERT-B45-005", "base45")
def odd_character_dropped(exam: Examination) -> None:
    """A single character left over at the end is ignored."""
    if len(exam.encoded) % 3 == 1:
        exam.encoded = exam.encoded[:-1]
    carrier.read_base45(exam)


@mutant("HCERT-B45-009", "base45")
def empty_text_crashes(exam: Examination) -> None:
    """The first byte is looked at before anyone asks whether there is one."""
    carrier.read_base45(exam)
    _ = exam.compressed[0]


@mutant("HCERT-ZLIB-001b", "zlib")
def uncompressed_accepted(exam: Examination) -> None:
    """What does not look compressed is taken as it is."""
    if exam.compressed[:1] in (b"\xd2", b"\x84", b"\xd8"):
        exam.message = exam.compressed
        return
    carrier.inflate(exam)


@mutant("HCERT-ZLIB-008", "zlib")
def gzip_accepted(exam: Examination) -> None:
    """The decompressor is told to detect the container."""
    if exam.compressed[:2] == b"\x1f\x8b":
        try:
            exam.message = zlib.decompress(exam.compressed, 31)
        except zlib.error as broken:
            raise Refused("zlib-invalid") from broken
        return
    carrier.inflate(exam)


@mutant("HCERT-ZLIB-009", "zlib")
def raw_deflate_accepted(exam: Examination) -> None:
    """Where zlib fails, raw deflate is tried."""
    try:
        carrier.inflate(exam)
    except Refused:
        try:
            exam.message = zlib.decompress(exam.compressed, -15)
        except zlib.error as broken:
            raise Refused("zlib-invalid") from broken


@mutant(
    "HCERT-ZLIB-002",
    "zlib",
    "HCERT-ZLIB-004",
    "HCERT-ZLIB-005",
    "HCERT-ZLIB-006",
    because="header and checksum carry all that the container says",
)
def header_and_checksum_skipped(exam: Examination) -> None:
    """Two bytes are skipped, the rest is inflated, and the checksum is not looked at."""
    try:
        exam.message = lenient.unchecked_inflate(exam.compressed)[:100_000]
    except zlib.error as broken:
        raise Refused("zlib-invalid") from broken


@mutant(
    "HCERT-ZLIB-005", "zlib", "HCERT-B45-009", "HCERT-ZLIB-006", because="a stream cut anywhere is cut before its end"
)
def end_of_stream_not_awaited(exam: Examination) -> None:
    """The stream is inflated without asking whether it came to its end, so a missing checksum is not missed."""
    try:
        carrier.inflate(exam)
    except Refused as refused:
        if refused.reason == "zlib-too-large":
            raise
        try:
            exam.message = zlib.decompressobj().decompress(exam.compressed, 100_000)
        except zlib.error as broken:
            raise Refused("zlib-invalid") from broken


@mutant("HCERT-ZLIB-006", "zlib")
def last_block_not_awaited(exam: Examination) -> None:
    """A stream that stops before its last block is taken for a whole one, which has no checksum then."""
    try:
        carrier.inflate(exam)
    except Refused as refused:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        content = _inflated(stream, exam.compressed)
        if stream.eof or not content or refused.reason == "zlib-too-large":
            raise
        exam.message = content


def _inflated(stream: Any, data: bytes) -> bytes:
    """What the deflate data behind a header of two bytes holds, nothing where it is none."""
    try:
        content: bytes = stream.decompress(data[2:], MAX_CWT_BYTES)
    except zlib.error:
        return b""
    return content


@mutant("HCERT-ZLIB-004", "zlib")
def preset_dictionary_not_noticed(exam: Examination) -> None:
    """The identifier of a dictionary is skipped, and the data is inflated as if it needed none."""
    if len(exam.compressed) > LONGEST_HEADER and exam.compressed[1] & PRESET_DICTIONARY:
        exam.compressed = PLAIN_HEADER + exam.compressed[LONGEST_HEADER:]
    carrier.inflate(exam)


@mutant("HCERT-ZLIB-011", "zlib")
def window_full_of_zeros(exam: Examination) -> None:
    """Distances may lead to before the start, where the window is all zeros before anything is written into it."""
    try:
        deflate.read(exam.compressed)
    except Malformed as malformed:
        stream = zlib.decompressobj(-zlib.MAX_WBITS, zdict=bytes(1 << zlib.MAX_WBITS))
        content = _inflated(stream, exam.compressed)
        if malformed.code == "zlib-data" and stream.unused_data == zlib.adler32(content).to_bytes(4, "big"):
            exam.message = content
            return
    carrier.inflate(exam)


@mutant("HCERT-ZLIB-003", "zlib")
def only_known_zlib_headers(exam: Examination) -> None:
    """Only the four usual pairs of header bytes are recognised."""
    if exam.compressed[:2] not in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):
        raise Refused("zlib-invalid")
    carrier.inflate(exam)


@mutant("HCERT-ZLIB-012", "zlib")
def inflated_without_bound(exam: Examination) -> None:
    """The stream is inflated to its end, however long it grows."""
    try:
        reading = deflate.read(exam.compressed, limit=1 << 30)
    except Malformed as malformed:
        raise Refused("zlib-invalid") from malformed
    examination.tolerate(reading.deviations)
    exam.message = reading.value


@mutant("HCERT-ZLIB-013", "zlib")
def inflated_twice(exam: Examination) -> None:
    """What is still compressed after inflating is inflated again."""
    carrier.inflate(exam)
    if exam.message[:1] == b"\x78":
        exam.compressed = exam.message
        carrier.inflate(exam)
