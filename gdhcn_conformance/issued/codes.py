"""The codes of the value sets."""

from __future__ import annotations

from gdhcn_conformance.credentials.value_sets import VALUE_SETS
from gdhcn_conformance.issued.certificate import Issued
from gdhcn_conformance.issued.check import Findings, check, shown


@check("HCERT-VS-003", needs="payload", kind="vaccination")
def product_is_known(issued: Issued) -> Findings:
    """Value sets: the product is a vaccine of the value set."""
    known = VALUE_SETS["vaccine-medicinal-product"].codes
    given = [entry["mp"] for entry in issued.entries("v") if "mp" in entry]
    return [f"got {shown(code)} for mp, should be a code of the value set" for code in given if code not in known]
