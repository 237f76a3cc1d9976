"""Bugs in the claims."""

from __future__ import annotations

import json
from datetime import timedelta

from cryptography import x509

from gdhcn_conformance.credentials import cbor_writer
from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.reference import issuer
from gdhcn_conformance.reference.issuer import Making
from gdhcn_conformance.reference.issuer_mutants.registry import EVERY_VECTOR, NOBODY, registry

MUTANTS, mutant = registry()
ISS, EXP, IAT, HCERT = 1, 4, 6, -260  # RFC 8392, section 4; WHO HCERT 3.2
DAY = 86_400  # seconds
FLOAT = "of claims, too, that requirement wants integers"
LONG_AGO = (
    "a certificate of long ago is older than its signer and what it attests, was not made then, and lasts for years"
)
NO_COUNTRY = "it is not the country of any signer"


@mutant("HCERT-CWT-006", "claims", "HCERT-CBOR-009", because=FLOAT)
def float_exp(making: Making) -> None:
    """The end is a floating-point number."""
    issuer.write_claims(making)
    making.claims[EXP] = float(making.claims[EXP])


@mutant("HCERT-CWT-006", "claims")
def exp_as_text(making: Making) -> None:
    """The end is text."""
    issuer.write_claims(making)
    making.claims[EXP] = str(making.claims[EXP])


@mutant("HCERT-CWT-018", "claims", "HCERT-CWT-006", because="with its tag it is no integer")
def exp_tagged(making: Making) -> None:
    """The end bears the tag of a time."""
    issuer.write_claims(making)
    making.claims[EXP] = Tagged(1, making.claims[EXP])


@mutant("HCERT-CWT-009", "claims", "HCERT-CWT-022", "HCERT-CWT-026", because="it lies 50 000 years ahead")
def exp_in_milliseconds(making: Making) -> None:
    """The end is counted in milliseconds."""
    issuer.write_claims(making)
    making.claims[EXP] *= 1000


@mutant("HCERT-CWT-012", "claims", "HCERT-CBOR-009", because=FLOAT)
def float_iat(making: Making) -> None:
    """The time of issue has a fraction."""
    issuer.write_claims(making)
    making.claims[IAT] = making.claims[IAT] - 0.5


@mutant("HCERT-CWT-005", "claims")
def exp_missing(making: Making) -> None:
    """There is no end."""
    issuer.write_claims(making)
    del making.claims[EXP]


@mutant("HCERT-CWT-011", "claims")
def iat_missing(making: Making) -> None:
    """There is no time of issue."""
    issuer.write_claims(making)
    del making.claims[IAT]


@mutant("HCERT-CWT-009", "claims", "HCERT-CWT-026", because="ten years are more than one")
def exp_beyond_the_signer(making: Making) -> None:
    """Every certificate is valid for ten years, however long its signer's certificate is."""
    issuer.write_claims(making)
    making.claims[EXP] = making.claims[IAT] + 3652 * DAY


@mutant("HCERT-CWT-013", "claims")
def iat_in_local_time(making: Making) -> None:
    """The time of issue is local time, three hours ahead, written as if it were UTC."""
    issuer.write_claims(making)
    making.claims[IAT] += 3 * 3600


@mutant(
    "HCERT-CWT-015",
    "claims",
    "HCERT-CWT-025",
    "HCERT-CWT-026",
    "HCERT-DOB-008",
    "HCERT-REC-003",
    "HCERT-TST-012",
    "HCERT-VAC-009",
    because=LONG_AGO,
)
def iat_before_the_signer(making: Making) -> None:
    """The time of issue is that of the day before the signer's certificate began."""
    issuer.write_claims(making)
    begun = x509.load_der_x509_certificate(making.signer.certificate).not_valid_before_utc
    making.claims[IAT] = int((begun - timedelta(days=1)).timestamp())


@mutant("HCERT-CWT-016", "claims")
def exp_from_the_event(making: Making) -> None:
    """The end is that of the day after the person was born, for the wrong date is taken."""
    issuer.write_claims(making)
    making.claims[EXP] = making.claims[IAT] - 1


@mutant("HCERT-CWT-002b", "claims", "HCERT-KID-014", because=NO_COUNTRY)
def issuer_by_name(making: Making) -> None:
    """The issuer is named in full."""
    issuer.write_claims(making)
    making.claims[ISS] = "Ministry of Health"


@mutant("HCERT-CWT-002b", "claims", "HCERT-KID-014", because=NO_COUNTRY)
def issuer_of_three_letters(making: Making) -> None:
    """The issuer's country has three letters."""
    issuer.write_claims(making)
    making.claims[ISS] += "X"


