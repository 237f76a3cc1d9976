"""The hcert claim: where the health certificate stands, and what must not be taken for it (WHO HCERT 3.2.7)."""

from __future__ import annotations

from typing import Any

from gdhcn_conformance.credentials import cbor_writer
from gdhcn_conformance.generation.draft import DCC, HCERT
from gdhcn_conformance.generation.recipes import Draft, negative, valid

# Who does not find the claim says that it is missing, or that the claims are not those of a health certificate.
NOT_FOUND = ("hcert-missing", "claim-missing", "claims-malformed", "product-unsupported")
# Who finds the claim and nothing usable in it blames the claim, its content, or the map of claims as a whole.
NOTHING_IN_IT = ("hcert-malformed", "hcert-missing", "product-unsupported", "claims-malformed", "schema-invalid")

LIGHT = -250  # the claim of a national certificate with little data, which verifiers of that country read as well


def _moved(draft: Draft, label: Any) -> Draft:
    """The hcert claim under another label, in the place where it stood."""
    return draft.at("claims", lambda claims: {label if name == HCERT else name: each for name, each in claims.items()})


def _holding(draft: Draft, make: Any) -> Draft:
    """Another value in the hcert claim, made of the health certificate."""
    return draft.at("hcert", lambda hcert: make(hcert[DCC]))


def _without_hcert(draft: Draft, members: dict[Any, Any]) -> Draft:
    """Claims without hcert, with other members beside those that remain."""
    return draft.without_claims("hcert").claims(members)


@valid(requirement="HCERT-VER-100")
def vaccination(draft: Draft) -> Draft:
    """A vaccination certificate in the one place where the format puts it: claim -260, key 1."""
    return draft


@negative(of=vaccination, requirement="HCERT-CLM-001", reasons=NOT_FOUND)
def claim_260_without_its_sign(draft: Draft) -> Draft:
    """The health certificate stands under claim 260, not under minus 260.

    A CBOR reader that drops the sign of negative integers takes one for the other.
    """
    return _moved(draft, 260)


@negative(of=vaccination, requirement="HCERT-CLM-001", reasons=NOT_FOUND, mutation="claim-next-to-hcert")
def claim_259(draft: Draft) -> Draft:
    """The certificate is filed one place too early, under claim -259.

    A verifier that searches all negative labels for something like a certificate stops here.
    """
    return _moved(draft, -259)


@negative(of=vaccination, requirement="HCERT-CLM-001", reasons=NOT_FOUND, mutation="claim-next-to-hcert")
def claim_261(draft: Draft) -> Draft:
    """Claim -261 holds what belongs into its neighbour.

    Its CBOR argument is the number 260, so a reader that only puts a minus in front of the argument finds hcert here.
    """
    return _moved(draft, -261)


@negative(of=vaccination, requirement="HCERT-CLM-001", reasons=NOT_FOUND, also=["HCERT-CBOR-016"])
def claim_label_as_text(draft: Draft) -> Draft:
    """The label of the claim is the text "-260" instead of the number.

    Verifiers that turn the claims into JSON before they look at them cannot tell the two apart.
    """
    return _moved(draft, "-260")


@negative(of=vaccination, requirement="HCERT-CLM-001", reasons=NOT_FOUND)
def claim_of_a_national_light_certificate(draft: Draft) -> Draft:
    """A full certificate under -250, where one country keeps a reduced certificate of its own.

    An app that knows both labels and one reader for both lets a document through that no other country can read.
    """
    return _moved(draft, LIGHT)


@negative(
    of=vaccination,
    requirement="HCERT-CLM-001",
    reasons=(*NOT_FOUND, "key-not-authorised", "key-unknown"),  # where the issuer should be, there is no country
    also=["HCERT-CLM-009"],
)
def sub_claim_among_the_claims(draft: Draft) -> Draft:
    """The map that hcert should hold was emptied into the claims, where its key 1 replaces the issuer.

    A search of the whole structure for something that looks like a certificate finds it there.
    """
    return draft.at("claims", lambda claims: {n: v for n, v in claims.items() if n != HCERT} | claims[HCERT])


@valid(requirement="HCERT-VER-100", kind="recovery", version="1.2.0")
def recovery(draft: Draft) -> Draft:
    """A recovery certificate of version 1.2.0 under key 1 of its claim."""
    return draft


@negative(of=recovery, requirement="HCERT-CLM-002", reasons=NOTHING_IN_IT)
def certificate_straight_in_the_claim(draft: Draft) -> Draft:
    """The hcert claim is the health certificate itself, with no key 1 in between."""
    return _holding(draft, lambda dcc: dcc)


@negative(of=recovery, requirement="HCERT-CLM-002", reasons=NOTHING_IN_IT, mutation="hcert-as-array")
def array_of_one_certificate(draft: Draft) -> Draft:
    """The claim holds a list of certificates where a map of kinds belongs."""
    return _holding(draft, lambda dcc: [dcc])


@negative(of=recovery, requirement="HCERT-CLM-002", reasons=NOTHING_IN_IT, mutation="hcert-as-array")
def array_with_the_certificate_at_index_1(draft: Draft) -> Draft:
    """An array is put for the map, so built that its element number 1 is the certificate.

    In dynamic languages `hcert[1]` reads map and array alike.
    """
    return _holding(draft, lambda dcc: [0, dcc])


