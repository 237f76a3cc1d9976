"""The number that names the algorithm: signs, widths and types (RFC 9052, section 3.1; RFC 9053, table 1)."""

from gdhcn_conformance.generation.recipes import Draft, Profile, negative, valid

ES256, PS256 = -7, -37
UNSUPPORTED = ["algorithm-unsupported", "key-unsuitable"]
NO_NUMBER = ["algorithm-unsupported", "cose-malformed", "algorithm-missing", "cbor-malformed"]


@valid(requirement="HCERT-ALG-003", kind="recovery", version="1.2.0")
def minus_seven(draft: Draft) -> Draft:
    """A recovery certificate of version 1.2.0 under the algorithm with the negative number -7."""
    return draft


@negative(of=minus_seven, requirement="HCERT-ALG-005c", reasons=UNSUPPORTED)
def sign_of_es256_lost(draft: Draft) -> Draft:
    """The algorithm is the positive number 6, whose argument in CBOR is the same as that of -7.

    A reader that takes the argument and drops the sign cannot tell them apart; one published verifier did that.
    """
    return draft.protected(alg=-1 - ES256)


@negative(of=minus_seven, requirement="HCERT-ALG-005c", reasons=UNSUPPORTED)
def positive_seven(draft: Draft) -> Draft:
    """The number is 7, the amount of ES256 without its sign."""
    return draft.protected(alg=-ES256)


@negative(of=minus_seven, requirement="HCERT-ALG-005c", reasons=UNSUPPORTED)
def es256_in_a_byte(draft: Draft) -> Draft:
    """The number is 249, which a signed byte shows as -7."""
    return draft.protected(alg=256 + ES256)


@negative(of=minus_seven, requirement="HCERT-ALG-005c", reasons=UNSUPPORTED)
def es256_in_an_unsigned_word(draft: Draft) -> Draft:
    """The positive number 4294967289 becomes -7 when it is stored in a signed integer of 32 bits."""
    return draft.protected(alg=2**32 + ES256)


@negative(of=minus_seven, requirement="HCERT-ALG-005c", reasons=UNSUPPORTED)
def es256_below_a_byte(draft: Draft) -> Draft:
    """The number -263 lies 256 below ES256, and its lowest eight bits are equal.

    Readers that cut numbers down to a byte see ES256.
    """
    return draft.protected(alg=ES256 - 256)


@negative(of=minus_seven, requirement="HCERT-ALG-005c", reasons=UNSUPPORTED)
def es256_below_a_word(draft: Draft) -> Draft:
    """The number is smaller than that of ES256 by two to the 32nd, and loses its upper half in many a cast."""
    return draft.protected(alg=ES256 - 2**32)


@negative(of=minus_seven, requirement="HCERT-ALG-005c", reasons=[*UNSUPPORTED, "cose-malformed", "cbor-malformed"])
def lowest_number(draft: Draft) -> Draft:
    """The algorithm is the lowest integer of CBOR, minus two to the 64th, and few languages have a type for it."""
    return draft.protected(alg=-(2**64))


@negative(of=minus_seven, requirement="HCERT-ALG-005c", reasons=NO_NUMBER)
def name_of_es256(draft: Draft) -> Draft:
    """The algorithm is named by the text "ES256" instead of its number.

    COSE allows texts as algorithms, none is registered; libraries with names of their own accept this one.
    """
    return draft.protected(alg="ES256")


@negative(of=minus_seven, requirement="HCERT-ALG-005c", reasons=NO_NUMBER)
def digits_of_es256(draft: Draft) -> Draft:
    """The number of the algorithm is written as the text "-7", which weakly typed languages count with."""
    return draft.protected(alg="-7")


@negative(of=minus_seven, requirement="HCERT-ALG-005c", reasons=NO_NUMBER)
def algorithm_null(draft: Draft) -> Draft:
    """Label 1 is in the protected header with the value null, so that it is present and says nothing."""
    return draft.protected(alg=None)


@negative(of=minus_seven, requirement="HCERT-ALG-005c", reasons=NO_NUMBER)
def algorithm_in_a_list(draft: Draft) -> Draft:
    """The header offers a choice, an array with ES256 and PS256, in which a search for -7 succeeds."""
    return draft.protected(alg=[ES256, PS256])


@negative(of=minus_seven, requirement="HCERT-ALG-005c", reasons=NO_NUMBER)
def algorithm_in_a_byte_string(draft: Draft) -> Draft:
    """The value of label 1 is a byte string in which -7 is encoded once more."""
    return draft.protected(alg=b"\x26")


@valid(requirement="HCERT-ALG-004", version="1.3.0", profile=Profile(rsa="rsa-2048-06"))
def minus_thirty_seven(draft: Draft) -> Draft:
    """A vaccination certificate of version 1.3.0 under the algorithm with the number -37, which takes two bytes."""
    return draft


@negative(of=minus_thirty_seven, requirement="HCERT-ALG-005c", reasons=UNSUPPORTED)
def sign_of_ps256_lost(draft: Draft) -> Draft:
    """The algorithm is 36, the unsigned argument behind the number of PS256.

    The RSA signature is right; only the type of the number is not what it must be.
    """
    return draft.protected(alg=-1 - PS256)


@negative(of=minus_thirty_seven, requirement="HCERT-ALG-005c", reasons=UNSUPPORTED)
def ps256_below_a_byte(draft: Draft) -> Draft:
    """The number -293 and that of PS256 have their last byte in common."""
    return draft.protected(alg=PS256 - 256)


@negative(of=minus_thirty_seven, requirement="HCERT-ALG-005c", reasons=NO_NUMBER)
def name_of_ps256(draft: Draft) -> Draft:
    """An RSA signer writes the algorithm as the text "PS256", the way a JSON token would."""
    return draft.protected(alg="PS256")
