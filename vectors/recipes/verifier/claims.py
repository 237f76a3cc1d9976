"""The claims: one CBOR map with the issuer, two dates and the health certificate (RFC 8392; WHO HCERT 3.2.4)."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

from gdhcn_conformance.credentials import cbor_writer
from gdhcn_conformance.generation.recipes import Draft, negative, tolerated, valid

ISS, SUB, EXP, IAT, CTI, HCERT = 1, 2, 4, 6, 7, -260  # RFC 8392, section 4; WHO HCERT 3.2
# What is no map of claims may be met as such, by what is then missing, or by a decoder that expects a map.
NO_CLAIMS = ["claims-malformed", "claim-missing", "hcert-missing", "cbor-malformed", "cbor-trailing-data"]


@valid(requirement="HCERT-CWT-019", kind="vaccination")
def vaccination(draft: Draft) -> Draft:
    """Beside the usual claims a vaccination certificate has a subject and an identifier of its own (claims 2 and 7).

    Both are registered for CWT and without meaning in HCERT. One country's certificates had them.
    """
    return draft.claims(sub="TEST ONLY").claims({CTI: bytes.fromhex("0b71")})


@valid(requirement="HCERT-CWT-003", kind="recovery", version="1.3.0")
def recovery(draft: Draft) -> Draft:
    """A recovery certificate does not name its issuer: there is no claim iss.

    The claim is optional. Who narrows the search for keys by it has to search without it.
    """
    return draft.without_claims("iss")


# -- not one map of claims ---------------------------------------------------------------------------------------------


@negative(of=vaccination, requirement="HCERT-CWT-001", reasons=NO_CLAIMS)
def array_of_values(draft: Draft) -> Draft:
    """The claims' values stand in an array, in the order of their labels, and the labels are left out."""
    return draft.at("claims", lambda claims: list(claims.values()))


@negative(of=vaccination, requirement="HCERT-CWT-001", reasons=NO_CLAIMS)
def array_of_pairs(draft: Draft) -> Draft:
    """Each claim is an array of its label and its value, and all of them are in one array.

    A constructor for maps takes pairs as gladly as a map.
    """
    return draft.at("claims", lambda claims: [list(pair) for pair in claims.items()])


@negative(of=vaccination, requirement="HCERT-CWT-001", reasons=NO_CLAIMS)
def map_inside_an_array(draft: Draft) -> Draft:
    """The map of claims is the only element of an array."""
    return draft.at("claims", lambda claims: [claims])


@negative(of=recovery, requirement="HCERT-CWT-001", reasons=NO_CLAIMS)
def map_inside_a_byte_string(draft: Draft) -> Draft:
    """The payload holds a byte string, and the byte string the encoded claims: wrapped once too often.

    Unwrapping until something fits accepts what was never agreed on.
    """
    return draft.at("cwt", cbor_writer.encode)


@negative(of=recovery, requirement="HCERT-CWT-001", reasons=NO_CLAIMS)
def integer(draft: Draft) -> Draft:
    """The payload is the integer 42 and signed as it should be."""
    return draft.at("claims", lambda _: 42)


@negative(of=recovery, requirement="HCERT-CWT-001", reasons=NO_CLAIMS)
def null(draft: Draft) -> Draft:
    """Null is all that the signed payload says.

    Reading a member of nothing fails in most languages, and in some is nothing again.
    """
    return draft.at("claims", lambda _: None)


@negative(of=vaccination, requirement="HCERT-CWT-001", reasons=NO_CLAIMS)
def json_text(draft: Draft) -> Draft:
    """The claims are written as JSON, whose bytes are the payload."""
    return draft.instead("cwt", lambda claims: json.dumps(_plain(claims)).encode())


@negative(of=vaccination, requirement="HCERT-CWT-001", reasons=NO_CLAIMS)
def json_in_a_text_string(draft: Draft) -> Draft:
    """The payload is well-formed CBOR: one text string, with the claims as JSON inside."""
    return draft.at("claims", lambda claims: json.dumps(_plain(claims)))


@negative(of=vaccination, requirement="HCERT-CWT-001", reasons=NO_CLAIMS)
def base64_of_the_claims(draft: Draft) -> Draft:
    """The right claims were turned into Base64 before they were signed, so that the payload is ASCII text."""
    return draft.at("cwt", base64.b64encode)


@negative(of=recovery, requirement="HCERT-CLM-001", reasons=NO_CLAIMS)
def bare_health_certificate(draft: Draft) -> Draft:
    """The payload is the health certificate itself, a map of ver, nam and so on, without claims around it.

    Nothing says until when it is valid. A verifier that looks for a health certificate wherever one could be finds it.
    """
    return draft.instead("cwt", lambda claims: cbor_writer.encode(claims[HCERT][1]))


