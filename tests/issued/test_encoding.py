"""CBOR of an issued certificate."""

from __future__ import annotations

import pytest

from gdhcn_conformance.credentials.cbor import UNDEFINED, Simple, Tagged
from gdhcn_conformance.credentials.cbor_writer import Indefinite, Pairs, Raw, Wide, encode
from tests.issued.drafts import broken, issued, numbered, requirements_of, said


def cwt(change):
    return lambda draft: draft.at("cwt", change)


def payload(**changes):
    return lambda draft: draft.payload(
        {path.replace("__", ".").replace("_0_", ".0."): value for path, value in changes.items()}
    )


def member(path, value):
    return lambda draft: draft.payload({path: value})


def claim(label, value):
    return lambda draft: draft.claims({label: value})


DEEP = Raw(b"\x81" * 70 + b"\x01")
VACCINATION = [
    ("HCERT-CBOR-001", cwt(lambda data: data[:-9]), "got cbor-truncated in the claims"),
    ("HCERT-CBOR-001", lambda draft: draft.at("cose", lambda data: data[:-9]), "got cbor-truncated in the message"),
    ("HCERT-CBOR-001", claim(99, Raw(b"\x1c")), "should be well-formed CBOR"),
    ("HCERT-CBOR-002", cwt(lambda data: data + b"\xf6"), "got behind the claims: 1 bytes"),
    ("HCERT-CBOR-002", lambda draft: draft.at("cose", lambda data: data + b"\0"), "got in the COSE array: 1 bytes"),
    ("HCERT-CBOR-002", lambda draft: draft.at("protected bytes", lambda data: data + b"\xa0"), "got in the protected header: 1"),
    ("HCERT-CBOR-003", claim(99, DEEP), "got more than 64 levels in the claims, should be a few"),
    ("HCERT-CBOR-004", lambda draft: draft.at("claims", lambda made: Pairs((*made.items(), (4, made[4])))), "got key 4 at offset"),
    ("HCERT-CBOR-004", lambda draft: draft.at("payload", lambda made: Pairs((*made.items(), ("v", [])))), "got key 'v' at offset"),
    ("HCERT-CBOR-005", member("nam.fn", Raw(b"\x62\xfc\x62")), "got a text string in the claims that is not UTF-8"),
    ("HCERT-CBOR-009", member("v.0.dn", 2.0), "got 2.0 for v.0.dn, should be an unsigned integer of CBOR"),
    ("HCERT-CBOR-009", member("v.0.sd", Tagged(2, b"\x02")), "for v.0.sd, should be an unsigned integer of CBOR"),
    ("HCERT-CBOR-009", member("v.0.dn", -1), "got -1 for v.0.dn, should be an unsigned integer of CBOR"),
    ("HCERT-CBOR-010", member("v.0.co", b"XA"), "got the byte string b'XA' for v.0.co, should be text"),
    ("HCERT-CBOR-011a", member("dob", Tagged(1004, "1980-01-01")), "got tag 1004 around '1980-01-01' for dob, should be text"),
    ("HCERT-CBOR-011a", member("v.0.dt", Tagged(1, 1600000000)), "got tag 1 around 1600000000 for v.0.dt, should be text"),
    ("HCERT-CBOR-011a", member("v.0.dt", Tagged(100, 18000)), "got tag 100 around 18000 for v.0.dt, should be text"),
    ("HCERT-CBOR-011a", member("v.0.dt", Tagged(0, "2021-01-01")), "got tag 0 around '2021-01-01' for v.0.dt, should be a date-time"),
    ("HCERT-CBOR-013", member("t", None), "got null for t, should be left out"),
    ("HCERT-CBOR-013", member("v.0.ma", UNDEFINED), "got undefined for v.0.ma, should be left out"),
    ("HCERT-CBOR-013", member("v.0.ma", Simple(99)), "got simple value 99 for v.0.ma, should be left out"),
    ("HCERT-CBOR-013", member("v.0.ma", True), "got true for v.0.ma, should be left out"),
    ("HCERT-CBOR-016", claim("exp", 1), "got 'exp' as a claim, should be an integer"),
    ("HCERT-CBOR-016", claim("-260", {}), "got '-260' as a claim, should be an integer"),
    ("HCERT-CBOR-016", claim(b"x", 1), "got b'x' as a claim, should be an integer"),
    ("HCERT-CBOR-016", lambda draft: draft.at("payload", lambda made: made | {7: "x"}), "got 7 as a member of the health certificate"),
]  # fmt: skip
BREAKING = [
    *((*each, "vaccination") for each in VACCINATION),
    ("HCERT-CBOR-011a", member("t.0.sc", 1600000000), "got the number 1600000000 for t.0.sc, should be text", "test"),
    ("HCERT-CBOR-011b", member("t.0.sc", "2022-01-12T10:00:00Z"), "got '2022-01-12T10:00:00Z' for sc, should be the same with tag 0", "test"),
]  # fmt: skip


