"""Diagnostic notation (RFC 8949 §8)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdhcn_conformance.credentials import cbor, cbor_writer
from gdhcn_conformance.credentials.cbor_diagnostic import diagnostic
from gdhcn_conformance.credentials.reading import Malformed


@pytest.mark.parametrize(
    ("encoded", "notation"),
    [
        ("00", "0"),
        ("3863", "-100"),
        ("1bffffffffffffffff", "18446744073709551615"),
        ("c249010000000000000000", "2(h'010000000000000000')"),
        ("f90000", "0.0"),
        ("f98000", "-0.0"),
        ("f93e00", "1.5"),
        ("fb7e37e43c8800759c", "1.0e+300"),
        ("fbc010666666666666", "-4.1"),
        ("f97c00", "Infinity"),
        ("faff800000", "-Infinity"),
        ("fb7ff8000000000000", "NaN"),
        ("f4", "false"),
        ("f5", "true"),
        ("f6", "null"),
        ("f7", "undefined"),
        ("f0", "simple(16)"),
        ("f8ff", "simple(255)"),
        ("c074323031332d30332d32315432303a30343a30305a", '0("2013-03-21T20:04:00Z")'),
        ("d818456449455446", "24(h'6449455446')"),
        ("40", "h''"),
        ("4401020304", "h'01020304'"),
        ("60", '""'),
        ("62225c", '"\\"\\\\"'),
        ("63e6b0b4", '"\u6c34"'),
        ("80", "[]"),
        ("8301820203820405", "[1, [2, 3], [4, 5]]"),
        ("a0", "{}"),
        ("a201020304", "{1: 2, 3: 4}"),
        ("a26161016162820203", '{"a": 1, "b": [2, 3]}'),
        ("5f42010243030405ff", "(_ h'0102', h'030405')"),
        ("7f657374726561646d696e67ff", '(_ "strea", "ming")'),
        ("5fff", "''_"),
        ("7fff", '""_'),
        ("9fff", "[_ ]"),
        ("9f018202039f0405ffff", "[_ 1, [2, 3], [_ 4, 5]]"),
        ("bf61610161629f0203ffff", '{_ "a": 1, "b": [_ 2, 3]}'),
    ],
)
def test_examples(encoded, notation):
    """The examples of RFC 8949 appendix A are printed as they are there, bignums as the tags that they are."""
    assert diagnostic(bytes.fromhex(encoded)) == notation


@pytest.mark.parametrize(
    ("encoded", "notation"),
    [
        ("1801", "1_0"),
        ("390001", "-2_1"),
        ("5a0000000141", "h'41'_2"),
        ("7b000000000000000161", '"a"_3'),
        ("980101", "[_0 1]"),
        ("b900010102", "{_1 1: 2}"),
        ("d81200", "18_0(0)"),
        ("5f580141ff", "(_ h'41'_0)"),
    ],
)
def test_encoding_indicators(encoded, notation):
    """An argument in more bytes than it needs is marked by their number (RFC 8949 §8.1)."""
    assert diagnostic(bytes.fromhex(encoded)) == notation


@pytest.mark.parametrize(
    ("encoded", "notation"),
    [
        ("", "/ malformed: cbor-truncated at offset 0 / h''"),
        ("1c00", "/ malformed: cbor-reserved at offset 0 / h'1c00'"),
        ("ff", "/ malformed: cbor-break at offset 0 / h'ff'"),
        ("830102", "[1, 2, / malformed: cbor-truncated at offset 3 / h''"),
        ("d28443a10126a104", "18([h'a10126', {4: / malformed: cbor-truncated at offset 8 / h''"),
        ("8261ff00", "[ / malformed: cbor-utf8 at offset 1 / h'61ff00'"),
        ("5f00ff", "(_ / malformed: cbor-chunk at offset 1 / h'00ff'"),
        ("bf01ff", "{_ 1 / malformed: cbor-odd-map at offset 2 / h'ff'"),
        ("1f", "/ malformed: cbor-reserved at offset 0 / h'1f'"),
        ("f814", "/ malformed: cbor-reserved at offset 0 / h'f814'"),
        ("fb0000", "/ malformed: cbor-truncated at offset 0 / h'fb0000'"),
        ("0000f6", "0 / trailing data at offset 1 / h'00f6'"),
        ("5b7fffffffffffffff", "/ malformed: cbor-truncated at offset 0 / h'5b7fffffffffffffff'"),
        ("bb7fffffffffffffff00", "{0: / malformed: cbor-truncated at offset 10 / h''"),
    ],
)
def test_malformed(encoded, notation):
    """What can be printed is, and then the fault, its place and the bytes that are left."""
    assert diagnostic(bytes.fromhex(encoded)) == notation


def test_depth():
    """Nesting is bounded, and the rest is printed in hexadecimal."""
    notation = diagnostic(b"\x81" * 10_000)
    assert notation.startswith("[" * cbor.MAX_DEPTH + " / malformed: cbor-depth at offset 64 / h'8181")


def test_characters_are_escaped():
    """No character of a text gets out that moves a cursor, breaks a line or turns the direction of writing."""
    hidden = "\x00\x07\x1b[31m\x7f\x85\u200b\u202e\u2028\ufeff\U000e0001"
    notation = diagnostic(cbor_writer.encode(hidden + "\n\t\r\u00fc\U0001f600"))
    assert notation == (
        '"\\u0000\\u0007\\u001b[31m\\u007f\\u0085\\u200b\\u202e\\u2028\\ufeff\\udb40\\udc01\\n\\t\\r\u00fc\U0001f600"'
    )
    assert notation.isprintable()


@pytest.mark.parametrize(
    "value",
    [
        b"\xff" * 1_000_000,
        "\u202e" * 300_000,
        "a" * 1_000_000,
        [1] * 100_000,
        {"k" * 50_000: 1},
        [[b"x" * 30] * 20] * 20,
    ],
)
@pytest.mark.parametrize("limit", [0, 1, 100, 1000])
def test_output_is_bounded(value, limit):
    """A long item is cut at the limit, with a comment that says so."""
    notation = diagnostic(cbor_writer.encode(value), limit=limit)
    assert len(notation) < limit + 100
    assert " / cut at offset " in notation


def test_rest_is_bounded():
    """Bytes that are no CBOR are printed as far as the limit goes, with the number of the others."""
    notation = diagnostic(b"\xff" * 1_000_000, limit=100)
    assert notation == f"/ malformed: cbor-break at offset 0 / h'{'ff' * 50}' / and 999950 more bytes /"


@settings(max_examples=300, derandomize=True)
@given(st.binary(max_size=20), st.integers(0, 60))
def test_any_bytes(data, limit):
    """Any bytes are printed, and the word malformed is there exactly when the reader refuses them."""
    assert len(diagnostic(data, limit=limit)) < limit + 150
    try:
        cbor.read(data)
    except Malformed:
        assert "/ malformed: cbor-" in diagnostic(data)
    else:
        assert "/ malformed: cbor-" not in diagnostic(data)


def test_nested_encodings_are_left_alone():
    """A byte string that holds CBOR itself is printed in hexadecimal."""
    assert diagnostic(bytes.fromhex("43a10126")) == "h'a10126'"
