"""A second opinion on CBOR: `cbor2` reads what the suite's own reader reads, on every layer of every certificate."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any
from unittest import mock

import pytest
from cbor2 import _decoder, _types  # the reader in Python, whose tags can be left uninterpreted, as ours leaves them

from gdhcn_conformance.credentials import cbor
from gdhcn_conformance.credentials.cbor import OtherKey, Simple, Tagged
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.reference import lenient
from tests.opinions.messages import messages

PARTS = (0, 2)  # of the message's array: protected header and payload


@cache
def layers() -> dict[bytes, str]:
    """Every piece of CBOR in the suite's certificates, each once, by what it is: message, protected header, payload."""
    found: dict[bytes, str] = {}
    for vector, message in messages():
        for data in (message, *_inside(message)):
            found.setdefault(data, vector.id)
    return found


def _inside(message: bytes) -> Iterator[bytes]:
    try:
        value = cbor.read(message).value
    except Malformed:
        return
    while isinstance(value, Tagged):
        value = value.value
    if isinstance(value, list):
        yield from (value[n] for n in PARTS if n < len(value) and isinstance(value[n], bytes) and value[n])


def by_cbor2(data: bytes) -> tuple[Any, int]:
    """What cbor2 reads, and how many bytes it leaves."""
    stream = BytesIO(data)
    with mock.patch.dict(_decoder.semantic_decoders, clear=True):
        value = _decoder.CBORDecoder(stream).decode()
    return value, len(data) - stream.tell()


def plain(value: Any) -> Any:
    """A value of either reader in the same words: types are told apart, and the order of pairs is kept."""
    match value:
        case dict() | _types.FrozenDict():
            return "map", [(plain(key), plain(each)) for key, each in value.items()]
        case list():
            return "array", [plain(each) for each in value]
        case Tagged() | _types.CBORTag():
            return "tag", value.tag, plain(value.value)
        case Simple():
            return "simple", value.number
        case _types.CBORSimpleValue():
            return "simple", value.value
        case tuple():  # an array in a key
            return "array", [plain(each) for each in value]
        case OtherKey():
            return plain(cbor.read(value.encoded).value)
        case cbor.UNDEFINED:
            return "undefined"
    return "undefined" if value is _types.undefined else (type(value).__name__, repr(value))


def test_there_are_thousands_of_layers() -> None:
    """Messages, headers and payloads of the whole suite are at hand."""
    assert len(layers()) > 2000


def test_what_is_well_formed_is_read_alike() -> None:
    """Both readers find the same values, in the same order, and leave the same bytes, unless a key stands twice."""
    different = []
    for data, vector in layers().items():
        try:
            ours = cbor.read(data)
        except Malformed:
            continue
        if "cbor-duplicate-key" in ours.codes:  # ours keeps the first value and tells, cbor2 the last
            continue
        value, left = by_cbor2(data)
        if plain(value) != plain(ours.value) or bool(left) != ("cbor-trailing-data" in ours.codes):
            different.append(vector)
    assert different == []


def test_of_a_key_that_stands_twice_one_value_is_kept() -> None:
    """Where a key stands twice both readers find the same keys."""
    doubled = [each for each in layers() if _codes(each) >= {"cbor-duplicate-key"}]
    assert len(doubled) > 10
    for data in doubled:
        ours, theirs = cbor.read(data).value, by_cbor2(data)[0]
        if isinstance(ours, dict):
            assert {repr(key) for key in ours} == {repr(key) for key in theirs}


def _codes(data: bytes) -> frozenset[str]:
    try:
        return cbor.read(data).codes
    except Malformed:
        return frozenset()


# What cbor2 5.9 reads although RFC 8949 says that it is not well-formed.
FURTHER = {
    "cbor-break": "a break where a value must stand is a value of its own (section 3.2.1)",
    "cbor-reserved": "a simple value below 32 may have two bytes (section 3.3)",
}


def test_what_is_not_well_formed_is_refused_by_both() -> None:
    """cbor2 refuses what the suite's reader calls not well-formed, save for what is named as going further."""
    further = set()
    for data in layers():
        try:
            cbor.read(data)
        except Malformed as malformed:
            try:
                by_cbor2(data)
            except (_types.CBORDecodeError, RecursionError):
                continue
            further.add(malformed.code)
    assert further == set(FURTHER)


@pytest.mark.parametrize("data", [b"\xf8\x14", b"\xa1\x01\xff"])
def test_where_cbor2_goes_further_it_does_so_in_the_smallest_example(data: bytes) -> None:
    """The two deviations of cbor2 show in two and three bytes."""
    with pytest.raises(Malformed):
        cbor.read(data)
    assert by_cbor2(data)[1] == 0


def test_the_careless_reader_differs_by_its_faults_only() -> None:
    """The reader of which mutants are made reads, without any fault, what the suite's own does."""
    strings = {"cbor-indefinite-length", "cbor-duplicate-key"}  # of which it reads none, or keeps the last value
    read = [(data, cbor.read(data)) for data in layers() if not _codes(data) & strings and _readable(data)]
    assert len(read) > 1500
    different = [layers()[data] for data, ours in read if plain(lenient.careless_cbor(data)) != plain(ours.value)]
    assert different == []


def _readable(data: bytes) -> bool:
    try:
        return not any(isinstance(key, OtherKey) for key in _keys(cbor.read(data).value))
    except Malformed:
        return False


def _keys(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _keys(each)
    if isinstance(value, Tagged):
        yield from _keys(value.value)
