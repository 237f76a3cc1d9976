"""The codes of the value sets (eHealth Network, release 2.12.0). An empty text says that the code is not known, and is none."""

from __future__ import annotations

from collections.abc import Callable

from gdhcn_conformance.credentials.value_sets import MEMBERS, VALUE_SETS
from gdhcn_conformance.issued.certificate import GROUPS, Issued
from gdhcn_conformance.issued.check import Findings, check, shown
from gdhcn_conformance.issued.times import time_of_issue

# The requirement on each coded member; the disease is one for all three groups.
ROWS = {
    "HCERT-VS-001": (("v", "t", "r"), "tg"),
    "HCERT-VS-002": (("v",), "vp"),
    "HCERT-VS-003": (("v",), "mp"),
    "HCERT-VS-004": (("v",), "ma"),
    "HCERT-VS-005": (("t",), "tt"),
    "HCERT-VS-006": (("t",), "tr"),
}


def given(issued: Issued, groups: tuple[str, ...], member: str) -> list[tuple[str, str]]:
    """The codes of a member that are text and hold something, each with its group."""
    found = ((group, entry.get(member)) for group in groups for entry in issued.entries(group))
    return [(group, code) for group, code in found if isinstance(code, str) and code]


def _known(groups: tuple[str, ...], member: str) -> Callable[[Issued], Findings]:
    def unknown(issued: Issued) -> Findings:
        found = given(issued, groups, member)
        if not found:
            return None
        wrong = [(group, code) for group, code in found if code not in VALUE_SETS[MEMBERS[group][member]].codes]
        return [
            f"got {shown(code)} for {member}, should be a code of {VALUE_SETS[MEMBERS[group][member]].identifier}"
            for group, code in wrong
        ]

    return unknown


for _name, (_groups, _member) in ROWS.items():
    _kind = GROUPS[_groups[0]] if len(_groups) == 1 else ""
    check(_name, needs="payload", kind=_kind)(_known(_groups, _member))


@check("HCERT-VS-009", needs="payload")
def codes_in_use(issued: Issued) -> Findings:
    """Value sets: new certificates bear codes that are in use.

    When a code went out of use the value sets do not say; a certificate issued before the release that is known here is not judged.
    """
    at = time_of_issue(issued)
    members = [
        (group, member, VALUE_SETS[name]) for group, by_member in MEMBERS.items() for member, name in by_member.items()
    ]
    found = [(member, code, known) for group, member, known in members for _, code in given(issued, (group,), member)]
    later = [(member, code, known) for member, code, known in found if at and at.strftime("%Y-%m-%d") >= known.date]
    if not later:
        return None
    return [
        f"got {shown(code)} for {member}, which is not in use any more"
        for member, code, known in later
        if code in known.inactive
    ]
