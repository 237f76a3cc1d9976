"""The signature of an issued certificate and the DSC behind it."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509 import load_der_x509_certificate

from gdhcn_conformance.credentials import cbor_writer, cose
from gdhcn_conformance.generation.draft import Draft
from gdhcn_conformance.pki import pss
from gdhcn_conformance.pki.authority import HEALTH_OIDS, Profile
from tests.issued.drafts import MOMENT, PKI, begun, broken, issued, numbered, requirements_of, said

RSA = Profile(rsa="rsa-2048-01")
SALT = bytes(32)


def signature(change):
    return lambda draft: draft.at("signature", change)


def signing(make):
    return lambda draft: draft.instead("signature", lambda signed: make(draft.signer.key, signed))


def structure(make):
    """Sign another structure, made of protected header and claims."""
    return lambda draft: draft.instead("signed", lambda parts: make(*parts))


def der(raw: bytes) -> bytes:
    return encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))


def kid(make):
    return lambda draft: draft.protected(kid=make(draft.dsc.certificate))


def pem(certificate: bytes) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return hashlib.sha256(load_der_x509_certificate(certificate).public_bytes(Encoding.PEM)).digest()[:8]


def spki(certificate: bytes) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = load_der_x509_certificate(certificate).public_key()
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()[:8]


def by(profile: Profile):
    """Let another DSC issue it."""
    return lambda draft: draft.issued_by(draft.other_signer("other", profile))


def stranger(draft: Draft) -> Draft:
    return draft.signed_by(draft.other_signer("stranger"))


def named_other(draft: Draft) -> Draft:
    return draft.protected(kid=draft.other_signer("named").kid)


def end_and_a_second(draft: Draft) -> Draft:
    return draft.claims(exp=draft.seconds(days=730, seconds=1))


ES256 = [
    ("HCERT-SIG-001", signature(der), "got a DER signature of 7"),
    ("HCERT-SIG-001", signature(lambda raw: raw[:-1]), "got 63 octets, should be r and s, 64 octets"),
    ("HCERT-SIG-001", signature(lambda raw: raw[32:] + raw[:32]), "got s before r, should be r before s with the highest octet first"),
    ("HCERT-SIG-001", signature(lambda raw: raw[:32][::-1] + raw[32:][::-1]), "got r and s with the lowest octet first, should be"),
    ("HCERT-SIG-011", signature(lambda raw: bytes((raw[0] ^ 1,)) + raw[1:]), "got a signature that does not verify, should verify with the key of the DSC that was handed over or declared"),
    ("HCERT-COSE-012", structure(lambda _, claims: claims), "got a signature over the claims alone, should be over the Sig_structure of COSE_Sign1"),
    ("HCERT-COSE-012", structure(lambda headers, claims: cbor_writer.encode(["Signature", headers, b"", b"", claims])), "got a signature over the Sig_structure of COSE_Sign, should"),
    ("HCERT-COSE-012", structure(lambda headers, claims: cbor_writer.encode(["Signature", headers, b"", claims])), "got a signature over the context 'Signature', should"),
    ("HCERT-COSE-012", structure(lambda headers, claims: cbor_writer.encode(["Signature1", headers, claims])), "got a signature over a structure without external data, should"),
    ("HCERT-COSE-012", structure(lambda headers, claims: cbor_writer.encode(["Signature1", b"", b"", claims])), "got a signature over a structure without the protected header, should"),
    ("HCERT-COSE-012", structure(lambda headers, claims: cbor_writer.encode(["Signature1", cbor_writer.Raw(headers), b"", claims])), "got a signature over the protected header as a map, should"),
    ("HCERT-COSE-012", structure(lambda headers, claims: cbor_writer.encode(["Signature1", headers, b"", cbor_writer.Raw(claims)])), "got a signature over the claims as a map, should"),
    ("HCERT-COSE-012", structure(lambda headers, claims: cbor_writer.encode([headers, {}, claims, b""])), "got a signature over the message with an empty signature, should"),
    ("HCERT-KID-001", kid(lambda own: hashlib.sha1(own).digest()[:8]), " for kid (SHA-1 of the DSC), should be "),
    ("HCERT-KID-001", kid(lambda own: hashlib.sha512(own).digest()[:8]), " for kid (SHA-512 of the DSC), should be "),
    ("HCERT-KID-001", kid(lambda own: hashlib.sha256(own).digest()[-8:]), " for kid (the last octets of the digest), should be "),
    ("HCERT-KID-001", kid(pem), " for kid (SHA-256 of the DSC as PEM), should be "),
    ("HCERT-KID-001", kid(spki), " for kid (SHA-256 of the public key), should be "),
    ("HCERT-KID-001", kid(lambda _: bytes(8)), "got 0000000000000000 for kid, should be "),
    ("HCERT-KID-014", lambda draft: draft.claims(iss="XJ"), "got iss 'XJ', should be 'XA', the country of the DSC"),
    ("HCERT-EKU-002", by(Profile(usage=(HEALTH_OIDS["test"],))), "got a vaccination signed by a DSC for test, should be a DSC for it"),
    ("HCERT-EKU-005", by(Profile(usage=("1.3.6.1.4.1.0.1847.2021.1.2",))), "got a DSC for 1.3.6.1.4.1.0.1847.2021.1.2, should be 1.3.6.1.4.1.1847.2021.1.2"),
    ("HCERT-ALG-007", by(Profile(curve="p384")), "got a key on secp384r1, should be on P-256"),
    ("HCERT-ALG-006", lambda draft: draft.protected(alg=-37), "got alg -37 over a signature of ES256, should be -7"),
    ("HCERT-CWT-009", end_and_a_second, "should be no later than 2024-01-15T10:00:00Z, the DSC's end"),
    ("HCERT-CWT-015", by(Profile(not_before=-1)), "should be no earlier than 2022-01-14T10:00:00Z, the DSC's beginning"),
]  # fmt: skip
PS256 = [
    ("HCERT-SIG-004", signing(lambda key, signed: pss.sign(key, signed, b"")), "got a salt of another length, should be PSS"),
    ("HCERT-SIG-004", signing(lambda key, signed: pss.sign(key, signed, bytes(222))), "got a salt of another length, should be PSS"),
    ("HCERT-SIG-004", signing(lambda key, signed: pss.sign(key, signed, SALT, mask_digest="sha1")), "got MGF1 with SHA-1, should be PSS"),
    ("HCERT-SIG-004", signing(lambda key, signed: pss.sign(key, signed, SALT, digest="sha384")), "got PSS with SHA-384, should be PSS"),
    ("HCERT-SIG-004", signing(lambda key, signed: pss.sign(key, signed, SALT, digest="sha512")), "got PSS with SHA-512, should be PSS"),
    ("HCERT-SIG-004", signing(lambda key, signed: key.sign(signed, padding.PKCS1v15(), hashes.SHA256())), "got PKCS#1 v1.5, should be PSS"),
    ("HCERT-SIG-005", signature(lambda raw: b"\0" + raw), "got 257 octets, should be 256, as the modulus has"),
    ("HCERT-ALG-008", by(Profile(rsa="rsa-1024")), "got an RSA key of 1024 bits, should be 2048 or more"),
    ("HCERT-ALG-008c", by(Profile(rsa="rsa-4096")), "got an RSA key of 4096 bits, should be 3072 or fewer"),
    ("HCERT-ALG-006", lambda draft: draft.protected(alg=-7), "got alg -7 over a signature of PS256, should be -37"),
]  # fmt: skip
BREAKING = [*((*each, Profile()) for each in ES256), *((*each, RSA) for each in PS256)]
# Where the signature does not verify, that is told beside the reason; a validity to the DSC's end is long.
FOLLOWS = {
    "HCERT-SIG-001": {"HCERT-SIG-011"},
    "HCERT-SIG-004": {"HCERT-SIG-011"},
    "HCERT-SIG-005": {"HCERT-SIG-011"},
    "HCERT-COSE-012": {"HCERT-SIG-011"},
    "HCERT-CWT-009": {"HCERT-CWT-026"},
}


@pytest.mark.parametrize(("requirement", "change", "sentence", "profile"), BREAKING, ids=numbered(BREAKING))
def test_a_fault_is_told_by_its_requirement(requirement, change, sentence, profile):
    """A signature or DSC with one fault breaks the requirement about it, none that does not follow, and the sentence says how."""
    certificate = issued(change, profile=profile)
    found = said(requirement, certificate)
    assert found and len(found) == 1 and sentence in found[0]
    assert broken(certificate) - {requirement} <= FOLLOWS.get(requirement, set())


@pytest.mark.parametrize("profile", [Profile(), RSA, Profile(rsa="rsa-3072")], ids=["P-256", "RSA 2048", "RSA 3072"])
@pytest.mark.parametrize("kind", ["vaccination", "test", "recovery"])
def test_a_certificate_without_fault_meets_everything(profile, kind):
    """A certificate of any kind under any allowed key meets every requirement on signature and DSC."""
    assert broken(issued(profile=profile, kind=kind)) == set()


def test_every_requirement_is_broken_once():
    """For each check of the module there is a certificate here that breaks it."""
    elsewhere = {"HCERT-KID-016"}  # needs two DSCs
    assert {requirement for requirement, *_ in BREAKING} == requirements_of("signers") - elsewhere


def test_the_key_identifier_of_another_dsc():
    """A certificate that names another DSC than the one that signed it breaks two rules about the key identifier."""
    own, other = begun().dsc, begun().other_signer("named")
    certificate = issued(named_other, signers=[other, own])
    assert broken(certificate) == {"HCERT-KID-001", "HCERT-KID-016"}
    assert said("HCERT-KID-016", certificate) == [
        f"got the key identifier of a DSC that did not sign it ({other.kid.hex()}), should be {own.kid.hex()}"
    ]


def test_a_dsc_that_did_not_sign():
    """A certificate that somebody else signed is told as one whose signature does not verify."""
    own = begun().dsc
    assert broken(issued(stranger, signers=[own])) == {"HCERT-SIG-011"}
    assert said("HCERT-SIG-011", issued(stranger, signers=[own, PKI.signer("XB", "third")])) == [
        "got a signature that does not verify, should verify with the key of one of the 2 DSCs that were handed over or declared"
    ]


def test_nothing_is_said_of_signers_where_none_is_known():
    """Without a DSC nothing is said of who signed, whether he may and how long he can."""
    certificate = issued(stranger, signers=[])
    silent = requirements_of("signers") - {"HCERT-SIG-001"}
    assert all(said(name, certificate) is None for name in silent)


def test_of_two_certificates_for_one_key_the_named_one_counts():
    """Where a DSC was renewed for the same key, the certificate that the key identifier names is the signer."""
    own = begun().dsc
    renewed = PKI.reissued(own, "renewed", Profile(not_before=-1, not_after=30))
    for signers in ([own, renewed], [renewed, own]):
        assert broken(issued(signers=signers)) == set()
    assert "HCERT-CWT-009" in broken(issued(lambda draft: draft.protected(kid=renewed.kid), signers=[own, renewed]))


@pytest.mark.parametrize(("issuer", "country"), [("EL", "GR"), ("GR", "EL"), ("GB", "UK"), ("JE", "GB")])
def test_codes_that_stand_for_each_other(issuer, country):
    """Greece and the United Kingdom have several codes, any of which may be the issuer's or the DSC's."""
    signer = PKI.signer(country, "codes")
    certificate = issued(lambda draft: draft.issued_by(signer).claims(iss=issuer))
    assert said("HCERT-KID-014", certificate) == []


USAGES = {
    "its own": (HEALTH_OIDS["vaccination"],),
    "all": tuple(HEALTH_OIDS.values()),
    "none": None,
    "empty": (),
    "foreign": ("1.3.6.1.5.5.7.3.2",),
    "its own and a foreign one": (HEALTH_OIDS["vaccination"], "1.3.6.1.5.5.7.3.2"),
}


@pytest.mark.parametrize("usage", USAGES.values(), ids=USAGES)
def test_key_usages_that_allow_a_vaccination(usage):
    """A DSC may sign a vaccination that names vaccinations, or no kind at all."""
    assert broken(issued(by(Profile(usage=usage)))) == set()


def test_a_mistyped_usage_counts_as_meant():
    """A DSC whose mistyped OID names tests is no more one for vaccinations than with the right OID."""
    assert broken(issued(by(Profile(usage=("1.3.6.1.4.1.0.1847.2021.1.1",))))) == {"HCERT-EKU-002", "HCERT-EKU-005"}


def test_each_kind_of_a_certificate_is_covered():
    """A certificate of two kinds is signed by a DSC for both."""
    test = begun("test").dcc["t"]
    both = lambda draft: by(Profile(usage=(HEALTH_OIDS["vaccination"],)))(draft.payload({"t": test}))
    assert said("HCERT-EKU-002", issued(both)) == ["got a test signed by a DSC for vaccination, should be a DSC for it"]


def test_the_limits_of_the_dsc_belong_to_it():
    """A certificate may be issued in the first second of its DSC and end in the last."""
    edge = lambda draft: by(Profile(not_before=-1, not_after=30))(draft).claims(
        iat=int((MOMENT - timedelta(days=1)).timestamp()), exp=int((MOMENT + timedelta(days=30)).timestamp())
    )
    assert broken(issued(edge)) == set()


def test_an_es256_signature_on_another_curve_has_the_length_of_that_curve():
    """A signature on P-384 of 96 octets is right by RFC 9053; the curve is what is wrong."""
    assert said("HCERT-SIG-001", issued(by(Profile(curve="p384")))) == []


def test_an_empty_protected_header_signed_as_received():
    """A signature over an empty map as protected header is named, where the standard wants the empty byte string."""

    def change(draft: Draft) -> Draft:
        moved = draft.without_protected("alg", "kid").unprotected(alg=-7, kid=draft.dsc.kid)
        return structure(lambda headers, claims: cose.to_be_signed(headers, claims, normalise_empty=False))(moved)

    assert said("HCERT-COSE-012", issued(change)) == [
        "got a signature over an empty map as protected header, should be over the Sig_structure of COSE_Sign1"
    ]


def test_base64_of_a_kid_is_not_found_by_its_origin():
    """A key identifier in Base64 is shown as it is, in hexadecimal."""
    text = base64.b64encode(begun().dsc.kid)
    found = said("HCERT-KID-001", issued(lambda draft: draft.protected(kid=text)))
    assert found == [f"got {text.hex()} for kid, should be {begun().dsc.kid.hex()}, SHA-256 of the DSC"]
