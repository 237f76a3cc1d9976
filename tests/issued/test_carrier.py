"""Context identifier, Base45 and zlib of an issued certificate."""

from __future__ import annotations

import gzip
import zlib

import pytest

from gdhcn_conformance.credentials import deflate
from gdhcn_conformance.generation.draft import Draft
from tests.issued.drafts import broken, issued, numbered, requirements_of, said


def text(change):
    return lambda draft: draft.at("text", change)


def packed(change):
    return lambda draft: draft.at("zlib", change)


def prefix(other):
    return text(lambda whole: other + whole.removeprefix("HC1:"))


def header(first, second):
    return packed(lambda data: bytes((first, second)) + data[2:])


def long(draft: Draft) -> Draft:
    """More bytes than a symbol holds, which compression cannot make fewer."""
    noise = b"".join(zlib.crc32(bytes((n >> 8, n & 255))).to_bytes(4) for n in range(600))
    return draft.unprotected({99: noise})


BREAKING = [
    ("HCERT-CTX-001", prefix("HC2:"), "got 'HC2:', should be 'HC1:' before the Base45 text"),
    ("HCERT-CTX-001", prefix("hc1:"), "got 'hc1:', should be 'HC1:' before the Base45 text"),
    ("HCERT-CTX-001", prefix(" HC1:"), "got ' HC1:', should be 'HC1:' before the Base45 text"),
    ("HCERT-CTX-001", prefix("AT1:"), "got 'AT1:', should be 'HC1:' before the Base45 text"),
    ("HCERT-CTX-001", prefix(""), "got a text that begins with 'NCF"),
    ("HCERT-CTX-004", prefix("HC0:"), "got 'HC0:', should be HC, one character of 1-9 and A-Z, and a colon"),
    ("HCERT-CTX-004", prefix("HC10:"), "got 'HC10:', should be HC, one character of 1-9 and A-Z, and a colon"),
    ("HCERT-B45-001", text(lambda whole: whole + "\n"), "is not a character of Base45, should be Base45 text"),
    ("HCERT-B45-001", text(lambda whole: whole[:9] + whole[9:].lower()), "is not a character of Base45"),
    ("HCERT-B45-006", text(lambda whole: whole + ("0" if len(whole[4:]) % 3 == 0 else "00")), "should be Base45"),
    ("HCERT-B45-006", text(lambda whole: "HC1:GGW" + whole[7:]), "got a text that encodes nothing ('GGW' at position 0"),
    ("HCERT-QR-015", long, "characters, should be at most 2420"),
    ("HCERT-ZLIB-001", packed(lambda _: gzip.compress(b"x")), "got a gzip member, should be a zlib stream"),
    ("HCERT-ZLIB-001", lambda draft: draft.instead("zlib", lambda cose: cose), "got data that begins with d284"),
    ("HCERT-ZLIB-001", packed(lambda data: data[: len(data) // 2]), "got deflate data that cannot be inflated"),
    ("HCERT-ZLIB-001", packed(lambda _: b""), "got data that begins with nothing, should be a zlib stream"),
    ("HCERT-ZLIB-002", header(0x78, 0xDB), "got a zlib header whose check bits of 78db are wrong"),
    ("HCERT-ZLIB-002", header(0x88, 0x1C), "got a zlib header whose window size 8, above 7"),
    ("HCERT-ZLIB-004", packed(lambda data: b"\x78\xbb\0\0\0\1" + data[2:]), "got the preset dictionary 00000001, should be none"),
    ("HCERT-ZLIB-005", packed(lambda data: data[:-1] + bytes((data[-1] ^ 1,))), "got the checksum"),
    ("HCERT-ZLIB-005", packed(lambda data: data[:-4]), "got a cut-off checksum, 0 of its 4 bytes are there"),
    ("HCERT-ZLIB-007", packed(lambda data: data + b"\0"), "got 1 bytes follow the checksum, should be nothing"),
    ("HCERT-ZLIB-012", packed(lambda _: zlib.compress(bytes(200_000))), "should be a few thousand octets at most"),
    ("HCERT-ZLIB-014", lambda draft: _repeated(draft).instead("zlib", lambda cose: deflate.compress(cose, 0)), "octets stored in"),
]  # fmt: skip


def _repeated(draft: Draft) -> Draft:
    return draft.unprotected({99: bytes(200)})


@pytest.mark.parametrize(("requirement", "change", "sentence"), BREAKING, ids=numbered(BREAKING))
def test_a_fault_is_told_by_its_requirement(requirement, change, sentence):
    """A certificate with one fault of its carrier breaks the requirement about it, and the sentence says how."""
    found = said(requirement, issued(change))
    assert found and len(found) == 1 and sentence in found[0]


@pytest.mark.parametrize("requirement", sorted(requirements_of("carrier")))
def test_a_certificate_without_fault_meets_it(requirement):
    """A certificate without fault meets every requirement on its carrier."""
    assert said(requirement, issued()) == []


def test_every_requirement_is_broken_once():
    """For each check of the module there is a certificate here that breaks it."""
    assert {requirement for requirement, _, _ in BREAKING} == requirements_of("carrier")


@pytest.mark.parametrize(("requirement", "change", "sentence"), BREAKING, ids=numbered(BREAKING))
def test_no_other_requirement_is_blamed(requirement, change, sentence):
    """A fault of the carrier is told by the requirement about it and by no other."""
    beside = {"HCERT-CTX-001"} if requirement == "HCERT-CTX-004" else set()
    assert broken(issued(change)) - beside == {requirement}


@pytest.mark.parametrize("level", range(1, 10))
def test_every_level_of_compression_will_do(level):
    """Any level of compression is right, and what cannot be made smaller may be stored."""
    certificate = issued(lambda draft: draft.instead("zlib", lambda cose: deflate.compress(cose, level)))
    assert broken(certificate) == set()


def test_an_answer_without_a_text_is_nobody_elses_fault():
    """Where there is no text at all, the carrier's requirements have nothing to say."""
    certificate = issued(text(lambda _: ""))
    assert all(said(name, certificate) is None for name in requirements_of("carrier"))


def test_a_text_without_context_identifier_is_taken_apart_all_the_same():
    """What stands before the Base45 text, right or wrong, does not hide the faults behind it."""
    for other in ("", "HC2:", "hc1:", "AT1:", "\ufeffHC1:"):
        assert issued(prefix(other)).reaches("payload"), other
