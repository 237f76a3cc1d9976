"""The codes of the eHealth Network's value sets, release 2.12.0, as far as the DCC payload uses them (HCERT-VS-001 to 006).

Codes only, no displays. A code is compared exactly, case included (HCERT-VS-008). Inactive codes may no longer be issued but
are still to be accepted (HCERT-VS-009, HCERT-VS-010). An unknown code is a matter of policy, never of the schema (A-18).
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

RELEASE = "2.12.0"
"""The release of the value sets that this module repeats."""


@dataclass(frozen=True, slots=True)
class ValueSet:
    """One value set: the identifier and day its document states, the codes in use, the codes taken out of use."""

    identifier: str
    date: str
    active: frozenset[str]
    inactive: frozenset[str] = frozenset()

    @property
    def codes(self) -> frozenset[str]:
        """Every code, in use or not."""
        return self.active | self.inactive


def _codes(text: str) -> frozenset[str]:
    """Codes written one after the other; none holds a blank."""
    return frozenset(text.split())


VALUE_SETS: Mapping[str, ValueSet] = MappingProxyType(
    {
        "disease-agent-targeted": ValueSet("disease-agent-targeted", "2021-04-27", _codes("840539006")),
        "vaccine-prophylaxis": ValueSet(
            "sct-vaccines-covid-19",
            "2023-01-25",
            _codes(
                "1119305005 1119349007 1157024006 1162643001 1187593009 28531000087107 29061000087103 30141000087107",
            ),
            _codes("J07BX03"),
        ),
        "vaccine-medicinal-product": ValueSet(
            "vaccines-covid-19-names",
            "2022-11-30",
            _codes(
                """
                EU/1/20/1507 EU/1/20/1525 EU/1/20/1528 EU/1/21/1529 EU/1/21/1580 EU/1/21/1618 EU/1/21/1624 EU/1/22/1709
                AZD2816 Abdala BBIBP-CorV CVnCoV Convidecia CoronaVac Covaxin CoviVac Covid-19-adsorvida-inativada
                Covid-19-recombinant Covifenz Covishield Covovax EpiVacCorona EpiVacCorona-N Hayat-Vax MVC-COV1901
                NVSI-06-08 R-COVI SCTV01C Soberana-02 Soberana-Plus Sputnik-Light Sputnik-M Sputnik-V WIBP-CorV YS-SC2-010
                """
            ),
            _codes("Inactivated-SARS-CoV-2-Vero-Cell NVX-CoV2373 VLA2001 Vidprevtyn"),
        ),
        "vaccine-mah-manf": ValueSet(
            "vaccines-covid-19-auth-holders",
            "2022-01-26",
            _codes(
                """
                ORG-100000788 ORG-100001417 ORG-100001699 ORG-100001981 ORG-100006270 ORG-100007893 ORG-100008549
                ORG-100010771 ORG-100013793 ORG-100020693 ORG-100023050 ORG-100024420 ORG-100026614 ORG-100030215
                ORG-100031184 ORG-100032020 ORG-100033914 ORG-100036422 ORG-100036914
                Bharat-Biotech CIGB Chumakov-Federal-Scientific-Center Finlay-Institute Fiocruz
                Gamaleya-Research-Institute Instituto-Butantan NVSI Sinopharm-WIBP Sinovac-Biotech Vector-Institute
                Yisheng-Biopharma
                """
            ),
        ),
        "test-type": ValueSet("covid-19-lab-test-type", "2021-04-27", _codes("LP217198-3 LP6464-4")),
        "test-result": ValueSet("covid-19-lab-result", "2021-04-27", _codes("260373001 260415000")),
    }
)
"""The value sets by the names of their files, which are the names `dcc_rules` uses."""

MEMBERS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "v": {
            "tg": "disease-agent-targeted",
            "vp": "vaccine-prophylaxis",
            "mp": "vaccine-medicinal-product",
            "ma": "vaccine-mah-manf",
        },
        "t": {"tg": "disease-agent-targeted", "tt": "test-type", "tr": "test-result"},
        "r": {"tg": "disease-agent-targeted"},
    }
)
"""The value set of each coded member of an entry, by group; the list of test devices is the JRC's, and not among them."""

MRNA = "1119349007"
"""The prophylaxis of mRNA vaccines (SNOMED CT)."""
ANY_VACCINE = ("J07BX03", "28531000087107")
"""COVID-19 vaccines of any kind: ATC, which was written before SNOMED CT told them apart, and SNOMED CT's own general code."""
PRODUCTS: Mapping[str, tuple[str, bool]] = MappingProxyType(
    {
        "EU/1/20/1528": ("ORG-100030215", True),
        "EU/1/20/1507": ("ORG-100031184", True),
        "EU/1/21/1529": ("ORG-100001699", False),
        "EU/1/20/1525": ("ORG-100001417", False),
        "EU/1/21/1618": ("ORG-100032020", False),
    }
)
"""Holder, and whether it is an mRNA vaccine, of products authorised in the Union (encoding instructions)."""
