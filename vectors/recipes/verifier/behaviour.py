"""The verdict as a whole: unmoved by another encoding of the same bytes, and silent about what it refuses."""

from __future__ import annotations

from gdhcn_conformance.credentials import deflate
from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.credentials.cbor_writer import Indefinite, Wide
from gdhcn_conformance.generation.draft import SIGN1, Draft, write
from gdhcn_conformance.generation.recipes import negative, open_question, tolerated, valid
from gdhcn_conformance.pki.authority import HEALTH_OIDS, Profile

CWT_TAG = 61  # RFC 8392, section 6
MISSING = ("schema-invalid", "hcert-malformed")


def _signed_before(draft: Draft, changed: Draft) -> Draft:
    """The changed certificate under the signature of the original one."""
    signature = write(draft).layers["signature"]
    return changed.instead("signature", lambda _: signature)


def _otherwise_encoded(draft: Draft) -> Draft:
    """The same signed bytes in another envelope: stored, in an array of indefinite length, inside tag 61."""
    around = draft.at("array", lambda array: Tagged(CWT_TAG, Tagged(SIGN1, Indefinite(array.value))))
    return around.instead("zlib", lambda message: deflate.compress(message, 0))


@valid(requirement="HCERT-VER-100")
def vaccination(draft: Draft) -> Draft:
    """A vaccination certificate in the usual encoding: best compression, tag 18, an empty unprotected header."""
    return draft


@tolerated(of=vaccination, requirement="HCERT-VRF-011")
def stored_instead_of_compressed(draft: Draft) -> Draft:
    """The same message in a zlib container that compresses nothing."""
    return draft.instead("zlib", lambda message: deflate.compress(message, 0))


@tolerated(of=vaccination, requirement="HCERT-VRF-011")
def parameters_added_on_the_way(draft: Draft) -> Draft:
    """Somebody put two parameters into the unprotected header after signing, which the signature does not cover."""
    return draft.unprotected({99: "seen", "note": [1, 2, 3]})


@open_question(of=vaccination, requirement="HCERT-VRF-011", policy="cwt-tag", reasons=["cose-malformed"])
def marked_as_cwt(draft: Draft) -> Draft:
    """Tag 61 was put around the finished message to say that it is a CWT."""
    return draft.at("array", lambda array: Tagged(CWT_TAG, array))


@tolerated(of=vaccination, requirement="HCERT-VRF-011")
def lengths_in_four_bytes(draft: Draft) -> Draft:
    """Outside the signed bytes every length takes four bytes, as a writer of fixed widths leaves it.

    Whoever decodes and encodes anew before verifying must not depend on how it was.
    """
    return draft.at("array", lambda array: Tagged(SIGN1, Wide([Wide(part, 4) for part in array.value], 4)))


@open_question(of=vaccination, requirement="HCERT-VRF-011", policy="cwt-tag", reasons=["cose-malformed"])
def everything_encoded_otherwise(draft: Draft) -> Draft:
    """Tag, array and container all differ from the twin's, and not one signed bit does."""
    return _otherwise_encoded(draft)


@negative(
    of=vaccination,
    requirement="HCERT-VRF-011",
    reasons=["expired", "cose-malformed"],
    mutation="encode-a-refused-one-otherwise",
    also=["HCERT-CWT-007a"],
)
def expired_and_encoded_otherwise(draft: Draft) -> Draft:
    """A certificate that ended a week ago is as expired in another envelope.

    Encodings taken by a second code path often lack the checks of the first.
    """
    return _otherwise_encoded(draft.claims(exp=draft.seconds(days=-7)))


@negative(
    of=vaccination,
    requirement="HCERT-VRF-011",
    reasons=["signature-invalid", "cose-malformed"],
    mutation="encode-a-forgery-otherwise",
    forgery=True,
)
def stranger_signed_and_encoded_otherwise(draft: Draft) -> Draft:
    """A stranger's signature under the listed signer's identifier, in the unusual envelope, is still a stranger's."""
    return _otherwise_encoded(draft.signed_by(draft.other_signer()))


