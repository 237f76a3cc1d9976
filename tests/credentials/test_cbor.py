"""The reader of CBOR (RFC 8949)."""

import copy
import math
import pickle
import struct
import tracemalloc

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdhcn_conformance.credentials import cbor, cbor_writer
from gdhcn_conformance.credentials.cbor import UNDEFINED, OtherKey, Simple, Tagged
from gdhcn_conformance.credentials.reading import Malformed, Reading

# RFC 8949 appendix A: everything that is in its preferred encoding.
PREFERRED = {
    "00": 0,
    "01": 1,
    "0a": 10,
    "17": 23,
    "1818": 24,
    "1819": 25,
    "1864": 100,
    "1903e8": 1000,
    "1a000f4240": 1000000,
    "1b000000e8d4a51000": 1000000000000,
    "1bffffffffffffffff": 18446744073709551615,
    "c249010000000000000000": Tagged(2, bytes.fromhex("010000000000000000")),
    "3bffffffffffffffff": -18446744073709551616,
    "c349010000000000000000": Tagged(3, bytes.fromhex("010000000000000000")),
    "20": -1,
    "29": -10,
    "3863": -100,
    "3903e7": -1000,
    "f90000": 0.0,
    "f93c00": 1.0,
    "fb3ff199999999999a": 1.1,
    "f93e00": 1.5,
    "f97bff": 65504.0,
    "fa47c35000": 100000.0,
    "fa7f7fffff": 3.4028234663852886e38,
    "fb7e37e43c8800759c": 1.0e300,
    "f90001": 5.960464477539063e-8,
    "f90400": 0.00006103515625,
    "f9c400": -4.0,
    "fbc010666666666666": -4.1,
    "f97c00": math.inf,
    "f9fc00": -math.inf,
    "fa7f800000": math.inf,
    "fb7ff0000000000000": math.inf,
    "f4": False,
    "f5": True,
    "f6": None,
    "f7": UNDEFINED,
    "f0": Simple(16),
    "f8ff": Simple(255),
    "c074323031332d30332d32315432303a30343a30305a": Tagged(0, "2013-03-21T20:04:00Z"),
    "c11a514b67b0": Tagged(1, 1363896240),
    "c1fb41d452d9ec200000": Tagged(1, 1363896240.5),
    "d74401020304": Tagged(23, b"\1\2\3\4"),
    "d818456449455446": Tagged(24, b"dIETF"),
    "40": b"",
    "4401020304": b"\1\2\3\4",
    "60": "",
    "6161": "a",
    "6449455446": "IETF",
    "62225c": '"\\',
    "62c3bc": "\u00fc",
    "63e6b0b4": "\u6c34",
    "64f0908591": "\U00010151",
    "80": [],
    "83010203": [1, 2, 3],
    "8301820203820405": [1, [2, 3], [4, 5]],
    "98190102030405060708090a0b0c0d0e0f101112131415161718181819": list(range(1, 26)),
    "a0": {},
    "a201020304": {1: 2, 3: 4},
    "a26161016162820203": {"a": 1, "b": [2, 3]},
    "826161a161626163": ["a", {"b": "c"}],
    "a56161614161626142616361436164614461656145": {"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"},
}
INDEFINITE = {
    "5f42010243030405ff": b"\1\2\3\4\5",
    "7f657374726561646d696e67ff": "streaming",
    "9fff": [],
    "9f018202039f0405ffff": [1, [2, 3], [4, 5]],
    "9f01820203820405ff": [1, [2, 3], [4, 5]],
    "83018202039f0405ff": [1, [2, 3], [4, 5]],
    "83019f0203ff820405": [1, [2, 3], [4, 5]],
    "bf61610161629f0203ffff": {"a": 1, "b": [2, 3]},
    "826161bf61626163ff": ["a", {"b": "c"}],
    "bf6346756ef563416d7421ff": {"Fun": True, "Amt": -2},
    "5fff": b"",
    "7fff": "",
    "bfff": {},
}


def _same(one, other) -> bool:
    """Equal and of the same type, for numbers that Python holds for equal."""
    return type(one) is type(other) and one == other


@pytest.mark.parametrize(("encoded", "value"), PREFERRED.items())
def test_preferred(encoded, value):
    """The examples of RFC 8949 appendix A are read without a deviation, and their types with them."""
    reading = cbor.read(bytes.fromhex(encoded))
    assert _same(reading.value, value)
    assert reading.deviations == ()


@pytest.mark.parametrize("encoded", ["f97e00", "fa7fc00000", "fb7ff8000000000000"])
def test_nan(encoded):
    """Not-a-number is read in every width."""
    assert math.isnan(cbor.read(bytes.fromhex(encoded)).value)


