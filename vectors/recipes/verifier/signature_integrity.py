"""What is signed cannot be changed, what is not signed can (WHO HCERT 3.1; RFC 9052, section 4.4)."""

from functools import reduce

from gdhcn_conformance.credentials import cbor
from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.credentials.cbor_writer import Indefinite, encode
from gdhcn_conformance.generation.draft import write
from gdhcn_conformance.generation.recipes import Draft, Profile, negative, tolerated, valid

PROTECTED, UNPROTECTED, PAYLOAD, SIGNATURE = range(4)
EXP = 4  # among the claims
CONTENT_TYPE, INITIALISATION_VECTOR = 3, 5  # among the header parameters (RFC 9052, table 3)
SIGN1, CWT = 18, 61
DETECTED, NOT_DETECTED = "260373001", "260415000"  # SNOMED CT
DAY = 86_400  # seconds
INVALID = ["signature-invalid"]


def _afterwards(position, change):
    """Change one element of the message when it is signed already."""
    return lambda message: Tagged(
        message.tag, [change(each) if n == position else each for n, each in enumerate(message.value)]
    )


def _replacing(old, new):
    """Put other bytes in the place of some that stand there exactly once."""

    def changed(encoded):
        assert encoded.count(old) == 1, old.hex()
        return encoded.replace(old, new)

    return changed


def _flipping(position, bit=0):
    """Flip one bit of the byte at this position."""

    def changed(encoded):
        flipped = bytearray(encoded)
        flipped[position] ^= 1 << bit
        return bytes(flipped)

    return changed


def _under(*tags):
    return lambda message: reduce(lambda inner, tag: Tagged(tag, inner), reversed(tags), message.value)


def _dose(draft):
    """Turn the second dose of a vaccination into the third, after it was signed."""
    return draft.at("array", _afterwards(PAYLOAD, _replacing(encode("dn") + encode(2), encode("dn") + encode(3))))


@valid(requirement="HCERT-SIG-007", version="1.3.0")
def nothing_changed(draft: Draft) -> Draft:
    """A vaccination certificate with a content type in its protected header, exactly as it was signed."""
    return draft.protected(content_type=CWT)


@negative(of=nothing_changed, requirement="HCERT-SIG-006", reasons=INVALID, forgery=True)
def bit_of_the_protected_header(draft: Draft) -> Draft:
    """One bit of the protected content type was flipped: 61 became 60.

    Algorithm and key identifier are untouched, so that nothing but the signature tells.
    """
    return draft.at("array", _afterwards(PROTECTED, _replacing(encode(CWT), encode(CWT - 1))))


@negative(of=nothing_changed, requirement="HCERT-SIG-006", reasons=["key-unknown", "signature-invalid"], forgery=True)
def bit_of_the_key_identifier(draft: Draft) -> Draft:
    """The lowest bit of the protected key identifier was flipped after signing.

    A verifier that tries all keys finds the right one, and then the signature does not cover what it received.
    """
    changed = _flipping(-1)(draft.dsc.kid)
    return draft.at("array", _afterwards(PROTECTED, _replacing(draft.dsc.kid, changed)))


@negative(of=nothing_changed, requirement="HCERT-SIG-006", reasons=INVALID, forgery=True)
def parameter_added_to_the_protected_header(draft: Draft) -> Draft:
    """A member under label 99 was put into the protected header when the signature was there already."""
    return draft.at("array", _afterwards(PROTECTED, lambda encoded: encode(cbor.read(encoded).value | {99: 1})))


@negative(of=nothing_changed, requirement="HCERT-SIG-006", reasons=INVALID, forgery=True)
def protected_header_in_another_order(draft: Draft) -> Draft:
    """The labels of the protected header changed places on the way; each member is still what was signed.

    Bytes are signed and not values. A verifier that sorts the labels before verifying does not see it.
    """
    return draft.at(
        "array", _afterwards(PROTECTED, lambda encoded: encode(dict(reversed(cbor.read(encoded).value.items()))))
    )


@negative(of=nothing_changed, requirement="HCERT-SIG-006", reasons=INVALID, forgery=True)
def one_day_more(draft: Draft) -> Draft:
    """The end of the certificate, exp, was moved by one day."""
    later = encode(draft.cwt[EXP] + DAY)
    return draft.at("array", _afterwards(PAYLOAD, _replacing(encode(draft.cwt[EXP]), later)))


