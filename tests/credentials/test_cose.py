"""COSE_Sign1 (RFC 9052 §4.2)."""

import cbor2
import pytest

from gdhcn_conformance.credentials import cose
from gdhcn_conformance.credentials.cbor import OtherKey, Tagged
from gdhcn_conformance.credentials.cbor_writer import Indefinite, Pairs, Raw, Wide, encode
from gdhcn_conformance.credentials.cose import Sign1
from gdhcn_conformance.credentials.reading import Deviation, Malformed, Reading

HEADERS = {1: -7, 4: b"12345678"}
PROTECTED = encode(HEADERS)
PAYLOAD = encode({1: "XX"})
SIGNATURE = b"\x5a" * 64
ELEMENTS = (PROTECTED, {}, PAYLOAD, SIGNATURE)
MESSAGE = Sign1(PROTECTED, {}, PAYLOAD, SIGNATURE, HEADERS)


def _with(place: int, value) -> bytes:
    """The message with one element exchanged."""
    return cose.write(value if at == place else element for at, element in enumerate(ELEMENTS))


def test_message():
    """A message with tag 18 is read without a deviation."""
    assert cose.read(cose.write(ELEMENTS)) == Reading(MESSAGE)
    assert cose.write(ELEMENTS) == cbor2.dumps(cbor2.CBORTag(18, list(ELEMENTS)))


@pytest.mark.parametrize(("tags", "code"), [((), "cose-untagged"), ((61, 18), "cose-cwt-tag")])
def test_other_tags_that_are_read(tags, code):
    """A message without a tag, or inside the CWT tag, has its value and a deviation."""
    reading = cose.read(cose.write(ELEMENTS, tags))
    assert reading.value == MESSAGE
    assert reading.codes == {code}


@pytest.mark.parametrize(
    "tags", [(61,), (18, 61), (18, 18), (61, 61, 18), (55799, 18), (24,), (61, 24), (18, 17), (0,)]
)
def test_other_tags_that_are_refused(tags):
    """Every other stack of tags is refused, the CWT tag around an untagged array with them."""
    with pytest.raises(Malformed) as refusal:
        cose.read(cose.write(ELEMENTS, tags))
    assert refusal.value.code == "cose-tag"


@pytest.mark.parametrize(
    "data",
    [
        cose.write(ELEMENTS[:3]),
        cose.write((*ELEMENTS, b"")),
        cose.write(()),
        encode({}),
        encode(7),
        encode(b"message"),
        encode(Tagged(18, {})),
        *(cose.write(ELEMENTS, tags) for tags in ((16,), (17,), (96,), (97,), (98,), (61, 17))),
    ],
)
def test_structure(data):
    """What is no array of four, or is another COSE message, is refused."""
    with pytest.raises(Malformed) as refusal:
        cose.read(data)
    assert refusal.value.code == "cose-structure"


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        (0, HEADERS, "cose-protected"),
        (0, None, "cose-protected"),
        (0, "text", "cose-protected"),
        (0, encode([1, 2]), "cose-protected"),
        (0, encode(1), "cose-protected"),
        (0, b"\xa1\x01", "cose-protected"),
        (1, b"", "cose-unprotected"),
        (1, [], "cose-unprotected"),
        (1, None, "cose-unprotected"),
        (2, None, "cose-payload"),
        (2, b"", "cose-payload"),
        (2, {1: "XX"}, "cose-payload"),
        (2, "text", "cose-payload"),
        (3, None, "cose-signature-type"),
        (3, "WlpaWg", "cose-signature-type"),
        (3, [b"r", b"s"], "cose-signature-type"),
        (3, True, "cose-signature-type"),
        (3, 1.5, "cose-signature-type"),
        (3, Tagged(2, b""), "cose-signature-type"),
    ],
)
def test_elements(place, value, code):
    """An element of a wrong type, or an empty or absent payload, is refused under the name of the element."""
    with pytest.raises(Malformed) as refusal:
        cose.read(_with(place, value))
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "cbor-truncated"),
        (b"\xd2\x84\x43", "cbor-truncated"),
        (b"\x81" * 10_000, "cbor-depth"),
        (b"\xff", "cbor-break"),
    ],
)
def test_malformed_cbor(data, code):
    """What is no CBOR is refused under the name that the CBOR reader gives it."""
    with pytest.raises(Malformed) as refusal:
        cose.read(data)
    assert refusal.value.code == code