@mutant(
    "HCERT-CBOR-016",
    "claims",
    "HCERT-CLM-001",
    "HCERT-CWT-005",
    "HCERT-CWT-011",
    EVERY_VECTOR,
    because=f"under text no claim is found, and {NOBODY}",
)
def claim_keys_as_text(making: Making) -> None:
    """The claims stand under text, as in JSON."""
    issuer.write_claims(making)
    making.claims = {str(label): value for label, value in making.claims.items()}


@mutant("HCERT-CLM-001", "claims", EVERY_VECTOR, because=NOBODY)
def hcert_missing(making: Making) -> None:
    """The health certificate is left out."""
    issuer.write_claims(making)
    del making.claims[HCERT]


@mutant("HCERT-CLM-001", "claims", EVERY_VECTOR, because=NOBODY)
def hcert_under_a_positive_label(making: Making) -> None:
    """The health certificate stands under 260, without the sign."""
    issuer.write_claims(making)
    making.claims[-HCERT] = making.claims.pop(HCERT)


@mutant("HCERT-CLM-002", "claims", "HCERT-CLM-005a", EVERY_VECTOR, because=f"nobody has assigned 0, and {NOBODY}")
def dcc_under_another_key(making: Making) -> None:
    """The EU DCC stands under key 0."""
    issuer.write_claims(making)
    making.claims[HCERT] = {0: making.payload}


@mutant("HCERT-CLM-002", "claims", EVERY_VECTOR, because=NOBODY)
def dcc_under_text(making: Making) -> None:
    """The EU DCC stands under the text 1."""
    issuer.write_claims(making)
    making.claims[HCERT] = {"1": making.payload}


@mutant("HCERT-CLM-002", "claims", "HCERT-CLM-008", EVERY_VECTOR, because=f"it has several members, and {NOBODY}")
def dcc_without_its_key(making: Making) -> None:
    """The EU DCC stands directly under the claim."""
    issuer.write_claims(making)
    making.claims[HCERT] = making.payload


@mutant("HCERT-CLM-003", "claims", EVERY_VECTOR, because=NOBODY)
def dcc_as_bytes(making: Making) -> None:
    """The EU DCC is encoded by itself, and put in as bytes."""
    issuer.write_claims(making)
    making.claims[HCERT] = {1: cbor_writer.encode(making.payload)}


@mutant("HCERT-CLM-003", "claims", EVERY_VECTOR, because=NOBODY)
def dcc_as_json(making: Making) -> None:
    """The EU DCC is JSON text."""
    issuer.write_claims(making)
    making.claims[HCERT] = {1: json.dumps(making.payload)}


@mutant("HCERT-CLM-005a", "claims", "HCERT-CLM-008", because="there are two entries then")
def a_key_of_its_own_beside_the_dcc(making: Making) -> None:
    """Beside the EU DCC stands something national, under a key that nobody has assigned."""
    issuer.write_claims(making)
    making.claims[HCERT][99] = {"status": "ok"}


@mutant(
    "HCERT-CWT-022",
    "claims",
    "HCERT-CWT-015",
    "HCERT-CWT-025",
    "HCERT-CWT-026",
    "HCERT-DOB-008",
    "HCERT-REC-003",
    "HCERT-TST-012",
    "HCERT-VAC-009",
    because=LONG_AGO,
)
def iat_at_the_epoch(making: Making) -> None:
    """The time of issue is zero, for it is never set."""
    issuer.write_claims(making)
    making.claims[IAT] = 0


@mutant("HCERT-CWT-002a", "claims")
def issuer_as_bytes(making: Making) -> None:
    """The issuer's country is a byte string."""
    issuer.write_claims(making)
    making.claims[ISS] = making.claims[ISS].encode()


@mutant("HCERT-CLM-005b", "claims", "HCERT-CLM-008", because="there are two entries then")
def a_key_of_development(making: Making) -> None:
    """Beside the EU DCC stands something under a negative key, which is for development."""
    issuer.write_claims(making)
    making.claims[HCERT][-7] = {"status": "ok"}


@mutant("HCERT-CWT-026", "claims")
def as_long_as_the_signer(making: Making) -> None:
    """Every certificate is valid for as long as its signer's certificate."""
    issuer.write_claims(making)
    if "expires" not in making.asked:
        making.claims[EXP] = int(making.not_after.timestamp())


@mutant(
    "HCERT-CWT-025",
    "claims",
    "HCERT-CWT-026",
    "HCERT-DOB-008",
    "HCERT-TST-012",
    because="the end is still a year from now, and some were born or tested since Monday",
)
def issued_on_monday(making: Making) -> None:
    """The time of issue is the beginning of the week, or of the signer's certificate if that is later."""
    issuer.write_claims(making)
    monday = making.now - timedelta(days=making.now.weekday())
    making.claims[IAT] = int(max(monday, making.not_before).timestamp())
