"""The rules of the EU DCC payload, each written once with the version that brought it.

Nine versions are published (HCERT-SCH-001, HCERT-VER-100 to HCERT-VER-133). The tables below say what they require, in the
order of the payload; where a rule changed, its history stands in the table. Two things are made from them: a JSON Schema of
our own for each version (`schema`) and the compiled validator of `dcc`. Both give the verdicts of the published schemas, so
what looks like a slip of those is kept, with a note that starts with *Quirk*.

No version lists value-set codes: a code is any string, and whether it is known is a question of its own (HCERT-VS-011).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

PUBLISHED_VERSIONS = ("1.0.0", "1.0.1", "1.1.0", "1.2.0", "1.2.1", "1.3.0", "1.3.1", "1.3.2", "1.3.3")
"""Every published version of the payload schema, oldest first."""

Rule = TypeVar("Rule")
Rule_co = TypeVar("Rule_co", covariant=True)


@dataclass(frozen=True, slots=True)
class History(Generic[Rule_co]):
    """A rule through the versions: pairs of a version and the rule that holds from it on, oldest first."""

    changes: tuple[tuple[str, Rule_co], ...]

    def at(self, version: str) -> Rule_co:
        """The rule in force in a published version; `ValueError` for any other version."""
        place = PUBLISHED_VERSIONS.index(version)
        return [rule for since, rule in self.changes if PUBLISHED_VERSIONS.index(since) <= place][-1]


def since(changes: dict[str, Rule]) -> History[Rule]:
    """The history of a rule, from the version that brought each change."""
    return History(tuple(changes.items()))


def always(rule: Rule) -> History[Rule]:
    """The history of a rule that never changed."""
    return History((("1.0.0", rule),))


REQUIRED = always(True)
OPTIONAL = always(False)
NO_NAMES: History[tuple[str, ...]] = always(())


@dataclass(frozen=True, slots=True)
class Pattern:
    r"""A pattern as published, in ECMA-262, and its equal in Python's `re`, to be used with `search`.

    The two differ where the languages do: in Python `$` also matches before a final newline, `\d` also matches the digits
    of other scripts, and `.` also matches CR and the Unicode line separators (HCERT-SCH-016).
    """

    published: str
    python: str


@dataclass(frozen=True, slots=True)
class Text:
    """A string: its greatest length in Unicode code points (HCERT-SCH-015), its pattern, its format, its value set.

    Format and value set are annotations: the schema's verdict does not depend on them (A-17, A-18).
    """

    most: int | None = None
    pattern: Pattern | None = None
    format: str | None = None
    value_set: str | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number with bounds, both included; 2.0 is one (JSON Schema 2020-12 Validation §6.1.1, A-29)."""

    least: int
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """An object: its members, and the names of which at least one, or exactly one, must be present."""

    meaning: str
    members: tuple[Member, ...]
    at_least_one: History[tuple[str, ...]] = NO_NAMES
    exactly_one: History[tuple[str, ...]] = NO_NAMES


@dataclass(frozen=True, slots=True)
class Group:
    """An array of at least one entry, and the greatest number of entries."""

    entry: Record
    most: History[int | None]


