"""Bugs in the COSE message: its tags, its elements, and what is signed how."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from gdhcn_conformance.credentials import cbor_writer, cose
from gdhcn_conformance.pki import keys
from gdhcn_conformance.reference import issuer
from gdhcn_conformance.reference.issuer import Making
from gdhcn_conformance.reference.issuer_mutants.registry import EVERY_VECTOR, NOBODY, registry

MUTANTS, mutant = registry()
CWT, SIGN, SIGN1, MAC0 = 61, 98, 18, 17  # tags (RFC 8392, section 6; RFC 9052, section 2)
SELF_DESCRIBED = 55799  # RFC 8949, section 3.4.6
UNVERIFIED = "HCERT-SIG-011"


def elements(making: Making) -> list[Any]:
    """The four elements of the message, signed as they should be: protected, unprotected, payload, signature."""
    making.cwt, protected = cbor_writer.encode(making.claims), cbor_writer.encode(making.protected)
    return [protected, making.unprotected, making.cwt, _signature(making, cose.to_be_signed(protected, making.cwt))]


def _signature(making: Making, signed: bytes) -> bytes:
    return making.signer.sign(signed, "issued")


def send(making: Making, written: Sequence[Any], tags: Sequence[int] = (SIGN1,)) -> None:
    """Make the message of these elements."""
    making.message = cose.write(written, tags)


def _halves(signature: bytes) -> tuple[bytes, bytes]:
    return signature[: len(signature) // 2], signature[len(signature) // 2 :]


@mutant("HCERT-COSE-004", "sign")
def no_tag(making: Making) -> None:
    """The message has no tag."""
    send(making, elements(making), ())


@mutant("HCERT-COSE-006", "sign", EVERY_VECTOR, because=NOBODY)
def cwt_tag_alone(making: Making) -> None:
    """The message has the tag of a CWT and no other."""
    send(making, elements(making), (CWT,))


@mutant("HCERT-COSE-001b", "sign", EVERY_VECTOR, because=NOBODY)
def tag_of_several_signers(making: Making) -> None:
    """The message bears the tag of a message with several signers."""
    send(making, elements(making), (SIGN,))


@mutant("HCERT-COSE-001a", "sign", EVERY_VECTOR, because=NOBODY)
def five_elements(making: Making) -> None:
    """A null stands at the end of the message, for the external data."""
    send(making, [*elements(making), None])


@mutant("HCERT-COSE-008", "sign", EVERY_VECTOR, because=NOBODY)
def protected_header_as_a_map(making: Making) -> None:
    """The protected header is a map, not the bytes of one."""
    _, *others = elements(making)
    send(making, [making.protected, *others])


@mutant("HCERT-COSE-009", "sign", EVERY_VECTOR, because=NOBODY)
def unprotected_header_as_bytes(making: Making) -> None:
    """The unprotected header is written as the protected one is, as bytes."""
    protected, unprotected, payload, signature = elements(making)
    send(making, [protected, cbor_writer.encode(unprotected), payload, signature])


@mutant("HCERT-COSE-010", "sign", EVERY_VECTOR, because=NOBODY)
def payload_left_out(making: Making) -> None:
    """The payload is detached: null stands in its place."""
    protected, unprotected, _, signature = elements(making)
    send(making, [protected, unprotected, None, signature])


@mutant("HCERT-COSE-011", "sign", EVERY_VECTOR, because=NOBODY)
def signature_as_text(making: Making) -> None:
    """The signature is text, in Base64."""
    *others, signature = elements(making)
    send(making, [*others, base64.b64encode(signature).decode()])


@mutant("HCERT-CBOR-002", "sign")
def byte_behind_the_message(making: Making) -> None:
    """A byte follows the message, within the compressed data."""
    issuer.sign(making)
    making.message += b"\0"


@mutant("HCERT-SIG-001", "sign", UNVERIFIED, EVERY_VECTOR, because=NOBODY)
def der_signature(making: Making) -> None:
    """The signature is in DER, as cryptographic libraries give it; of RSA keys there is no such form."""
    *others, signature = elements(making)
    if isinstance(making.signer.key, ec.EllipticCurvePrivateKey):
        r, s = (int.from_bytes(half) for half in _halves(signature))
        signature = encode_dss_signature(r, s)
    send(making, [*others, signature])


@mutant("HCERT-SIG-001", "sign", UNVERIFIED, EVERY_VECTOR, because=NOBODY)
def s_before_r(making: Making) -> None:
    """The second half of an ES256 signature comes first."""
    *others, signature = elements(making)
    if isinstance(making.signer.key, ec.EllipticCurvePrivateKey):
        r, s = _halves(signature)
        signature = s + r
    send(making, [*others, signature])


@mutant("HCERT-COSE-012", "sign", UNVERIFIED, EVERY_VECTOR, because=NOBODY)
def payload_signed_alone(making: Making) -> None:
    """Signed is the payload, not the structure that COSE puts around it."""
    *others, payload, _ = elements(making)
    send(making, [*others, payload, _signature(making, payload)])


@mutant("HCERT-COSE-012", "sign", UNVERIFIED, EVERY_VECTOR, because=NOBODY)
def signed_as_one_of_several(making: Making) -> None:
    """Signed is the structure of a message with several signers."""
    protected, unprotected, payload, _ = elements(making)
    structure = cbor_writer.encode(["Signature", protected, b"", b"", payload])
    send(making, [protected, unprotected, payload, _signature(making, structure)])


@mutant("HCERT-COSE-012", "sign", UNVERIFIED, EVERY_VECTOR, because=NOBODY)
def signed_without_the_header(making: Making) -> None:
    """The signature is made before the protected header is filled in."""
    protected, unprotected, payload, _ = elements(making)
    send(making, [protected, unprotected, payload, _signature(making, cose.to_be_signed(b"", payload))])


@mutant("HCERT-SIG-011", "sign", EVERY_VECTOR, because=NOBODY)
def signed_with_another_key(making: Making) -> None:
    """The key is one of a test environment, not the one that was handed over."""
    *others, payload, _ = elements(making)
    signed = cose.to_be_signed(others[0], payload)
    send(making, [*others, payload, keys.sign(keys.derive("a test environment"), signed, salt_name="")])


@mutant("HCERT-COSE-001c", "sign", EVERY_VECTOR, because=NOBODY)
def tag_of_a_mac(making: Making) -> None:
    """The message bears the tag of one with a MAC."""
    send(making, elements(making), (MAC0,))


@mutant("HCERT-COSE-007", "sign", EVERY_VECTOR, because=NOBODY)
def tag_of_any_cbor(making: Making) -> None:
    """Around the message stands the tag that says that CBOR follows."""
    send(making, elements(making), (SELF_DESCRIBED, SIGN1))


@mutant("HCERT-CBOR-001", "sign", EVERY_VECTOR, because=NOBODY)
def message_cut_short(making: Making) -> None:
    """The last byte of the message is lost."""
    issuer.sign(making)
    making.message = making.message[:-1]
