"""The picture of a certificate: QR symbols that are read, and pictures that hold none."""

import hashlib
import re

from gdhcn_conformance.generation.draft import write
from gdhcn_conformance.generation.recipes import Draft, negative, open_question, tolerated, valid

NOTE = -70_001  # a claim for private use (RFC 8392, section 9.1)
MOST_AT_Q, MOST_AT_L = 2420, 4296  # characters in a symbol of version 40 (ISO/IEC 18004, table 7, alphanumeric mode)


@valid(requirement="HCERT-QR-007", kind="vaccination", also=["HCERT-VRF-012"])
def usual_symbol(draft: Draft) -> Draft:
    """A picture of one QR symbol with error correction level Q, as the specification recommends."""
    return draft.as_image(error="q")


@tolerated(of=usual_symbol, requirement="HCERT-QR-007")
def least_error_correction(draft: Draft) -> Draft:
    """The symbol carries error correction level L, as many issuers chose to make the code easier to scan."""
    return draft.as_image(error="l")


@tolerated(of=usual_symbol, requirement="HCERT-QR-007")
def most_error_correction(draft: Draft) -> Draft:
    """Level H, the strongest correction, makes a symbol that is larger than any usual one."""
    return draft.as_image(error="h")


@tolerated(of=usual_symbol, requirement="HCERT-QR-007")
def largest_version(draft: Draft) -> Draft:
    """The certificate is printed in version 40, the largest symbol there is, mostly filled with padding."""
    return draft.as_image(version=40, scale=2)