@negative(of=recovery, requirement="HCERT-CLM-002", reasons=NOTHING_IN_IT, mutation="another-key-for-1")
def key_1_as_text(draft: Draft) -> Draft:
    """The key inside the claim is the text "1".

    Objects of JavaScript, and everything that passes through JSON, have no other keys than texts.
    """
    return _holding(draft, lambda dcc: {"1": dcc})


@negative(of=recovery, requirement="HCERT-CLM-002", reasons=NOTHING_IN_IT, mutation="another-key-for-1")
def key_0(draft: Draft) -> Draft:
    """Kinds were counted from nought: the certificate is under 0."""
    return _holding(draft, lambda dcc: {0: dcc})


@negative(of=recovery, requirement="HCERT-CLM-002", reasons=NOTHING_IN_IT, mutation="another-key-for-1")
def key_minus_1(draft: Draft) -> Draft:
    """The certificate stands under -1, a label for experiments.

    Negative kinds are free for development; without its sign the label would be that of an EU certificate.
    """
    return _holding(draft, lambda dcc: {-1: dcc})


@negative(
    of=recovery, requirement="HCERT-CLM-002", reasons=NOTHING_IN_IT, mutation="key-equal-to-1-in-the-host-language"
)
def key_true(draft: Draft) -> Draft:
    """The key is the simple value true.

    In some languages true equals 1 and both are one key of a dictionary.
    """
    return _holding(draft, lambda dcc: {True: dcc})


@negative(
    of=recovery, requirement="HCERT-CLM-002", reasons=NOTHING_IN_IT, mutation="key-equal-to-1-in-the-host-language"
)
def key_1_as_floating_point_number(draft: Draft) -> Draft:
    """The kind is given as 1.0, which CBOR holds for another value than the integer."""
    return _holding(draft, lambda dcc: {1.0: dcc})


@negative(of=recovery, requirement="HCERT-CLM-002", reasons=NOTHING_IN_IT, mutation="nothing-under-key-1")
def empty_claim(draft: Draft) -> Draft:
    """The claim is there and is an empty map.

    Code that only asks whether -260 is present has nothing to judge and may find no fault in it.
    """
    return _holding(draft, lambda dcc: {})


@negative(of=recovery, requirement="HCERT-CLM-002", reasons=NOTHING_IN_IT, mutation="nothing-under-key-1")
def null_for_the_certificate(draft: Draft) -> Draft:
    """Key 1 holds null: a signed envelope without a letter."""
    return _holding(draft, lambda dcc: {DCC: None})


@negative(of=recovery, requirement="HCERT-CLM-002", reasons=NOTHING_IN_IT)
def certificates_in_a_list_under_key_1(draft: Draft) -> Draft:
    """Under key 1 stands a list with one certificate in it.

    The groups inside a certificate are lists; a generator that makes one of the certificate as well goes too far.
    """
    return _holding(draft, lambda dcc: {DCC: [dcc]})


@valid(requirement="HCERT-VER-100", version="1.1.0")
def earlier_vaccination(draft: Draft) -> Draft:
    """A vaccination certificate of version 1.1.0 whose claims are the usual ones."""
    return draft


@negative(of=earlier_vaccination, requirement="HCERT-CLM-009", reasons=NOT_FOUND)
def claims_without_hcert(draft: Draft) -> Draft:
    """A well signed CWT of issuer and times, and no health certificate in it at all."""
    return draft.without_claims("hcert")


@negative(of=earlier_vaccination, requirement="HCERT-CLM-009", reasons=NOT_FOUND, also=["HCERT-CLM-001"])
def members_beside_the_claims(draft: Draft) -> Draft:
    """Version, names and events stand among the claims themselves, under their text keys.

    A verifier that reads the payload by the names it finds, and not by the claim, takes it for complete.
    """
    return _without_hcert(draft, draft.dcc)


@negative(
    of=earlier_vaccination, requirement="HCERT-CLM-009", reasons=("claim-missing", "hcert-missing", "claims-malformed")
)
def payload_without_claims(draft: Draft) -> Draft:
    """The signed payload is the bare health certificate: no issuer, no expiry, no claim.

    Guessing the format from its members would give a certificate that never ends.
    """
    return draft.instead("cwt", lambda _: cbor_writer.encode(draft.dcc))


@negative(
    of=earlier_vaccination, requirement="HCERT-CLM-009", reasons=NOT_FOUND, mutation="another-format-in-the-claims"
)
def claims_of_another_vaccination_format(draft: Draft) -> Draft:
    """The claims look like a vaccination record of another WHO format, flat and with spelt-out names.

    A verifier that falls back on older formats when hcert is missing would show a person and a vaccine.
    """
    record = {"name": "TEST ONLY Person", "birthDate": draft.dcc["dob"], "vaccine": "XM68M6", "date": draft.date(-30)}
    return _without_hcert(draft, {**record, "centre": "TEST ONLY Centre", "country": draft.country})


@negative(
    of=earlier_vaccination, requirement="HCERT-CLM-009", reasons=NOT_FOUND, mutation="another-format-in-the-claims"
)
def credential_with_a_bundle(draft: Draft) -> Draft:
    """A verifiable credential with an immunisation in a FHIR bundle takes the place of hcert."""
    immunisation = {"resourceType": "Immunization", "status": "completed", "occurrenceDateTime": draft.date(-30)}
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": immunisation}]}
    return _without_hcert(draft, {"vc": {"type": ["#health-card"], "credentialSubject": {"fhirBundle": bundle}}})
