"""Bugs in compression, Base45 and context identifier."""

from __future__ import annotations

import gzip
import zlib

from gdhcn_conformance.credentials import base45, deflate
from gdhcn_conformance.reference import issuer
from gdhcn_conformance.reference.issuer import Making
from gdhcn_conformance.reference.issuer_mutants.registry import EVERY_VECTOR, NOBODY, registry

MUTANTS, mutant = registry()


@mutant("HCERT-CTX-001", "encode")
def context_missing(making: Making) -> None:
    """Nothing stands before the Base45."""
    making.text = base45.encode(making.compressed)


@mutant("HCERT-CTX-001", "encode")
def context_of_a_successor(making: Making) -> None:
    """The context identifier is HC2."""
    making.text = "HC2:" + base45.encode(making.compressed)


@mutant("HCERT-CTX-001", "encode")
def context_in_small_letters(making: Making) -> None:
    """The context identifier is hc1."""
    making.text = "hc1:" + base45.encode(making.compressed)


@mutant("HCERT-B45-001", "encode", EVERY_VECTOR, because=NOBODY)
def base45_in_small_letters(making: Making) -> None:
    """Base45 is written in small letters."""
    making.text = "HC1:" + base45.encode(making.compressed).lower()


@mutant("HCERT-B45-001", "encode", EVERY_VECTOR, because=NOBODY)
def line_break_at_the_end(making: Making) -> None:
    """The text ends in a line break."""
    issuer.encode(making)
    making.text += "\n"


@mutant("HCERT-B45-006", "encode", EVERY_VECTOR, because=NOBODY)
def blanks_percent_encoded(making: Making) -> None:
    """The text is made fit for a URL, and its blanks are no longer blanks."""
    making.text = "HC1:" + base45.encode(making.compressed).replace(" ", "+20")


@mutant("HCERT-ZLIB-001", "compress", EVERY_VECTOR, because=NOBODY)
def not_compressed(making: Making) -> None:
    """The message is not compressed."""
    making.compressed = making.message


@mutant("HCERT-ZLIB-001", "compress", EVERY_VECTOR, because=NOBODY)
def gzip_container(making: Making) -> None:
    """The message is compressed by gzip."""
    making.compressed = gzip.compress(making.message, mtime=0)


@mutant("HCERT-ZLIB-001", "compress", EVERY_VECTOR, because=NOBODY)
def raw_deflate(making: Making) -> None:
    """The message is compressed by deflate, without a container."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)  # negative: the deflate data alone
    making.compressed = packer.compress(making.message) + packer.flush()


@mutant("HCERT-ZLIB-004", "compress", EVERY_VECTOR, because=NOBODY)
def preset_dictionary(making: Making) -> None:
    """The compressor is given a dictionary, to make symbols smaller."""
    packer = zlib.compressobj(zdict=b"URN:UVCI:01:")
    making.compressed = packer.compress(making.message) + packer.flush()


@mutant("HCERT-ZLIB-007", "compress")
def byte_behind_the_stream(making: Making) -> None:
    """The buffer of the compressor is a byte longer than its stream."""
    making.compressed = deflate.compress(making.message) + b"\0"


@mutant("HCERT-CTX-004", "encode", "HCERT-CTX-001", because="HC0 is not HC1 either")
def context_of_version_zero(making: Making) -> None:
    """The versions of the context are counted from zero."""
    making.text = "HC0:" + base45.encode(making.compressed)


@mutant("HCERT-ZLIB-002", "compress", EVERY_VECTOR, because=NOBODY)
def header_of_the_stream_wrong(making: Making) -> None:
    """The check bits in the header of the stream are left at zero."""
    packed = deflate.compress(making.message)
    making.compressed = bytes((packed[0], packed[1] & 0xE0)) + packed[2:]  # FCHECK, five bits (RFC 1950, section 2.2)


@mutant("HCERT-ZLIB-005", "compress", EVERY_VECTOR, because=NOBODY)
def checksum_of_the_stream_wrong(making: Making) -> None:
    """The checksum at the end of the stream is that of the stream, not of the message."""
    packed = deflate.compress(making.message)[:-4]  # the four bytes of the Adler-32
    making.compressed = packed + zlib.adler32(packed).to_bytes(4)


@mutant("HCERT-ZLIB-012", "compress", EVERY_VECTOR, because=NOBODY)
def padded_with_zeros(making: Making) -> None:
    """The message is padded with zeros to a megabyte, which the compression makes small again."""
    making.compressed = deflate.compress(making.message.ljust(1_000_000, b"\0"))


@mutant("HCERT-ZLIB-014", "compress")
def stored_in_the_stream(making: Making) -> None:
    """The message is stored in the stream as it is."""
    making.compressed = deflate.compress(making.message, 0)
