"""The signed message around the certificate's claims: COSE_Sign1 (RFC 9052 §4.2, which replaced RFC 8152).

The message is an array of four, with tag 18, without a tag, or with tag 18 inside tag 61, the CWT tag (RFC 8392 §6).

Codes of `Malformed`, beside those of `cbor` for the array as a whole:

* `cose-structure`: no array of four, or the tag of another COSE message (16, 17, 96, 97, 98);
* `cose-tag`: another stack of tags; tag 61 must stand around a tagged message (RFC 8392 §6);
* `cose-protected`: element 0 is no byte string that is empty or holds a map (RFC 9052 §3);
* `cose-unprotected`: element 1 is no map (RFC 9052 §3);
* `cose-payload`: element 2 is nil, the detached payload of RFC 9052 §4.1, or empty, or no byte string;
* `cose-signature-type`: element 3 is no byte string (RFC 9052 §4.2).

Deviations:

* `cose-untagged`: no tag (RFC 9052 §2 leaves it to the application);
* `cose-cwt-tag`: tag 61 around tag 18;
* `cose-empty-protected-map`: an empty map in the byte string instead of an empty byte string (RFC 9052 §3: senders
  SHOULD NOT, recipients MUST accept both);
* `cose-duplicate-label`: a label twice in one map, or a key twice in a map inside it; the message is malformed (RFC
  9052 §3), which the caller is left to say;
* `cose-label-in-both`: a label in both maps (RFC 9052 §3: applications SHOULD look for one; who goes on takes the
  protected value). Label 4, the key identifier, is left out, since HCERT has a rule of its own for it;
* `cose-label-type`: a label that is neither an integer nor a text, an error by RFC 9052 §1.5;
* those of `cbor` other than a duplicate key, their detail beginning with the place: `in the COSE array` or `in the
  protected header`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gdhcn_conformance.credentials import cbor, cbor_writer
from gdhcn_conformance.credentials.reading import Deviation, Malformed, Reading

SIGN1_TAG = 18  # RFC 9052 table 1
CWT_TAG = 61  # RFC 8392 §6
KEY_IDENTIFIER = 4  # RFC 9052 table 3

_OTHER_MESSAGES = {16: "COSE_Encrypt0", 17: "COSE_Mac0", 96: "COSE_Encrypt", 97: "COSE_Mac", 98: "COSE_Sign"}

# A map without pairs: in the shortest form, in indefinite length, and with a length of 1, 2, 4 or 8 bytes.
_EMPTY_MAPS = frozenset(
    map(cbor_writer.encode, ({}, cbor_writer.Indefinite({}), *(cbor_writer.Wide({}, width) for width in (1, 2, 4, 8))))
)
_CONTEXT = cbor_writer.head(cbor.ARRAY, 4) + cbor_writer.encode("Signature1")  # RFC 9052 §4.4
_NO_EXTERNAL_DATA = cbor_writer.encode(b"")


@dataclass(frozen=True, slots=True)
class Sign1:
    """A COSE_Sign1 message (RFC 9052 §4.2).

    `protected` is the content of the byte string as received, and `headers` the map that it holds, empty if it is.
    """

    protected: bytes
    unprotected: dict[Any, Any]
    payload: bytes
    signature: bytes
    headers: dict[Any, Any]


def read(data: bytes) -> Reading[Sign1]:
    """Read a COSE_Sign1 message that fills `data`. The signature is not looked at."""
    outer = cbor.read(data)
    deviations = list(_placed(outer.deviations, "in the COSE array"))
    elements = _untagged(outer.value, deviations)
    if not isinstance(elements, list) or len(elements) != 4:
        raise Malformed("cose-structure", f"{_kind(elements)}, should be an array of four")
    protected, unprotected, payload, signature = elements
    headers = _headers(protected, deviations)
    if not isinstance(unprotected, dict):
        raise Malformed("cose-unprotected", f"{_kind(unprotected)}, should be a map")
    if not isinstance(payload, bytes) or not payload:
        raise Malformed("cose-payload", f"{_kind(payload)}, should be a byte string that holds the claims")
    if not isinstance(signature, bytes):
        raise Malformed("cose-signature-type", f"{_kind(signature)}, should be a byte string")
    _check_labels(headers, unprotected, deviations)
    return Reading(Sign1(protected, unprotected, payload, signature, headers), tuple(deviations))


def to_be_signed(protected: bytes, payload: bytes, *, normalise_empty: bool = True) -> bytes:
    """Give the bytes under the signature: the Sig_structure of RFC 9052 §4.4 without external data.

    The protected header goes in as received and is never encoded anew. With one exception: a message without protected
    parameters may carry an empty byte string or an empty map in one, and for both the structure holds the empty byte
    string: §4.4 wants that form wherever there are no protected parameters, and §3 prefers it for being the one that is
    signed. Some implementations nevertheless put the received `A0` there; `normalise_empty=False` gives what they sign.
    """
    if normalise_empty and protected in _EMPTY_MAPS:
        protected = b""
    return b"".join(
        (
            _CONTEXT,
            cbor_writer.head(cbor.BYTES, len(protected)),
            protected,
            _NO_EXTERNAL_DATA,
            cbor_writer.head(cbor.BYTES, len(payload)),
            payload,
        )
    )


def write(elements: Iterable[Any], tags: Iterable[int] = (SIGN1_TAG,)) -> bytes:
    """Encode the elements of a message (protected, unprotected, payload, signature) inside `tags`, the outermost first.

    Any number of elements of any type is written, so that malformed messages can be made too; the protected header is a
    byte string, usually of `cbor_writer.encode`.
    """
    message: Any = list(elements)
    for tag in reversed(tuple(tags)):
        message = cbor.Tagged(tag, message)
    return cbor_writer.encode(message)


def _untagged(message: Any, deviations: list[Deviation]) -> Any:
    """Take off the tags that may stand around the message (RFC 9052 §2, RFC 8392 §6)."""
    tags = []
    while isinstance(message, cbor.Tagged):
        tags.append(message.tag)
        message = message.value
    if tags == [SIGN1_TAG]:
        return message
    if not tags:
        deviations.append(Deviation("cose-untagged", "no tag 18 around the array"))
    elif tags == [CWT_TAG, SIGN1_TAG]:
        deviations.append(Deviation("cose-cwt-tag", "tag 61 around tag 18"))
    elif tags[-1] in _OTHER_MESSAGES and tags[:-1] in ([], [CWT_TAG]):
        raise Malformed("cose-structure", f"{_OTHER_MESSAGES[tags[-1]]}, tag {tags[-1]}, should be COSE_Sign1")
    else:
        raise Malformed("cose-tag", f"tags {', '.join(map(str, tags))} around each other")
    return message


def _headers(protected: Any, deviations: list[Deviation]) -> dict[Any, Any]:
    """Read the protected header map (RFC 9052 §3)."""
    if not isinstance(protected, bytes):
        raise Malformed("cose-protected", f"{_kind(protected)}, should be a byte string")
    if not protected:
        return {}
    try:
        inner = cbor.read(protected)
    except Malformed as error:
        raise Malformed("cose-protected", f"{error.code}, {error.detail}") from error
    if not isinstance(inner.value, dict):
        raise Malformed("cose-protected", f"{_kind(inner.value)} in the byte string, should be a map")
    deviations.extend(_placed(inner.deviations, "in the protected header"))
    if not inner.value:
        deviations.append(Deviation("cose-empty-protected-map", f"{protected.hex()} in the byte string"))
    return inner.value


def _placed(deviations: Iterable[Deviation], place: str) -> Iterable[Deviation]:
    """Say where a deviation of the CBOR stands. What is read here has keys in header maps only."""
    for deviation in deviations:
        code = "cose-duplicate-label" if deviation.code == "cbor-duplicate-key" else deviation.code
        yield Deviation(code, f"{place}: {deviation.detail}")


def _check_labels(headers: dict[Any, Any], unprotected: dict[Any, Any], deviations: list[Deviation]) -> None:
    """Check the labels of both header maps (RFC 9052 §1.5 and §3)."""
    shared = [label for label in headers if label in unprotected and label != KEY_IDENTIFIER]
    deviations.extend(Deviation("cose-label-in-both", f"label {cbor.shown(label)}") for label in shared)
    odd = [label for label in (*headers, *unprotected) if not isinstance(label, int | str)]
    deviations.extend(Deviation("cose-label-type", f"label {cbor.shown(label)}") for label in odd)


def _kind(value: Any) -> str:
    """Name the type of a data item in the words of RFC 8949."""
    match value:
        case list():
            return f"an array of {len(value)}"
        case dict():
            return "a map"
        case bytes():
            return f"a byte string of {len(value)} bytes"
        case str():
            return "a text string"
        case bool() | None | cbor.UNDEFINED | cbor.Simple():
            return "a simple value"
        case int():
            return "an integer"
        case cbor.Tagged():
            return f"tag {value.tag}"
    return "a float"
