"""The signed message and its headers: COSE_Sign1, algorithm, key identifier (RFC 9052; WHO HCERT 3.2.1 to 3.2.3)."""

from __future__ import annotations

import string
from typing import Any

from gdhcn_conformance.credentials import cbor, cose
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.issued.certificate import Issued, decoded
from gdhcn_conformance.issued.check import Findings, check, shown
from gdhcn_conformance.issued.signer import KID

ALG, CRIT, KEY_IDENTIFIER = 1, 2, cose.KEY_IDENTIFIER  # RFC 9052, section 3.1
ES256, PS256 = -7, -37  # RFC 9053, section 2.1; RFC 8230, section 2
NAMES = {ES256: "ES256", PS256: "PS256"}
SIGN, MACS = 98, (17, 97)  # RFC 9052, table 1
LAST_SYMMETRIC = 34  # 1 to 34 of the registry of COSE algorithms authenticate and encrypt with a shared key
_FROM_URL = str.maketrans("-_", "+/")  # the two alphabets of Base64 (RFC 4648)
ELEMENTS = {
    "cose-protected": "protected header",
    "cose-unprotected": "unprotected header",
    "cose-payload": "payload",
    "cose-signature-type": "signature",
}


def algorithm(issued: Issued) -> Any:
    """The algorithm that the message names, the protected header's before the other's; `None` where there is none."""
    return issued.message.headers.get(ALG, issued.message.unprotected.get(ALG))


def _tags(issued: Issued) -> tuple[int, ...] | None:
    """The tags around the message, the outermost first; `None` where it is no CBOR."""
    assert issued.zlib is not None
    try:
        value = cbor.read(issued.zlib.value).value
    except Malformed:
        return None
    found = []
    while isinstance(value, cbor.Tagged):
        found.append(value.tag)
        value = value.value
    return tuple(found)


def _stopped(issued: Issued, code: str) -> Findings:
    """What an element of the message is instead; `None` where the message cannot be read so far that it was looked at."""
    if issued.cose is not None:
        return []
    if not issued.stops("cose", code) or issued.stop is None:
        return None
    found, _, should = issued.stop.detail.partition(", should be ")
    return [f"got {found} as {ELEMENTS[code]}, should be {should or 'a byte string that holds a map'}"]


@check("HCERT-COSE-001a", needs="zlib")
def array_of_four(issued: Issued) -> Findings:
    """RFC 9052, section 4.2: the message is an array of four elements."""
    tags = _tags(issued)
    if tags is None:
        return None
    structure = issued.stops("cose", "cose-structure") and not {SIGN, *MACS, 16, 96} & set(tags)
    return [f"got {issued.stop.detail}"] if structure and issued.stop else []


@check("HCERT-COSE-001b", needs="zlib")
def single_signer(issued: Issued) -> Findings:
    """WHO HCERT 3.1: one signature, which COSE_Sign1 is for; COSE_Sign holds those of several signers."""
    tags = _tags(issued)
    if tags is None:
        return None
    return ["got COSE_Sign, tag 98, should be COSE_Sign1, tag 18"] if SIGN in tags else []


@check("HCERT-COSE-001c", needs="zlib")
def is_signed(issued: Issued) -> Findings:
    """WHO HCERT 3.1: the issuer signs with an asymmetric scheme, instead of a MAC or by encrypting."""
    tags = _tags(issued)
    if tags is None:
        return None
    other = [tag for tag in tags if tag in (*MACS, 16, 96)]
    return [f"got tag {tag}, a message {_made(tag)}, should be a signed one, tag 18" for tag in other]


def _made(tag: int) -> str:
    return "with a MAC" if tag in MACS else "that is encrypted"