Shape: TypeAlias = Text | Whole | Record | Group


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object: its name, what it means, what it may hold, whether it must be there.

    A version whose shape is None says nothing about the name, which may then hold anything.
    """

    name: str
    meaning: str
    shape: History[Shape | None]
    needed: History[bool] = REQUIRED


# Quirk: the dots are not escaped, so any character but a line terminator stands for one, digits included: `1x3y0` and
# `13000` match (A-27). The published spelling can also take cubic time on a long run of digits; the Python one is linear,
# since each of its four ways (both, first, second or none of the separators is not a digit) can be read in one way only.
VERSION = Pattern(
    r"^\d+.\d+.\d+$",
    r"\A(?:[0-9]+[^0-9\n\r\u2028\u2029][0-9]+[^0-9\n\r\u2028\u2029][0-9]+"
    r"|[0-9]+[^0-9\n\r\u2028\u2029][0-9]{3,}|[0-9]{3,}[^0-9\n\r\u2028\u2029][0-9]+|[0-9]{5,})\Z",
)
# Quirk: not anchored, so whatever holds a date somewhere passes, a date-time for one.
BIRTH_DATE = Pattern(r"(19|20)\d{2}-\d{2}-\d{2}", r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
# Quirk: no calendar behind it, here and below: 1963-00 and 1950-99-99 match (A-26, HCERT-DOB-004).
PARTIAL_BIRTH_DATE = Pattern(r"^(19|20)\d\d(-\d\d){0,2}$", r"\A(?:19|20)[0-9]{2}(?:-[0-9]{2}){0,2}\Z")
UNKNOWN_BIRTH_DATE = Pattern(
    r"^((19|20)\d\d(-\d\d){0,2}){0,1}$",
    r"\A(?:(?:19|20)[0-9]{2}(?:-[0-9]{2}){0,2})?\Z",
)
MACHINE_READABLE = Pattern(r"^[A-Z<]*$", r"\A[A-Z<]*\Z")
# Quirk: not anchored, so one capital anywhere is enough and the limit of ten never bites: `xxA` passes (A-27).
COUNTRY = Pattern(r"[A-Z]{1,10}", r"[A-Z]")

SHORT_TEXT = since({"1.0.0": Text(most=50), "1.3.0": Text(most=80)})
LATIN_NAME = since({"1.0.0": Text(most=50, pattern=MACHINE_READABLE), "1.3.0": Text(most=80, pattern=MACHINE_READABLE)})
DOSE = since({"1.0.0": Whole(least=1, most=9), "1.3.0": Whole(least=1)})
COUNTRY_CODE = always(Text(pattern=COUNTRY, value_set="country-2-codes"))
FULL_DATE = always(Text(format="date"))
DATE_TIME = always(Text(format="date-time"))
ENTRIES = since({"1.0.0": None, "1.3.0": 1})


def coded(value_set: str) -> History[Text]:
    """A code of a value set, named as its file is; the codes themselves are not enforced."""
    return always(Text(value_set=value_set))


PERSON = Record(
    "The holder's names, as written and in the machine-readable spelling of ICAO Doc 9303.",
    (
        Member("fn", "family name as written", SHORT_TEXT, OPTIONAL),
        Member("fnt", "family name in A to Z and <", LATIN_NAME, since({"1.0.0": True, "1.3.2": False})),
        Member("gn", "given names as written", SHORT_TEXT, OPTIONAL),
        Member("gnt", "given names in A to Z and <", LATIN_NAME, OPTIONAL),
    ),
    at_least_one=since({"1.0.0": (), "1.3.2": ("fnt", "gnt")}),
)

TARGET = Member("tg", "disease or agent aimed at", coded("disease-agent-targeted"))
# `co`, `is` and `ci` end every entry, though not in this order in recovery's published text.
ORIGIN = (
    Member("co", "country where it took place", COUNTRY_CODE),
    Member("is", "who issued the certificate", SHORT_TEXT),
    Member("ci", "identifier of the certificate (UVCI)", SHORT_TEXT),
)

VACCINATION = Record(
    "One vaccination (HCERT-VAC).",
    (
        TARGET,
        Member("vp", "kind of vaccine", coded("vaccine-prophylaxis")),
        Member("mp", "product", coded("vaccine-medicinal-product")),
        Member("ma", "holder of the authorisation, or maker", coded("vaccine-mah-manf")),
        Member("dn", "number of this dose", DOSE),
        Member("sd", "doses in the series", DOSE),
        Member("dt", "day of the vaccination", FULL_DATE),
        *ORIGIN,
    ),
)

TEST = Record(
    "One test (HCERT-TST).",
    (
        TARGET,
        Member("tt", "kind of test", coded("test-type")),
        # Quirk: the limit on `nm` came with 1.3.0 only; `ma` never got one.
        Member("nm", "name of a nucleic acid test", since({"1.0.0": Text(), "1.3.0": Text(most=80)}), OPTIONAL),
        Member("ma", "device of an antigen test", coded("test-manf"), OPTIONAL),
        Member("sc", "moment of the sampling", DATE_TIME),
        # Quirk: gone, not forbidden. From 1.2.0 on the name may hold anything (HCERT-VER-120).
        Member("dr", "moment of the result", since({"1.0.0": Text(format="date-time"), "1.2.0": None}), OPTIONAL),
        Member("tr", "result", coded("test-result")),
        Member("tc", "place of the test", SHORT_TEXT, since({"1.0.0": True, "1.3.0": False})),
        *ORIGIN,
    ),
)

RECOVERY = Record(
    "One recovery (HCERT-REC).",
    (
        TARGET,
        Member("fr", "day of the first positive test", FULL_DATE),
        Member("df", "first day of validity", FULL_DATE),
        Member("du", "last day of validity", FULL_DATE),
        *ORIGIN,
    ),
)

PAYLOAD = Record(
    "The payload of an EU DCC: a person and what happened to them.",
    (
        Member("ver", "version of the rules the payload claims to follow", always(Text(pattern=VERSION))),
        Member("nam", "the holder's names", always(PERSON)),
        Member(
            "dob",
            "the holder's day of birth, as far as known",
            since(
                {
                    "1.0.0": Text(pattern=BIRTH_DATE, format="date"),
                    "1.1.0": Text(pattern=PARTIAL_BIRTH_DATE),
                    "1.3.0": Text(pattern=UNKNOWN_BIRTH_DATE),
                }
            ),
        ),
        Member("v", "vaccinations", always(Group(VACCINATION, ENTRIES)), OPTIONAL),
        Member("t", "tests", always(Group(TEST, ENTRIES)), OPTIONAL),
        Member("r", "recoveries", always(Group(RECOVERY, ENTRIES)), OPTIONAL),
    ),
    exactly_one=since({"1.0.0": (), "1.3.0": ("v", "t", "r")}),
)


def schema(version: str) -> dict[str, Any]:
    """A JSON Schema (draft 2020-12) with the verdicts of the published one of this version; a fresh dictionary each time.

    `x-value-set` names the value set of a code. `ValueError` for a version that is not published.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:gdhcn-conformance:dcc:{version}",
        "title": f"EU DCC payload, version {version}",
        **_shape_schema(PAYLOAD, version),
    }