@pytest.mark.parametrize(("requirement", "change", "sentence", "kind"), BREAKING, ids=numbered(BREAKING))
def test_a_fault_is_told_by_its_requirement(requirement, change, sentence, kind):
    """A certificate with one fault of its CBOR breaks the requirement about it, and no other, and the sentence says how."""
    certificate = issued(change, kind=kind)
    found = said(requirement, certificate)
    assert found and len(found) == 1 and sentence in found[0]
    assert broken(certificate) | {requirement} == {requirement}


@pytest.mark.parametrize("requirement", sorted(requirements_of("encoding") - {"HCERT-CBOR-011b"}))
@pytest.mark.parametrize("kind", ["vaccination", "test", "recovery"])
def test_a_certificate_without_fault_meets_it(requirement, kind):
    """A certificate without fault meets every requirement on its CBOR."""
    assert said(requirement, issued(kind=kind)) == []


def test_every_requirement_is_broken_once():
    """For each check of the module there is a certificate here that breaks it."""
    assert {requirement for requirement, *_ in BREAKING} == requirements_of("encoding")


def test_a_date_of_a_claim_is_no_floating_point_number():
    """A time of issue that is a floating-point number breaks the rule about numbers and the one about itself."""
    certificate = issued(lambda draft: draft.claims(iat=float(draft.cwt[6])))
    assert broken(certificate) == {"HCERT-CBOR-009", "HCERT-CWT-012"}


def test_tag_0_is_welcome_on_date_times():
    """A date-time may bear tag 0, and then meets what is recommended."""
    certificate = issued(member("t.0.sc", Tagged(0, "2022-01-12T10:00:00Z")), kind="test")
    assert said("HCERT-CBOR-011b", certificate) == said("HCERT-CBOR-011a", certificate) == []


def test_nothing_is_said_of_date_times_where_there_are_none():
    """A vaccination has no date-time that a tag could be missed on."""
    assert said("HCERT-CBOR-011b", issued()) is None


UNUSUAL = {
    "indefinite claims": lambda draft: draft.at("claims", lambda made: Indefinite(made)),
    "indefinite strings": lambda draft: draft.payload({"v.0.is": Indefinite("Ministry", 3)}),
    "long integers": lambda draft: draft.claims(exp=Wide(draft.cwt[4], 8)),
    "another order": lambda draft: draft.at("claims", lambda made: dict(reversed(made.items()))),
    "private claims": lambda draft: draft.claims({"note": 1, 38: "x", 2: "subject"}),
}


@pytest.mark.parametrize("change", UNUSUAL.values(), ids=UNUSUAL)
def test_unusual_forms_of_cbor_are_right(change):
    """Indefinite lengths, long integers, any order of keys and private claims break nothing."""
    assert broken(issued(change)) == set()


def test_a_text_of_the_claims_that_is_no_utf8_is_not_called_malformed():
    """A text string that is not UTF-8 is told as that; the structure of the CBOR is right."""
    certificate = issued(member("nam.fn", Raw(b"\x62\xfc\x62")))
    assert said("HCERT-CBOR-001", certificate) == []
    assert encode("ü") != b"\x62\xfc\x62"
