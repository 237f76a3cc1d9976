"""Real certificates held against the requirements on issuers: the EU's test data, as far as it lies at hand."""

from __future__ import annotations

import base64
import json
import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from gdhcn_conformance.issued.certificate import Issued, take_apart
from gdhcn_conformance.issued.check import checks
from tests.issued.drafts import requirements_of

CORPORA = Path(os.environ.get("GDHCN_CORPORA", Path(__file__).parents[2].parent / "shared" / "corpora"))
TESTDATA = CORPORA / "dgc-testdata"
MODULES = ("symbol", "carrier", "encoding", "message", "claims", "signers")
pytestmark = pytest.mark.skipif(
    not TESTDATA.is_dir(), reason="dgc-testdata is not there; GDHCN_CORPORA says where public corpora are"
)


def issue_time(own: Issued) -> datetime:
    """When a certificate says that it was issued, for want of a better clock."""
    iat = own.cwt.get(6)
    return (
        datetime.fromtimestamp(int(iat) + 1, UTC) if isinstance(iat, int | float) else datetime(2021, 6, 1, tzinfo=UTC)
    )


def read(path: Path) -> Issued | None:
    document = json.loads(path.read_text("utf-8-sig"))
    text, image = document.get("PREFIX"), document.get("2DCODE")
    if not isinstance(text, str):
        return None
    certificate = document.get("TESTCTX", {}).get("CERTIFICATE")
    return take_apart(
        text,
        issue_time(take_apart(text, datetime(2021, 6, 1, tzinfo=UTC))),
        certificates=[certificate] if isinstance(certificate, str) else [],
        picture=base64.b64decode(image) if isinstance(image, str) and image else None,
    )


@cache
def corpus() -> dict[str, Issued]:
    """The certificates by folder and name, such as ES/1501."""
    read_ones = {
        f"{path.relative_to(TESTDATA).parts[0]}/{path.stem}": read(path) for path in sorted(TESTDATA.rglob("*.json"))
    }
    return {name: certificate for name, certificate in read_ones.items() if certificate is not None}


@cache
def broken() -> dict[str, set[str]]:
    """The certificates that break each requirement of the carrier."""
    ours = sorted(set().union(*map(requirements_of, MODULES)))
    return {
        row: {name for name, each in corpus().items() if any(check.findings(each) for check in checks()[row])}
        for row in ours
    }


def series(folder: str, *names: str | int | range) -> set[str]:
    listed = (each for name in names for each in (name if isinstance(name, range) else (name,)))
    return {f"{folder}/{each}" for each in listed}


ES_FLOAT_IAT = series("ES", *(range(start, start + 3) for start in (201, 401, 501, 701, 1001, 1101, 1501)))
# What each requirement is broken by, of the folders that are looked at: every other one is broken by nothing.
EXPECTED = {
    "HCERT-CTX-001": series("common", "H1", "H2", "H3"),
    "HCERT-B45-001": series("common", "B1"),
    "HCERT-ZLIB-001": series("common", "Z1", "Z2"),
    "HCERT-COSE-001a": series("common", "CBO2"),
    "HCERT-COSE-004": series("ES", range(1501, 1504)) | series("common", "CO28"),
    "HCERT-ALG-001": series("common", "CO20", "CO22", "CO23"),
    "HCERT-ALG-007": series("ES", range(401, 404)),
    "HCERT-SIG-001": series("common", "CO5"),
    "HCERT-SIG-011": series("common", "CO5"),
    "HCERT-KID-001": series("common", "CO22", "CO23"),
    "HCERT-KID-002b": series("common", "CO21", "CO22", "CO23"),
    "HCERT-KID-003": series("BG", range(1, 6)) | series("DE", range(1, 5)) | series("LV", 1, 2, 3) | series("common", "CO19", "CO20", "CO23"),
    "HCERT-CBOR-009": ES_FLOAT_IAT,
    "HCERT-CBOR-013": series("BG", 1, 2),
    "HCERT-CWT-006": ES_FLOAT_IAT - series("ES", range(501, 504), range(1001, 1004), range(1101, 1104), 202),
    "HCERT-CWT-012": ES_FLOAT_IAT,
    "HCERT-CWT-009": series("FR", "recovery_ok", "vaccin_ok"),
    "HCERT-CWT-015": series("BG", 4),
    "HCERT-CWT-022": series("common", "CO17"),
    "HCERT-CWT-026": series("ES", range(501, 504), range(1101, 1104), range(1501, 1504)),
    "HCERT-CLM-003": series("common", "CBO1"),
    "HCERT-EKU-002": series("common", *(f"CO{n}" for n in range(6, 12))) | series("LI", 4),
    "HCERT-ISS-003": series("common", "Q1") | series("ES", range(501, 504)),
}  # fmt: skip
COMMON = {"HCERT-CBOR-011b", "HCERT-EKU-005", "HCERT-QR-003", "HCERT-QR-008"}  # habits of whole countries


@pytest.mark.parametrize("row", sorted(set().union(*map(requirements_of, MODULES)) - COMMON))
def test_real_certificates_break_what_they_are_known_for(row):
    """Of the certificates that are at hand, those break a requirement that are known to, and no others."""
    known = {name for name in EXPECTED.get(row, ()) if name in corpus()}
    assert broken()[row] == known


def test_no_real_date_time_bears_tag_0():
    """None of the tests at hand has a tagged date-time, so that all break what is recommended."""
    tests = {name for name, each in corpus().items() if "test" in each.kinds}
    assert broken()["HCERT-CBOR-011b"] == tests


def test_the_mistyped_arc_is_told_by_country():
    """The health OIDs with a zero too many are those of whole countries, and of the common test data."""
    assert {name.partition("/")[0] for name in broken()["HCERT-EKU-005"]} == {"BG", "DK", "FI", "LI", "common"}


def test_symbols_of_other_levels_and_narrow_margins():
    """Levels below Q and quiet zones below four modules are found in the countries whose pictures have them."""
    assert {name.partition("/")[0] for name in broken()["HCERT-QR-003"]} == {"BG", "ES", "FI"}
    assert {name.partition("/")[0] for name in broken()["HCERT-QR-008"]} == {"ES", "FI", "FR"}
