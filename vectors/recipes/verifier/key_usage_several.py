"""Certificates of several kinds at once: the signer needs the OID of each (WHO HCERT A.2).

Before version 1.3.0 the schema allowed more than one of v, t and r. Verifiers may refuse such certificates altogether;
what they must not do is accept one whose signer may sign only a part of it.
"""

from __future__ import annotations

from typing import Any

from gdhcn_conformance.generation import events
from gdhcn_conformance.generation.recipes import Draft, Profile, negative, open_question, valid
from gdhcn_conformance.pki.authority import HEALTH_OIDS

TEST, VACCINATION, RECOVERY = (HEALTH_OIDS[kind] for kind in ("test", "vaccination", "recovery"))
# A verifier that takes one event a certificate refuses it by its structure.
PARTLY_COVERED = ["key-usage-mismatch", "schema-invalid", "hcert-malformed", "key-not-authorised", "key-unknown"]


def _group(draft: Draft, kind: str) -> dict[str, Any]:
    """The group (v, t or r) of another kind of certificate for the same person, to be added to the payload."""
    occasion = events.Occasion(draft.name, draft.country, draft.setting.moment, draft.setting.seed)
    made = events.payload(kind, "1.2.0", occasion)
    return {group: made[group] for group in ("v", "t", "r") if group in made}


def _first(payload: dict[str, Any], *groups: str) -> dict[str, Any]:
    """The payload with these groups before all other members."""
    return {group: payload[group] for group in groups} | payload


@valid(requirement="HCERT-EKU-002", kind="vaccination", version="1.2.0", profile=Profile(usage=(VACCINATION,)))
def vaccination(draft: Draft) -> Draft:
    """A vaccination of version 1.2.0 comes alone, from a signer for vaccinations."""
    return draft


@valid(requirement="HCERT-EKU-002", kind="test", version="1.0.0", profile=Profile(usage=(TEST, RECOVERY)))
def test(draft: Draft) -> Draft:
    """A test of version 1.0.0, the first published, is signed by who may sign tests and recoveries."""
    return draft


@negative(of=vaccination, requirement="HCERT-EKU-010", reasons=PARTLY_COVERED)
def vaccination_and_test(draft: Draft) -> Draft:
    """A test was added to the vaccination, and the signer may sign vaccinations only.

    A verifier that asks what kind the certificate is, and finds *vaccination* first, does not see the test.
    """
    return draft.payload(_group(draft, "test"))


@negative(of=vaccination, requirement="HCERT-EKU-010", reasons=PARTLY_COVERED)
def test_before_the_vaccination(draft: Draft) -> Draft:
    """In the map of the payload the test comes before the vaccination that the signer may sign.

    The last kind wins where each overwrites the one before.
    """
    return draft.payload(_group(draft, "test")).at("payload", lambda payload: _first(payload, "t", "v"))


@negative(of=vaccination, requirement="HCERT-EKU-010", reasons=PARTLY_COVERED)
def vaccination_and_recovery(draft: Draft) -> Draft:
    """The holder's recovery travels with a vaccination that is all the signer answers for."""
    return draft.payload(_group(draft, "recovery"))


@negative(of=vaccination, requirement="HCERT-EKU-010", reasons=PARTLY_COVERED)
def all_three_kinds(draft: Draft) -> Draft:
    """Vaccination, test and recovery are in one certificate; key usage covers the first."""
    return draft.payload(_group(draft, "test") | _group(draft, "recovery"))


@negative(of=test, requirement="HCERT-EKU-010", reasons=PARTLY_COVERED)
def two_kinds_covered_of_three(draft: Draft) -> Draft:
    """The signer has the OIDs of test and recovery, and a vaccination is the third kind in the certificate.

    It does not suffice that most of it is covered, or any of it.
    """
    return draft.payload(_group(draft, "recovery") | _group(draft, "vaccination"))


@negative(of=test, requirement="HCERT-EKU-010", reasons=PARTLY_COVERED)
def uncovered_kind_first(draft: Draft) -> Draft:
    """A vaccination leads the payload and is not the signer's to sign, unlike the test that follows."""
    return draft.payload(_group(draft, "vaccination")).at("payload", lambda payload: _first(payload, "v"))


@negative(of=vaccination, requirement="HCERT-EKU-010", reasons=PARTLY_COVERED)
def neither_kind_covered(draft: Draft) -> Draft:
    """Vaccination and test together were signed by a signer for recoveries."""
    signer = draft.other_signer("signer", Profile(usage=(RECOVERY,)))
    return draft.payload(_group(draft, "test")).issued_by(signer)


@open_question(
    of=test,
    requirement="HCERT-SCH-009",
    policy="several-entries-before-1.3.0",
    reasons=["schema-invalid", "hcert-malformed"],
    also=["HCERT-EKU-002"],
)
def both_kinds_covered(draft: Draft) -> Draft:
    """Test and recovery are in one certificate, and its signer has the OIDs of both."""
    return draft.payload(_group(draft, "recovery"))