@negative(
    of=recovery,
    requirement="HCERT-CBOR-002",
    reasons=["hcert-missing", "claim-missing", "cbor-trailing-data", "claims-malformed", "cbor-malformed"],
)
def two_maps_in_a_row(draft: Draft) -> Draft:
    """The dates are in one map and the health certificate in a second one behind it, in the same payload."""
    return draft.instead("cwt", lambda claims: _split(claims, HCERT))


@negative(of=vaccination, requirement="HCERT-CWT-001", reasons=NO_CLAIMS)
def claims_in_a_list_of_maps(draft: Draft) -> Draft:
    """Each claim has a map to itself, and the maps are listed in an array."""
    return draft.at("claims", lambda claims: [{label: value} for label, value in claims.items()])


@negative(of=recovery, requirement="HCERT-CBOR-016", reasons=NO_CLAIMS)
def claims_under_their_names(draft: Draft) -> Draft:
    """A map with the text labels of a JSON web token (exp, iat, hcert) takes the place of one with numbers."""
    names = {EXP: "exp", IAT: "iat", HCERT: "hcert"}
    return draft.at("claims", lambda claims: {names[label]: value for label, value in claims.items()})


def _plain(claims: dict[Any, Any]) -> dict[str, Any]:
    return {str(label): str(value) if isinstance(value, bytes) else value for label, value in claims.items()}


def _split(claims: dict[Any, Any], last: int) -> bytes:
    first = {label: value for label, value in claims.items() if label != last}
    return cbor_writer.encode(first) + cbor_writer.encode({last: claims[last]})


# -- the issuer --------------------------------------------------------------------------------------------------------


@tolerated(of=vaccination, requirement="HCERT-CWT-003")
def without_issuer(draft: Draft) -> Draft:
    """The claim iss was left out of a vaccination certificate; the country is in the health certificate too."""
    return draft.without_claims("iss")


@negative(of=recovery, requirement="HCERT-KID-013", reasons=["signature-invalid"], forgery=True)
def without_issuer_and_foreign_signature(draft: Draft) -> Draft:
    """Nobody is named in iss, and the listed signer that the header names did not sign.

    When the keys of a country cannot be looked up for want of a country, the signature must still be verified.
    """
    return draft.signed_by(draft.other_signer("forger"))


def _by_issuer(draft: Draft, code: str, country: str = "") -> Draft:
    """The certificate as issued by a participant with this code, whose authority and signer are listed under it."""
    at_home = country or draft.country  # what the certificates have for C, of two letters
    authority = draft.pki.authority(at_home, f"{draft.name}/SCA {code}")
    signer = replace(draft.pki.signer(at_home, f"{draft.name}/signer", issuer=authority), country=code)
    issued = draft.issued_by(signer).also_trusting(authority.listed(usage="SCA", country=code))
    return issued.claims(iss=code).payload({"v.0.co": code})


@tolerated(of=vaccination, requirement="HCERT-CWT-004")
def code_of_a_territory(draft: Draft) -> Draft:
    """The issuer's code is XK: in use for Kosovo, and on no list of ISO 3166-1."""
    return _by_issuer(draft, "XK", "XK")


@tolerated(of=vaccination, requirement="HCERT-CWT-004")
def other_code_of_a_country(draft: Draft) -> Draft:
    """EL, as the European Union writes it, stands for Greece, which ISO 3166-1 calls GR."""
    return _by_issuer(draft, "EL", "EL")


@tolerated(of=vaccination, requirement="HCERT-CWT-004")
def code_of_an_agency(draft: Draft) -> Draft:
    """An agency with a code of five letters, UNHCR, issued the certificate under its own entry of the list."""
    return _by_issuer(draft, "UNHCR")


# -- claims that nobody knows ------------------------------------------------------------------------------------------


@tolerated(of=vaccination, requirement="HCERT-CWT-019")
def unknown_integer_claims(draft: Draft) -> Draft:
    """Two claims have integers for labels that are not registered, a large positive and a large negative one."""
    return draft.claims({7_000: "TEST ONLY", -70_000: [1, 2, 3]})


@tolerated(of=vaccination, requirement="HCERT-CWT-019")
def unknown_text_claim(draft: Draft) -> Draft:
    """A claim under a text label stands among those under integers.

    A reader that expects integers throughout the map stumbles; so does sorting labels of two types.
    """
    return draft.claims({"testOnly": {"depth": [{"more": None}]}})


@tolerated(of=recovery, requirement="HCERT-CWT-019")
def other_claim_under_the_name_of_exp(draft: Draft) -> Draft:
    """A claim with the text label "exp" has a date long past, while claim 4 has not.

    The text is another claim, of which nobody knows anything. In a table of names the two get mixed up.
    """
    return draft.claims({"exp": draft.seconds(days=-90)})


@tolerated(of=recovery, requirement="HCERT-CWT-019")
def unknown_claim_first(draft: Draft) -> Draft:
    """The map of claims begins with one that no reader knows, of a type seldom seen: a tagged fraction."""
    return draft.at("claims", lambda claims: {99: cbor_writer.Raw(bytes.fromhex("c48221196ab3"))} | claims)
