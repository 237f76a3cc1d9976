"""Context identifier, Base45, zlib: from the text of the QR code to the bytes of the message."""

from __future__ import annotations

from gdhcn_conformance.credentials import base45, deflate
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.reference.steps.examination import Examination, Refused, tolerate

CONTEXT = "HC1:"


def read_context(exam: Examination) -> None:
    """WHO HCERT 4.2.2: the text starts with HC1:."""
    if not exam.text.startswith(CONTEXT):
        other = len(exam.text) > 3 and exam.text.startswith("HC") and exam.text[3] == ":"
        raise Refused("context-unsupported" if other else "context-missing", repr(exam.text[:8]))
    exam.encoded = exam.text[len(CONTEXT) :]


def read_base45(exam: Examination) -> None:
    """RFC 9285."""
    try:
        exam.compressed = base45.read(exam.encoded).value
    except Malformed as malformed:
        raise Refused("base45-invalid", malformed.detail) from malformed


def inflate(exam: Examination) -> None:
    """WHO HCERT 4.2.1, RFC 1950: one zlib stream, bounded."""
    try:
        reading = deflate.read(exam.compressed)
    except Malformed as malformed:
        reason = "zlib-too-large" if malformed.code == "zlib-too-large" else "zlib-invalid"
        raise Refused(reason, malformed.detail) from malformed
    tolerate(reading.deviations)
    exam.message = reading.value
