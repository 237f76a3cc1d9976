"""A second and a third opinion on every signature of the suite: `pycose` and `cwt` say what the reference says."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import gdhcn_conformance
from gdhcn_conformance.credentials import cose
from tests.opinions import rsa_by_hand
from tests.opinions.libraries import LIBRARIES, PS256, Library
from tests.opinions.messages import Question, questions, unreadable

NAMED = {library.name: library for library in LIBRARIES}
# Modules that may use a library: the adapter that serves pycose, and the judge of foreign corpora.
USERS = {"reference/pycose_library.py", "running/corpus/signature.py"}


@pytest.fixture(params=NAMED, name="library")
def _library(request: pytest.FixtureRequest) -> Library:
    return NAMED[request.param]


def opinion(library: Library, question: Question) -> Any:
    """True where one of the keys verifies, False where none does, and what was raised where the library did not get so far."""
    said: list[Any] = []
    for entry, listed in question.keys:
        try:
            said.append(library.verifies(question, entry, listed))
        except Exception as unable:  # pycose documents none
            said.append(f"{type(unable).__name__}: {unable}"[:80])
    return True if True in said else next((each for each in said if each is not False), False)


@cache
def dissents(name: str) -> tuple[tuple[Question, Any], ...]:
    """Where the library says something else than the reference, and what."""
    said = ((question, opinion(NAMED[name], question)) for question in questions())
    return tuple((question, each) for question, each in said if each is not question.verdict)


@cache
def verified(name: str) -> tuple[Question, ...]:
    """What the reference cannot read, and the library verifies."""
    return tuple(question for question in unreadable() if opinion(NAMED[name], question) is True)


def test_it_agrees_on_every_signature_it_can_judge(library: Library) -> None:
    """The library's verdict is the reference's, save where a rule on the message says that it has none."""
    left = [(q.vector.id, said) for q, said in dissents(library.name) if not any(r(q) for r in library.cannot.values())]
    assert left == []


def test_what_it_cannot_judge_is_little(library: Library) -> None:
    """Of a thousand signatures, right and wrong ones, 97 in a hundred are judged."""
    asked = [question.verdict for question in questions()]
    assert len(asked) > 1000
    assert asked.count(False) > 100
    assert len(dissents(library.name)) < 0.03 * len(asked)


@pytest.mark.parametrize(("name", "rule"), [(each.name, rule) for each in LIBRARIES for rule in each.cannot])
def test_each_rule_is_needed(name: str, rule: str) -> None:
    """Without the rule there would be a dissent that no other rule explains."""
    others = [each for other, each in NAMED[name].cannot.items() if other != rule]
    assert any(NAMED[name].cannot[rule](q) and not any(each(q) for each in others) for q, _ in dissents(name))


def test_it_verifies_nothing_that_the_reference_cannot_read(library: Library) -> None:
    """A message that is malformed is not verified by the library either, save where a rule says how it goes further."""
    left = [q.vector.id for q in verified(library.name) if not any(rule(q) for rule in library.further.values())]
    assert left == []


@pytest.mark.parametrize(("name", "rule"), [(each.name, rule) for each in LIBRARIES for rule in each.further])
def test_each_rule_of_going_further_is_needed(name: str, rule: str) -> None:
    """Some malformed message is verified by the library because of what the rule says."""
    assert any(NAMED[name].further[rule](question) for question in verified(name))


def test_every_rsa_signature_is_judged_alike_by_hand() -> None:
    """RFC 8017 followed line by line, without OpenSSL behind it, says of every PS256 signature what the reference says."""
    asked = [question for question in questions() if question.algorithm == PS256]
    assert len(asked) > 50
    assert [question.vector.id for question in asked if _by_hand(question) is not question.verdict] == []


def _by_hand(question: Question) -> bool:
    signed = cose.to_be_signed(question.sign1.protected, question.sign1.payload)
    keys = [listed.key.public_numbers() for _, listed in question.keys]
    return any(rsa_by_hand.verifies(key.n, key.e, question.sign1.signature, signed) for key in keys)


def test_every_borrowed_signature_has_been_verified_elsewhere() -> None:
    """What `signature-remembered` lends stands rightly on another vector of the family, under the same identifier."""
    asked = [each for each in questions() if each.vector.id.startswith("verifier/signature-remembered/")]
    lent = {(each.kid, each.sign1.signature) for each in asked if each.verdict}
    borrowed = [each for each in asked if each.vector.requirement == "HCERT-SIG-008"]
    assert len(borrowed) > 15
    assert all(not each.verdict and (each.kid, each.sign1.signature) in lent for each in borrowed)


def test_no_verdict_of_the_suite_hangs_on_a_library() -> None:
    """No module but the two named imports pycose or cwt, so that nothing is judged by them at run time."""
    package = Path(gdhcn_conformance.__file__).parent
    users = {str(path.relative_to(package)) for path in package.rglob("*.py") if _imports(path) & {"pycose", "cwt"}}
    assert users <= USERS


def _imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    froms = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name.partition(".")[0] for name in froms | plain}
