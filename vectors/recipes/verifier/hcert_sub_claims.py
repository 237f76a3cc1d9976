"""What the hcert claim holds: a certificate as a map, sub-claims beside it, or only others (WHO HCERT 3.2.7.1)."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from gdhcn_conformance.credentials import cbor_writer
from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.generation.draft import DCC
from gdhcn_conformance.generation.recipes import Draft, Profile, negative, tolerated, valid

WRAPPED = ("hcert-malformed", "schema-invalid", "cbor-malformed", "claims-malformed")
UNSUPPORTED = ("product-unsupported", "hcert-malformed", "hcert-missing")


def _holding(draft: Draft, make: Any) -> Draft:
    """Another value in the hcert claim, made of the health certificate."""
    return draft.at("hcert", lambda hcert: make(hcert[DCC]))


@valid(requirement="HCERT-VER-100", kind="test", profile=Profile(rsa="rsa-2048-10"))
def negative_test(draft: Draft) -> Draft:
    """A PS256 certificate of a test whose payload is a plain map."""
    return draft


@negative(of=negative_test, requirement="HCERT-CLM-003", reasons=WRAPPED, mutation="wrap-payload-in-bytes")
def certificate_in_a_byte_string(draft: Draft) -> Draft:
    """The health certificate is encoded CBOR inside a byte string.

    Early generators did so; a verifier that decodes whatever bytes it meets hides the error.
    """
    return _holding(draft, lambda dcc: {DCC: cbor_writer.encode(dcc)})


@negative(of=negative_test, requirement="HCERT-CLM-003", reasons=WRAPPED, mutation="wrap-payload-in-bytes")
def certificate_as_embedded_cbor(draft: Draft) -> Draft:
    """Tag 24 marks the wrapped certificate as embedded CBOR, an invitation to unwrap it unasked."""
    return _holding(draft, lambda dcc: {DCC: Tagged(24, cbor_writer.encode(dcc))})


@negative(of=negative_test, requirement="HCERT-CLM-003", reasons=WRAPPED, mutation="payload-as-json")
def certificate_as_json_text(draft: Draft) -> Draft:
    """Under key 1 there is JSON source text, not a CBOR map.

    A verifier that turns CBOR into JSON first may parse it a second time without noticing.
    """
    return _holding(draft, lambda dcc: {DCC: json.dumps(dcc, ensure_ascii=False)})


@negative(of=negative_test, requirement="HCERT-CLM-003", reasons=WRAPPED, mutation="payload-as-json")
def certificate_as_json_in_bytes(draft: Draft) -> Draft:
    """JSON again, this time as a byte string of UTF-8 octets, which no CBOR reader can take for a map."""
    return _holding(draft, lambda dcc: {DCC: json.dumps(dcc, ensure_ascii=False).encode()})


@negative(of=negative_test, requirement="HCERT-CLM-003", reasons=WRAPPED, also=["HCERT-CLM-002"])
def whole_claim_in_a_byte_string(draft: Draft) -> Draft:
    """Not the certificate but the whole map of the hcert claim is hidden in a byte string."""
    return draft.at("hcert", cbor_writer.encode)


@valid(requirement="HCERT-VER-100", version="1.3.0")
def vaccination_alone(draft: Draft) -> Draft:
    """A vaccination certificate of version 1.3.0, alone in its claim."""
    return draft


@tolerated(of=vaccination_alone, requirement="HCERT-CLM-004a")
def unassigned_sub_claim_behind(draft: Draft) -> Draft:
    """Behind the health certificate there is a sub-claim 99 that nobody has defined."""
    return _holding(draft, lambda dcc: {DCC: dcc, 99: {"purpose": "unknown"}})


@tolerated(of=vaccination_alone, requirement="HCERT-CLM-004a")
def sub_claim_for_development_in_front(draft: Draft) -> Draft:
    """A sub-claim -6 with a foreign structure comes first, the EU certificate second.

    Reading the first entry of the map instead of key 1 finds the wrong document.
    """
    return _holding(draft, lambda dcc: {-6: {"v": {"dt": draft.date(-400), "vp": "YellowFever"}}, DCC: dcc})


@tolerated(of=vaccination_alone, requirement="HCERT-CLM-004a")
def sub_claim_5_of_another_type(draft: Draft) -> Draft:
    """Sub-claim 5 beside the certificate is an array of texts, not a map.

    Only what is read need be understood: a typed reader of the whole claim stumbles here.
    """
    return _holding(draft, lambda dcc: {5: ["https://example.org/card"], DCC: dcc})


@negative(
    of=vaccination_alone, requirement="HCERT-CLM-004b", reasons=UNSUPPORTED, mutation="only-unsupported-sub-claims"
)
def only_sub_claim_99(draft: Draft) -> Draft:
    """The complete certificate was filed under the unassigned kind 99, and nothing under 1.

    What another kind will mean one day is not for today's verifier to guess from its members.
    """
    return _holding(draft, lambda dcc: {99: dcc})


@negative(
    of=vaccination_alone, requirement="HCERT-CLM-004b", reasons=UNSUPPORTED, mutation="only-unsupported-sub-claims"
)
def only_sub_claim_minus_42(draft: Draft) -> Draft:
    """A document of somebody's development, kind -42, is all that the claim has to offer."""
    return _holding(draft, lambda dcc: {-42: {"draft": True}})


@negative(
    of=vaccination_alone, requirement="HCERT-CLM-004b", reasons=UNSUPPORTED, mutation="only-unsupported-sub-claims"
)
def only_an_empty_sub_claim_minus_6(draft: Draft) -> Draft:
    """Kind -6 is used in the field, but its map is empty here, and there is no EU certificate.

    Green because "the signature is good and there was nothing to complain about" is the mistake.
    """
    return _holding(draft, lambda dcc: {-6: {}})


@tolerated(of=vaccination_alone, requirement="HCERT-CLM-007")
def names_in_decomposed_form(draft: Draft) -> Draft:
    """Accents of the names are separate combining characters (NFD), as some systems keep them.

    To the eye and to a conforming verifier they are the same names.
    """
    names = {"nam.fn": "Núñez Ångström", "nam.fnt": "NUNEZ<ANGSTROEM", "nam.gn": "Zoë Inês", "nam.gnt": "ZOE<INES"}
    return draft.payload({path: unicodedata.normalize("NFD", name) for path, name in names.items()})


@tolerated(of=vaccination_alone, requirement="HCERT-CLM-007")
def two_marks_on_one_letter(draft: Draft) -> Draft:
    """A Vietnamese given name is decomposed into a letter with two marks, the issuer's into one with a cedilla."""
    changed = {"nam.gn": "Nguyễn", "nam.gnt": "NGUYEN", "v.0.is": "TEST ONLY Façade"}
    return draft.payload({path: unicodedata.normalize("NFD", text) for path, text in changed.items()})
