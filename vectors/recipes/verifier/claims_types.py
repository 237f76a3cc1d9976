"""exp and iat of another type than number: none of them is a date, and none of them is *no date given*.

WHO HCERT 6.3: input is validated by type. What could be converted holds a date that leads to a refusal all the same.
"""

from __future__ import annotations

from datetime import timedelta

from gdhcn_conformance.credentials.cbor import UNDEFINED
from gdhcn_conformance.generation.recipes import Draft, negative, valid

MISTYPED_EXP = ["claims-malformed", "expired", "claim-missing", "cbor-malformed"]
MISTYPED_IAT = ["claims-malformed", "issued-in-future", "claim-missing", "cbor-malformed"]


@valid(requirement="HCERT-CWT-003", kind="recovery", version="1.2.0")
def recovery(draft: Draft) -> Draft:
    """Both dates of this recovery certificate are plain integers; it leaves out iss."""
    return draft.without_claims("iss")


# -- exp ---------------------------------------------------------------------------------------------------------------


@negative(of=recovery, requirement="HCERT-CBOR-015", reasons=MISTYPED_EXP, also=["HCERT-CWT-007a"])
def past_exp_as_digits(draft: Draft) -> Draft:
    """exp is a text string of digits, and the number they make lies two days back.

    Converted it is past, unconverted it is no date. Text compares as greater than numbers in some languages.
    """
    return draft.claims(exp=str(draft.seconds(days=-2)), iat=draft.seconds(days=-9))


@negative(of=recovery, requirement="HCERT-CBOR-015", reasons=MISTYPED_EXP, also=["HCERT-CWT-007a"])
def past_exp_as_date_text(draft: Draft) -> Draft:
    """The end of validity is a calendar date as text, and gone by.

    Read as a number up to the first hyphen it is the year 1970; read not at all it has no end.
    """
    ended = (draft.clock - timedelta(days=4)).strftime("%Y-%m-%d")
    return draft.claims(exp=ended, iat=draft.seconds(days=-9))


@negative(of=recovery, requirement="HCERT-CBOR-015", reasons=MISTYPED_EXP, also=["HCERT-CWT-007a"])
def past_exp_as_bytes(draft: Draft) -> Draft:
    """Four bytes, big-endian, spell an exp in the past: a byte string where an integer belongs."""
    return draft.claims(exp=draft.seconds(days=-2).to_bytes(4), iat=draft.seconds(days=-9))


@negative(of=recovery, requirement="HCERT-CBOR-015", reasons=MISTYPED_EXP)
def exp_is_true(draft: Draft) -> Draft:
    """exp says true, as if it stated that the certificate expires.

    Where booleans are numbers it is one second after the beginning of 1970.
    """
    return draft.claims(exp=True)


@negative(of=recovery, requirement="HCERT-CBOR-015", reasons=MISTYPED_EXP)
def exp_is_false(draft: Draft) -> Draft:
    """exp is false: it reads like a certificate that does not expire.

    Code that asks *if exp* before it compares skips the comparison.
    """
    return draft.claims(exp=False)


@negative(of=recovery, requirement="HCERT-CBOR-015", reasons=MISTYPED_EXP)
def exp_is_empty_text(draft: Draft) -> Draft:
    """The end of validity is a text string without a character in it."""
    return draft.claims(exp="")


@negative(of=recovery, requirement="HCERT-CBOR-015", reasons=MISTYPED_EXP)
def exp_in_words(draft: Draft) -> Draft:
    """exp reads *never*, in words that no clock can be compared with."""
    return draft.claims(exp="never")


@negative(of=recovery, requirement="HCERT-CBOR-015", reasons=MISTYPED_EXP, also=["HCERT-CWT-007a"])
def past_exp_in_an_array(draft: Draft) -> Draft:
    """A list of one date, which is past, takes the place of exp.

    Comparing an array with a number converts it in JavaScript, and is an error elsewhere.
    """
    return draft.claims(exp=[draft.seconds(days=-2)], iat=draft.seconds(days=-9))


@negative(of=recovery, requirement="HCERT-CBOR-015", reasons=MISTYPED_EXP)
def exp_as_a_map(draft: Draft) -> Draft:
    """exp is a map that gives seconds and nanoseconds apart, like a library's own type for instants."""
    return draft.claims(exp={"seconds": draft.seconds(days=180), "nanos": 0})


@negative(of=recovery, requirement="HCERT-CBOR-015", reasons=MISTYPED_EXP, also=["HCERT-CWT-005"])
def exp_is_undefined(draft: Draft) -> Draft:
    """The simple value *undefined* is all that stands under label 4.

    It survives comparisons: in JavaScript every one of them is false, also *later than exp*.
    """
    return draft.claims(exp=UNDEFINED)


# -- iat ---------------------------------------------------------------------------------------------------------------


@negative(of=recovery, requirement="HCERT-CBOR-015", reasons=MISTYPED_IAT, also=["HCERT-CWT-013"])
def future_iat_as_digits(draft: Draft) -> Draft:
    """A text string of digits says that the certificate will be issued in a week."""
    return draft.claims(iat=str(draft.seconds(days=7)))


@negative(of=recovery, requirement="HCERT-CBOR-015", reasons=MISTYPED_IAT, also=["HCERT-CWT-013"])
def future_iat_as_date_text(draft: Draft) -> Draft:
    """The date of issue stands in the claims as text, and is next week's.

    Without its type being looked at, the string is merely not later than now.
    """
    return draft.claims(iat=(draft.clock + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M:%SZ"))


@negative(of=recovery, requirement="HCERT-CBOR-015", reasons=MISTYPED_IAT, also=["HCERT-CWT-013"])
def future_iat_as_bytes(draft: Draft) -> Draft:
    """iat is a byte string whose four octets, read as a number, are a week ahead."""
    return draft.claims(iat=draft.seconds(days=7).to_bytes(4))


@negative(of=recovery, requirement="HCERT-CBOR-015", reasons=MISTYPED_IAT)
def iat_as_an_array(draft: Draft) -> Draft:
    """Year, month and day of issue are three integers in an array."""
    issued = draft.clock - timedelta(days=2)
    return draft.claims(iat=[issued.year, issued.month, issued.day])


@negative(of=recovery, requirement="HCERT-CBOR-015", reasons=MISTYPED_IAT)
def iat_is_an_empty_map(draft: Draft) -> Draft:
    """An empty map is given as the time of issue.

    A date type serialised without its private members looks like this.
    """
    return draft.claims(iat={})


@negative(of=recovery, requirement="HCERT-CBOR-015", reasons=MISTYPED_IAT, also=["HCERT-CWT-011"])
def iat_is_undefined(draft: Draft) -> Draft:
    """Under label 6 there is *undefined*, neither a date nor nothing."""
    return draft.claims(iat=UNDEFINED)
