"""The signature is verified before the content is processed: two faults, of which the signature is named (WHO HCERT
6.3).
"""

from gdhcn_conformance.credentials.cbor_writer import Pairs
from gdhcn_conformance.generation.draft import write
from gdhcn_conformance.generation.recipes import Draft, Profile, negative, valid
from gdhcn_conformance.pki.authority import HEALTH_OIDS

EXP, IAT = 4, 6
FIRST = ["signature-invalid"]
# Who narrows the search for keys by iss (WHO HCERT 3.2.4) reads the claims before, and stops at what is no map of claims.
FIRST_OR_ISSUER = [*FIRST, "cbor-malformed", "cbor-duplicate-key", "claims-malformed"]


def _flipped(draft):
    """Flip one bit of the signature over whatever was signed."""
    return draft.at("signature", lambda signature: signature[:-1] + bytes([signature[-1] ^ 1]))


@valid(requirement="HCERT-ALG-003", version="1.3.0", profile=Profile(usage=(HEALTH_OIDS["vaccination"],)))
def signature_and_content_right(draft: Draft) -> Draft:
    """A vaccination certificate by a signer for vaccinations only, right in its signature and in its content."""
    return draft


@negative(of=signature_and_content_right, requirement="HCERT-SIG-010", reasons=FIRST, forgery=True)
def bad_signature_and_expired(draft: Draft) -> Draft:
    """A bit of the signature is wrong, and the certificate ended a year ago.

    A verifier that says "expired" believed a date that nobody signed.
    """
    return _flipped(draft.claims(exp=draft.seconds(days=-365), iat=draft.seconds(days=-700)))


@negative(of=signature_and_content_right, requirement="HCERT-SIG-010", reasons=FIRST, forgery=True)
def foreign_signature_and_issued_in_the_future(draft: Draft) -> Draft:
    """A key that is not listed signed claims that were issued thirty days from now."""
    return draft.claims(iat=draft.seconds(days=30)).signed_by(draft.other_signer("stranger"))


@negative(of=signature_and_content_right, requirement="HCERT-SIG-010", reasons=FIRST, forgery=True)
def foreign_signature_and_no_claims_about_time(draft: Draft) -> Draft:
    """Neither exp nor iat is among the claims, and the signature is a stranger's.

    Filling up claims for later before anything is verified stops here with the wrong complaint.
    """
    return draft.without_claims("exp", "iat").signed_by(draft.other_signer("stranger"))


@negative(of=signature_and_content_right, requirement="HCERT-SIG-010", reasons=FIRST, forgery=True)
def bad_signature_and_no_health_certificate(draft: Draft) -> Draft:
    """Under a damaged signature the claims hold no health certificate at all, only issuer and times."""
    return _flipped(draft.without_claims("hcert"))


@negative(of=signature_and_content_right, requirement="HCERT-SIG-010", reasons=FIRST, forgery=True)
def foreign_signature_and_another_product(draft: Draft) -> Draft:
    """The claims hold a document of a kind that does not exist, number 99, signed by nobody on the list."""
    return draft.at("hcert", lambda hcert: {99: hcert[1]}).signed_by(draft.other_signer("stranger"))


@negative(of=signature_and_content_right, requirement="HCERT-SIG-010", reasons=FIRST, forgery=True)
def bad_signature_and_wrong_types(draft: Draft) -> Draft:
    """The names are a number and the doses a list, below a signature with one wrong bit.

    Mapping the payload onto classes before the signature is verified runs into these values, and so does an
    exception.
    """
    return _flipped(draft.payload({"nam": 7, "v.0.dn": [1, 2]}))


@negative(of=signature_and_content_right, requirement="HCERT-SIG-010", reasons=FIRST, forgery=True)
def bad_signature_and_unknown_version(draft: Draft) -> Draft:
    """The payload declares version 9.0.0, which nobody can read, and its signature does not verify."""
    return _flipped(draft.payload({"ver": "9.0.0"}))


@negative(of=signature_and_content_right, requirement="HCERT-SIG-010", reasons=FIRST, forgery=True)
def bad_signature_and_wrong_kind_for_the_signer(draft: Draft) -> Draft:
    """A test result stands where the signer may certify vaccinations only, and somebody changed the signature."""
    sampled = draft.date(-1) + "T08:00:00Z"
    common = {name: draft.dcc["v"][0][name] for name in ("tg", "co", "is", "ci")}
    entry = common | {
        "tt": "LP6464-4",
        "nm": "TEST ONLY NAAT",
        "sc": sampled,
        "tr": "260415000",
        "tc": "TEST ONLY Centre",
    }
    return _flipped(draft.payload({"t": [entry]}).without_payload("v"))


@valid(requirement="HCERT-ALG-004", kind="test", version="1.3.0", profile=Profile(rsa="rsa-2048-04"))
def rsa_signature_and_content_right(draft: Draft) -> Draft:
    """A test certificate with a right RSA signature above content that is right as well."""
    return draft


@negative(of=rsa_signature_and_content_right, requirement="HCERT-SIG-010", reasons=FIRST_OR_ISSUER, forgery=True)
def bad_signature_and_payload_that_is_no_cbor(draft: Draft) -> Draft:
    """The payload consists of bytes that are not CBOR, and the RSA signature does not fit them either.

    Nothing inside the payload needs to be read to find that out.
    """
    return _flipped(draft.at("cwt", lambda _: b"\xff\x1c not a CBOR item"))


@negative(of=rsa_signature_and_content_right, requirement="HCERT-SIG-010", reasons=FIRST_OR_ISSUER, forgery=True)
def bad_signature_and_claims_nested_deeply(draft: Draft) -> Draft:
    """Five thousand arrays inside each other are the payload, for whoever parses before verifying.

    The stack of a recursive parser ends long before; the signature over these bytes is wrong.
    """
    return _flipped(draft.at("cwt", lambda _: b"\x81" * 5000 + b"\x80"))


@negative(of=rsa_signature_and_content_right, requirement="HCERT-SIG-010", reasons=FIRST_OR_ISSUER, forgery=True)
def bad_signature_and_claims_twice(draft: Draft) -> Draft:
    """Each time stands twice among the claims, once past and once to come, under the wrong signature of an RSA
    signer.
    """
    times = ((EXP, draft.seconds(days=-9)), (IAT, draft.seconds(days=9)))
    return _flipped(draft.at("claims", lambda claims: Pairs((*claims.items(), *times))))


@negative(of=rsa_signature_and_content_right, requirement="HCERT-SIG-010", reasons=FIRST, forgery=True)
def signature_of_the_past_and_expired_claims(draft: Draft) -> Draft:
    """The claims are those of an expired certificate, the signature is that of the valid one it was made from.

    Both parts are genuine. Put together they were never signed, and that has to be noticed before the date is.
    """
    valid_one = write(draft).layers["signature"]
    return draft.claims(exp=draft.seconds(days=-30), iat=draft.seconds(days=-60)).instead(
        "signature", lambda _: valid_one
    )
