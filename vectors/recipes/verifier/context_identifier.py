"""The context identifier HC1: before the Base45 text, and what is only like it (WHO HCERT 4.2.2)."""

from gdhcn_conformance.generation.recipes import Draft, Profile, negative, open_question, valid

NOT_THERE = ["context-missing", "context-unsupported"]
NOT_SUPPORTED = ["context-unsupported", "context-missing"]
# HC1: itself stands there, so that what follows it may be what is found wrong.
AND_MORE = ["context-missing", "context-unsupported", "base45-invalid", "zlib-invalid"]


def _instead_of_the_identifier(draft: Draft, other: str) -> Draft:
    return draft.instead("text", lambda body: other + body)


@valid(requirement="HCERT-COSE-002")
def identifier_first(draft: Draft) -> Draft:
    """A vaccination certificate of the usual make, its text beginning with the four characters HC1 and colon."""
    return draft


@negative(of=identifier_first, requirement="HCERT-CTX-001", reasons=NOT_THERE)
def identifier_in_lower_case(draft: Draft) -> Draft:
    """The text begins with hc1: instead of HC1:, all else is as it was.

    A verifier that compares without regard to case, or turns the whole text into capitals first, accepts it.
    """
    return _instead_of_the_identifier(draft, "hc1:")


@negative(of=identifier_first, requirement="HCERT-CTX-001", reasons=NOT_THERE, mutation="identifier-in-mixed-case")
def one_letter_of_the_identifier_in_lower_case(draft: Draft) -> Draft:
    """Only the second letter of the identifier is small: Hc1.

    It gets past verifiers that look for HC1 and for hc1 each by itself and cut off four characters of whatever is left.
    """
    return _instead_of_the_identifier(draft, "Hc1:")


@negative(of=identifier_first, requirement="HCERT-CTX-001", reasons=NOT_THERE)
def identifier_without_its_colon(draft: Draft) -> Draft:
    """The colon is left out, and the Base45 text follows HC1 at once.

    Scripts that remove the first three characters, and a colon if there is one, read this as a certificate.
    """
    return _instead_of_the_identifier(draft, "HC1")


@negative(of=identifier_first, requirement="HCERT-CTX-001", reasons=NOT_THERE)
def four_blanks_for_the_identifier(draft: Draft) -> Draft:
    """Four blanks stand where the identifier should be.

    This tells who cuts off four characters without having looked at them.
    """
    return _instead_of_the_identifier(draft, "    ")


@negative(of=identifier_first, requirement="HCERT-CTX-001", reasons=NOT_THERE)
def full_width_identifier(draft: Draft) -> Draft:
    """The identifier is written in full-width forms, U+FF28 U+FF23 U+FF11 U+FF1A.

    Compatibility normalisation (NFKC) turns them into HC1 and colon; nothing in the format asks for it.
    """
    return _instead_of_the_identifier(draft, "\uff28\uff23\uff11\uff1a")


@negative(of=identifier_first, requirement="HCERT-CTX-001", reasons=NOT_THERE)
def nothing_but_a_part_of_the_identifier(draft: Draft) -> Draft:
    """The whole text is HC1, three characters long.

    Taking the fifth character of so short a text is an error in some languages, and must not end the verifier.
    """
    return draft.instead("text", lambda _: "HC1")


@valid(requirement="HCERT-VER-100", kind="recovery", version="1.0.0")
def identifier_of_an_early_certificate(draft: Draft) -> Draft:
    """A recovery certificate of schema version 1.0.0, which has the same context identifier as later ones."""
    return draft


@negative(of=identifier_of_an_early_certificate, requirement="HCERT-CTX-001", reasons=NOT_THERE)
def blank_before_the_identifier(draft: Draft) -> Draft:
    """A blank stands before HC1:, so that the first four characters are others.

    White space is stripped from both ends by verifiers that forget that a blank is a character of Base45.
    """
    return _instead_of_the_identifier(draft, " HC1:")


@negative(of=identifier_of_an_early_certificate, requirement="HCERT-CTX-001", reasons=NOT_THERE)
def byte_order_mark_before_the_identifier(draft: Draft) -> Draft:
    """U+FEFF, the byte order mark of a text file, comes before the identifier.

    Decoders of UTF-8 that drop the mark unasked hide it from the comparison.
    """
    return _instead_of_the_identifier(draft, "\ufeffHC1:")


@negative(of=identifier_of_an_early_certificate, requirement="HCERT-CTX-001", reasons=NOT_THERE)
def identifier_behind_a_web_address(draft: Draft) -> Draft:
    """The certificate is the fragment of a web address, HTTPS://EXAMPLE.ORG/#HC1: and so on.

    Whoever searches for the identifier anywhere in the text, or cuts at the last hash sign, finds a valid certificate.
    """
    return _instead_of_the_identifier(draft, "HTTPS://EXAMPLE.ORG/#HC1:")


@negative(of=identifier_of_an_early_certificate, requirement="HCERT-CTX-002", reasons=NOT_THERE)
def no_identifier(draft: Draft) -> Draft:
    """The text is the Base45 of a valid certificate with nothing before it.

    Several published verifiers take the identifier for optional and remove it only where it stands.
    """
    return _instead_of_the_identifier(draft, "")