@check("HCERT-COSE-004", needs="cose")
def tagged_as_sign1(issued: Issued) -> Findings:
    """dcc-quality-assurance: the message begins with tag 18."""
    assert issued.cose is not None
    codes = issued.cose.codes
    if "cose-untagged" in codes:
        return ["got a message without a tag, should be one under tag 18"]
    return ["got tag 61 around tag 18, should be tag 18 alone"] if "cose-cwt-tag" in codes else []


@check("HCERT-COSE-006", needs="zlib")
def cwt_tag_around_a_tag(issued: Issued) -> Findings:
    """RFC 8392, section 6: the CWT tag stands around a tagged message."""
    tags = _tags(issued)
    if tags is None:
        return None
    return ["got tag 61 around an untagged message, should be tag 18 between them"] if tags == (61,) else []


@check("HCERT-COSE-007", needs="zlib")
def no_other_tags(issued: Issued) -> Findings:
    """RFC 9052, section 2: one tag says what the message is; no others stand around it."""
    tags = _tags(issued)
    if tags is None:
        return None
    other = issued.stops("cose", "cose-tag") and tags != (61,)
    return [f"got tags {', '.join(map(str, tags))}, should be tag 18 alone"] if other else []


@check("HCERT-COSE-008", needs="zlib")
def protected_header(issued: Issued) -> Findings:
    """RFC 9052, section 3: the first element is a byte string that holds a map."""
    return _stopped(issued, "cose-protected")


@check("HCERT-COSE-009", needs="zlib")
def unprotected_header(issued: Issued) -> Findings:
    """RFC 9052, section 3: the second element is a map."""
    return _stopped(issued, "cose-unprotected")


@check("HCERT-COSE-010", needs="zlib")
def payload_is_inside(issued: Issued) -> Findings:
    """RFC 8392, section 7.1: the third element is a byte string with the claims, neither nil nor empty nor a map."""
    return _stopped(issued, "cose-payload")


@check("HCERT-COSE-011", needs="zlib")
def signature_is_bytes(issued: Issued) -> Findings:
    """RFC 9052, section 4.2: the fourth element is a byte string."""
    return _stopped(issued, "cose-signature-type")


def _details(issued: Issued, code: str) -> list[str]:
    assert issued.cose is not None
    return [each.detail for each in issued.cose.deviations if each.code == code]


@check("HCERT-COSE-015", needs="cose")
def labels_are_unique(issued: Issued) -> Findings:
    """RFC 9052, section 3: no label stands twice in a header."""
    return [f"got a label twice {each}, should be once" for each in _details(issued, "cose-duplicate-label")]


@check("HCERT-COSE-016", needs="cose")
def labels_in_one_header(issued: Issued) -> Findings:
    """RFC 9052, section 3: no label but the key identifier's stands in both headers."""
    return [f"got {each} in both headers, should be in one" for each in _details(issued, "cose-label-in-both")]


@check("HCERT-COSE-017", needs="cose")
def critical_labels(issued: Issued) -> Findings:
    """RFC 9052, section 3.1: critical labels are a non-empty array in the protected header, and stand there themselves."""
    if CRIT in issued.message.unprotected:
        return ["got crit in the unprotected header, should be in the protected one"]
    if CRIT not in issued.message.headers:
        return None
    listed = issued.message.headers[CRIT]
    if not isinstance(listed, list) or not listed:
        return [f"got {shown(listed)} for crit, should be an array of at least one label"]
    absent = [each for each in listed if not isinstance(each, int | str) or each not in issued.message.headers]
    return [f"got {shown(each)} in crit, should be a label of the protected header" for each in absent]


@check("HCERT-COSE-020", needs="cose")
def labels_are_the_integers(issued: Issued) -> Findings:
    """WHO HCERT 3.2.1: algorithm and key identifier stand under the labels 1 and 4, not under their names."""
    wrong = {"alg": ALG, "kid": KEY_IDENTIFIER, "1": ALG, "4": KEY_IDENTIFIER}
    given = [label for label in (*issued.message.headers, *issued.message.unprotected) if isinstance(label, str)]
    return [f"got the text label {each!r}, should be the integer {wrong[each]}" for each in given if each in wrong]


