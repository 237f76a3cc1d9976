"""Invented persons, one a family: names with their ICAO 9303 transliteration, and a date of birth.

Every name here is common and combined at random; no record of a real person stands behind any of them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

# (as written, as transliterated by ICAO Doc 9303 part 3, section 6)
GIVEN = (
    ("Anna", "ANNA"), ("Noé", "NOE"), ("Søren", "SOEREN"), ("Zoë", "ZOE"), ("Jürgen", "JUERGEN"), ("María", "MARIA"),
    ("Łucja", "LUCJA"), ("Ángel", "ANGEL"), ("Inês", "INES"), ("Åse", "AASE"), ("Čeněk", "CENEK"), ("Émile", "EMILE"),
    ("Amina", "AMINA"), ("Kofi", "KOFI"), ("Mei Lin", "MEI<LIN"), ("Jean-Luc", "JEAN<LUC"), ("Tomás", "TOMAS"),
    ("Björk", "BJOERK"), ("Ülle", "UELLE"), ("Nguyệt", "NGUYET"), ("Olu", "OLU"), ("Rangi", "RANGI"), ("Sita", "SITA"),
    ("Yusuf", "YUSUF"), ("Ximena", "XIMENA"), ("Gabriela", "GABRIELA"), ("Dafydd", "DAFYDD"), ("Siobhán", "SIOBHAN"),
)  # fmt: skip
FAMILY = (
    ("Müller", "MUELLER"), ("Núñez", "NUNEZ"), ("Østergård", "OESTERGAARD"), ("Dvořák", "DVORAK"), ("Ó Briain", "O<BRIAIN"),
    ("Smith-Jones", "SMITH<JONES"), ("Łukaszewicz", "LUKASZEWICZ"), ("D'Arcy", "DARCY"), ("Größler", "GROESSLER"),
    ("Çelik", "CELIK"), ("Þórsson", "THORSSON"), ("Mensah", "MENSAH"), ("Okafor", "OKAFOR"), ("Tran", "TRAN"),
    ("da Silva", "DA<SILVA"), ("Van den Berg", "VAN<DEN<BERG"), ("Kovačević", "KOVACEVIC"), ("Šimek", "SIMEK"),
    ("Lindqvist", "LINDQVIST"), ("Lefèvre", "LEFEVRE"), ("Papadaki", "PAPADAKI"), ("Haddad", "HADDAD"), ("Rossi", "ROSSI"),
    ("Äijälä", "AEIJAELAE"), ("Strauß", "STRAUSS"), ("Ngata", "NGATA"), ("Quispe", "QUISPE"), ("Horváth", "HORVATH"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """A person as a health certificate names one; `born` is a full date, YYYY-MM-DD."""

    given: str
    given_standard: str
    family: str
    family_standard: str
    born: str

    def to_json(self) -> dict[str, str]:
        """The member `nam` of a DCC."""
        return {
            "fn": self.family,
            "fnt": self.family_standard,
            "gn": self.given,
            "gnt": self.given_standard,
        }


def person(name: str, seed: int) -> Person:
    """The person of this name: the same name and seed always give the same one."""
    digest = hashlib.sha256(f"person\0{seed}\0{name}".encode()).digest()
    given, family = GIVEN[digest[0] % len(GIVEN)], FAMILY[digest[1] % len(FAMILY)]
    year, month, day = 1930 + digest[2] % 75, 1 + digest[3] % 12, 1 + digest[4] % 28  # 28: a day that every month has
    return Person(*given, *family, f"{year}-{month:02}-{day:02}")