@negative(of=nothing_changed, requirement="HCERT-SIG-006", reasons=INVALID, forgery=True)
def one_dose_more(draft: Draft) -> Draft:
    """The number of the dose went from two to three, a change of one bit in the claims."""
    return _dose(draft)


@negative(of=nothing_changed, requirement="HCERT-SIG-006", reasons=INVALID, forgery=True)
def another_birthday(draft: Draft) -> Draft:
    """The date of birth is no longer the one that was signed, so that the certificate fits somebody else."""
    born = draft.dcc["dob"]
    other = born[:-1] + ("1" if born[-1] != "1" else "2")
    return draft.at(
        "array", _afterwards(PAYLOAD, _replacing(encode("dob") + encode(born), encode("dob") + encode(other)))
    )


@negative(
    of=nothing_changed,
    requirement="HCERT-SIG-006",
    reasons=[
        "signature-invalid",
        "key-unknown",
        "key-not-authorised",
    ],  # keys may be looked up by iss (WHO HCERT 3.2.4)
    forgery=True,
)
def another_issuer(draft: Draft) -> Draft:
    """The country in iss was exchanged for another after signing."""
    old, new = (encode(1) + encode(country) for country in (draft.country, draft.other_country))
    return draft.at("array", _afterwards(PAYLOAD, _replacing(old, new)))


@negative(of=nothing_changed, requirement="HCERT-SIG-006", reasons=INVALID, forgery=True)
def claims_in_another_encoding(draft: Draft) -> Draft:
    """The claims were written anew in indefinite length behind the signer's back, value by value the same.

    Only who verifies over claims of his own encoding takes them for the signed ones.
    """
    return draft.at("array", _afterwards(PAYLOAD, lambda encoded: encode(Indefinite(cbor.read(encoded).value))))


@negative(
    of=nothing_changed,
    requirement="HCERT-SIG-006",
    reasons=["signature-invalid", "cbor-trailing-data", "cbor-malformed"],
    forgery=True,
)
def byte_added_to_the_claims(draft: Draft) -> Draft:
    """A zero byte was appended to the payload, which a reader of the first item never comes to."""
    return draft.at("array", _afterwards(PAYLOAD, lambda encoded: encoded + b"\x00"))


@negative(of=nothing_changed, requirement="HCERT-SIG-006", reasons=INVALID, forgery=True)
def last_bit_of_the_signature(draft: Draft) -> Draft:
    """The very last bit of the signature, the lowest of s, is flipped."""
    return draft.at("array", _afterwards(SIGNATURE, _flipping(-1)))


@negative(of=nothing_changed, requirement="HCERT-SIG-006", reasons=INVALID, forgery=True)
def first_bit_of_the_signature(draft: Draft) -> Draft:
    """The first bit of the signature, where r begins, has the opposite value."""
    return draft.at("array", _afterwards(SIGNATURE, _flipping(0, 7)))


@negative(
    of=nothing_changed, requirement="HCERT-SIG-006", reasons=["signature-invalid", "cose-malformed"], forgery=True
)
def dose_changed_and_tag_taken_off(draft: Draft) -> Draft:
    """Without a tag around it, the message has one dose more than was signed.

    Untagged messages take another way through many verifiers; that way must lead past the signature as well.
    """
    return _dose(draft).at("array", _under())


@negative(
    of=nothing_changed, requirement="HCERT-SIG-006", reasons=["signature-invalid", "cose-malformed"], forgery=True
)
def dose_changed_and_cwt_tag_put_around(draft: Draft) -> Draft:
    """The changed message wears the CWT tag around its COSE tag, for verifiers that unwrap tokens without verifying
    them.
    """
    return _dose(draft).at("array", _under(CWT, SIGN1))


@tolerated(of=nothing_changed, requirement="HCERT-SIG-007")
def unprotected_member_added(draft: Draft) -> Draft:
    """Somebody put an initialisation vector into the unprotected header after signing, where the signature does not
    reach.
    """
    return draft.at("array", _afterwards(UNPROTECTED, lambda header: header | {INITIALISATION_VECTOR: bytes(12)}))


@tolerated(of=nothing_changed, requirement="HCERT-COSE-018b")
def many_unprotected_members(draft: Draft) -> Draft:
    """Thirty private labels fill the unprotected header; its map needs a length of two bytes."""
    return draft.unprotected({-70_000 - n: n for n in range(30)})


