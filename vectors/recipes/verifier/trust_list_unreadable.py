"""Entries that cannot be read, or only with forbearance, beside good ones (real lists hold all of these).

The unreadable entry stands first on the list: reading it must not end the reading.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from asn1crypto.x509 import Certificate, TbsCertificate
from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from gdhcn_conformance.generation.recipes import Draft, Profile, negative, tolerated, valid
from gdhcn_conformance.pki.authority import Signer

BASIC_CONSTRAINTS = ExtensionOID.BASIC_CONSTRAINTS
# The bytes in a signer certificate that an unreadable one has otherwise.
P256 = bytes.fromhex("06082a8648ce3d030107")  # the object identifier of the curve
UNKNOWN_CURVE = bytes.fromhex("06082a8648ce3d03017f")  # next to it, never given to a curve
POINT = bytes.fromhex("03420004")  # an uncompressed point, as a bit string of 65 octets
VERSION_3, VERSION_4 = bytes.fromhex("a003020102"), bytes.fromhex("a003020103")
YEARS = b"\x17\x0d"  # a UTCTime of thirteen characters
# Changed after it was signed, the certificate is also none that its authority issued.
REFUSED = ["dsc-unreadable", "key-unknown", "key-unsuitable", "signature-invalid", "dsc-untrusted"]


def _stranger(draft: Draft) -> Signer:
    return draft.other_signer("unreadable")


def _first(draft: Draft, certificate: bytes) -> Draft:
    """The draft's own list, with an entry for this certificate before it."""
    return draft.trusting(replace(_stranger(draft), certificate=certificate).listed(), *draft.listed)


def _edited(draft: Draft, change: Callable[[TbsCertificate], None]) -> bytes:
    """A stranger's certificate whose content was changed; the signature on it is the old one."""
    certificate = Certificate.load(_stranger(draft).certificate)
    change(certificate["tbs_certificate"])
    return certificate.dump(force=True)


@valid(requirement="HCERT-DSC-003", kind="test", version="1.3.0")
def test(draft: Draft) -> Draft:
    """The list with a test certificate's signer holds certificates that any parser reads."""
    return draft


# -- they do not disturb the rest --------------------------------------------------------------------------------------


@tolerated(of=test, requirement="HCERT-DSC-003")
def not_asn_1(draft: Draft) -> Draft:
    """The first entry's certificate is a sentence in ASCII, which no reading of DER makes a certificate of."""
    return _first(draft, b"TEST ONLY, no certificate at all")


@tolerated(of=test, requirement="HCERT-DSC-003")
def no_bytes(draft: Draft) -> Draft:
    """An entry without any certificate bytes goes ahead of the signer's.

    Its member is there and empty: what is written when an upload has failed half-way.
    """
    return _first(draft, b"")


@tolerated(of=test, requirement="HCERT-DSC-003")
def byte_behind_the_certificate(draft: Draft) -> Draft:
    """A line feed follows the certificate in the first entry.

    It came with a file; strict parsers refuse the entry, others read over it.
    """
    return _first(draft, _stranger(draft).certificate + b"\n")


@tolerated(of=test, requirement="HCERT-DSC-003")
def unknown_curve(draft: Draft) -> Draft:
    """An entry's key lies on a curve that nobody has heard of.

    The certificate is parsed without trouble, and its key raises the exception later, outside the handler.
    """
    return _first(draft, _stranger(draft).certificate.replace(P256, UNKNOWN_CURVE))


@tolerated(of=test, requirement="HCERT-DSC-003")
def point_off_the_curve(draft: Draft) -> Draft:
    """The coordinates in the first entry do not satisfy the equation of its curve.

    Libraries notice when the key is loaded, not when the certificate is.
    """
    before, after = _stranger(draft).certificate.split(POINT)
    return _first(draft, before + POINT + bytes(64) + after[64:])


@tolerated(of=test, requirement="HCERT-DSC-003")
def negative_serial_number(draft: Draft) -> Draft:
    """The first certificate has a negative serial number.

    RFC 5280 forbids it and asks readers to cope with it; some libraries have begun to refuse.
    """
    return _first(draft, _edited(draft, lambda tbs: tbs.__setitem__("serial_number", -2021)))


@tolerated(of=test, requirement="HCERT-DSC-003")
def version_1(draft: Draft) -> Draft:
    """A certificate of version 1, without extensions, stands on the list as a signer's.

    Code that fetches the authority key identifier, or key usage, of every entry finds nothing to fetch from.
    """

    def older(tbs: TbsCertificate) -> None:
        tbs["version"] = "v1"
        tbs["extensions"] = None

    return _first(draft, _edited(draft, older))


