"""The COSE message of an issued certificate, its algorithm and key identifier."""

from __future__ import annotations

import base64

import pytest

from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.credentials.cbor_writer import Pairs, encode
from tests.issued.drafts import broken, issued, numbered, requirements_of, said

ALG, KID = 1, 4


def array(change):
    return lambda draft: draft.at("array", change)


def element(number, value):
    return array(lambda message: Tagged(18, [*message.value[:number], value, *message.value[number + 1 :]]))


def tags(*numbers):
    def change(message):
        value = message.value
        for number in reversed(numbers):
            value = Tagged(number, value)
        return value

    return array(change)


def kid(value):
    return lambda draft: draft.protected(kid=value)


def kid_made(change):
    return lambda draft: draft.protected(kid=change(draft.dsc.kid))


def unprotected_only(*names):
    return lambda draft: draft.without_protected(*names).unprotected(
        **{name: draft.phdr[{"alg": ALG, "kid": KID}[name]] for name in names}
    )


# What else such a fault breaks, each for a reason of its own.
FOLLOWS = {
    "HCERT-ALG-005a": {"HCERT-ALG-005b", "HCERT-ALG-006"},
    "HCERT-ALG-005b": {"HCERT-ALG-006"},
    "HCERT-KID-002a": {"HCERT-KID-001"},
    "HCERT-KID-002b": {"HCERT-KID-001"},
    "HCERT-COSE-020": {"HCERT-ALG-001"},
}
BREAKING = [
    ("HCERT-COSE-001a", array(lambda message: Tagged(18, message.value[:3])), "got an array of 3, should be an array of four"),
    ("HCERT-COSE-001a", array(lambda _: 7), "got an integer, should be an array of four"),
    ("HCERT-COSE-001b", tags(98), "got COSE_Sign, tag 98, should be COSE_Sign1, tag 18"),
    ("HCERT-COSE-001c", tags(17), "got tag 17, a message with a MAC, should be a signed one, tag 18"),
    ("HCERT-COSE-001c", tags(16), "got tag 16, a message that is encrypted, should be a signed one, tag 18"),
    ("HCERT-COSE-004", tags(), "got a message without a tag, should be one under tag 18"),
    ("HCERT-COSE-004", tags(61, 18), "got tag 61 around tag 18, should be tag 18 alone"),
    ("HCERT-COSE-006", tags(61), "got tag 61 around an untagged message, should be tag 18 between them"),
    ("HCERT-COSE-007", tags(18, 18), "got tags 18, 18, should be tag 18 alone"),
    ("HCERT-COSE-007", tags(55799, 18), "got tags 55799, 18, should be tag 18 alone"),
    ("HCERT-COSE-008", element(0, {}), "got a map as protected header, should be a byte string"),
    ("HCERT-COSE-008", element(0, encode([1])), "got an array of 1 in the byte string as protected header, should be a map"),
    ("HCERT-COSE-008", element(0, b"\xa1"), "got cbor-truncated, "),
    ("HCERT-COSE-009", element(1, b""), "got a byte string of 0 bytes as unprotected header, should be a map"),
    ("HCERT-COSE-010", element(2, None), "got a simple value as payload, should be a byte string that holds the claims"),
    ("HCERT-COSE-010", element(2, b""), "got a byte string of 0 bytes as payload, should be a byte string that holds the claims"),
    ("HCERT-COSE-011", element(3, "MEU"), "got a text string as signature, should be a byte string"),
    ("HCERT-COSE-015", lambda draft: draft.at("protected", lambda made: Pairs((*made.items(), (ALG, -7)))), "got a label twice in the protected header: key 1 "),
    ("HCERT-COSE-016", lambda draft: draft.unprotected(alg=-37), "got label 1 in both headers, should be in one"),
    ("HCERT-COSE-017", lambda draft: draft.protected(crit=[]), "got [] for crit, should be an array of at least one label"),
    ("HCERT-COSE-017", lambda draft: draft.protected(crit=[99]), "got 99 in crit, should be a label of the protected header"),
    ("HCERT-COSE-017", lambda draft: draft.unprotected(crit=[1]), "got crit in the unprotected header, should be in the protected one"),
    ("HCERT-COSE-020", lambda draft: draft.without_protected("alg").protected({"alg": "ES256"}), "got the text label 'alg', should be the integer 1"),
    ("HCERT-COSE-020", lambda draft: draft.unprotected({"kid": "x"}), "got the text label 'kid', should be the integer 4"),
    ("HCERT-COSE-021", lambda draft: draft.unprotected({b"x": 1}), "got label b'x', should be an integer or text"),
    ("HCERT-ALG-001", unprotected_only("alg"), "got alg in the unprotected header only, should be in the protected header"),
    ("HCERT-ALG-001", lambda draft: draft.without_protected("alg"), "got no alg, should be in the protected header"),
    ("HCERT-ALG-005a", lambda draft: draft.protected(alg=5), "got alg 5, should be ES256 (-7) or PS256 (-37)"),
    ("HCERT-ALG-005a", lambda draft: draft.protected(alg="none"), "got alg 'none', should be ES256 (-7) or PS256 (-37)"),
    ("HCERT-ALG-005b", lambda draft: draft.protected(alg=-35), "got alg -35, should be -7 (ES256) or -37 (PS256)"),
    ("HCERT-ALG-005b", lambda draft: draft.protected(alg="ES256"), "got alg 'ES256', should be -7 (ES256) or -37 (PS256)"),
    ("HCERT-KID-006", lambda draft: draft.without_protected("kid"), "got no key identifier, should be in the protected header"),
    ("HCERT-KID-003", unprotected_only("kid"), "got kid in the unprotected header only, should be in the protected one"),
    ("HCERT-KID-002a", kid("dGVzdA=="), "got 'dGVzdA==' for kid, should be a byte string"),
    ("HCERT-KID-002a", kid(7), "got 7 for kid, should be a byte string"),
    ("HCERT-KID-002b", kid(bytes(7)), "got 7 octets ('00000000000000') for kid, should be eight octets"),
    ("HCERT-KID-002b", kid(bytes(32)), "got 32 octets ('"),
    ("HCERT-KID-002b", kid_made(base64.b64encode), "got the Base64 text '"),
    ("HCERT-KID-002b", kid_made(base64.urlsafe_b64encode), "got the Base64 text '"),
    ("HCERT-KID-002b", kid_made(lambda own: own.hex().encode()), "got the hexadecimal text '"),
]  # fmt: skip


