"""The writer of CBOR (RFC 8949)."""

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdhcn_conformance.credentials import cbor
from gdhcn_conformance.credentials.cbor import UNDEFINED, OtherKey, Simple, Tagged
from gdhcn_conformance.credentials.cbor_writer import Float, Indefinite, Pairs, Raw, Wide, encode, head

INTEGERS = st.integers(-(1 << 64), (1 << 64) - 1)
LEAVES = (
    INTEGERS
    | st.text()
    | st.binary()
    | st.floats(allow_nan=False)
    | st.sampled_from([None, False, True, UNDEFINED, Simple(0), Simple(19), Simple(32), Simple(255)])
)
KEYS = INTEGERS | st.text() | st.binary() | st.sampled_from([OtherKey(b"\xf6"), OtherKey(b"\x80")])
ITEMS = st.recursive(
    LEAVES,
    lambda items: (
        st.lists(items) | st.dictionaries(KEYS, items) | st.builds(Tagged, st.integers(0, (1 << 64) - 1), items)
    ),
    max_leaves=20,
)


@settings(max_examples=100, derandomize=True)
@given(ITEMS)
def test_identity(value):
    """Reading undoes writing, and the writer's own encoding has no deviation."""
    reading = cbor.read(encode(value))
    assert reading.value == value
    assert reading.deviations == ()


@settings(max_examples=50, derandomize=True)
@given(
    st.recursive(
        INTEGERS | st.text() | st.binary() | st.booleans(),
        lambda items: st.lists(items) | st.dictionaries(st.text(), items),
    )
)
def test_agreement(value):
    """The independent library writes the same bytes."""
    assert encode(value) == cbor2.dumps(value)


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        (1 << 64, "c249010000000000000000"),
        (-(1 << 64) - 1, "c349010000000000000000"),
        (-(1 << 64), "3bffffffffffffffff"),
        (1.5, "fb3ff8000000000000"),
        (Float(1.5, 2), "f93e00"),
        (Float(1.5, 4), "fa3fc00000"),
        (Float(1.5, 8), "fb3ff8000000000000"),
        (Float(float("inf"), 2), "f97c00"),
        (Simple(16), "f0"),
        (Simple(24), "f818"),  # which no decoder may take
        (Simple(255), "f8ff"),
        (Wide(1, 1), "1801"),
        (Wide(1, 2), "190001"),
        (Wide(-1, 4), "3a00000000"),
        (Wide(1, 8), "1b0000000000000001"),
        (Wide("a", 1), "780161"),
        (Wide(b"a", 2), "59000161"),
        (Wide([1], 4), "9a0000000101"),
        (Wide({1: 2}, 1), "b8010102"),
        (Wide(Pairs(((1, 2), (1, 3))), 1), "b80201020103"),
        (Wide(Tagged(18, 0), 1), "d81200"),
        (Pairs(((1, 2), (1, 3))), "a201020103"),
        (Pairs((([], 0), (1.0, 0))), "a28000fb3ff000000000000000"),
        (Indefinite([1, [2]]), "9f018102ff"),
        (Indefinite((1,)), "9f01ff"),
        (Indefinite({1: 2}), "bf0102ff"),
        (Indefinite(Pairs(((1, 2), (1, 3)))), "bf01020103ff"),
        (Indefinite("abc"), "7f63616263ff"),
        (Indefinite("ab\u00fc", chunk=1), "7f6161616262c3bcff"),
        (Indefinite(b"abc", chunk=2), "5f4261624163ff"),
        (Indefinite(b""), "5fff"),
        (Indefinite("", chunk=3), "7fff"),
        (Raw(b"\xff"), "ff"),
        ([1, Raw(b"\x1c"), {"k": Wide(2, 1)}], "83011ca1616b1802"),
        (Tagged(18, Indefinite([])), "d29fff"),
        (OtherKey(b"\xf6"), "f6"),
    ],
)
def test_wrappers(value, encoded):
    """Every legal and illegal encoding can be written."""
    assert encode(value).hex() == encoded


@pytest.mark.parametrize(
    ("wrapped", "value", "codes"),
    [
        (Indefinite({"v": [1, 2]}), {"v": [1, 2]}, {"cbor-indefinite-length"}),
        (Wide({"v": 1}, 8), {"v": 1}, {"cbor-non-shortest"}),
        (Pairs(((4, 1), (4, 2))), {4: 1}, {"cbor-duplicate-key"}),
        ([Indefinite("text", chunk=3), Wide(7, 4)], ["text", 7], {"cbor-indefinite-length", "cbor-non-shortest"}),
        (Float(2.0, 2), 2.0, set()),
    ],
)
def test_wrappers_are_read(wrapped, value, codes):
    """The reader finds the value inside a wrapper, and the deviation that the wrapper stands for."""
    reading = cbor.read(encode(wrapped))
    assert reading.value == value
    assert reading.codes == codes


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (object(), TypeError),
        ({1, 2}, TypeError),
        (Wide(True, 1), TypeError),
        (Wide(None, 1), TypeError),
        (Wide(1.5, 8), TypeError),
        (Indefinite(1), TypeError),
        (Wide(256, 1), ValueError),
        (Wide(1 << 64, 8), ValueError),
        (Wide(1, 3), ValueError),
        (Float(1e6, 2), OverflowError),
        (Tagged(1 << 64, 0), ValueError),
        (Simple(256), ValueError),
    ],
)
def test_refusals(value, error):
    """What cannot be encoded as it is asked for is an error."""
    with pytest.raises(error):
        encode(value)


@pytest.mark.parametrize("number", [0, 23, 24, 255, 256, 65535, 65536, (1 << 32) - 1, 1 << 32, (1 << 64) - 1])
def test_head_is_shortest(number):
    """An argument takes the fewest bytes that hold it."""
    assert head(cbor.UNSIGNED, number) == cbor2.dumps(number)
