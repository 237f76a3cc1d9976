"""Stages and reasons: closed tables."""

from __future__ import annotations

import jsonschema
import pytest

from gdhcn_conformance.model.vocabulary import UnknownCodeError, pipeline, schema


def test_stages_stand_in_the_order_of_verification() -> None:
    """The HCERT pipeline has its stages in order, from the symbol to the rules."""
    assert (
        list(pipeline().stages)
        == (
            "qr context base45 zlib cbor cose header key dsc signature cwt time hcert key-usage schema value-set revocation rules"
        ).split()
    )


def test_every_stage_has_a_reason() -> None:
    """A stage that nothing can be refused at would be no stage."""
    assert {reason.stage for reason in pipeline().reasons.values()} == set(pipeline().stages)


def test_every_reason_tells_cause_and_mend() -> None:
    """One text serves hint, report and remediation: each reason has all of it."""
    for reason in pipeline().reasons.values():
        assert reason.summary.endswith("."), reason.code
        assert reason.cause.endswith("."), reason.code
        assert reason.mend, reason.code


def test_an_unknown_code_is_an_error_that_names_the_known() -> None:
    """A code that is not in the table is refused, with the codes there are."""
    with pytest.raises(UnknownCodeError, match=r"known: .*expired"):
        pipeline().reason("out-of-date")


def test_the_published_schema_is_made_from_the_tables() -> None:
    """The JSON Schema of the vocabulary is valid and holds every code."""
    made = schema()
    jsonschema.Draft202012Validator.check_schema(made)
    assert [each["const"] for each in made["$defs"]["hcert"]["reason"]["oneOf"]] == list(pipeline().reasons)
