"""The format of dgc-testdata, with all the liberties its authors took."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gdhcn_conformance.running.corpus.raw_file import NoTestFileError, read
from gdhcn_conformance.running.found_files import UnreadableError
from tests.corpus.material import document, parsed, raw

VALID = document()


def without(*members):
    return {name: value for name, value in VALID.items() if name not in members}


def with_context(**members):
    context = {name: value for name, value in (VALID["TESTCTX"] | members).items() if value is not None}
    return VALID | {"TESTCTX": context}


def test_every_member_of_an_orderly_file_is_read_and_nothing_is_noted():
    """An orderly file is read as it stands."""
    file = parsed(VALID)
    assert file.text == VALID["PREFIX"]
    assert file.document == VALID["JSON"]
    assert file.layers["COSE"].hex() == VALID["COSE"]
    assert file.clock == datetime(2022, 1, 15, 10, tzinfo=UTC)
    assert file.schema == "1.3.0"
    assert set(file.flags) == {name.removeprefix("EXPECTED") for name in VALID["EXPECTEDRESULTS"]}
    assert file.notes == ()


LIBERTIES = {
    "upper-case hexadecimal": (VALID | {"COSE": VALID["COSE"].upper()}, "COSE in upper-case hexadecimal"),
    "underscore": (VALID | {"_2DCODE": "AAAA"}, "_2DCODE read as 2DCODE"),
    "version": (with_context(VERSION="1"), "VERSION is text"),
    "gateway": (with_context(**{"GATEWAY-ENV": "DEV"}), "GATEWAY-ENV is text"),
    "zone-less": (with_context(VALIDATIONCLOCK="2022-01-15T10:00:00"), "VALIDATIONCLOCK without time zone: UTC"),
    "short offset": (
        with_context(VALIDATIONCLOCK="2022-01-15T12:00:00+0200"),
        "VALIDATIONCLOCK with an offset without colon",
    ),
    "hours only": (
        with_context(VALIDATIONCLOCK="2022-01-15T12:00:00+02"),
        "VALIDATIONCLOCK with an offset without colon",
    ),
    "blank": (with_context(VALIDATIONCLOCK="2022-01-15 10:00:00Z"), "VALIDATIONCLOCK without T"),
    "decimals": (
        with_context(VALIDATIONCLOCK="2022-01-15T10:00:00.0000001Z"),
        "VALIDATIONCLOCK finer than a microsecond: cut",
    ),
    "other clock": (
        with_context(VALIDATIONCLOCK=None, validationClockInstant="2022-01-15T10:00:00Z"),
        "no VALIDATIONCLOCK: validationClockInstant taken",
    ),
    "misspelt": (
        VALID | {"EXPECTEDRESULTS": {"EXPTECTEDEXPIRED": True}},
        "EXPTECTEDEXPIRED read as EXPECTEDEXPIRATIONCHECK",
    ),
    "nested": (
        VALID | {"EXPECTEDRESULTS": {"EXPECTEDRESULTS": VALID["EXPECTEDRESULTS"]}},
        "EXPECTEDRESULTS nested in itself: taken as one",
    ),
    "no flag": (
        VALID | {"EXPECTEDRESULTS": {"EXPECTEDRESULTS": True, "EXPECTEDVERIFY": True}},
        "no flag is called EXPECTEDRESULTS: left out",
    ),
    "text flag": (VALID | {"EXPECTEDRESULTS": {"EXPECTEDVERIFY": "True"}}, "EXPECTEDVERIFY is text"),
    "no text": (without("PREFIX"), "PREFIX is missing: HC1: and BASE45"),
    "no text, no Base45": (without("PREFIX", "BASE45"), "PREFIX and BASE45 are missing: made from COMPRESSED"),
    "only COSE": (
        without("PREFIX", "BASE45", "COMPRESSED"),
        "PREFIX, BASE45 and COMPRESSED are missing: made from COSE",
    ),
    "lines": (
        with_context(CERTIFICATE="-----BEGIN CERTIFICATE-----\n" + VALID["TESTCTX"]["CERTIFICATE"] + "\n"),
        "CERTIFICATE in lines: joined",
    ),
    "wrong hexadecimal": (VALID | {"CBOR": "a1zz"}, "CBOR is not hexadecimal (Non-hexadecimal digit found): left out"),
    "odd hexadecimal": (VALID | {"COSE": "d28"}, "COSE is not hexadecimal (Odd-length string): left out"),
}


@pytest.mark.parametrize(("members", "note"), LIBERTIES.values(), ids=LIBERTIES)
def test_a_liberty_is_undone_and_noted(members, note):
    """A file that departs from the format is read as an orderly one, and says what was done to it."""
    file = parsed(members)
    assert note in file.notes
    assert file.text == VALID["PREFIX"]
    assert file.clock == datetime(2022, 1, 15, 10, tzinfo=UTC)
    assert all(file.flags.values())


def test_a_nested_and_a_misspelt_flag_count():
    """What a flag says is not lost because of where it stands or how it is spelt."""
    nested = VALID | {"EXPECTEDRESULTS": {"EXPECTEDRESULTS": {"EXPTECTEDEXPIRED": False}}}
    assert parsed(nested).flags == {"EXPIRATIONCHECK": False}


@pytest.mark.parametrize("missing", [None, "soon", "2022-02-30T10:00:00Z"])
def test_a_file_without_a_usable_clock_is_still_used(missing):
    """A missing or impossible clock is noted and costs nothing else."""
    file = parsed(with_context(VALIDATIONCLOCK=missing))
    assert file.clock is None
    assert "no clock" in file.notes


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (b"\xef\xbb\xbf" + raw(VALID), "starts with a byte order mark"),
        (raw(VALID).replace(b', "', b',\r\n "'), "lines end in CR LF"),
    ],
    ids=["byte order mark", "CR LF"],
)
def test_marks_of_another_editor_are_passed_over(data, note):
    """A byte order mark and CR LF change nothing but a note."""
    file = read(data, "1.json", "1")
    assert file.notes == (note,)
    assert file.text == VALID["PREFIX"]


UNUSABLE = {
    "empty": (b"", "empty file"),
    "blank": (b" \n", "empty file"),
    "half written": (raw(VALID)[:900], "invalid JSON, line 1 column"),
    "no JSON": (b"<html>", "invalid JSON, line 1 column 1"),
    "Latin-1": ('{"PREFIX": "é"}'.encode("latin-1"), "not UTF-8 at byte 12"),
    "too deep": (b"[" * 100_000, "JSON out of bounds"),
    "an array": (b"[]", "the JSON is a list, should be an object"),
    "empty object": (b"{}", "the JSON object is empty"),
    "no text": (raw(without("PREFIX", "BASE45", "COMPRESSED", "COSE")), "no certificate: none of PREFIX"),
    "wrong hexadecimal only": (
        raw(without("PREFIX", "BASE45", "COMPRESSED") | {"COSE": "xyz!"}),
        "no certificate: none of PREFIX, BASE45, COMPRESSED and COSE (COSE is not hexadecimal",
    ),
    "no context": (raw(without("TESTCTX")), "no signer certificate"),
    "no certificate": (raw(with_context(CERTIFICATE=None)), "no signer certificate"),
    "certificate no Base64": (raw(with_context(CERTIFICATE="?")), "the signer certificate is not Base64"),
    "no results": (raw(without("EXPECTEDRESULTS")), "EXPECTEDRESULTS is missing or no object"),
    "empty results": (raw(VALID | {"EXPECTEDRESULTS": {}}), "EXPECTEDRESULTS holds no flag"),
    "results of another type": (raw(VALID | {"EXPECTEDRESULTS": [True]}), "EXPECTEDRESULTS is missing or no object"),
}


@pytest.mark.parametrize(("data", "reason"), UNUSABLE.values(), ids=UNUSABLE)
def test_what_cannot_be_read_says_why(data, reason):
    """A file whose bytes cannot be read is unusable with one clear reason."""
    with pytest.raises(UnreadableError) as caught:
        read(data, "1.json", "1")
    assert str(caught.value).startswith(reason)


def test_json_of_another_kind_is_no_test_file():
    """A package.json in the same folder is not taken for a broken test file."""
    with pytest.raises(NoTestFileError):
        read(b'{"name": "x", "dependencies": {}}', "package.json", "package")
