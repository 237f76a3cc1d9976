"""The text around the message: context identifier, Base45 and zlib (WHO HCERT 4.2)."""

from __future__ import annotations

import re

from gdhcn_conformance.credentials import base45, deflate
from gdhcn_conformance.issued.certificate import CONTEXT, Issued, split
from gdhcn_conformance.issued.check import Findings, check, shown

MOST_CHARACTERS = 2420  # alphanumeric characters in a symbol of version 40 with level Q (ISO/IEC 18004:2015, table 7)
DEFLATE = 8  # CM, the lower half of the first octet (RFC 1950, section 2.2)
_VERSIONED = re.compile(r"\s*\ufeff?(?i:HC)[1-9A-Z]:")  # WHO HCERT 4.2.2
_GZIP = b"\x1f\x8b"
_WASTED = 0.05  # of the message: compressors differ by less, and store what they cannot make smaller
_STORED = 0  # BTYPE, bits 1 and 2 of a deflate block's first octet (RFC 1951, section 3.2.3)


@check("HCERT-CTX-001", needs="text")
def context_identifier(issued: Issued) -> Findings:
    """WHO HCERT 4.2.2: the Base45 text is prefixed by HC1: and nothing else."""
    if not issued.text:
        return None
    if issued.context == CONTEXT:
        return []
    found = shown(issued.context) if issued.context else f"a text that begins with {issued.text[:4]!r}"
    return [f"got {found}, should be 'HC1:' before the Base45 text"]


@check("HCERT-CTX-004", needs="text")
def version_of_the_context(issued: Issued) -> Findings:
    """WHO HCERT 4.2.2: the version is one character of 1 to 9 and A to Z."""
    if "HC" not in issued.context.upper():
        return None
    right = _VERSIONED.fullmatch(issued.context)
    return [] if right else [f"got {shown(issued.context)}, should be HC, one character of 1-9 and A-Z, and a colon"]


@check("HCERT-B45-001", needs="text")
def base45_alphabet(issued: Issued) -> Findings:
    """RFC 9285, section 4.2: the 45 characters, of which lower case and line breaks are none."""
    if not issued.text:
        return None
    if issued.stops("base45", "base45-alphabet"):
        return [f"got {issued.stop.detail if issued.stop else ''}, should be Base45 text"]
    return []


@check("HCERT-B45-006", needs="text")
def base45_is_canonical(issued: Issued) -> Findings:
    """RFC 9285, sections 4 and 6: the text is the encoding of some bytes, of which there is one only."""
    if not issued.text or issued.stops("base45", "base45-alphabet"):
        return None
    if issued.base45 is None:
        return [f"got a text that encodes nothing ({issued.stop.detail if issued.stop else ''}), should be Base45"]
    body = split(issued.text)[1]
    return [] if base45.encode(issued.base45.value) == body else ["got another text for these bytes than the canonical"]


@check("HCERT-QR-015", needs="text")
def text_fits_a_symbol(issued: Issued) -> Findings:
    """ISO/IEC 18004: the text fits the largest QR code with error correction Q."""
    if not issued.text:
        return None
    length = len(issued.text)
    return [f"got {length} characters, should be at most {MOST_CHARACTERS}"] if length > MOST_CHARACTERS else []


def _compressed(issued: Issued) -> bytes:
    assert issued.base45 is not None
    return issued.base45.value


@check("HCERT-ZLIB-001", needs="base45")
def is_compressed(issued: Issued) -> Findings:
    """WHO HCERT 4.2.1: zlib with deflate; neither gzip, nor a bare deflate stream, nor the message as it is."""
    data = _compressed(issued)
    if len(data) < 2 or data[0] & 0x0F != DEFLATE:
        what = "a gzip member" if data.startswith(_GZIP) else f"data that begins with {data[:2].hex() or 'nothing'}"
        return [f"got {what}, should be a zlib stream"]
    if issued.stops("zlib", "zlib-data") and issued.stop:
        return [f"got deflate data that cannot be inflated ({issued.stop.detail}), should be complete and valid"]
    return []


@check("HCERT-ZLIB-002", needs="base45")
def header_of_the_stream(issued: Issued) -> Findings:
    """RFC 1950, section 2.2: window size and check bits of the header."""
    data = _compressed(issued)
    if len(data) < 2 or data[0] & 0x0F != DEFLATE:
        return None
    return [f"got a zlib header whose {_detail(issued)}"] if issued.stops("zlib", "zlib-header") else []


@check("HCERT-ZLIB-004", needs="base45")
def no_preset_dictionary(issued: Issued) -> Findings:
    """RFC 1950, section 2.3: HCERT names no dictionary, so none can be preset."""
    if issued.stops("zlib", "zlib-header"):
        return None
    return [f"got the preset {_detail(issued)}, should be none"] if issued.stops("zlib", "zlib-dictionary") else []


@check("HCERT-ZLIB-005", needs="base45")
def checksum_of_the_stream(issued: Issued) -> Findings:
    """RFC 1950, section 2.3: the Adler-32 of the content ends the stream."""
    if issued.stops("zlib", "zlib-checksum"):
        return [f"got the checksum {_detail(issued)}"]
    if issued.zlib is None:
        return None
    return [f"got a cut-off checksum, {each.detail}" for each in issued.zlib.deviations if "checksum" in each.code]


@check("HCERT-ZLIB-012", needs="base45")
def size_of_the_content(issued: Issued) -> Findings:
    """WHO HCERT 6.3: verifiers bound what they inflate; a hundred thousand octets are far beyond any certificate."""
    if issued.stops("zlib", "zlib-too-large"):
        return [f"got a stream out of which {_detail(issued)}, should be a few thousand octets at most"]
    return [] if issued.zlib is not None else None


@check("HCERT-ZLIB-007", needs="zlib")
def nothing_behind_the_stream(issued: Issued) -> Findings:
    """RFC 1950, section 2.2: the stream ends with its checksum."""
    assert issued.zlib is not None
    return [f"got {each.detail}, should be nothing" for each in issued.zlib.deviations if "trailing" in each.code]


@check("HCERT-ZLIB-014", needs="zlib")
def compression_compresses(issued: Issued) -> Findings:
    """WHO HCERT 4.2.1: the message is compressed to lower its size, and not stored where deflate would make it smaller."""
    assert issued.zlib is not None
    data, content = _compressed(issued), issued.zlib.value
    if data[2] >> 1 & 0b11 != _STORED:
        return []
    possible = len(deflate.compress(content))
    wasted = len(data) - possible > _WASTED * len(content)
    return [f"got {len(content)} octets stored in {len(data)}, should be {possible} compressed"] if wasted else []


def _detail(issued: Issued) -> str:
    return issued.stop.detail if issued.stop else ""
