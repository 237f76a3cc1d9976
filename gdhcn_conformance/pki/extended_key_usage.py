"""The extended key usage of a certificate, also of one that is not strict DER."""

from __future__ import annotations

from cryptography import x509

EKU = x509.ObjectIdentifier("2.5.29.37")


def extended_key_usage(certificate: x509.Certificate) -> frozenset[str] | None:
    """The OIDs of the extended key usage, `None` without the extension, empty where it is empty (WHO HCERT, appendix A.2).

    `cryptography` refuses all extensions of a certificate when one is not strict DER; then asn1crypto reads them.
    """
    try:
        found = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return None
    except ValueError:
        return _lenient_extended_key_usage(certificate)
    return frozenset(oid.dotted_string for oid in found.value)


def _lenient_extended_key_usage(certificate: x509.Certificate) -> frozenset[str] | None:
    from asn1crypto import x509 as lenient  # noqa: PLC0415 - only for the few certificates that need it
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415

    parsed = lenient.Certificate.load(certificate.public_bytes(Encoding.DER))
    for extension in parsed["tbs_certificate"]["extensions"]:
        if extension["extn_id"].dotted == EKU.dotted_string:
            return frozenset(each.dotted for each in extension["extn_value"].parsed)
    return None
