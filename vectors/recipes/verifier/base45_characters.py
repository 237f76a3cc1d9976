"""The alphabet of Base45: 45 characters, the blank among them, and no other (RFC 9285, sections 4.2 and 6)."""

import re
from collections.abc import Callable

from gdhcn_conformance.credentials.base45 import ALPHABET
from gdhcn_conformance.generation.draft import write
from gdhcn_conformance.generation.recipes import Draft, Profile, negative, tolerated, valid
from gdhcn_conformance.pki.authority import HEALTH_OIDS

# A text may be checked against a pattern as a whole, and what a decoder makes of a wrong character is no zlib stream.
REFUSED = ["base45-invalid", "zlib-invalid", "context-missing"]
# Where every character is of the alphabet, only what they stand for is wrong.
MISREAD = ["base45-invalid", "zlib-invalid"]


def _issued_when(draft: Draft, suits: Callable[[str], object]) -> Draft:
    """The certificate issued in the last second, two days ago or before, for which its Base45 text suits."""
    issued = (draft.claims(iat=draft.seconds(days=-2, seconds=-earlier)) for earlier in range(86_400))
    return next(each for each in issued if suits(write(each).layers["base45"]))


def _body(draft: Draft, change: Callable[[str], str]) -> Draft:
    return draft.at("base45", change)


def _insert(text: str, what: str) -> str:
    """The text with something put in between two groups of three."""
    return text[:60] + what + text[60:]


@valid(requirement="HCERT-B45-001")
def every_character(draft: Draft) -> Draft:
    """The text of this vaccination certificate uses each of the 45 characters of the alphabet."""
    return _issued_when(draft, lambda body: set(body) == set(ALPHABET))


@negative(of=every_character, requirement="HCERT-B45-002", reasons=REFUSED)
def tab_inside(draft: Draft) -> Draft:
    """A tab stands between two groups of the Base45 text.

    Decoders that drop white space, or any character they do not know, accept the text (RFC 9285, section 6).
    """
    return _body(draft, lambda body: _insert(body, "\t"))


@negative(of=every_character, requirement="HCERT-B45-002", reasons=REFUSED)
def line_feed_inside(draft: Draft) -> Draft:
    """One line feed breaks the Base45 text in two.

    A pattern whose dollar sign matches at each line's end, or a decoder that skips line ends as for Base64, misses it.
    """
    return _body(draft, lambda body: _insert(body, "\n"))


@negative(of=every_character, requirement="HCERT-B45-002", reasons=REFUSED)
def lines_of_76_characters(draft: Draft) -> Draft:
    """The whole text is wrapped in lines of 76 characters, as mail programs wrap Base64.

    Base45 has no line length, and its section 6 leaves no room for line breaks.
    """
    return _body(draft, lambda body: "\r\n".join(re.findall(".{1,76}", body)))


@negative(of=every_character, requirement="HCERT-B45-002", reasons=REFUSED)
def nul_behind_the_text(draft: Draft) -> Draft:
    """A NUL character and three more follow the last group.

    Code that hands the text to a C library as a string with a terminator never sees what comes after the NUL.
    """
    return _body(draft, lambda body: body + "\0ABC")


@negative(of=every_character, requirement="HCERT-B45-002", reasons=REFUSED)
def no_break_space_for_a_blank(draft: Draft) -> Draft:
    """The first blank of the text is a no-break space, U+00A0, as web pages and word processors put it.

    It counts as a blank for whoever folds all Unicode spaces into one.
    """
    return _body(draft, lambda body: body.replace(" ", "\u00a0", 1))


@valid(requirement="HCERT-TST-002", kind="test")
def letters_digits_and_signs(draft: Draft) -> Draft:
    """A test certificate that names no testing centre, whose text has a group of a colon and two other characters."""
    return _issued_when(draft.without_payload("t.0.tc"), _colon_leads)


def _colon_leads(body: str) -> re.Match[str] | None:
    """A group of three that begins with a colon (44) and goes on with a character below the last."""
    return re.match(r"(?:...)*?(?=:[^:])", body)


@negative(of=letters_digits_and_signs, requirement="HCERT-B45-002", reasons=REFUSED)
def unknown_character_counted_as_minus_one(draft: Draft) -> Draft:
    """A question mark stands for a colon, and the character behind it is one higher in the alphabet.

    Where the position of an unknown character in the alphabet is looked up as -1, and -1 is not taken for an error, the
    group has the value it had before: 44 more is what a step of the second character makes up for.
    """

    def change(body: str) -> str:
        at = _colon_leads(body).end()
        return body[:at] + "?" + ALPHABET[ALPHABET.index(body[at + 1]) + 1] + body[at + 2 :]

    return _body(draft, change)


@negative(of=letters_digits_and_signs, requirement="HCERT-B45-002", reasons=REFUSED)
def full_width_letter(draft: Draft) -> Draft:
    """The first A of the Base45 text is the full-width letter U+FF21.

    Normalising the text (NFKC) before it is decoded makes an A of it.
    """
    return _body(draft, lambda body: body.replace("A", "\uff21", 1))


