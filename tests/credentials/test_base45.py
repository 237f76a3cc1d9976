"""Base45 (RFC 9285)."""

import base45 as library
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdhcn_conformance.credentials import base45
from gdhcn_conformance.credentials.reading import Malformed, Reading

# RFC 9285 §4.3 and §4.4, and the ends of both ranges.
VECTORS = {
    b"AB": "BB8",
    b"Hello!!": "%69 VD92EX0",
    b"base-45": "UJCLQE7W581",
    b"ietf!": "QED8WEX0",
    b"": "",
    b"\x00": "00",
    b"\xff": "U5",
    b"\xff\xff": "FGW",
}


@pytest.mark.parametrize(("data", "text"), VECTORS.items())
def test_vectors(data, text):
    """The vectors of RFC 9285 are encoded and read as printed there."""
    assert base45.encode(data) == text
    assert base45.read(text) == Reading(data)


@settings(max_examples=50, derandomize=True)
@given(st.binary())
def test_identity(data):
    """Reading undoes encoding, and the independent library writes the same text."""
    text = base45.encode(data)
    assert text == library.b45encode(data).decode()
    assert base45.read(text).value == data


@settings(max_examples=50, derandomize=True)
@given(st.text(alphabet=base45.ALPHABET, max_size=20))
def test_canonical(text):
    """A text that can be read is the only one of its bytes, and what the independent library refuses is refused."""
    try:
        expected = library.b45decode(text)
    except ValueError:
        with pytest.raises(Malformed):
            base45.read(text)
    else:
        assert base45.read(text).value == expected
        assert base45.encode(expected) == text


def test_whole_alphabet():
    """All 45 characters are read, the space among them."""
    text = "".join(character + "00" for character in base45.ALPHABET)
    assert base45.read(text).value == b"".join(bytes((0, value)) for value in range(45))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bb8", "base45-alphabet"),
        ("BB8\n", "base45-alphabet"),
        ("BB\x008", "base45-alphabet"),
        ("BB\uff21", "base45-alphabet"),  # a fullwidth letter
        ("BB\u00e4", "base45-alphabet"),
        ("BB\ud800", "base45-alphabet"),
        ("BB=", "base45-alphabet"),
        ("B", "base45-length"),
        ("BB8B", "base45-length"),
        ("GGW", "base45-range"),
        (":::", "base45-range"),
        ("BB8GGW", "base45-range"),
        ("V5", "base45-range"),
        ("BB8::", "base45-range"),
    ],
)
def test_malformed(text, code):
    """A text that encodes nothing is refused under the name of its fault."""
    with pytest.raises(Malformed) as refusal:
        base45.read(text)
    assert refusal.value.code == code


def test_message_names_the_place():
    """A refusal says which characters are wrong and where."""
    with pytest.raises(Malformed, match="'GGW' at position 3"):
        base45.read("BB8GGWBB8")
    with pytest.raises(Malformed, match="'b' at position 1"):
        base45.read("Bb8")


@pytest.mark.parametrize(("text", "value"), [(" 00", 36), ("0 0", 45 * 36), ("  0", 36 + 45 * 36)])
def test_spaces_are_data(text, value):
    """A space is a character like any other, at the beginning and doubled too."""
    assert base45.read(text).value == value.to_bytes(2, "big")


def test_no_text_ends_in_a_space():
    """A space at the end is refused, since the last character of a triple stands for at most 32 and of a pair for 5."""
    for text in ("00 ", "0 ", "BB8 "):
        with pytest.raises(Malformed):
            base45.read(text)


def test_long_text():
    """A text of a megabyte is read without a detour."""
    assert base45.read("0" * 999_999).value == bytes(666_666)
