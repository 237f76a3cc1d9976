"""Bugs in the choice of the signer and its key, and in what only RSA keys sign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from gdhcn_conformance.credentials import cbor_writer, cose
from gdhcn_conformance.reference import issuer
from gdhcn_conformance.reference.issuer import Making
from gdhcn_conformance.reference.issuer_mutants.message import UNVERIFIED, elements, send
from gdhcn_conformance.reference.issuer_mutants.registry import HEADERS, SIGNER, registry
from gdhcn_conformance.reference.own_keys import kind_of, signers
from gdhcn_conformance.reference.steps.examination import Refused

MUTANTS, mutant = registry()
UNREADABLE = "no verifier can use what RSA keys sign, and some vectors hand over such keys"


@mutant("HCERT-EKU-002", SIGNER)
def one_signer_for_all(_: Mapping[str, Any]) -> str:
    """All certificates are signed by the signer for tests."""
    return "test"


@mutant("HCERT-EKU-002", SIGNER)
def recovery_by_the_signer_for_tests(request: Mapping[str, Any]) -> str:
    """A recovery is signed by the signer for tests, since it was found by one."""
    kind = kind_of(request)
    return "test" if kind == "recovery" else kind


@mutant("HCERT-KID-016", HEADERS, "HCERT-KID-001", because="it is not of the digest of the signer's certificate")
def kid_of_another_signer(making: Making) -> None:
    """The key identifier is that of the signer for tests, whoever signs."""
    making.protected = {1: making.signer.algorithm, 4: signers()["test"].kid}


def _any(making: Making, reason: str, *, if_rsa: bool | None = None) -> None:
    """The reference's step, but for one of its reasons to refuse, perhaps of one kind of key only."""
    try:
        issuer.require_fitting_key(making)
    except Refused as refused:
        same_kind = if_rsa is None or if_rsa == isinstance(making.signer.key, rsa.RSAPrivateKey)
        if refused.reason != reason or not same_kind:
            raise


@mutant("HCERT-EKU-002", "key")
def signer_for_another_kind(making: Making) -> None:
    """What kind of certificates the signer may sign is not looked at."""
    _any(making, "key-usage-mismatch")


@mutant("HCERT-CWT-015", "key")
def signer_of_tomorrow(making: Making) -> None:
    """Whether the signer's certificate has begun is not looked at."""
    _any(making, "dsc-not-yet-valid")


@mutant("HCERT-ALG-007", "key")
def keys_on_any_curve(making: Making) -> None:
    """An EC key may be on any curve."""
    _any(making, "key-unsuitable", if_rsa=False)


@mutant("HCERT-ALG-008", "key", "HCERT-ALG-008c", because="longer keys than is usual are let through as well")
def rsa_keys_of_any_length(making: Making) -> None:
    """An RSA key may be of any length."""
    _any(making, "key-unsuitable", if_rsa=True)


@mutant("HCERT-ISS-001", "sign")
def rsa_keys_refused(making: Making) -> None:
    """An RSA key is refused, and that is not declared."""
    if isinstance(making.signer.key, rsa.RSAPrivateKey):
        raise Refused("key-unsuitable", "an EC key is needed")
    issuer.sign(making)


@mutant("HCERT-SIG-004", "sign", UNVERIFIED, "HCERT-ISS-001", because=UNREADABLE)
def longest_salt(making: Making) -> None:
    """The salt of a PS256 signature is as long as the key allows, as some libraries make it."""
    key = making.signer.key
    if not isinstance(key, rsa.RSAPrivateKey):
        issuer.sign(making)
        return
    making.cwt, protected = cbor_writer.encode(making.claims), cbor_writer.encode(making.protected)
    scheme = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.MAX_LENGTH)
    signature = key.sign(cose.to_be_signed(protected, making.cwt), scheme, hashes.SHA256())
    send(making, [protected, making.unprotected, making.cwt, signature])


@mutant("HCERT-SIG-005", "sign", UNVERIFIED, "HCERT-ISS-001", because=UNREADABLE)
def signature_as_a_signed_number(making: Making) -> None:
    """A zero stands before a PS256 signature, as before a number that must not be taken for a negative one."""
    *others, signature = elements(making)
    rsa_signed = isinstance(making.signer.key, rsa.RSAPrivateKey)
    send(making, [*others, b"\0" + signature if rsa_signed else signature])
