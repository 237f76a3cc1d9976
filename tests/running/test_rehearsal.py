"""The short way of `rehearsal.py` is exactly as good as the long one."""

from __future__ import annotations

from typing import Any

import pytest

from gdhcn_conformance.model.declaration import Role
from gdhcn_conformance.reference.mutants import fleet
from gdhcn_conformance.reference.variants import conforming
from gdhcn_conformance.reference.verifier import Verifier
from gdhcn_conformance.running import library
from gdhcn_conformance.running.exchange import request
from tests.running.rehearsal import rehearsed

SAMPLE = 32  # one vector in so many, beginning at another one for each verifier: together they meet all of them
REQUESTS = [request(vector, "rehearsal", Role()).to_json() for vector in library.load("verifier").vectors]
PLAIN = {name: variant for name, variant in conforming().items() if variant.policy}
MADE = {"reference": Verifier, **{n: m.make for n, m in fleet().items()}, **{n: v.make for n, v in PLAIN.items()}}


def answers(verifier: Any, requests: list[dict[str, Any]]) -> list[Any]:
    return [answer(verifier, each) for each in requests]


def answer(verifier: Any, asked: dict[str, Any]) -> Any:
    method = verifier.verify_image if asked["op"] == "verify-image" else verifier.verify
    try:
        return method(asked)
    except Exception as crash:
        return repr(crash)


@pytest.mark.parametrize("name", MADE)
def test_the_short_way_leads_where_the_long_one_does(name: str) -> None:
    """Answers, reasons and crashes are the same, whatever one step does and whatever it remembers."""
    place = list(MADE).index(name)
    sample = REQUESTS[place % SAMPLE :: SAMPLE]
    long_way = answers(MADE[name](), sample)
    with rehearsed():
        short_way = answers(MADE[name](), sample)
    assert repr(short_way) == repr(long_way)
