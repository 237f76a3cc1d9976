"""The claims of the CWT (WHO HCERT 3.2)."""

from __future__ import annotations

from gdhcn_conformance.issued.certificate import Issued
from gdhcn_conformance.issued.check import Findings, check, shown

EXP = 4


@check("HCERT-CWT-006", needs="claims")
def exp_is_an_integer(issued: Issued) -> Findings:
    """WHO HCERT 3.2.5: the expiration time is an integer."""
    if EXP not in issued.cwt:
        return None
    value = issued.cwt[EXP]
    return [] if type(value) is int else [f"got {shown(value)} for exp, should be an integer"]