@negative(of=identifier_of_an_early_certificate, requirement="HCERT-CTX-002", reasons=NOT_THERE)
def colon_alone(draft: Draft) -> Draft:
    """Of the identifier only the colon is left.

    Splitting the text at its first colon and taking the rest gives the certificate, whatever stood before.
    """
    return _instead_of_the_identifier(draft, ":")


@valid(requirement="HCERT-ALG-004", kind="test", profile=Profile(rsa="rsa-2048-01"))
def identifier_of_a_test_certificate(draft: Draft) -> Draft:
    """A test certificate signed with PS256, under the only context identifier that has been given out so far."""
    return draft


@negative(of=identifier_of_a_test_certificate, requirement="HCERT-CTX-003", reasons=NOT_SUPPORTED)
def second_version(draft: Draft) -> Draft:
    """The identifier is HC2, of a version that does not exist yet, before an encoding of the first.

    What HC2 will mean is not known, so reading it like HC1 is a guess (WHO HCERT 4.2.2).
    """
    return _instead_of_the_identifier(draft, "HC2:")


@negative(of=identifier_of_a_test_certificate, requirement="HCERT-CTX-003", reasons=NOT_SUPPORTED)
def version_named_by_a_letter(draft: Draft) -> Draft:
    """The version is the letter Z, the last of those reserved for successors.

    A pattern such as H, C, any character, colon lets it through.
    """
    return _instead_of_the_identifier(draft, "HCZ:")


@negative(of=identifier_of_a_test_certificate, requirement="HCERT-CTX-004", reasons=NOT_SUPPORTED)
def version_zero(draft: Draft) -> Draft:
    """HC0 stands before the colon: no version has, or ever will have, the number zero.

    Patterns that allow any digit in this place accept it.
    """
    return _instead_of_the_identifier(draft, "HC0:")


@negative(of=identifier_of_a_test_certificate, requirement="HCERT-CTX-004", reasons=NOT_SUPPORTED)
def version_named_by_a_small_letter(draft: Draft) -> Draft:
    """The version is a small letter a, which is outside the range reserved for versions.

    Read as a hexadecimal digit, or not at all, it is no obstacle.
    """
    return _instead_of_the_identifier(draft, "HCa:")


@negative(of=identifier_of_a_test_certificate, requirement="HCERT-CTX-004", reasons=NOT_THERE)
def version_ten(draft: Draft) -> Draft:
    """The identifier has two digits, HC10, and its colon one place later.

    It begins with HC1, which is enough for a verifier that compares three characters and then looks for the colon.
    """
    return _instead_of_the_identifier(draft, "HC10:")


@negative(of=identifier_of_a_test_certificate, requirement="HCERT-CTX-004", reasons=NOT_THERE)
def version_with_a_leading_zero(draft: Draft) -> Draft:
    """The version is written 01, a number equal to one and another identifier.

    Parsing the version as an integer makes the two alike.
    """
    return _instead_of_the_identifier(draft, "HC01:")


@negative(of=identifier_of_a_test_certificate, requirement="HCERT-CTX-004", reasons=AND_MORE)
def two_colons(draft: Draft) -> Draft:
    """A second colon follows the identifier, and is a character of Base45 there.

    Removing every colon at the front, instead of one, restores the certificate.
    """
    return _instead_of_the_identifier(draft, "HC1::")


@negative(of=identifier_of_a_test_certificate, requirement="HCERT-CTX-004", reasons=AND_MORE)
def identifier_twice(draft: Draft) -> Draft:
    """The identifier stands twice; the second one is then Base45 like all that follows.

    Replacing HC1: by nothing wherever it occurs, or removing it until it is gone, makes one certificate of it.
    """
    return _instead_of_the_identifier(draft, "HC1:HC1:")


@open_question(
    of=identifier_of_an_early_certificate,
    requirement="HCERT-CTX-006a",
    policy="trailing-newline-in-text",
    reasons=["base45-invalid", "context-missing"],
)
def line_feed_at_the_end(draft: Draft) -> Draft:
    """A line feed follows the last character, as scanners that act as keyboards add it.

    RFC 9285, section 6, has it refused; most verifiers strip it.
    """
    return draft.at("text", lambda text: text + "\n")


@open_question(
    of=identifier_first,
    requirement="HCERT-CTX-006a",
    policy="trailing-newline-in-text",
    reasons=["base45-invalid", "context-missing"],
)
def carriage_return_and_line_feed_at_the_end(draft: Draft) -> Draft:
    """The text ends with carriage return and line feed, the line break of Windows and of many hand scanners.

    A reader that strips one character only is left with the other.
    """
    return draft.at("text", lambda text: text + "\r\n")


@open_question(of=identifier_first, requirement="HCERT-CTX-005", policy=None, reasons=NOT_THERE)
def austrian_identifier(draft: Draft) -> Draft:
    """AT1: stands where HC1: should, as on Austria's national certificates, over a sound international one.

    A verifier may support national formats beside this one; what it does is recorded.
    """
    return _instead_of_the_identifier(draft, "AT1:")


@open_question(of=identifier_first, requirement="HCERT-CTX-005", policy=None, reasons=NOT_THERE)
def dutch_identifier(draft: Draft) -> Draft:
    """The text is led by NL2:, which the Netherlands used for domestic proofs of another format altogether."""
    return _instead_of_the_identifier(draft, "NL2:")