def _filling(draft: Draft, most: int) -> Draft:
    """The certificate with a claim so long that its text has no room for another byte among this many characters."""
    short = len(write(draft).layers["zlib"])
    noise = hashlib.shake_256(f"{draft.name}{draft.setting.seed}".encode()).digest(most)
    # Two bytes make three characters; 64 bytes are more than tag, label and lengths take, less than zlib may save.
    for length in range(most * 2 // 3 - short + 64, 0, -1):
        filled = draft.claims({NOTE: noise[:length]})
        if len(write(filled).text) <= most:
            return filled
    raise LookupError("no room for any byte")


@tolerated(of=usual_symbol, requirement="HCERT-QR-007")
def full_symbol_at_the_usual_level(draft: Draft) -> Draft:
    """The largest symbol at level Q is filled to the last byte: an unknown claim takes what the certificate leaves.

    This is the most that an issuer can say with the error correction that is recommended.
    """
    return _filling(draft, MOST_AT_Q).as_image(version=40, error="q")


@tolerated(of=usual_symbol, requirement="HCERT-QR-007")
def full_symbol_at_the_lowest_level(draft: Draft) -> Draft:
    """All 4296 characters of version 40 at level L are used, by a certificate of close to three kilobytes.

    No symbol holds more. Readers with a buffer of four thousand characters cut it off.
    """
    return _filling(draft, MOST_AT_L).as_image(version=40, error="l")


@negative(of=usual_symbol, requirement="HCERT-QR-012", reasons=["qr-unreadable"], mutation="empty-file")
def empty_file(draft: Draft) -> Draft:
    """The picture is a file of no bytes at all.

    An image library answers with an exception, which must not end the verifier.
    """
    return draft.as_image(damage="empty")


@negative(of=usual_symbol, requirement="HCERT-QR-012", reasons=["qr-unreadable"], mutation="not-an-image")
def bytes_that_are_no_image(draft: Draft) -> Draft:
    """What is handed over as a picture has no image format's first bytes."""
    return draft.as_image(damage="no image")


@negative(of=usual_symbol, requirement="HCERT-QR-012", reasons=["qr-unreadable"], mutation="truncated-image")
def picture_cut_off(draft: Draft) -> Draft:
    """The PNG ends in the middle, as after an upload that broke off."""
    return draft.as_image(damage="cut off")


@negative(of=usual_symbol, requirement="HCERT-QR-012", reasons=["qr-unreadable"], mutation="no-symbol")
def blank_page(draft: Draft) -> Draft:
    """A sound picture that shows white paper and no symbol."""
    return draft.as_image(damage="blank")


@negative(of=usual_symbol, requirement="HCERT-QR-012", reasons=["qr-unreadable"], mutation="damaged-symbol")
def symbol_wiped_out(draft: Draft) -> Draft:
    """So much of the symbol is wiped out that error correction cannot restore the text."""
    return draft.as_image(damage="scratched")


@negative(of=usual_symbol, requirement="HCERT-QR-012", reasons=["qr-unreadable"], mutation="enormous-dimensions")
def picture_of_the_largest_dimensions(draft: Draft) -> Draft:
    """The PNG announces two thousand million pixels in either direction, and holds the few rows of a small one.

    Whoever asks for the memory first, and looks at the data then, does not get there.
    """
    return draft.as_image(damage="largest dimensions")


@negative(of=usual_symbol, requirement="HCERT-QR-012", reasons=["qr-unreadable"], mutation="overflowing-dimensions")
def picture_of_zero_pixels_in_32_bits(draft: Draft) -> Draft:
    """Width and height are announced as 65536 each; their product, in 32 bits, is zero.

    A bound on the number of pixels lets it pass, and a buffer of that size has room for none.
    """
    return draft.as_image(damage="overflowing dimensions")


@negative(
    of=usual_symbol,
    requirement="HCERT-CWT-007a",
    reasons=["expired"],
    also=["HCERT-VRF-012"],
    mutation="ended-as-a-picture",
)
def picture_of_an_ended_certificate(draft: Draft) -> Draft:
    """The symbol is sound, and the certificate in it ended a week ago.

    What is refused as text must be refused as a picture; a scanner with a verifier of its own may be more lenient.
    """
    return draft.claims(iat=draft.seconds(days=-28), exp=draft.seconds(days=-7))


@negative(
    of=usual_symbol,
    requirement="HCERT-KID-013",
    reasons=["signature-invalid"],
    also=["HCERT-VRF-012"],
    mutation="forged-as-a-picture",
    forgery=True,
)
def picture_of_a_forgery(draft: Draft) -> Draft:
    """The symbol is sound, and somebody who is on no list signed the certificate in it."""
    return draft.signed_by(draft.other_signer())


@negative(
    of=usual_symbol,
    requirement="HCERT-QR-014",
    reasons=["qr-unreadable", "base45-invalid", "zlib-invalid", "context-missing"],
    mutation="two-halves",
)
def certificate_in_two_symbols(draft: Draft) -> Draft:
    """Two symbols side by side hold the first and the second half of a certificate's text.

    The format knows one symbol. A reader that joins what it finds accepts a certificate that was never issued in this form.
    """
    return draft.as_image(halves=True)


def _forged(draft: Draft) -> str:
    """The text of a certificate for somebody else under a forger's signature."""
    other = {"nam.fn": "Forged", "nam.fnt": "FORGED", "dob": "1988-08-08"}
    return write(draft.payload(other).signed_by(draft.other_signer("forger"))).text


@open_question(of=usual_symbol, requirement="HCERT-QR-014", policy=None, reasons=["signature-invalid", "qr-unreadable"])
def forged_symbol_to_the_right(draft: Draft) -> Draft:
    """Beside the symbol of a good certificate stands that of a forged one; which of them is answered for is open."""
    return draft.as_image(right=_forged(draft))


@open_question(of=usual_symbol, requirement="HCERT-QR-014", policy=None, reasons=["signature-invalid", "qr-unreadable"])
def forged_symbol_to_the_left(draft: Draft) -> Draft:
    """A forged certificate's symbol comes first in the picture, and a good one's after it.

    Both answers are right that are true of one of the two symbols.
    """
    return draft.as_image(left=_forged(draft))


@negative(
    of=usual_symbol,
    requirement="HCERT-QR-014",
    reasons=["expired", "signature-invalid", "qr-unreadable"],
    mutation="each-half-good",
    forgery=True,
)
def ended_symbol_beside_a_forged_one(draft: Draft) -> Draft:
    """One certificate is genuine and has ended, the other is current and forged.

    Each has what the other lacks. A verifier that keeps its findings about one picture in one place adds them up.
    """
    return draft.claims(iat=draft.seconds(days=-28), exp=draft.seconds(days=-7)).as_image(right=_forged(draft))


@valid(requirement="HCERT-QR-013", kind="test")
def text_with_an_escape_in_it(draft: Draft) -> Draft:
    """A picture whose text happens to hold a percent sign followed by two hexadecimal digits.

    That is ordinary Base45. A reader that takes the text for a URL turns the three characters into one.
    """
    return _searching(draft, re.compile("%[4-7][0-9A-F]").search).as_image(error="q")


@valid(requirement="HCERT-QR-013", kind="recovery")
def text_with_two_blanks_in_a_row(draft: Draft) -> Draft:
    """A picture whose text holds two blanks in a row, each of them data.

    A reader that passes the text through HTML or a form field folds them into one.
    """
    return _searching(draft, re.compile("  ").search).as_image(error="q")


def _searching(draft: Draft, wanted) -> Draft:
    """The certificate issued so many seconds earlier that its text looks as wanted."""
    for earlier in range(10_000):  # one in fifty does, for the rarer of the two
        tried = draft.claims(iat=draft.seconds(days=-2, seconds=-earlier))
        if wanted(write(tried).text):
            return tried
    raise LookupError("no such text within 10000 tries")
