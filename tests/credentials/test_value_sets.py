"""The codes of the value sets."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from gdhcn_conformance.credentials.value_sets import VALUE_SETS

FOLDER = Path(os.environ.get("GDHCN_CORPORA", Path(__file__).parents[3] / "shared" / "corpora")) / "ehn-dcc-valuesets"

SIZES = {
    "disease-agent-targeted": (1, 0),
    "vaccine-prophylaxis": (8, 1),
    "vaccine-medicinal-product": (35, 4),
    "vaccine-mah-manf": (31, 0),
    "test-type": (2, 0),
    "test-result": (2, 0),
}


def test_the_value_sets_are_six():
    """Each value set has as many codes in use and out of use as release 2.12.0 has, and none is both."""
    assert {name: (len(values.active), len(values.inactive)) for name, values in VALUE_SETS.items()} == SIZES
    assert not any(values.active & values.inactive for values in VALUE_SETS.values())


def test_codes_are_bare():
    """No code has blanks around it or a display's suffix (HCERT-VS-014)."""
    codes = {code for values in VALUE_SETS.values() for code in values.codes}
    assert all(code == code.strip() and "(" not in code for code in codes)
    assert "J07BX03" in VALUE_SETS["vaccine-prophylaxis"].codes


@pytest.mark.skipif(
    not FOLDER.is_dir(),
    reason="the published value sets are not there: GDHCN_CORPORA names no folder with ehn-dcc-valuesets",
)
@pytest.mark.parametrize("name", VALUE_SETS)
def test_codes_are_the_published_ones(name):
    """Identifier, day, codes and their state are those of the published document."""
    document = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    codes = document["valueSetValues"]
    values = VALUE_SETS[name]
    assert (values.identifier, values.date) == (document["valueSetId"], document["valueSetDate"])
    assert values.active == {code for code, entry in codes.items() if entry["active"]}
    assert values.inactive == {code for code, entry in codes.items() if not entry["active"]}
