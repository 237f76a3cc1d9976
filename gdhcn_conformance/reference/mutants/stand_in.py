"""How a bug in one step gets past the steps behind it, which are the reference's: they meet a key that has signed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec

from gdhcn_conformance.credentials import cose
from gdhcn_conformance.pki import keys
from gdhcn_conformance.reference.steps.examination import Examination
from gdhcn_conformance.reference.steps.message import ES256
from gdhcn_conformance.reference.trust_list import Listed, TrustList


@cache
def _key() -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(1, ec.SECP256R1())


def sign(exam: Examination) -> ec.EllipticCurvePublicKey:
    """Sign what was received with the stand-in's key, by ES256, and give the public one."""
    assert exam.sign1 is not None
    signed = cose.to_be_signed(exam.sign1.protected, exam.sign1.payload)
    exam.algorithm = ES256
    exam.sign1 = replace(exam.sign1, signature=keys.sign(_key(), signed, salt_name=""))
    return _key().public_key()


def replace_listed(exam: Examination, kid: bytes) -> None:
    """Sign, and put the stand-in's key into each entry under this identifier."""
    key = sign(exam)
    entries = tuple(replace(each, key=key) for each in exam.trust.signers.get(kid, ()))
    exam.trust = TrustList({**exam.trust.signers, kid: entries}, exam.trust.unreadable)


def anybody(exam: Examination) -> Listed:
    """Sign, and give an entry for the stand-in as for any document signer, valid at all times."""
    return Listed(exam.kid, "", frozenset({"DSC"}), "DCC", sign(exam), 0, 1 << 40, None)