@pytest.mark.parametrize(("requirement", "change", "sentence"), BREAKING, ids=numbered(BREAKING))
def test_a_fault_is_told_by_its_requirement(requirement, change, sentence):
    """A message with one fault breaks the requirement about it, none that does not follow from it, and the sentence says how."""
    certificate = issued(change)
    found = said(requirement, certificate)
    assert found and len(found) == 1 and sentence in found[0]
    assert broken(certificate) - {requirement} <= FOLLOWS.get(requirement, set())


@pytest.mark.parametrize("requirement", sorted(requirements_of("message") - {"HCERT-COSE-017"}))
def test_a_certificate_without_fault_meets_it(requirement):
    """A certificate without fault meets every requirement on its message."""
    assert said(requirement, issued()) == []


def test_every_requirement_is_broken_once():
    """For each check of the module there is a certificate here that breaks it."""
    assert {requirement for requirement, *_ in BREAKING} == requirements_of("message")


def test_critical_labels_that_are_there():
    """A list of critical labels is no fault where it stands in the protected header and its labels beside it."""
    assert said("HCERT-COSE-017", issued(lambda draft: draft.protected(crit=[ALG]))) == []
    assert said("HCERT-COSE-017", issued()) is None


ALLOWED = {
    "a certificate": lambda draft: draft.unprotected(x5chain=draft.dsc.certificate),
    "a content type": lambda draft: draft.protected(content_type=60),
    "a thumbprint": lambda draft: draft.protected(x5t=[-16, bytes(32)]),
    "kid in both": lambda draft: draft.unprotected(kid=draft.dsc.kid),
    "a label of text": lambda draft: draft.unprotected({"note": "x"}),
}


@pytest.mark.parametrize("change", ALLOWED.values(), ids=ALLOWED)
def test_other_header_parameters_are_allowed(change):
    """Certificates, content types and private labels in the headers break nothing."""
    assert broken(issued(change)) == set()
