"""Values that are none: null and undefined members, and dates that are no number (RFC 8949, section 3.3)."""

import math
from typing import Any

from gdhcn_conformance.credentials.cbor import UNDEFINED
from gdhcn_conformance.credentials.cbor_writer import Float
from gdhcn_conformance.generation.recipes import Draft, negative, open_question, valid

NO_EXPIRY = ["claims-malformed", "claim-missing", "expired", "cbor-malformed"]
NO_ISSUE = ["claims-malformed", "claim-missing", "issued-in-future", "cbor-malformed"]
NOT_THERE = ["schema-invalid", "hcert-malformed"]
POLICY = "null-members"


@valid(requirement="HCERT-VER-100", kind="vaccination", version="1.3.0")
def dates_that_are_numbers(draft: Draft) -> Draft:
    """A vaccination certificate whose exp and iat are whole numbers of seconds, as they should be."""
    return draft


@negative(of=dates_that_are_numbers, requirement="HCERT-CBOR-015", reasons=NO_EXPIRY)
def expiry_is_not_a_number(draft: Draft) -> Draft:
    """exp is NaN, a float that is no number, in the two bytes of half precision.

    Every comparison with it is false, that it has passed included: asked so, the certificate never expires.
    """
    return draft.claims(exp=Float(math.nan, 2))


@negative(of=dates_that_are_numbers, requirement="HCERT-CBOR-015", reasons=NO_EXPIRY)
def expiry_is_not_a_number_in_eight_bytes(draft: Draft) -> Draft:
    """The NaN under exp has double precision.

    Converting it to an integer is an error in some languages and zero, or the largest number, in others.
    """
    return draft.claims(exp=Float(math.nan, 8))


@negative(of=dates_that_are_numbers, requirement="HCERT-CBOR-015", reasons=NO_EXPIRY)
def expiry_at_infinity(draft: Draft) -> Draft:
    """exp is positive infinity: a certificate without end, by comparison.

    It is no number of seconds; what has to be an instant cannot be made from it.
    """
    return draft.claims(exp=math.inf)


@negative(of=dates_that_are_numbers, requirement="HCERT-CBOR-015", reasons=NO_ISSUE)
def issue_is_not_a_number(draft: Draft) -> Draft:
    """NaN stands under iat, and exp is a proper date.

    Whether it lies in the future is answered with no, like all else that is asked about it.
    """
    return draft.claims(iat=Float(math.nan, 4))


@negative(of=dates_that_are_numbers, requirement="HCERT-CBOR-015", reasons=NO_ISSUE)
def issued_at_minus_infinity(draft: Draft) -> Draft:
    """iat is negative infinity, earlier than any date, and in single precision."""
    return draft.claims(iat=Float(-math.inf, 4))


@valid(requirement="HCERT-COSE-002", kind="vaccination")
def nothing_null(draft: Draft) -> Draft:
    """A vaccination certificate without null or undefined anywhere."""
    return draft


def _empty(draft: Draft, path: str, value: Any) -> Draft:
    """A member that has no value; whether it is read as absent or handed on is not compared."""
    return draft.payload({path: value}).expecting(draft.without_payload(path).dcc)


@open_question(of=nothing_null, requirement="HCERT-CBOR-014", policy=POLICY, reasons=NOT_THERE)
def given_name_null(draft: Draft) -> Draft:
    """The given name, an optional text, is null instead of being left out.

    Certificates of several countries had such members.
    """
    return _empty(draft, "nam.gn", None)


@open_question(of=nothing_null, requirement="HCERT-CBOR-014", policy=POLICY, reasons=[*NOT_THERE, "cbor-malformed"])
def given_name_undefined(draft: Draft) -> Draft:
    """Undefined, F7, is the value of the given name: what a JavaScript encoder makes of a missing one."""
    return _empty(draft, "nam.gn", UNDEFINED)


@open_question(of=nothing_null, requirement="HCERT-CBOR-014", policy=POLICY, reasons=NOT_THERE)
def other_groups_null(draft: Draft) -> Draft:
    """Beside the vaccination there are the groups t and r, both null.

    Encoders that write every member of a class produce it, and whole countries issued such certificates.
    """
    return draft.payload({"t": None, "r": None}).expecting(draft.dcc)


@negative(of=nothing_null, requirement="HCERT-CBOR-014", reasons=NOT_THERE, also=["HCERT-VRF-002"])
def number_of_doses_null(draft: Draft) -> Draft:
    """The number of doses given, which every vaccination must state, is null.

    Whether null is refused or means absent: a required member is not there. Read into a number, null may become 0.
    """
    return draft.payload({"v.0.dn": None})


@negative(of=nothing_null, requirement="HCERT-CBOR-014", reasons=NOT_THERE, also=["HCERT-SCH-007a"])
def only_group_null(draft: Draft) -> Draft:
    """The group v is null, and there is no other: the certificate says who somebody is, and attests nothing.

    A check that one of the three names is present is satisfied by it.
    """
    return draft.payload({"v": None})


@negative(of=nothing_null, requirement="HCERT-CBOR-014", reasons=[*NOT_THERE, "cbor-malformed"], also=["HCERT-VRF-002"])
def person_undefined(draft: Draft) -> Draft:
    """The member nam is undefined: a vaccination of nobody.

    Being present is not enough where a map with a name is required.
    """
    return draft.payload({"nam": UNDEFINED})