@pytest.mark.parametrize(("encoded", "value"), INDEFINITE.items())
def test_indefinite(encoded, value):
    """The examples of indefinite length in RFC 8949 appendix A have their value and a deviation."""
    reading = cbor.read(bytes.fromhex(encoded))
    assert _same(reading.value, value)
    assert reading.codes == {"cbor-indefinite-length"}


@pytest.mark.parametrize(
    ("encoded", "value"),
    [
        ("1817", 23),
        ("1900ff", 255),
        ("1a0000ffff", 65535),
        ("1b00000000ffffffff", 4294967295),
        ("3817", -24),
        ("580141", b"A"),
        ("79000161", "a"),
        ("9a0000000101", [1]),
        ("b900010102", {1: 2}),
        ("d8120a", Tagged(18, 10)),
        ("a1180102", {1: 2}),
    ],
)
def test_non_shortest(encoded, value):
    """An argument in more bytes than it needs has its value and a deviation."""
    reading = cbor.read(bytes.fromhex(encoded))
    assert _same(reading.value, value)
    assert reading.codes == {"cbor-non-shortest"}


# RFC 8949 appendix F lists these kinds of what is not well-formed.
MALFORMED = {
    "cbor-truncated": [
        *(
            "",
            "18",
            "19",
            "1a",
            "1b",
            "1901",
            "1a0102",
            "1b01020304050607",
            "38",
            "58",
            "78",
            "98",
            "9a01ff00",
            "b8",
            "d8",
        ),
        *("f8", "f900", "fa0000", "fb000000", "41", "61", "5affffffff00", "5bffffffffffffffff010203", "7affffffff00"),
        *(
            "7b7fffffffffffffff010203",
            "81",
            "818181818181818181",
            "8200",
            "a1",
            "a20102",
            "a100",
            "a1ff",
            "a2000000",
            "c0",
        ),
        *(
            "5f4100",
            "7f6100",
            "9f",
            "9f0102",
            "bf",
            "bf01020102",
            "819f",
            "9f8000",
            "9f9f9f9f9fffffffff",
            "9f819f819f9fffffff",
        ),
    ],
    "cbor-reserved": [
        *("1c", "1d", "1e", "3c", "3d", "3e", "5c", "5d", "5e", "7c", "7d", "7e", "9c", "9d", "9e", "bc", "bd", "be"),
        *("dc", "dd", "de", "fc", "fd", "fe", "f800", "f801", "f818", "f81f", "1f", "3f", "df"),
    ],
    "cbor-break": ["ff", "81ff", "8200ff", "a1ff00", "a100ff", "9f81ff", "9f829f819f9fffffffff", "c0ff"],
    "cbor-chunk": [
        "5f00ff",
        "5f21ff",
        "5f6100ff",
        "5f80ff",
        "5fa0ff",
        "5fc000ff",
        "5fe0ff",
        "7f4100ff",
        "5f5f4100ffff",
        "7f7f6100ffff",
    ],
    "cbor-odd-map": ["bf00ff", "bf000000ff"],
    "cbor-utf8": ["61ff", "62c080", "63eda080", "61fc", "62c328", "64f4908080", "7f61c361bcff"],
    "cbor-depth": [
        "81" * 65 + "00",
        "c0" * 65 + "00",
        "a100" * 65 + "00",
        "9f" * 65 + "ff" * 65,
        "bf00" * 65 + "00" + "ff" * 65,
    ],
}


@pytest.mark.parametrize(("code", "encoded"), [(code, case) for code, cases in MALFORMED.items() for case in cases])
def test_malformed(code, encoded):
    """What is not well-formed, not UTF-8 or too deep is refused under the name of its fault."""
    with pytest.raises(Malformed) as refusal:
        cbor.read(bytes.fromhex(encoded))
    assert refusal.value.code == code


def test_depth_can_be_chosen():
    """As many levels as are allowed can be read, and one more cannot."""
    nested = bytes.fromhex("c081a100") + b"\x00"
    assert cbor.read(nested, max_depth=3).value == Tagged(0, [{0: 0}])
    with pytest.raises(Malformed, match="cbor-depth"):
        cbor.read(nested, max_depth=2)
    with pytest.raises(ValueError, match="max_depth"):
        cbor.read(nested, max_depth=1000)


def test_trailing_data():
    """Bytes behind the data item are a deviation that says how many there are and where."""
    reading = cbor.read(bytes.fromhex("a10102f6f6"))
    assert reading.value == {1: 2}
    assert [(deviation.code, deviation.detail) for deviation in reading.deviations] == [
        ("cbor-trailing-data", "2 bytes from offset 3"),
    ]