@valid(requirement="HCERT-VER-100", kind="recovery", profile=Profile(usage=(HEALTH_OIDS["recovery"],)))
def recovery(draft: Draft) -> Draft:
    """A recovery certificate by a signer of recoveries, with claims and payload in order."""
    return draft


@negative(of=recovery, requirement="HCERT-SIG-006", reasons=["signature-invalid"], forgery=True)
def person_exchanged_after_signing(draft: Draft) -> Draft:
    """Another person was put into a signed certificate; nothing of it may be handed on as that person's.

    A verifier that fills its answer while it decodes shows the new name beside the refusal.
    """
    other = {"fn": "Canary", "fnt": "CANARY", "gn": "Not To Be Shown", "gnt": "NOT<TO<BE<SHOWN"}
    return _signed_before(draft, draft.payload({"nam": other, "dob": "1999-09-09"}))


@negative(
    of=recovery,
    requirement="HCERT-KID-007a",
    reasons=["key-unknown", "signature-invalid"],
    forgery=True,
)
def perfect_content_by_an_unlisted_signer(draft: Draft) -> Draft:
    """Everything is in order but that nobody listed the signer, whose own identifier the certificate names."""
    stranger = draft.other_signer()
    return draft.signed_by(stranger).protected(kid=stranger.kid)


@negative(
    of=recovery,
    requirement="HCERT-SIG-002",
    reasons=["signature-invalid"],
    forgery=True,
    mutation="signature-of-zeros",
)
def content_under_a_signature_of_zeros(draft: Draft) -> Draft:
    """Sixty-four zero bytes stand where the signature was, and the content is as good as before."""
    return draft.instead("signature", lambda _: bytes(64))


@negative(of=recovery, requirement="HCERT-CWT-007a", reasons=["expired"])
def content_of_last_year(draft: Draft) -> Draft:
    """A genuine certificate ended three months ago; who it belonged to is no longer anybody's business at a door."""
    return draft.claims(iat=draft.seconds(days=-200), exp=draft.seconds(days=-90))


@negative(of=recovery, requirement="HCERT-VRF-002", reasons=MISSING)
def good_name_on_a_broken_payload(draft: Draft) -> Draft:
    """The name is in order and the entry is not: without an identifier the whole is refused, not shown in part."""
    return draft.without_payload("r.0.ci")


@valid(requirement="HCERT-VER-100", kind="test", version="1.3.0")
def negative_test(draft: Draft) -> Draft:
    """A test certificate of version 1.3.0 that is current and complete."""
    return draft


@negative(of=negative_test, requirement="HCERT-VRF-002", also=["HCERT-VRF-001b"], reasons=("expired", *MISSING))
def expired_and_nobody_born(draft: Draft) -> Draft:
    """The certificate is out of date, and lacks the date of birth besides."""
    return draft.without_payload("dob").claims(exp=draft.seconds(days=-3))


@negative(
    of=negative_test,
    requirement="HCERT-VRF-002",
    also=["HCERT-VRF-001b"],
    reasons=("claim-missing", "claims-malformed", *MISSING),
)
def endless_and_without_result(draft: Draft) -> Draft:
    """There is neither an exp among the claims nor a result in the test.

    Two omissions must not make up for each other, in whichever order they are found.
    """
    return draft.without_claims("exp").without_payload("t.0.tr")


@negative(
    of=negative_test,
    requirement="HCERT-VRF-002",
    also=["HCERT-VRF-001b"],
    reasons=("issued-in-future", "version-unsupported", "schema-invalid"),
)
def from_the_future_in_every_way(draft: Draft) -> Draft:
    """Issued in ten days from now, under version 2.0.0."""
    return draft.payload({"ver": "2.0.0"}).claims(iat=draft.seconds(days=10))


@negative(
    of=negative_test,
    requirement="HCERT-VRF-002",
    also=["HCERT-VRF-001b"],
    reasons=("not-yet-valid", "hcert-malformed", "schema-invalid", "cbor-malformed"),
)
def too_early_and_wrapped(draft: Draft) -> Draft:
    """The certificate may not be used for another week (nbf), and under key 1 there are bytes in place of a map."""
    return draft.at("hcert", lambda hcert: {1: b"\xa0"}).claims(nbf=draft.seconds(days=7))