@check("HCERT-COSE-021", needs="cose")
def labels_are_integers_or_text(issued: Issued) -> Findings:
    """RFC 9052, section 1.5: a label is an integer or text."""
    return [f"got {each}, should be an integer or text" for each in _details(issued, "cose-label-type")]


@check("HCERT-ALG-001", needs="cose")
def algorithm_is_protected(issued: Issued) -> Findings:
    """RFC 9052, section 3.1: the algorithm is authenticated; WHO HCERT 3.2.1: in the protected header."""
    if ALG in issued.message.headers:
        return []
    found = "alg in the unprotected header only" if ALG in issued.message.unprotected else "no alg"
    return [f"got {found}, should be in the protected header"]


@check("HCERT-ALG-005a", needs="cose")
def algorithm_is_asymmetric(issued: Issued) -> Findings:
    """WHO HCERT 3.1: an asymmetric signature, no MAC and not none."""
    named = algorithm(issued)
    symmetric = type(named) is int and 0 <= named <= LAST_SYMMETRIC
    none = isinstance(named, str) and named.lower() == "none"
    return [f"got alg {shown(named)}, should be ES256 (-7) or PS256 (-37)"] if symmetric or none else []


@check("HCERT-ALG-005b", needs="cose")
def algorithm_is_one_of_two(issued: Issued) -> Findings:
    """WHO HCERT 3.2.2: ES256, or else PS256."""
    named = algorithm(issued)
    if named is None:
        return None
    return (
        []
        if type(named) is int and named in NAMES
        else [f"got alg {shown(named)}, should be -7 (ES256) or -37 (PS256)"]
    )


def _identifiers(issued: Issued) -> list[tuple[str, Any]]:
    headers = {"protected": issued.message.headers, "unprotected": issued.message.unprotected}
    return [(where, header[KEY_IDENTIFIER]) for where, header in headers.items() if KEY_IDENTIFIER in header]


@check("HCERT-KID-006", needs="cose")
def key_identifier_is_there(issued: Issued) -> Findings:
    """WHO HCERT 3.2.1: a certificate names its key."""
    return [] if _identifiers(issued) else ["got no key identifier, should be in the protected header"]


@check("HCERT-KID-003", needs="cose")
def key_identifier_is_protected(issued: Issued) -> Findings:
    """WHO HCERT 3.2.1: the key identifier is in the protected header; in the other one if required (3.2.3)."""
    where = [name for name, _ in _identifiers(issued)]
    if not where:
        return None
    return [] if "protected" in where else ["got kid in the unprotected header only, should be in the protected one"]


@check("HCERT-KID-002a", needs="cose")
def key_identifier_is_bytes(issued: Issued) -> Findings:
    """RFC 9052, section 3.1: a key identifier is a byte string."""
    given = _identifiers(issued)
    wrong = [f"got {shown(kid)} for kid, should be a byte string" for _, kid in given if not isinstance(kid, bytes)]
    return wrong if given else None


@check("HCERT-KID-002b", needs="cose")
def key_identifier_has_eight_octets(issued: Issued) -> Findings:
    """WHO HCERT, appendix A.1: eight octets, as they are and not as Base64 or hexadecimal text."""
    given = [kid for _, kid in _identifiers(issued) if isinstance(kid, bytes)]
    wrong = [kid for kid in given if len(kid) != KID]
    return [f"got {_described(kid)} for kid, should be eight octets" for kid in wrong] if given else None


def _described(kid: bytes) -> str:
    text = kid.decode("latin-1")
    if len(decoded(text.translate(_FROM_URL)) or b"") == KID:
        return f"the Base64 text {text!r}"
    if len(kid) == 2 * KID and set(text) <= set(string.hexdigits):
        return f"the hexadecimal text {text!r}"
    return f"{len(kid)} octets ({shown(kid.hex())})"
