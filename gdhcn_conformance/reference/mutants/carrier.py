"""Bugs in context identifier, Base45 and compression."""

from __future__ import annotations

import zlib

from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.reference import lenient, verifier
from gdhcn_conformance.reference.mutants.registry import registry
from gdhcn_conformance.reference.verifier import CONTEXT, Examination, Refused

MUTANTS, mutant = registry()


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
    verifier.read_context(exam)


@mutant("HCERT-B45-007", "base45")
def lower_case_taken_for_capitals(exam: Examination) -> None:
    """The Base45 text is folded to capitals before it is decoded."""
    exam.encoded = exam.encoded.upper()
    verifier.read_base45(exam)


@mutant("HCERT-B45-002", "base45")
def foreign_characters_skipped(exam: Examination) -> None:
    """Characters outside the alphabet are skipped."""
    exam.encoded = "".join(character for character in exam.encoded if character in lenient.ALPHABET)
    verifier.read_base45(exam)


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
        exam.compressed = lenient.overflowing_base45(exam.encoded)
    except ValueError as foreign:
        raise Refused("base45-invalid") from foreign


@mutant("HCERT-B45-008", "base45")
def blanks_stripped(exam: Examination) -> None:
    """White space at either end of the Base45 text is stripped, although a blank is data."""
    exam.encoded = exam.encoded.strip(" ")
    verifier.read_base45(exam)


@mutant("HCERT-B45-005", "base45")
def odd_character_dropped(exam: Examination) -> None:
    """A single character left over at the end is ignored."""
    if len(exam.encoded) % 3 == 1:
        exam.encoded = exam.encoded[:-1]
    verifier.read_base45(exam)


@mutant("HCERT-B45-009", "base45")
def empty_text_crashes(exam: Examination) -> None:
    """The first byte is looked at before anyone asks whether there is one."""
    verifier.read_base45(exam)
    _ = exam.compressed[0]


@mutant("HCERT-ZLIB-001b", "zlib")
def uncompressed_accepted(exam: Examination) -> None:
    """What does not look compressed is taken as it is."""
    if exam.compressed[:1] in (b"\xd2", b"\x84", b"\xd8"):
        exam.message = exam.compressed
        return
    verifier.inflate(exam)


@mutant("HCERT-ZLIB-008", "zlib")
def gzip_accepted(exam: Examination) -> None:
    """The decompressor is told to detect the container."""
    if exam.compressed[:2] == b"\x1f\x8b":
        try:
            exam.message = zlib.decompress(exam.compressed, 31)
        except zlib.error as broken:
            raise Refused("zlib-invalid") from broken
        return
    verifier.inflate(exam)


@mutant("HCERT-ZLIB-009", "zlib")
def raw_deflate_accepted(exam: Examination) -> None:
    """Where zlib fails, raw deflate is tried."""
    try:
        verifier.inflate(exam)
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
        verifier.inflate(exam)
    except Refused as refused:
        if refused.reason == "zlib-too-large":
            raise
        try:
            exam.message = zlib.decompressobj().decompress(exam.compressed, 100_000)
        except zlib.error as broken:
            raise Refused("zlib-invalid") from broken


@mutant("HCERT-ZLIB-003", "zlib")
def only_known_zlib_headers(exam: Examination) -> None:
    """Only the four usual pairs of header bytes are recognised."""
    if exam.compressed[:2] not in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):
        raise Refused("zlib-invalid")
    verifier.inflate(exam)


@mutant("HCERT-ZLIB-012", "zlib")
def inflated_without_bound(exam: Examination) -> None:
    """The stream is inflated to its end, however long it grows."""
    from gdhcn_conformance.credentials import deflate  # noqa: PLC0415 - only here with another bound

    try:
        reading = deflate.read(exam.compressed, limit=1 << 30)
    except Malformed as malformed:
        raise Refused("zlib-invalid") from malformed
    verifier.tolerate(reading.deviations)
    exam.message = reading.value


@mutant("HCERT-ZLIB-013", "zlib")
def inflated_twice(exam: Examination) -> None:
    """What is still compressed after inflating is inflated again."""
    verifier.inflate(exam)
    if exam.message[:1] == b"\x78":
        exam.compressed = exam.message
        verifier.inflate(exam)


__all__ = ["MUTANTS"]
