"""Two COSE libraries as opinions on a signature, and where each of them cannot have one, as rules on what is in the message.

`pycose` computes ES256 with `ecdsa`, in Python; for PS256 it asks OpenSSL, as the reference does. `cwt` asks OpenSSL for both,
and has a COSE layer of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cwt import COSE, COSEKey
from cwt.exceptions import CWTError
from ecdsa import NIST256p, ellipticcurve
from pycose.messages.cosemessage import CoseMessage
from pycose.messages.sign1message import Sign1Message

from gdhcn_conformance.credentials import cose
from gdhcn_conformance.model.vector import TrustEntry
from gdhcn_conformance.reference import pycose_library
from gdhcn_conformance.reference.trust_list import Listed
from tests.opinions.messages import Question

ALG, CRIT = 1, 2  # RFC 9052, table 3
SIGN1, SIGN, SELF_DESCRIBED = 18, 98, 55799  # RFC 9052, table 1; RFC 8949, section 3.4.6
ES256, PS256 = -7, -37

Rule = Callable[[Question], bool]


@dataclass(frozen=True, slots=True)
class Library:
    """One opinion: whether the key signed, an exception where it cannot say; the rules are by what they say of the message.

    `cannot` are the messages about which its opinion is worth nothing, `further` those that the reference cannot read, as
    RFC 9052 wants, and the library verifies all the same.
    """

    name: str
    verifies: Callable[[Question, TrustEntry, Listed], bool]
    cannot: Mapping[str, Rule]
    further: Mapping[str, Rule]


def by_pycose(question: Question, entry: TrustEntry, _: Listed) -> bool:
    message = CoseMessage.decode(question.message)
    return isinstance(message, Sign1Message) and pycose_library._verifies(message, entry.to_json())


def by_cwt(question: Question, _: TrustEntry, listed: Listed) -> bool:
    numbers = listed.key.public_numbers()
    key: dict[int, Any] = {2: question.kid or listed.kid}
    if hasattr(numbers, "x"):
        key |= {1: 2, 3: ES256, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
    else:
        key |= {1: 3, 3: PS256, -1: _bytes(numbers.n), -2: _bytes(numbers.e)}
    try:
        COSE.new().decode(question.message, [COSEKey.new(key)])
    except CWTError:  # its documented refusals; an unreadable message is one as well
        return False
    return True


def _bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8)


# -- where they cannot have an opinion ---------------------------------------------------------------------------------


def another_tag_than_18(question: Question) -> bool:
    """The message has no tag, or tag 61 around it: both libraries tell messages by the outermost tag, and know 18."""
    return question.tags != [SIGN1]


def label_twice(question: Question) -> bool:
    """A label stands twice: cbor2 keeps the last value, the reference's reader the first, and tells."""
    return "cose-duplicate-label" in question.codes


def algorithm_in_both_headers(question: Question) -> bool:
    """The algorithm is in both headers: pycose refuses, as the reference does in a step of its own."""
    return ALG in question.sign1.headers and ALG in question.sign1.unprotected


def algorithm_by_name(question: Question) -> bool:
    """A text label is the name of a registered one: pycose takes "alg" for label 1."""
    return any(isinstance(label, str) and label.upper() == "ALG" for label in question.sign1.headers)


def malformed_critical(question: Question) -> bool:
    """Label 2 has another value than an array of labels: pycose reads no further."""
    values = [header[CRIT] for header in (question.sign1.headers, question.sign1.unprotected) if CRIT in header]
    return any(not isinstance(v, list) or not v or not all(isinstance(each, int | str) for each in v) for v in values)


def shorter_than_the_modulus(question: Question) -> bool:
    """An RSA signature is shorter than the modulus: OpenSSL reads it as a number, where RFC 8017, 8.1.2, refuses by length."""
    sizes = [listed.key.key_size for _, listed in question.keys]
    return question.algorithm == PS256 and any(8 * len(question.sign1.signature) < size for size in sizes)


def sum_at_infinity(question: Question) -> bool:
    """The point that verifying computes is the one at infinity, which has no coordinates: `ecdsa` fails on that."""
    signature = question.sign1.signature
    if question.algorithm != ES256 or len(signature) != 64:
        return False
    n, r, s = NIST256p.order, int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    signed = cose.to_be_signed(question.sign1.protected, question.sign1.payload)
    digest, inverse = int.from_bytes(hashlib.sha256(signed).digest()), pow(s, -1, n)
    for _, listed in question.keys:
        point = listed.key.public_numbers()
        public = ellipticcurve.Point(NIST256p.curve, point.x, point.y, n)
        if NIST256p.generator * (digest * inverse % n) + public * (r * inverse % n) == ellipticcurve.INFINITY:
            return True
    return False


# -- where they go further than RFC 9052 -------------------------------------------------------------------------------


def break_for_a_value(question: Question) -> bool:
    """A header has a break for a value: cbor2 hands it out as an object of its own, against RFC 8949, section 3.2.1."""
    return "cbor-break" in question.malformed


def no_claims(question: Question) -> bool:
    """The payload is empty and rightly signed; that it holds no claims is not a matter of COSE."""
    return question.malformed.startswith("cose-payload") and question.elements[2] == b""


def null_for_a_header(question: Question) -> bool:
    """Null stands for a header: taken for an empty one, where section 3 wants a byte string and a map."""
    return None in question.elements[:2]


def no_map_in_the_protected_header(question: Question) -> bool:
    """The protected header holds no map: cwt verifies it as bytes and does not look, against section 3."""
    return question.malformed.startswith("cose-protected") and isinstance(question.elements[0], bytes)


def more_than_four_elements(question: Question) -> bool:
    """Elements after the fourth are not looked at, where section 4.2 has four."""
    return len(question.elements) > 4


def message_of_several_signers(question: Question) -> bool:
    """It is a COSE_Sign, which HCERT has no use for, and rightly signed as one."""
    return question.tags == [SIGN]


def self_described(question: Question) -> bool:
    """Tag 55799 stands around it, which cbor2 takes off; a policy leaves that open."""
    return question.tags[:1] == [SELF_DESCRIBED]


def _named(*rules: Rule) -> dict[str, Rule]:
    return {rule.__name__.replace("_", " "): rule for rule in rules}


LIBRARIES = (
    Library(
        "pycose",
        by_pycose,
        _named(
            another_tag_than_18,
            label_twice,
            algorithm_in_both_headers,
            algorithm_by_name,
            malformed_critical,
            shorter_than_the_modulus,
            sum_at_infinity,
        ),
        _named(break_for_a_value, no_claims, null_for_a_header, more_than_four_elements, self_described),
    ),
    Library(
        "cwt",
        by_cwt,
        _named(another_tag_than_18, label_twice, shorter_than_the_modulus),
        _named(
            break_for_a_value,
            no_claims,
            null_for_a_header,
            no_map_in_the_protected_header,
            message_of_several_signers,
            self_described,
        ),
    ),
)
