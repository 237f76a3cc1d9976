"""What was asked for, and what the certificate says: the same person, the same event."""

from __future__ import annotations

from typing import Any

from gdhcn_conformance.credentials import compare
from gdhcn_conformance.issued.certificate import GROUPS, Issued
from gdhcn_conformance.issued.check import Findings, check


@check("HCERT-ISS-002", needs="payload")
def says_what_was_asked(issued: Issued) -> Findings:
    """The certificate holds the person and the event that were handed over, each member as it was given."""
    if issued.asked is None or "payload" not in issued.asked:
        return None
    wanted: dict[str, Any] = issued.asked["payload"]
    given = {name: value for name, value in issued.plain.items() if name in ("nam", "dob", *GROUPS)}
    difference = compare.difference(wanted, given)
    return [difference] if difference else []
