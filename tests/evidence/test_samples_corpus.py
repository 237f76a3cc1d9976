"""The certificates inside dgc-testdata as samples: what is peculiar about them is found, by requirement, and nothing else is."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest

from gdhcn_conformance.running.assess import Assessment
from tests.evidence.material import CORPUS, MISSING, broken, judged, unpacked

RANGE = re.compile(r"([A-Za-z]*)(\d+)-\1?(\d+)")

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=MISSING)


def files(listed: str) -> set[str]:
    """The paths of files written as `BG/1-5 ES/201,203`; a country that is not there is left out."""
    found: set[str] = set()
    for group in listed.split():
        country, _, names = group.partition("/")
        for name in names.split(","):
            prefix, first, last = RANGE.fullmatch(name).groups() if RANGE.fullmatch(name) else (name, "", "")
            each = [f"{prefix}{number}" for number in range(int(first), int(last) + 1)] if last else [name]
            found |= {f"{country}/2DCode/raw/{stem}.json" for stem in each if (CORPUS / country).is_dir()}
    return found


@cache
def whole() -> Assessment:
    """The whole corpus, judged once."""
    return judged(CORPUS)


@cache
def found() -> dict[str, set[str]]:
    """By requirement, the files that break it."""
    return broken(whole())


@cache
def declared() -> dict[str, dict[str, bool]]:
    """What the files say of themselves."""
    read = {path: json.loads(path.read_bytes().decode("utf-8-sig")) for path in CORPUS.rglob("*.json")}
    return {path.relative_to(CORPUS).as_posix(): document["EXPECTEDRESULTS"] for path, document in read.items()}


SPAIN = "ES/101-103,201-203,401-403,501-503,701-703,1001-1003,1101-1103,1501-1503,2101-2103"
MISTYPED = "BG/1-5 DK/1-5,7-8,10-12 FI/1-10 LI/4 common/CBO1,CO1-CO3,CO6-CO14,CO16-CO23,DGC1-DGC6,H1-H3,Q1"
# What is known to be peculiar in these folders: the requirement that it breaks, and all files in which it stands.
QUIRKS = {
    "time of issue as a float": ("HCERT-CWT-012", "ES/201-203,401-403,501-503,701-703,1001-1003,1101-1103,1501-1503"),
    "end as a float": ("HCERT-CWT-006", "ES/201,203,401-403,701-703,1501-1503"),
    "end beyond the DSC's": ("HCERT-CWT-009", "FR/recovery_ok,vaccin_ok"),
    "issued before the DSC": ("HCERT-CWT-015", "BG/4"),
    "key identifier not protected": ("HCERT-KID-003", "BG/1-5 DE/1-4 LV/1-3 common/CO19,CO20,CO23"),
    "algorithm not protected": ("HCERT-ALG-001", "common/CO20,CO22,CO23"),
    "key identifier of three octets": ("HCERT-KID-001", "common/CO22,CO23"),
    "message without its tag": ("HCERT-COSE-004", "ES/1501-1503 common/CO28"),
    "key on another curve": ("HCERT-ALG-007", "ES/401-403"),
    "signature that is none": ("HCERT-SIG-011", "common/CO5"),
    "signature of three octets": ("HCERT-SIG-001", "common/CO5"),
    "context identifier": ("HCERT-CTX-001", "common/H1-H3"),
    "text that is no Base45": ("HCERT-B45-001", "common/B1"),
    "not compressed": ("HCERT-ZLIB-001", "common/Z1,Z2"),
    "no message": ("HCERT-COSE-001a", "common/CBO2"),
    "payload in a byte string": ("HCERT-CLM-003", "common/CBO1"),
    "health OID under a mistyped arc": ("HCERT-EKU-005", MISTYPED),  # in files whose signature verifies
    "DSC for another kind": ("HCERT-EKU-002", "LI/4 common/CO6-CO11"),
    "error correction L or M": ("HCERT-QR-003", "BG/1-5 ES/101-103,1501-1503 FI/1-10 LV/1-3"),
    "date-time for a day of vaccination": ("HCERT-VAC-007", "BG/1"),
    "date-times for days of a recovery": ("HCERT-REC-002", "BG/2"),
    "date-time for a date of birth": ("HCERT-DOB-006", "BG/1,2"),
    "null for a group": ("HCERT-SCH-011", "BG/1,2"),
    "nucleic acid test with a device": ("HCERT-TST-006", "ES/501 FR/test_pcr_ok IT/3"),
    "rapid test with a name or without a device": ("HCERT-TST-007", "DE/2 DK/4,8 ES/202,1103,1503,2103 LI/2"),
    "name that ends in a filler": ("HCERT-NAM-008", "ES/401"),
    "name that ends in a blank": ("HCERT-SCH-019", "ES/401"),
    "no person": ("HCERT-SCH-006", "common/DGC1"),
    "none or three events": ("HCERT-SCH-009", "common/DGC1,DGC2"),
    "identifier of a national form": ("HCERT-UVCI-001", f"BE/1-5 {SPAIN} FR/recovery_ok,vaccin_ok IT/2-4"),
    "identifier of version V1": ("HCERT-UVCI-002", "FR/test_pcr_ok,recovery_ok,vaccin_ok"),
}
# What the list of peculiarities does not name, held against its clause by hand; a requirement that joins is looked at first.
KEPT = {
    "HCERT-CBOR-009": "the same floats as HCERT-CWT-006 and -012: EU DCC schema, FAQ, CBOR encoding",
    "HCERT-CBOR-011b": "tag 0 is only recommended: EU DCC schema, FAQ, CBOR encoding",
    "HCERT-CBOR-013": "the nulls of HCERT-SCH-011 once more, as an official check",
    "HCERT-CWT-022": "common/CO17 says that it was issued in 2018",
    "HCERT-CWT-026": "ES: four and five years; a year at most is what WHO certificate governance assumes",
    "HCERT-ISS-001": "nobody can read B1, CBO1, CBO2, Z1 and Z2, nobody can verify CO5: all are meant to be so",
    "HCERT-KID-001": "CO22 and CO23: the octets are 'foo'",
    "HCERT-KID-002b": "CO21 to CO23: three octets",
    "HCERT-NAM-001": "common/DGC1 has an empty nam",
    "HCERT-QR-008": "margins of one, two and three modules, measured in the pixels of the pictures",
    "HCERT-REC-004": "ES/1102 ends in 2020 and begins in 2021",
    "HCERT-REC-005": "more than 180 days after the test, or from its very day: Regulation (EU) 2021/953, annex",
    "HCERT-SCH-001": "null is no array, DGC1 lacks fnt and dob: the schema of their versions",
    "HCERT-TST-012": "DE/2: sampled on the day after its issue; CO17 is issued in 2018",
    "HCERT-UVCI-003b": "LI/4: iss is SE, the identifier LI's; ES/1001-1003: iss is US",
    "HCERT-UVCI-004b": "BE, DE, ES, IT: 01BE, 01DE/, 01ES, 01IT",
    "HCERT-UVCI-005b": "urn:uvci: in small letters is allowed and not as the FAQ writes it",
    "HCERT-UVCI-007": "FI/6 ends in ##",
    "HCERT-UVCI-008": "other check characters than Luhn mod N gives, with and without the prefix",
    "HCERT-VAC-010": "AstraZeneca's vaccine of BioNTech, an mRNA vaccine that is none, and the like",
    "HCERT-VS-001": "ES/1101, ES/1103: 729999 and 94558-4 are in no value set",
    "HCERT-VS-002": "ES/1101: 729999",
    "HCERT-VS-003": "ES/1101: 729999",
    "HCERT-VS-004": "ES/1101: 729999",
    "HCERT-VS-006": "ES/1103: NEGATIVO",
}
# Files that say that they are not what they should be, where an issuer could have known: the flag, and the requirement.
DECLARED = {
    "B45DECODE": "HCERT-B45-001",
    "COMPRESSION": "HCERT-ZLIB-001",
    "KEYUSAGE": "HCERT-EKU-002",
    "UNPREFIX": "HCERT-CTX-001",
}


@pytest.mark.parametrize("quirk", QUIRKS)
def test_every_known_peculiarity_is_found(quirk):
    """The requirement that a peculiarity breaks is broken by the files in which it stands, and by no other."""
    requirement, listed = QUIRKS[quirk]
    assert found().get(requirement, set()) == files(listed)


def test_nothing_else_is_found_unseen():
    """Every requirement that the corpus breaks is on the list of peculiarities, or was held against its clause by hand."""
    assert found().keys() <= {requirement for requirement, _ in QUIRKS.values()} | KEPT.keys()


@pytest.mark.parametrize("flag", DECLARED)
def test_what_the_files_declare_wrong_is_found(flag):
    """A file that declares that a step must fail breaks the requirement on that step."""
    wrong = {file for file, flags in declared().items() if flags.get(f"EXPECTED{flag}") is False}
    assert wrong <= found().get(DECLARED[flag], set())


def test_every_file_is_accounted_for():
    """Every file of the corpus is judged, or told with its reason."""
    from gdhcn_conformance.evidence.samples import read

    fates = read(CORPUS).fates
    assert len(fates) == sum(path.is_file() for path in CORPUS.rglob("*"))
    assert {fate.path for fate in fates if fate.what not in ("judged",)} <= {"LICENSE", "common/2DCode/raw/Q1.json"}


def test_a_country_unpacked_comes_to_the_same(tmp_path):
    """The pictures and DSCs of a country as separate files are judged as the files that hold both."""
    if not (CORPUS / "BG").is_dir():
        pytest.skip(f"{CORPUS} holds no folder BG")
    names = {
        requirement: {path.rpartition("/")[2][:-4] for path in paths}
        for requirement, paths in broken(judged(unpacked("BG", tmp_path))).items()
    }
    there = {r: {path.rpartition("/")[2][:-5] for path in paths} for r, paths in broken(judged(CORPUS / "BG")).items()}
    assert names == there
