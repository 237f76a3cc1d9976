"""The doctor of an issuer's adapter: each mistake of set-up is found by the check that is about it."""

import pytest

from gdhcn_conformance.adapters.inline import InlineSubject
from gdhcn_conformance.reference.issuer import Issuer
from gdhcn_conformance.running import library
from gdhcn_conformance.running.doctor import examine

SUITE = library.load("issuer")


class IgnoresTheClock(Issuer):
    def issue(self, request):
        return super().issue({**request, "clock": "2022-01-15T10:00:00Z"})


class RemembersThePerson(Issuer):
    first = None

    def issue(self, request):
        self.first = self.first or request["payload"]
        return super().issue({**request, "payload": {**request["payload"], "dob": self.first["dob"]}})


class CatchesAll(Issuer):
    def issue(self, request):
        try:
            return super().issue(request)
        except Exception:
            return {"outcome": "rejected"}


class SignsWithAnotherKey(Issuer):
    def issue(self, request):
        answer = super().issue(request)
        return answer | {"credential": answer["credential"][:-30] + "0" * 30} if "credential" in answer else answer


class IssuesNothing(Issuer):
    issue = None


class RefusesNothing(Issuer):
    def issue(self, request):
        answer = super().issue(request)
        return answer if answer["outcome"] == "accepted" else {"outcome": "accepted", "credential": "HC1:"}


class NoPicture(Issuer):
    def issue(self, request):
        return {name: value for name, value in super().issue(request).items() if name != "image"}


def findings(served):
    return {each.check: each for each in examine(SUITE, SUITE.profile("issuer"), InlineSubject(served()))}


def test_the_reference_is_in_order():
    """Nothing is to be mended on the reference issuer."""
    assert not [each for each in findings(Issuer).values() if each.ok is False]


@pytest.mark.parametrize(
    ("served", "check"),
    [
        (IgnoresTheClock, "clock"),
        (RemembersThePerson, "no state"),
        (CatchesAll, "no payload"),
        (SignsWithAnotherKey, "issue"),
        (IssuesNothing, "issue"),
        (NoPicture, "picture"),
    ],
)
def test_each_mistake_is_found_by_its_check(served, check):
    """The check that is about the mistake says so, with a fix."""
    found = findings(served)[check]
    assert found.ok is False
    assert found.fix


def test_what_is_not_refused_is_a_remark():
    """An issuer that refuses nothing is told so, and may still be run: the run judges what it issued."""
    found = findings(RefusesNothing)["refusals"]
    assert found.ok is None
    assert found.says.startswith("not refused: ")
