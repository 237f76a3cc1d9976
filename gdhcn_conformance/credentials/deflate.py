"""The zlib container around the signed certificate (RFC 1950, holding deflate data of RFC 1951).

Header and checksum are read here and only the deflate data is given to the library, so that each fault keeps its own
name.

Codes of `Malformed`:

* `zlib-header`: no zlib header, which a gzip member, raw deflate data and plain CBOR also lack (RFC 1950 §2.2);
* `zlib-dictionary`: a preset dictionary is called for, and HCERT names none (RFC 1950 §2.3);
* `zlib-data`: the deflate data is invalid or cut off (RFC 1951 §3.2);
* `zlib-checksum`: the Adler-32 is there and wrong (RFC 1950 §2.3);
* `zlib-too-large`: more than the bound comes out.

Deviations:

* `zlib-trailing-data`: bytes follow the checksum, where the container ends (RFC 1950 §2.2);
* `zlib-checksum-missing`: the deflate data is complete, but the Adler-32 behind it is cut off (RFC 1950 §2.3).
"""

from __future__ import annotations

import zlib

from gdhcn_conformance.credentials.reading import Deviation, Malformed, Reading

# The largest symbol (40-L) holds 4296 characters, which are 2864 compressed bytes. Certificates hardly shrink, those of
# the EU's test data by an eighth at most; thirty-five times is far beyond that, and far below deflate's 1032 times.
MAX_CWT_BYTES = 100_000

_DEFLATE = 8  # the only compression method, CM, of RFC 1950 §2.2
_LARGEST_WINDOW = 7  # CINFO: a window of 32 KiB (RFC 1950 §2.2)
_PRESET_DICTIONARY = 0x20  # FDICT, bit 5 of FLG
_ADLER_BYTES = 4
_GZIP = b"\x1f\x8b"  # ID1 and ID2 of RFC 1952 §2.3.1


def compress(data: bytes, level: int = 9) -> bytes:
    """Give the zlib container of `data`; `level` is 0 (stored) to 9 (smallest)."""
    return zlib.compress(data, level)


def read(data: bytes, limit: int = MAX_CWT_BYTES) -> Reading[bytes]:
    """Inflate a zlib container to at most `limit` bytes, and never hold more than that.

    The window size of the header is checked to be a legal one, but distances beyond it are not looked for.
    """
    _check_header(data)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)  # negative: the deflate data alone
    try:
        content = inflater.decompress(data[2:], limit + 1)
    except zlib.error as error:
        raise Malformed("zlib-data", str(error)) from error
    if len(content) > limit:
        raise Malformed("zlib-too-large", f"more than {limit} bytes come out of {len(data)}")
    if not inflater.eof:
        raise Malformed("zlib-data", f"the deflate data is cut off after {len(data) - 2} bytes")
    return Reading(content, _check_end(inflater.unused_data, content))


def _check_header(data: bytes) -> None:
    """Check CMF and FLG as a decompressor must (RFC 1950 §2.3.1.2)."""
    if len(data) < 2:
        raise Malformed("zlib-header", f"{len(data)} bytes are too few for a header of two")
    method, flags = data[0], data[1]
    if method & 0x0F != _DEFLATE:
        found = "a gzip member" if data.startswith(_GZIP) else f"compression method {method & 0x0F}, not 8"
        raise Malformed("zlib-header", found)
    if method >> 4 > _LARGEST_WINDOW:
        raise Malformed("zlib-header", f"window size {method >> 4}, above 7")
    if (256 * method + flags) % 31:  # FCHECK makes the header a multiple of 31
        raise Malformed("zlib-header", f"check bits of {data[:2].hex()} are wrong")
    if flags & _PRESET_DICTIONARY:
        raise Malformed("zlib-dictionary", f"dictionary {data[2:6].hex()}")


def _check_end(rest: bytes, content: bytes) -> tuple[Deviation, ...]:
    """Check what follows the deflate data: the Adler-32 of the content, the highest byte first, and nothing else."""
    checksum = rest[:_ADLER_BYTES]
    if len(checksum) < _ADLER_BYTES:
        return (Deviation("zlib-checksum-missing", f"{len(checksum)} of its 4 bytes are there"),)
    expected = zlib.adler32(content).to_bytes(_ADLER_BYTES, "big")
    if checksum != expected:
        raise Malformed("zlib-checksum", f"{checksum.hex()}, should be {expected.hex()}")
    if len(rest) > _ADLER_BYTES:
        return (Deviation("zlib-trailing-data", f"{len(rest) - _ADLER_BYTES} bytes follow the checksum"),)
    return ()
