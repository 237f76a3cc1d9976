"""Real payloads held against the requirements on issuers: the EU's test data, as far as it lies at hand.

What is found was held against the clauses by hand: each entry below is a deviation that the file's own payload shows.
"""

from __future__ import annotations

from functools import cache

import pytest

from gdhcn_conformance.issued.check import checks
from tests.issued.drafts import requirements_of
from tests.issued.test_carrier_corpus import TESTDATA, corpus, series

MODULES = ("schema", "person", "entries", "identifiers", "codes")
ROWS = sorted(set().union(*map(requirements_of, MODULES)))
pytestmark = pytest.mark.skipif(
    not TESTDATA.is_dir(), reason="dgc-testdata is not there; GDHCN_CORPORA says where public corpora are"
)


@cache
def broken() -> dict[str, set[str]]:
    """The certificates that break each requirement of the payload."""
    return {
        row: {name for name, each in corpus().items() if any(check.findings(each) for check in checks()[row])}
        for row in ROWS
    }


def spain(*tens: int) -> set[str]:
    """The certificates of Spain's series that begin so: three each."""
    return series("ES", *(range(first, first + 3) for first in tens))


SPAIN = spain(101, 201, 401, 501, 701, 1001, 1101, 1501, 2101)
NATIONAL = series("BE", range(1, 6)) | SPAIN | series("IT", 2, 3, 4)
EXPECTED = {
    "HCERT-SCH-001": series("BG", 1, 2) | series("common", "DGC1"),  # null groups; neither fnt nor dob
    "HCERT-SCH-006": series("common", "DGC1"),
    "HCERT-SCH-009": series("common", "DGC1", "DGC2"),  # none; three
    "HCERT-SCH-011": series("BG", 1, 2),
    "HCERT-SCH-019": series("ES", 401),
    "HCERT-NAM-001": series("common", "DGC1"),
    "HCERT-NAM-008": series("ES", 401),  # STARK<
    "HCERT-DOB-006": series("BG", 1, 2),
    "HCERT-VAC-007": series("BG", 1),
    # AstraZeneca's and Janssen's as BioNTech's or as mRNA, Moderna's as no mRNA, Comirnaty as Bharat Biotech's.
    "HCERT-VAC-010": series("ES", 403, 503, 1501, 2101) | series("FR", "vaccin_ok") | series("LI", 3) | series("common", "CO28"),
    "HCERT-TST-006": series("ES", 501) | series("FR", "test_pcr_ok") | series("IT", 3),
    "HCERT-TST-007": series("DE", 2) | series("DK", 4, 8) | series("ES", 202, 1103, 1503, 2103) | series("LI", 2),
    "HCERT-TST-012": series("DE", 2) | series("common", "CO17"),  # sampled a day after issue; issued in 2018
    "HCERT-REC-002": series("BG", 2),
    "HCERT-REC-004": series("ES", 1102),
    "HCERT-REC-005": series("AT", 2) | series("DK", 7, 12) | series("ES", 502, 1003) | series("FR", "recovery_ok")
    | series("IT", 2) | series("common", "CO7", "CO9", "CO14", "CO15", "DGC2", "DGC5"),
    "HCERT-UVCI-001": NATIONAL | series("FR", "recovery_ok", "vaccin_ok"),  # 01BE…, 01ES…, 01IT…; dgci:
    "HCERT-UVCI-002": series("FR", "recovery_ok", "test_pcr_ok", "vaccin_ok"),  # V1
    "HCERT-UVCI-003b": series("LI", 4) | spain(1001),  # issued by SE and by US
    "HCERT-UVCI-004b": NATIONAL | series("DE", range(1, 5)),  # 01DE/…
    "HCERT-UVCI-007": series("FI", 6),  # ##
    "HCERT-VS-001": series("ES", 1101, 1103),
    "HCERT-VS-002": series("ES", 1101),
    "HCERT-VS-003": series("ES", 1101),
    "HCERT-VS-004": series("ES", 1101),
    "HCERT-VS-006": series("ES", 1103),
}  # fmt: skip
COUNTRIES = {  # habits of whole countries
    "HCERT-UVCI-005b": {"BG", "FR", "LV"},
    "HCERT-UVCI-008": {"BE", "BG", "DE", "ES", "FI", "FR", "IT"},
}


@pytest.mark.parametrize("row", sorted(set(ROWS) - set(COUNTRIES)))
def test_real_payloads_break_what_they_are_known_for(row: str) -> None:
    """Of the certificates that are at hand, those break a requirement that are known to, and no others."""
    assert broken()[row] == {name for name in EXPECTED.get(row, ()) if name in corpus()}


@pytest.mark.parametrize("row", COUNTRIES)
def test_habits_of_countries(row: str) -> None:
    """Small letters and other check characters in identifiers are those of whole countries."""
    assert {name.partition("/")[0] for name in broken()[row]} == COUNTRIES[row]