def test_malformed_protected_header_names_the_fault():
    """The refusal of a protected header says what is wrong with its CBOR."""
    with pytest.raises(Malformed, match="cose-protected: cbor-truncated"):
        cose.read(_with(0, b"\xa1\x01"))


def test_empty_protected_header():
    """An empty byte string is a protected header without parameters."""
    assert cose.read(_with(0, b"")) == Reading(Sign1(b"", {}, PAYLOAD, SIGNATURE, {}))


@pytest.mark.parametrize("encoded", ["a0", "b800", "b90000", "ba00000000", "bb0000000000000000", "bfff"])
def test_empty_protected_map(encoded):
    """An empty map in the byte string is accepted with a deviation, and the signature is over the empty byte string."""
    protected = bytes.fromhex(encoded)
    reading = cose.read(_with(0, protected))
    assert reading.value == Sign1(protected, {}, PAYLOAD, SIGNATURE, {})
    assert "cose-empty-protected-map" in reading.codes
    assert cose.to_be_signed(protected, PAYLOAD) == cose.to_be_signed(b"", PAYLOAD)
    assert cose.to_be_signed(protected, PAYLOAD, normalise_empty=False) == encode(
        ["Signature1", protected, b"", PAYLOAD]
    )


@pytest.mark.parametrize(
    ("protected", "unprotected", "deviation"),
    [
        (
            Pairs(((1, -7), (1, -37))),
            {},
            Deviation("cose-duplicate-label", "in the protected header: key 1 at offset 3"),
        ),
        (
            {1: -7},
            Pairs(((4, b"a"), (4, b"b"))),
            Deviation("cose-duplicate-label", "in the COSE array: key 4 at offset 10"),
        ),
        ({1: -7}, {1: -37}, Deviation("cose-label-in-both", "label 1")),
        ({1: -7, "x": 0}, {"x": 0}, Deviation("cose-label-in-both", "label 'x'")),
        ({1: -7, b"x": 0}, {}, Deviation("cose-label-type", r"label b'x'")),
        ({1: -7}, {OtherKey(b"\xf6"): 0}, Deviation("cose-label-type", "label h'f6'")),
    ],
)
def test_labels(protected, unprotected, deviation):
    """A label twice, in both maps or of a wrong type is a deviation that names it."""
    reading = cose.read(cose.write((encode(protected), unprotected, PAYLOAD, SIGNATURE)))
    assert reading.deviations == (deviation,)


def test_first_of_two_labels_is_kept():
    """Of a label that stands twice in one map the first value is given."""
    reading = cose.read(_with(0, encode(Pairs(((1, -7), (1, -37))))))
    assert reading.value.headers == {1: -7}


def test_key_identifier_may_be_in_both():
    """The key identifier in both maps is no deviation of this layer."""
    assert cose.read(_with(1, {4: b"12345678"})).deviations == ()


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (cose.write(ELEMENTS) + b"\x00", "cbor-trailing-data", "in the COSE array: "),
        (_with(0, PROTECTED + b"\xa0"), "cbor-trailing-data", "in the protected header: "),
        (encode(Tagged(18, Indefinite(ELEMENTS))), "cbor-indefinite-length", "in the COSE array: "),
        (_with(0, encode(Indefinite(HEADERS))), "cbor-indefinite-length", "in the protected header: "),
        (_with(2, Wide(PAYLOAD, 8)), "cbor-non-shortest", "in the COSE array: "),
        (_with(0, encode({Wide(1, 1): -7, 4: b"12345678"})), "cbor-non-shortest", "in the protected header: "),
    ],
)
def test_deviations_of_the_cbor(data, code, place):
    """A deviation of the CBOR is passed on and says whether it was in the array or in the protected header."""
    reading = cose.read(data)
    assert (reading.value.headers, reading.value.payload) == (HEADERS, PAYLOAD)
    assert [deviation.code for deviation in reading.deviations] == [code]
    assert reading.deviations[0].detail.startswith(place)


def test_to_be_signed():
    """The protected header enters the Sig_structure as it was received, however it is encoded."""
    for protected in (PROTECTED, encode(Indefinite(HEADERS)), encode(Wide(HEADERS, 8)), PROTECTED + b"\x00"):
        for payload in (PAYLOAD, b"p" * 300):
            expected = encode(["Signature1", protected, b"", payload])
            assert cose.to_be_signed(cose.read(_with(0, protected)).value.protected, payload) == expected


def test_anything_can_be_written():
    """Any elements can be written inside any tags."""
    assert cose.write((Raw(b"\x00"), 1), (61, 18)).hex() == "d83dd2820001"
