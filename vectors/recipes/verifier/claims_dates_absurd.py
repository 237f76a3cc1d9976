"""Dates that no calendar and few types hold: far beyond the year 9999, and in notations for very large numbers.

RFC 8392, section 2. What certainly refuses a certificate is expected to; where a far date, or its notation, may be taken
or left, either is recorded. In no case is it a reason to crash.
"""

from __future__ import annotations

from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.generation.recipes import Draft, negative, open_question, valid

EPOCH, BIGNUM = 1, 2  # tags (RFC 8949, section 3.4)
YEAR_10000 = 253_402_300_800  # the first second that dates with four digits for the year do not hold
HUGE = 1e300  # a double with three hundred digits before the point; no integer of 64 bits comes near
SMALLEST = 5e-324  # the smallest positive double
MALFORMED = ["claims-malformed", "cbor-malformed"]
PAST = ["expired", *MALFORMED]
FUTURE = ["issued-in-future", "not-yet-valid", *MALFORMED]
# Far beyond the end of the signer certificate, too, which a policy of its own leaves open.
BEYOND = [*MALFORMED, "dsc-expired", "expired"]


@valid(requirement="HCERT-CWT-021", kind="recovery", version="1.3.0")
def recovery(draft: Draft) -> Draft:
    """A recovery certificate lasts for the usual half year."""
    return draft


# -- an end that is too far away to have a date ------------------------------------------------------------------------


@open_question(of=recovery, requirement="HCERT-CWT-021", policy=None, reasons=BEYOND)
def exp_in_the_year_10000(draft: Draft) -> Draft:
    """exp is the first second of the year 10000, behind the last date that several standard libraries can express."""
    return draft.claims(exp=YEAR_10000)


@open_question(of=recovery, requirement="HCERT-CWT-021", policy=None, reasons=BEYOND)
def exp_of_2_to_the_63(draft: Draft) -> Draft:
    """The end of validity is 2 to the 63; an integer with a sign has no room for it in 64 bits."""
    return draft.claims(exp=2**63)


@open_question(of=recovery, requirement="HCERT-CWT-021", policy=None, reasons=BEYOND)
def exp_with_all_bits(draft: Draft) -> Draft:
    """Every bit of a 64-bit exp is one: the highest number that CBOR writes without a tag."""
    return draft.claims(exp=2**64 - 1)


@open_question(of=recovery, requirement="HCERT-CWT-017", policy=None, reasons=BEYOND)
def exp_of_300_digits(draft: Draft) -> Draft:
    """A floating-point exp has three hundred digits before its point, all of them ahead of now.

    Converted to an integer type it overflows, in some languages with an exception and in others to anything.
    """
    return draft.claims(exp=HUGE)


# -- notations of a big or exact number --------------------------------------------------------------------------------


@open_question(of=recovery, requirement="HCERT-CWT-018", policy=None, reasons=MALFORMED)
def exp_as_a_big_number(draft: Draft) -> Draft:
    """The right end is written as a big number, tag 2 around four bytes, which to some readers is simply an integer."""
    return draft.claims(exp=Tagged(BIGNUM, draft.seconds(days=180).to_bytes(4)))


@open_question(of=recovery, requirement="HCERT-CWT-018", policy=None, reasons=BEYOND)
def exp_beyond_64_bits(draft: Draft) -> Draft:
    """Nine bytes under the tag of big numbers say 2 to the 70, and that the certificate ends then."""
    return draft.claims(exp=Tagged(BIGNUM, (2**70).to_bytes(9)))


@open_question(of=recovery, requirement="HCERT-CWT-018", policy="tagged-numeric-date", reasons=MALFORMED)
def exp_as_a_tagged_float(draft: Draft) -> Draft:
    """Tag 1 stands before a floating-point number of seconds, as libraries write a time with milliseconds."""
    return draft.claims(exp=Tagged(EPOCH, draft.seconds(days=180) + 0.5))


# -- to be refused by any reading --------------------------------------------------------------------------------------


@negative(of=recovery, requirement="HCERT-CWT-013", reasons=FUTURE, also=["HCERT-CWT-017"])
def iat_of_300_digits(draft: Draft) -> Draft:
    """iat is a double of three hundred digits: whenever that is, it has not come yet."""
    return draft.claims(iat=HUGE)


@negative(of=recovery, requirement="HCERT-CWT-013", reasons=FUTURE, also=["HCERT-CWT-018"])
def iat_beyond_64_bits(draft: Draft) -> Draft:
    """The certificate will be issued at second 2 to the 70, by a big number of nine bytes.

    Its lowest 64 bits are all zero, and zero is long ago.
    """
    return draft.claims(iat=Tagged(BIGNUM, (2**70).to_bytes(9)))


@negative(of=recovery, requirement="HCERT-CWT-020", reasons=["not-yet-valid", "issued-in-future", *MALFORMED])
def nbf_of_300_digits(draft: Draft) -> Draft:
    """Validity begins at a time with three hundred digits, if a floating-point nbf is read, and never if it is not."""
    return draft.claims(nbf=HUGE)


@negative(of=recovery, requirement="HCERT-CWT-024", reasons=PAST)
def exp_of_300_digits_below_zero(draft: Draft) -> Draft:
    """A minus and three hundred digits make up an exp from before the universe."""
    return draft.claims(exp=-HUGE)


@negative(of=recovery, requirement="HCERT-CWT-007a", reasons=PAST, also=["HCERT-CWT-017"])
def exp_a_moment_after_1970_began(draft: Draft) -> Draft:
    """exp is the smallest number above zero that a double can hold.

    Truncated it is zero, the beginning of 1970. Zero is no sign that an end is missing.
    """
    return draft.claims(exp=SMALLEST)
