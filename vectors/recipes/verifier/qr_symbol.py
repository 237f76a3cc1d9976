"""The picture of a certificate: QR symbols that are read, and pictures that hold none."""

import re

from gdhcn_conformance.generation.draft import write
from gdhcn_conformance.generation.recipes import Draft, negative, tolerated, valid


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
