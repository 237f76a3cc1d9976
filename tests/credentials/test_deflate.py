"""The zlib container (RFC 1950)."""

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdhcn_conformance.credentials import deflate
from gdhcn_conformance.credentials.reading import Malformed, Reading

TEXT = b"to be, or not to be: that is the question" * 5
PACKED = deflate.compress(TEXT)
HEADER, BODY, ADLER = PACKED[:2], PACKED[2:-4], PACKED[-4:]


def _header(method: int, flags: int = 0) -> bytes:
    """A header with the check bits that belong to it (RFC 1950 §2.2)."""
    return bytes((method, flags + 31 - (256 * method + flags) % 31))


@settings(max_examples=50, derandomize=True)
@given(st.binary(max_size=2000), st.integers(0, 9))
def test_identity(data, level):
    """Reading undoes compressing at every level, and the library agrees."""
    packed = deflate.compress(data, level)
    assert zlib.decompress(packed) == data
    assert deflate.read(packed) == Reading(data)


@pytest.mark.parametrize("header", ["7801", "785e", "789c", "78da", "6881", "1819", "081d"])
def test_every_header(header):
    """Every valid header is read, whatever level or window it names."""
    assert deflate.read(bytes.fromhex(header) + BODY + ADLER) == Reading(TEXT)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("stored", b"\x01\x04\x00\xfb\xffping"),
        ("fixed", bytes.fromhex("2bc8cc4b0700")),
        ("stored, then an empty last block", b"\x00\x04\x00\xfb\xffping" + b"\x01\x00\x00\xff\xff"),
    ],
)
def test_block_types(name, body):
    """Stored and fixed blocks are read, and several in a row; dynamic ones are what compressing makes."""
    assert deflate.read(HEADER + body + zlib.adler32(b"ping").to_bytes(4, "big")) == Reading(b"ping")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty", b"", "zlib-header"),
        ("one byte", b"\x78", "zlib-header"),
        ("plain CBOR", bytes.fromhex("d28443a10126"), "zlib-header"),
        ("gzip member", gzip.compress(TEXT), "zlib-header"),
        ("raw deflate", BODY, "zlib-header"),
        ("method 7", _header(0x77) + BODY + ADLER, "zlib-header"),
        ("window beyond 32 KiB", _header(0x88) + BODY + ADLER, "zlib-header"),
        ("check bits off by one", bytes((0x78, 0xDB)) + BODY + ADLER, "zlib-header"),
        ("preset dictionary", _header(0x78, 0x20) + bytes(4) + BODY + ADLER, "zlib-dictionary"),
        ("nothing but the header", HEADER, "zlib-data"),
        ("cut in the middle", PACKED[: len(PACKED) // 2], "zlib-data"),
        ("last byte of the data missing", HEADER + BODY[:-1], "zlib-data"),
        ("block type 3", HEADER + b"\x07" + BODY[1:] + ADLER, "zlib-data"),
        ("distance before the start", HEADER + bytes.fromhex("030200") + ADLER, "zlib-data"),
        ("checksum", PACKED[:-1] + bytes((PACKED[-1] ^ 1,)), "zlib-checksum"),
        ("checksum, and more behind", HEADER + BODY + bytes(4) + b"more", "zlib-checksum"),
    ],
)
def test_malformed(name, data, code):
    """What is no zlib container, or a damaged one, is refused under the name of its fault."""
    with pytest.raises(Malformed) as refusal:
        deflate.read(data)
    assert refusal.value.code == code


def test_gzip_is_named():
    """A gzip member is called by its name."""
    with pytest.raises(Malformed, match="gzip"):
        deflate.read(gzip.compress(TEXT))


@pytest.mark.parametrize("kept", [0, 1, 3])
def test_checksum_missing(kept):
    """Complete data with the checksum cut off has a value and a deviation."""
    reading = deflate.read(HEADER + BODY + ADLER[:kept])
    assert reading.value == TEXT
    assert reading.codes == {"zlib-checksum-missing"}
    assert f"{kept} of its 4" in reading.deviations[0].detail


@pytest.mark.parametrize("more", [b"\x00", PACKED])
def test_trailing_data(more):
    """Bytes behind the container, another container too, are a deviation and no part of the value."""
    reading = deflate.read(PACKED + more)
    assert reading.value == TEXT
    assert reading.codes == {"zlib-trailing-data"}


def test_limit():
    """Exactly as much as the limit comes out, and not a byte more."""
    assert deflate.read(PACKED, limit=len(TEXT)).value == TEXT
    with pytest.raises(Malformed) as refusal:
        deflate.read(PACKED, limit=len(TEXT) - 1)
    assert refusal.value.code == "zlib-too-large"


def test_bomb():
    """A stream that inflates to a twenty megabytes is refused without holding more than the limit."""
    bomb = deflate.compress(bytes(20_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(Malformed) as refusal:
            deflate.read(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert refusal.value.code == "zlib-too-large"
    assert peak < 5 * deflate.MAX_CWT_BYTES  # the blocks of the library's buffer and their sum
