"""Bugs in the headers: algorithm and key identifier."""

from __future__ import annotations

import base64
import hashlib

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gdhcn_conformance.credentials import cose
from gdhcn_conformance.credentials.cbor_writer import Pairs, encode
from gdhcn_conformance.reference import issuer
from gdhcn_conformance.reference.issuer import Making
from gdhcn_conformance.reference.issuer_mutants.message import send
from gdhcn_conformance.reference.issuer_mutants.registry import registry

MUTANTS, mutant = registry()
ALG, KID = 1, 4  # RFC 9052, section 3.1
NAMES = {-7: "ES256", -37: "PS256"}  # the IANA registry of COSE algorithms


@mutant("HCERT-KID-001", "headers")
def kid_of_the_public_key(making: Making) -> None:
    """The key identifier is the digest of the public key, not of the certificate."""
    key = making.signer.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    making.protected = {ALG: making.signer.algorithm, KID: hashlib.sha256(key).digest()[:8]}


@mutant("HCERT-KID-001", "headers")
def kid_from_the_end(making: Making) -> None:
    """The key identifier is the last eight octets of the digest."""
    digest = hashlib.sha256(making.signer.certificate).digest()
    making.protected = {ALG: making.signer.algorithm, KID: digest[-8:]}


@mutant("HCERT-KID-001", "headers")
def kid_by_sha1(making: Making) -> None:
    """The key identifier is of the thumbprint that certificate viewers show."""
    digest = hashlib.sha1(making.signer.certificate, usedforsecurity=False).digest()
    making.protected = {ALG: making.signer.algorithm, KID: digest[:8]}


@mutant("HCERT-KID-002a", "headers", "HCERT-KID-001", because="text is not the beginning of the digest")
def kid_as_text(making: Making) -> None:
    """The key identifier is text, in Base64 as trust lists show it."""
    making.protected = {ALG: making.signer.algorithm, KID: base64.b64encode(making.signer.kid).decode()}


@mutant("HCERT-KID-002b", "headers", "HCERT-KID-001", because="it is not the first eight octets either")
def kid_as_the_bytes_of_text(making: Making) -> None:
    """The key identifier is the bytes of its own Base64."""
    making.protected = {ALG: making.signer.algorithm, KID: base64.b64encode(making.signer.kid)}


@mutant("HCERT-KID-002b", "headers", "HCERT-KID-001", because="it is not the first eight octets either")
def kid_of_sixteen_bytes(making: Making) -> None:
    """The key identifier is twice as long as it should be."""
    digest = hashlib.sha256(making.signer.certificate).digest()
    making.protected = {ALG: making.signer.algorithm, KID: digest[:16]}


@mutant("HCERT-KID-006", "headers")
def kid_missing(making: Making) -> None:
    """There is no key identifier."""
    making.protected = {ALG: making.signer.algorithm}


@mutant("HCERT-KID-003", "headers")
def kid_unprotected(making: Making) -> None:
    """The key identifier stands in the unprotected header."""
    making.protected, making.unprotected = {ALG: making.signer.algorithm}, {KID: making.signer.kid}


@mutant("HCERT-ALG-001", "headers")
def algorithm_unprotected(making: Making) -> None:
    """The algorithm stands in the unprotected header."""
    making.protected, making.unprotected = {KID: making.signer.kid}, {ALG: making.signer.algorithm}


@mutant("HCERT-ALG-001", "headers")
def algorithm_missing(making: Making) -> None:
    """There is no algorithm."""
    making.protected = {KID: making.signer.kid}


@mutant("HCERT-ALG-005b", "headers", "HCERT-ALG-006", because="a name is no algorithm that a key fits")
def algorithm_by_name(making: Making) -> None:
    """The algorithm is given by its name."""
    making.protected = {ALG: NAMES[making.signer.algorithm], KID: making.signer.kid}


@mutant("HCERT-ALG-006", "headers")
def algorithm_of_another_kind_of_key(making: Making) -> None:
    """The header names PS256 for an EC key and ES256 for an RSA key."""
    making.protected = {ALG: -44 - making.signer.algorithm, KID: making.signer.kid}  # -7 and -37 change places


@mutant("HCERT-COSE-020", "headers", "HCERT-ALG-001", "HCERT-KID-006", because="under text they are not found")
def labels_as_text(making: Making) -> None:
    """The parameters of the header stand under their names."""
    making.protected = {"alg": making.signer.algorithm, "kid": making.signer.kid}


@mutant("HCERT-COSE-015", "sign")
def algorithm_twice(making: Making) -> None:
    """The protected header holds the algorithm twice."""
    pairs = (*making.protected.items(), (ALG, making.signer.algorithm))
    protected, making.cwt = encode(Pairs(pairs)), encode(making.claims)
    signature = making.signer.sign(cose.to_be_signed(protected, making.cwt), "issued")
    send(making, [protected, making.unprotected, making.cwt, signature])


@mutant("HCERT-COSE-016", "headers")
def algorithm_in_both_headers(making: Making) -> None:
    """The algorithm stands in both headers."""
    issuer.write_headers(making)
    making.unprotected = {ALG: making.signer.algorithm}


@mutant("HCERT-COSE-017", "headers")
def critical_and_unknown(making: Making) -> None:
    """A parameter is declared critical that does not stand in the header."""
    issuer.write_headers(making)
    making.protected |= {2: ["national"]}


@mutant("HCERT-COSE-021", "headers")
def label_of_bytes(making: Making) -> None:
    """A parameter of its own stands under a byte string."""
    issuer.write_headers(making)
    making.protected |= {b"national": 1}


@mutant("HCERT-ALG-005a", "headers", "HCERT-ALG-005b", "HCERT-ALG-006", because="a MAC is neither ES256 nor PS256")
def algorithm_of_a_mac(making: Making) -> None:
    """The algorithm is HMAC with SHA-256, as in web tokens."""
    making.protected = {ALG: 5, KID: making.signer.kid}