@tolerated(of=test, requirement="HCERT-DSC-003")
def version_that_does_not_exist(draft: Draft) -> Draft:
    """The first entry claims version 4 of X.509, which has three.

    Parsers raise an error of a class of its own for that, besides the one for bad DER.
    """
    return _first(draft, _stranger(draft).certificate.replace(VERSION_3, VERSION_4, 1))


@tolerated(of=test, requirement="HCERT-DSC-003")
def default_written_out(draft: Draft) -> Draft:
    """Basic constraints spell out their default, FALSE, in an entry: not DER in the strict sense.

    Several signers in production had this; some parsers refuse all extensions of such a certificate.
    """
    value = x509.UnrecognizedExtension(BASIC_CONSTRAINTS, bytes.fromhex("3003010100"))  # a sequence of the one boolean
    profile = Profile(extensions=(x509.Extension(BASIC_CONSTRAINTS, True, value),))
    return _first(draft, draft.other_signer("unreadable", profile).certificate)


@tolerated(of=test, requirement="HCERT-DSC-003")
def impossible_date(draft: Draft) -> Draft:
    """The validity of the first certificate begins on the 45th day of a month."""
    certificate = _stranger(draft).certificate
    day = certificate.index(YEARS) + len(YEARS) + len("YYMM")
    return _first(draft, certificate[:day] + b"45" + certificate[day + 2 :])


@tolerated(of=test, requirement="HCERT-DSC-003")
def several_at_once(draft: Draft) -> Draft:
    """Four unreadable entries, before and behind the good ones, make up most of the list."""
    der = _stranger(draft).certificate
    broken = [der[:100], der.replace(P256, UNKNOWN_CURVE), b"\x30\x80", der[1:]]
    entries = [replace(_stranger(draft), certificate=each).listed() for each in broken]
    return draft.trusting(*entries[:2], *draft.listed, *entries[2:])


# -- they vouch for nothing --------------------------------------------------------------------------------------------


def _naming(draft: Draft, certificate: bytes) -> Draft:
    """The unreadable entry is the one that the certificate names, and the key it once had signs."""
    stranger = replace(_stranger(draft), certificate=certificate)
    return _first(draft, certificate).protected(kid=stranger.kid).signed_by(stranger)


@negative(of=test, requirement="HCERT-DSC-003", reasons=REFUSED, forgery=True)
def signer_is_not_asn_1(draft: Draft) -> Draft:
    """The certificate names an entry of the list whose own certificate is no DER at all.

    The identifier is found, the key is not: a function that then returns its initial value may say *valid*.
    """
    return _naming(draft, b"TEST ONLY, no certificate either")


@negative(of=test, requirement="HCERT-DSC-003", reasons=REFUSED, forgery=True)
def signer_has_no_bytes(draft: Draft) -> Draft:
    """Named is the entry without certificate bytes, under the hash of nothing."""
    return _naming(draft, b"")


@negative(of=test, requirement="HCERT-DSC-003", reasons=REFUSED, forgery=True)
def signer_is_cut_short(draft: Draft) -> Draft:
    """Half of the signer's certificate is missing from its entry, from the middle of the public key on.

    The part that is there says who it was; nothing in it can verify a signature.
    """
    der = _stranger(draft).certificate
    return _naming(draft, der[: der.index(POINT) + 32])


@negative(of=test, requirement="HCERT-DSC-003", reasons=REFUSED, forgery=True)
def signer_on_an_unknown_curve(draft: Draft) -> Draft:
    """The entry that is named has a key on an unknown curve, with the coordinates of the P-256 key that signed.

    To assume P-256 because nothing else is allowed makes a key out of it that no certificate holds.
    """
    return _naming(draft, _stranger(draft).certificate.replace(P256, UNKNOWN_CURVE))


@negative(of=test, requirement="HCERT-DSC-003", reasons=REFUSED, forgery=True)
def signer_off_the_curve(draft: Draft) -> Draft:
    """A point with both coordinates zero is the public key in the entry named.

    It is on no curve of the suite; arithmetic that does not check may find that everything verifies.
    """
    before, after = _stranger(draft).certificate.split(POINT)
    return _naming(draft, before + POINT + bytes(64) + after[64:])


@negative(
    of=test,
    requirement="TRUST-VER-003",
    reasons=["dsc-untrusted", "key-unknown", "key-not-authorised", "signature-invalid"],
)
def authority_is_unreadable(draft: Draft) -> Draft:
    """The entry of the signer's authority cannot be read, and the only other one is another country's.

    A chain that could not be checked is not a chain that was found good.
    """
    authority = draft.pki.authority(draft.country)
    unreadable = replace(authority, certificate=authority.certificate[:200]).listed(usage="SCA")
    abroad = draft.pki.authority(draft.other_country).listed(usage="SCA")
    return draft.trusting(unreadable, abroad, draft.dsc.listed())
