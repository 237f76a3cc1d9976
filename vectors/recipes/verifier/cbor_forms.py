"""Other forms of the same CBOR, all to be read: order, indefinite length, long arguments, tag 0 (RFC 8949)."""

from collections.abc import Callable
from typing import Any

from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.credentials.cbor_writer import Indefinite, Wide, encode
from gdhcn_conformance.generation.draft import ALG, CLAIMS, DCC, HCERT, KID, SIGN1
from gdhcn_conformance.generation.recipes import Draft, tolerated, valid

DATE_TIME = 0  # the tag of a date-time as text (RFC 8949, section 3.4.1)


def _everywhere(value: Any, change: Callable[[Any], Any]) -> Any:
    """The value with every map and array in it changed, the inner ones first."""
    if isinstance(value, dict):
        return change({key: _everywhere(each, change) for key, each in value.items()})
    if isinstance(value, list):
        return change([_everywhere(each, change) for each in value])
    return value


def _reversed(value: Any) -> Any:
    return dict(reversed(value.items())) if isinstance(value, dict) else value


def _sorted(value: Any) -> Any:
    """A map in the order of its encoded keys, as deterministic encoding has it (RFC 8949, section 4.2.1)."""
    return dict(sorted(value.items(), key=lambda pair: encode(pair[0]))) if isinstance(value, dict) else value


@valid(requirement="HCERT-CBOR-006", kind="vaccination")
def order_of_the_specification(draft: Draft) -> Draft:
    """A vaccination certificate whose maps are in the order in which specification and schema list their members."""
    return draft


@tolerated(of=order_of_the_specification, requirement="HCERT-CBOR-006")
def all_maps_in_reverse(draft: Draft) -> Draft:
    """The claims and every map inside them are written from the last member to the first.

    A reader that walks through the payload by position, or stops at what it expects last, fails.
    """
    return draft.at("claims", lambda claims: _everywhere(claims, _reversed))


@tolerated(of=order_of_the_specification, requirement="HCERT-CBOR-006")
def all_maps_sorted(draft: Draft) -> Draft:
    """All maps of the payload are sorted by the bytes of their keys, as deterministic encoders do.

    The health certificate thereby comes behind exp and iat and its members in a new order.
    """
    return draft.at("claims", lambda claims: _everywhere(claims, _sorted))


@tolerated(of=order_of_the_specification, requirement="HCERT-CBOR-006", also=["HCERT-COSE-013"])
def key_identifier_before_the_algorithm(draft: Draft) -> Draft:
    """The protected header has the key identifier first and the algorithm second.

    Building the header anew for the signature, in one's own order, makes a right signature fail.
    """
    return draft.at("protected", _reversed)


@valid(requirement="HCERT-CBOR-007", kind="recovery", version="1.3.0")
def maps_of_indefinite_length(draft: Draft) -> Draft:
    """A recovery certificate (1.3.0) whose payload has maps of indefinite length, as encoders of streams write."""
    return draft.at(
        "claims", lambda c: _everywhere(c, lambda each: Indefinite(each) if isinstance(each, dict) else each)
    )


@tolerated(of=maps_of_indefinite_length, requirement="HCERT-CBOR-007")
def arrays_of_indefinite_length(draft: Draft) -> Draft:
    """The group's array, too, has no length and ends with a break."""
    return draft.at("payload", lambda dcc: dcc | {"r": Indefinite(dcc["r"])})


@tolerated(of=maps_of_indefinite_length, requirement="HCERT-CBOR-007")
def texts_in_chunks(draft: Draft) -> Draft:
    """Names, version and issuing authority are texts in chunks of two characters each.

    The chunks together are the text (RFC 8949, section 3.2.3).
    """

    def change(dcc: dict[str, Any]) -> dict[str, Any]:
        names = {key: Indefinite(name, 2) for key, name in dcc["nam"].items()}
        entry = dcc["r"][0] | {"is": Indefinite(dcc["r"][0]["is"], 2)}
        return dcc | {"ver": Indefinite(dcc["ver"], 2), "nam": names, "r": [entry]}

    return draft.at("payload", change)


@tolerated(of=maps_of_indefinite_length, requirement="HCERT-CBOR-007")
def message_of_indefinite_length(draft: Draft) -> Draft:
    """The array of the COSE message and its unprotected header are of indefinite length: D2 9F at the beginning.

    Verifiers that compare the first bytes with D2 84 take it for something else.
    """

    def change(tagged: Tagged) -> Tagged:
        protected, unprotected, payload, signature = tagged.value
        return Tagged(SIGN1, Indefinite([protected, Indefinite(unprotected), payload, signature]))

    return draft.at("array", change)


@tolerated(of=maps_of_indefinite_length, requirement="HCERT-CBOR-007")
def byte_strings_in_chunks(draft: Draft) -> Draft:
    """Payload and signature are byte strings in chunks of fifty bytes.

    What was signed is their content, in the Sig_structure with a definite length (RFC 9052, section 9).
    """

    def change(tagged: Tagged) -> Tagged:
        protected, unprotected, payload, signature = tagged.value
        return Tagged(SIGN1, [protected, unprotected, Indefinite(payload, 50), Indefinite(signature, 50)])

    return draft.at("array", change)