@pytest.mark.parametrize(
    ("encoded", "value", "key"),
    [
        ("a204010402", {4: 1}, "key 4 "),
        ("a20401180402", {4: 1}, "key 4 "),  # the same integer in two encodings
        ("a2617601617602", {"v": 1}, "key 'v' "),
        ("bf41000141000201020401ff", {b"\0": 1, 1: 2, 4: 1}, r"key b'\x00' "),
        ("a2f601f602", {OtherKey(b"\xf6"): 1}, "key h'f6' "),
        ("a1039f" + "a204010402" + "ff", {3: [{4: 1}]}, "key 4 "),
    ],
)
def test_duplicate_key(encoded, value, key):
    """A key that a map has twice keeps its first value, and the deviation names it."""
    reading = cbor.read(bytes.fromhex(encoded))
    assert reading.value == value
    details = [deviation.detail for deviation in reading.deviations if deviation.code == "cbor-duplicate-key"]
    assert len(details) == 1
    assert details[0].startswith(key)


def test_keys_do_not_collide():
    """Keys that Python holds for equal, or cannot hold at all, stay apart."""
    keys = ["01", "f5", "f93c00", "fb3ff0000000000000", "6131", "4131", "c24101", "8101", "a0", "f6"]
    encoded = bytes((0xA0 + len(keys),)) + b"".join(bytes.fromhex(key) + b"\x00" for key in keys)
    reading = cbor.read(encoded)
    assert list(reading.value) == [1, *(OtherKey(bytes.fromhex(key)) for key in keys[1:4]), "1", b"1"] + [
        OtherKey(bytes.fromhex(key)) for key in keys[6:]
    ]
    assert reading.deviations == ()


def test_each_deviation_is_told_once():
    """A deviation that occurs many times is told once, with its first place and the number of the others."""
    reading = cbor.read(bytes.fromhex("83" + "1801" * 2 + "9f1802ff"))
    assert [(deviation.code, deviation.detail) for deviation in reading.deviations] == [
        ("cbor-non-shortest", "at offset 1 and 2 more"),
        ("cbor-indefinite-length", "at offset 5"),
    ]


def test_long_key_is_shortened():
    """A key of any length makes a deviation of one line."""
    pair = cbor_writer.encode("k\n" * 1000) + b"\x00"
    (deviation,) = cbor.read(b"\xa2" + pair + pair).deviations
    assert len(deviation.detail) < 100
    assert "\n" not in deviation.detail


@pytest.mark.parametrize(
    "encoded",
    [
        b"\x81" * 10_000,
        b"\xc1" * 10_000,
        b"\xa1\x00" * 10_000,
        b"\x9f" * 10_000,
        bytes.fromhex("5b7fffffffffffffff"),
        bytes.fromhex("7b7fffffffffffffff"),
        bytes.fromhex("9b7fffffffffffffff"),
        bytes.fromhex("bb7fffffffffffffff"),
        bytes.fromhex("9bffffffffffffffff00"),
        bytes.fromhex("8a9affffffff"),
    ],
)
def test_hostile_lengths_take_no_memory(encoded):
    """Deep nesting and lengths beyond the input are refused before anything is taken for them."""
    tracemalloc.start()
    try:
        with pytest.raises(Malformed):
            cbor.read(encoded)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 100_000  # a traceback, and no more


ITEMS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(1 << 64), (1 << 64) - 1)
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary(),
    lambda items: (
        st.lists(items) | st.dictionaries(st.integers(-(1 << 64), (1 << 64) - 1) | st.text() | st.binary(), items)
    ),
    max_leaves=20,
)


@settings(max_examples=100, derandomize=True)
@given(ITEMS)
def test_agreement(value):
    """What the independent library encodes is read as it is, without a deviation."""
    assert cbor.read(cbor2.dumps(value)) == Reading(value)


@settings(max_examples=200, derandomize=True)
@given(ITEMS, st.integers(0), st.integers(1, 255))
def test_any_bytes(value, place, change):
    """Whatever a byte of an encoding is changed to, it is read or refused under one of the names."""
    data = bytearray(cbor2.dumps(value))
    data[place % len(data)] ^= change
    try:
        cbor.read(bytes(data))
    except Malformed as refusal:
        assert refusal.code in MALFORMED


def test_copies_of_undefined_are_undefined():
    """A copy of `UNDEFINED` is the same object."""
    assert copy.deepcopy(UNDEFINED) is UNDEFINED
    assert pickle.loads(pickle.dumps(UNDEFINED)) is UNDEFINED


def test_float_widths():
    """All three widths of a float are read, and none is a deviation."""
    for head, form in ((0xF9, ">e"), (0xFA, ">f"), (0xFB, ">d")):
        assert cbor.read(bytes((head,)) + struct.pack(form, 2.0)) == Reading(2.0)