@negative(of=letters_digits_and_signs, requirement="HCERT-B45-002", reasons=REFUSED)
def code_point_whose_low_byte_is_right(draft: Draft) -> Draft:
    """One character is replaced by the one 256 code points above it.

    Narrowing characters to bytes, by a cast or by an encoding that drops what does not fit, gives the old one back.
    """
    return _body(draft, lambda body: body[:61] + chr(ord(body[61]) + 0x100) + body[62:])


@negative(of=letters_digits_and_signs, requirement="HCERT-B45-002", reasons=REFUSED)
def soft_hyphen_inside(draft: Draft) -> Draft:
    """A soft hyphen, U+00AD, which no screen shows, lies within the text.

    Text copied from a PDF has such; removing all invisible characters lets it pass.
    """
    return _body(draft, lambda body: _insert(body, "\u00ad"))


@negative(of=letters_digits_and_signs, requirement="HCERT-B45-002", reasons=REFUSED)
def padding_at_the_end(draft: Draft) -> Draft:
    """An equals sign ends the text, in the way of Base64 and Base32.

    Base45 knows no padding; a decoder made from one for Base64 may still strip it.
    """
    return _body(draft, lambda body: body + "=")


@valid(requirement="HCERT-EKU-002", profile=Profile(usage=(HEALTH_OIDS["vaccination"],)))
def capitals(draft: Draft) -> Draft:
    """A vaccination certificate whose letters are capitals, S and K among them; its signer signs no other kind."""
    return _issued_when(draft, lambda body: "S" in body and "K" in body)


@negative(of=capitals, requirement="HCERT-B45-007", reasons=REFUSED)
def whole_body_in_lower_case(draft: Draft) -> Draft:
    """All letters after the context identifier are small.

    One published verifier turns its input into capitals and accepts this; the alphabet has capitals only.
    """
    return _body(draft, str.lower)


@negative(of=capitals, requirement="HCERT-B45-007", reasons=REFUSED)
def one_small_letter(draft: Draft) -> Draft:
    """A single letter of the text, the last S, is small.

    A lookup table filled for both cases accepts it; a test with a whole text in one case does not show that.
    """
    return _body(draft, lambda body: "s".join(body.rsplit("S", 1)))


@negative(of=capitals, requirement="HCERT-B45-007", reasons=REFUSED)
def long_s_for_an_s(draft: Draft) -> Draft:
    """The first S is the long s, U+017F, a letter beyond ASCII whose capital is S.

    Unicode rules for upper case make an S of it, so that the text seems to be of the alphabet.
    """
    return _body(draft, lambda body: body.replace("S", "\u017f", 1))


@negative(of=capitals, requirement="HCERT-B45-007", reasons=REFUSED)
def kelvin_sign_for_a_k(draft: Draft) -> Draft:
    """The first K is the Kelvin sign, U+212A.

    It equals k in every comparison without regard to case, and K after normalisation.
    """
    return _body(draft, lambda body: body.replace("K", "\u212a", 1))


@valid(requirement="HCERT-B45-008", kind="recovery")
def blank_in_the_middle(draft: Draft) -> Draft:
    """A recovery certificate whose Base45 text has a blank in the midst of it, as most texts have several."""
    return _issued_when(draft, lambda body: " " in body)


@tolerated(of=blank_in_the_middle, requirement="HCERT-B45-008")
def two_blanks_in_a_row(draft: Draft) -> Draft:
    """This certificate was issued in a second that gives its text two blanks side by side.

    Collapsing white space, as HTML does, spoils it.
    """
    return _issued_when(draft, lambda body: "  " in body)


@tolerated(of=blank_in_the_middle, requirement="HCERT-B45-008")
def blank_near_the_end(draft: Draft) -> Draft:
    """The last character but one is a blank, the latest place in which a text can have one.

    No encoding begins or ends with a blank: the header of a zlib stream and the limit of 65535 leave none there.
    """
    return _issued_when(draft, lambda body: body[-2] == " ")


@negative(of=blank_in_the_middle, requirement="HCERT-B45-008", reasons=MISREAD)
def two_blanks_collapsed_into_one(draft: Draft) -> Draft:
    """A certificate whose text had two blanks side by side has lost one of them, as in a browser.

    Nothing can bring it back; what is refused here for the wrong groups must not be guessed at.
    """
    doubled = _issued_when(draft, lambda body: "  " in body)
    return _body(doubled, lambda body: body.replace("  ", " ", 1))


@negative(of=blank_in_the_middle, requirement="HCERT-B45-008", reasons=MISREAD)
def blank_behind_the_text(draft: Draft) -> Draft:
    """A blank is added at the end of the text.

    It is a digit of value 36 there and makes the last group wrong; trimming the text hides it.
    """
    return _body(draft, lambda body: body + " ")


@negative(of=blank_in_the_middle, requirement="HCERT-B45-008", reasons=MISREAD)
def blank_behind_the_identifier(draft: Draft) -> Draft:
    """A blank separates HC1: from the Base45 text.

    Whoever trims what is left after the identifier was cut off reads a valid certificate.
    """
    return _body(draft, lambda body: " " + body)


@negative(of=blank_in_the_middle, requirement="HCERT-B45-008", reasons=MISREAD)
def blanks_removed(draft: Draft) -> Draft:
    """All blanks have been taken out of the text, by somebody who took them for layout.

    What is left has characters of the alphabet only and is no certificate; it must be refused, and crash nothing.
    """
    return _body(draft, lambda body: body.replace(" ", ""))