def _shape_schema(shape: Shape, version: str) -> dict[str, Any]:
    """The schema of one shape."""
    if isinstance(shape, Record):
        return _record_schema(shape, version)
    if isinstance(shape, Group):
        return _group_schema(shape, version)
    if isinstance(shape, Whole):
        return _without_none({"type": "integer", "minimum": shape.least, "maximum": shape.most})
    return _without_none(
        {
            "type": "string",
            "maxLength": shape.most,
            "pattern": shape.pattern and shape.pattern.published,
            "format": shape.format,
            "x-value-set": shape.value_set,
        }
    )


def _record_schema(record: Record, version: str) -> dict[str, Any]:
    """The schema of an object. Members that the version does not define are left open (HCERT-SCH-013)."""
    shapes = ((member, member.shape.at(version)) for member in record.members)
    return _without_none(
        {
            "description": record.meaning,
            "type": "object",
            "required": [member.name for member in record.members if member.needed.at(version)] or None,
            "anyOf": [{"required": [name]} for name in record.at_least_one.at(version)] or None,
            "oneOf": [{"required": [name]} for name in record.exactly_one.at(version)] or None,
            "properties": {
                member.name: {"description": member.meaning} | _shape_schema(shape, version)
                for member, shape in shapes
                if shape is not None
            },
        }
    )


def _group_schema(group: Group, version: str) -> dict[str, Any]:
    """The schema of an array of entries."""
    return _without_none(
        {
            "type": "array",
            "minItems": 1,
            "maxItems": group.most.at(version),
            "items": _shape_schema(group.entry, version),
        }
    )


def _without_none(keywords: dict[str, Any]) -> dict[str, Any]:
    """The keywords that say something."""
    return {keyword: value for keyword, value in keywords.items() if value is not None}