@tolerated(of=maps_of_indefinite_length, requirement="HCERT-CBOR-007", also=["HCERT-COSE-013"])
def protected_header_of_indefinite_length(draft: Draft) -> Draft:
    """The map inside the protected header ends with a break and has been signed so.

    Its definite form is two other bytes, over which the signature does not verify.
    """
    return draft.at("protected", Indefinite)


@valid(requirement="HCERT-CBOR-008", kind="vaccination", version="1.3.0")
def dates_of_eight_bytes(draft: Draft) -> Draft:
    """A vaccination certificate whose exp and iat take eight bytes each, although four would do."""
    return draft.claims(exp=Wide(draft.cwt[CLAIMS["exp"]], 8), iat=Wide(draft.cwt[CLAIMS["iat"]], 8))


@tolerated(of=dates_of_eight_bytes, requirement="HCERT-CBOR-008")
def labels_of_claims_in_more_bytes(draft: Draft) -> Draft:
    """The labels of all claims, -260 and the key 1 inside it among them, are encoded in eight bytes.

    They are the same integers, so lookups by value find them and searches for 39 01 03 do not.
    """

    def change(claims: dict[Any, Any]) -> dict[Any, Any]:
        inside = {Wide(DCC, 8): claims[HCERT][DCC]}
        return {Wide(label, 8): inside if label == HCERT else value for label, value in claims.items()}

    return draft.at("claims", change)


@tolerated(of=dates_of_eight_bytes, requirement="HCERT-CBOR-008", also=["HCERT-COSE-013"])
def header_in_more_bytes(draft: Draft) -> Draft:
    """Labels and values of the protected header are longer than they need be: 1 in two bytes, -7 in three.

    It was signed like this. Decoding and encoding it again shortens it.
    """

    def change(header: dict[int, Any]) -> dict[Any, Any]:
        return {Wide(ALG, 1): Wide(header[ALG], 2), Wide(KID, 2): Wide(header[KID], 4)}

    return draft.at("protected", change)


@tolerated(of=dates_of_eight_bytes, requirement="HCERT-CBOR-008")
def lengths_of_the_payload_in_eight_bytes(draft: Draft) -> Draft:
    """Every map and array of the payload announces its length in eight bytes.

    No count here is above ten; a reader for 32 bits has to read the other four bytes all the same.
    """
    return draft.at("claims", lambda claims: _everywhere(claims, lambda each: Wide(each, 8)))


@tolerated(of=dates_of_eight_bytes, requirement="HCERT-CBOR-008")
def tag_and_array_of_the_message_in_two_bytes(draft: Draft) -> Draft:
    """The message begins with D8 12 98 04: tag 18 and the array's length in a byte of their own.

    Comparing first bytes instead of reading CBOR calls that an unknown format.
    """
    return draft.at("array", lambda tagged: Wide(Tagged(SIGN1, Wide(tagged.value, 1)), 1))


@tolerated(of=dates_of_eight_bytes, requirement="HCERT-CBOR-008")
def lengths_of_texts_in_four_bytes(draft: Draft) -> Draft:
    """The person's names carry their lengths in four bytes, and so do the names of these members."""
    return draft.at("payload", lambda dcc: dcc | {"nam": {Wide(k, 4): Wide(name, 4) for k, name in dcc["nam"].items()}})


@valid(requirement="HCERT-CBOR-012", kind="test")
def time_of_sampling_as_plain_text(draft: Draft) -> Draft:
    """A test certificate whose time of sampling is a text without a tag."""
    return draft


def _sampled(draft: Draft, time: Any, expected: str) -> Draft:
    """The test with another encoding of its time of sampling, and the text that it stands for."""
    return draft.payload({"t.0.sc": time}).expecting(draft.payload({"t.0.sc": expected}).dcc)


@tolerated(of=time_of_sampling_as_plain_text, requirement="HCERT-CBOR-012")
def time_of_sampling_with_tag_0(draft: Draft) -> Draft:
    """CBOR tag 0 marks the time of sampling as a date-time, as the schema's authors recommend.

    Libraries turn it into a date object of their own, or keep the tag; a check for a text then fails.
    """
    time = draft.dcc["t"][0]["sc"]
    return _sampled(draft, Tagged(DATE_TIME, time), time)


@tolerated(of=time_of_sampling_as_plain_text, requirement="HCERT-CBOR-012")
def time_with_an_offset_and_tag_0(draft: Draft) -> Draft:
    """The tagged time of sampling has the offset +00:00 where others have the letter Z."""
    time = draft.dcc["t"][0]["sc"].replace("Z", "+00:00")
    return _sampled(draft, Tagged(DATE_TIME, time), time)


@tolerated(of=time_of_sampling_as_plain_text, requirement="HCERT-CBOR-012")
def tag_0_in_two_bytes(draft: Draft) -> Draft:
    """Tag 0 before the time of sampling is written D8 00, longer than necessary.

    A reader that compares the one byte C0 takes the tag for a number it does not know.
    """
    time = draft.dcc["t"][0]["sc"]
    return _sampled(draft, Wide(Tagged(DATE_TIME, time), 1), time)