@valid(requirement="HCERT-SIG-007", kind="test", version="1.3.0")
def unprotected_member_from_the_start(draft: Draft) -> Draft:
    """A test certificate of version 1.3.0 that was issued with a content type in its unprotected header."""
    return draft.unprotected(content_type=CWT)


@tolerated(of=unprotected_member_from_the_start, requirement="HCERT-SIG-007")
def bit_of_the_unprotected_header(draft: Draft) -> Draft:
    """One bit of the unprotected content type is flipped, 61 to 60, and nothing that was signed has changed."""
    return draft.at("array", _afterwards(UNPROTECTED, lambda header: header | {CONTENT_TYPE: CWT - 1}))


@tolerated(of=unprotected_member_from_the_start, requirement="HCERT-SIG-007")
def unprotected_member_removed(draft: Draft) -> Draft:
    """The unprotected header was emptied on the way from issuer to verifier."""
    return draft.at("array", _afterwards(UNPROTECTED, lambda _: {}))


@negative(of=unprotected_member_from_the_start, requirement="HCERT-SIG-006", reasons=INVALID, forgery=True)
def infection_no_longer_detected(draft: Draft) -> Draft:
    """A positive test was signed, and its result exchanged for a negative one."""
    signed = draft.payload({"t.0.tr": DETECTED})
    return signed.at("array", _afterwards(PAYLOAD, _replacing(encode(DETECTED), encode(NOT_DETECTED))))


@negative(of=unprotected_member_from_the_start, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def signature_of_another_person(draft: Draft) -> Draft:
    """The signature was cut from the certificate of somebody else, by the same signer on the same day."""
    other = draft.payload({"nam.fn": "Example", "nam.fnt": "EXAMPLE"})
    return draft.instead("signature", lambda _: write(other).layers["signature"])


@negative(of=unprotected_member_from_the_start, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def signature_of_the_certificate_before(draft: Draft) -> Draft:
    """Renewed claims carry the signature of the certificate that has run out.

    The signature is right for claims that differ in two numbers; it was verified once, perhaps, and remembered.
    """
    earlier = draft.claims(exp=draft.seconds(days=-3), iat=draft.seconds(days=-100))
    return draft.instead("signature", lambda _: write(earlier).layers["signature"])


@negative(of=unprotected_member_from_the_start, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def header_and_signature_of_another_certificate(draft: Draft) -> Draft:
    """Protected header and signature come from one certificate of the signer, the claims from another of the same
    person.
    """
    other = write(draft.protected({99: 1}).payload({"t.0.tc": "TEST ONLY Harbour"})).layers
    moved = draft.at("array", _afterwards(PROTECTED, lambda _: other["protected bytes"]))
    return moved.at("array", _afterwards(SIGNATURE, lambda _: other["signature"]))


@valid(requirement="HCERT-ALG-004", kind="recovery", version="1.2.0", profile=Profile(rsa="rsa-2048-06"))
def nothing_changed_under_ps256(draft: Draft) -> Draft:
    """A recovery certificate of version 1.2.0 as its RSA signer made it."""
    return draft


@negative(of=nothing_changed_under_ps256, requirement="HCERT-SIG-006", reasons=INVALID, forgery=True)
def recovery_of_longer_validity(draft: Draft) -> Draft:
    """The last day of the recovery, du, was moved ahead by changing its text, after an RSA signer had signed."""
    old, new = (encode("du") + encode(day) for day in (draft.dcc["r"][0]["du"], draft.date(150)))
    return draft.at("array", _afterwards(PAYLOAD, _replacing(old, new)))


@negative(of=nothing_changed_under_ps256, requirement="HCERT-SIG-006", reasons=INVALID, forgery=True)
def bit_in_the_middle_of_an_rsa_signature(draft: Draft) -> Draft:
    """One bit of byte 128 of an RSA signature is flipped, far from both ends."""
    return draft.at("array", _afterwards(SIGNATURE, _flipping(128, 3)))


@negative(of=nothing_changed_under_ps256, requirement="HCERT-SIG-008", reasons=INVALID, forgery=True)
def rsa_signature_of_another_certificate(draft: Draft) -> Draft:
    """An RSA signature over the first positive test of another day stands below this recovery."""
    other = draft.payload({"r.0.fr": draft.date(-90)})
    return draft.instead("signature", lambda _: write(other).layers["signature"])
