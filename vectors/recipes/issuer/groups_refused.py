"""Several events, or none: one certificate attests one, so nothing that is issued could say what was told."""

import copy
from typing import Any

from gdhcn_conformance.generation import events
from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import negative, open_question, valid


@valid(requirement="HCERT-ISS-001")
def one_vaccination(application: Application) -> Application:
    """A vaccination by itself, as certificates are made for."""
    return application


@negative(of=one_vaccination, requirement="HCERT-SCH-007", reasons=[])
def vaccination_and_test(application: Application) -> Application:
    """A vaccination and a test in one application."""
    return application.payload({"t": _event(application, "test")})


@negative(of=one_vaccination, requirement="HCERT-SCH-007", reasons=[])
def vaccination_and_recovery(application: Application) -> Application:
    """Somebody vaccinated after a recovery asks for both at once."""
    return application.payload({"r": _event(application, "recovery")})


@negative(of=one_vaccination, requirement="HCERT-SCH-007", reasons=[])
def all_three(application: Application) -> Application:
    """Everything that can happen to a person, on a single certificate."""
    return application.payload({"t": _event(application, "test"), "r": _event(application, "recovery")})


@negative(of=one_vaccination, requirement="HCERT-SCH-007", reasons=[])
def nothing_happened(application: Application) -> Application:
    """A person, and no event at all."""
    return application.without("v")


@negative(of=one_vaccination, requirement="HCERT-SCH-008", reasons=[])
def empty_list(application: Application) -> Application:
    """A list of vaccinations in which there are none."""
    return application.payload({"v": []})


@negative(of=one_vaccination, requirement="HCERT-SCH-008", reasons=[])
def two_doses(application: Application) -> Application:
    """The first and the second dose as two entries of one list."""
    first = copy.deepcopy(application.dcc["v"][0])
    second = first | {"dn": 1, "dt": application.date(-60)}
    return application.payload({"v": [second, first]})


@valid(requirement="HCERT-ISS-001", kind="test")
def one_test(application: Application) -> Application:
    """A single test, the usual thing to be certified."""
    return application


@negative(of=one_test, requirement="HCERT-SCH-008", reasons=[])
def two_tests(application: Application) -> Application:
    """Two samples, a day apart, to be put on one certificate."""
    first = copy.deepcopy(application.dcc["t"][0])
    return application.payload({"t": [first, first | {"sc": application.time(days=-2)}]})


@negative(of=one_test, requirement="HCERT-SCH-007", reasons=[])
def test_and_recovery(application: Application) -> Application:
    """A negative test proves that the recovery is over, says the application, and wants both."""
    return application.payload({"r": _event(application, "recovery")})


@valid(requirement="HCERT-ISS-001", kind="recovery")
def one_recovery(application: Application) -> Application:
    """One infection that somebody got over."""
    return application


@negative(of=one_recovery, requirement="HCERT-SCH-008", reasons=[])
def two_recoveries(application: Application) -> Application:
    """The same person recovered twice, and lists both."""
    entry = application.dcc["r"][0]
    earlier = entry | {name: application.date(days) for name, days in (("fr", -400), ("df", -389), ("du", -220))}
    return application.payload({"r": [earlier, entry]})


@open_question(of=one_vaccination, requirement="HCERT-SCH-009", policy=None)
def two_doses_before(application: Application) -> Application:
    """Two doses under version 1.2.1, whose schema lets them stand together; the Regulation did not."""
    first = copy.deepcopy(application.dcc["v"][0])
    both = [first | {"dn": 1, "dt": application.date(-60)}, first]
    return application.payload({"v": both}).asking(version="1.2.1")


@open_question(of=one_vaccination, requirement="HCERT-SCH-011", policy=None)
def unused_groups_are_null(application: Application) -> Application:
    """Tests and recoveries are null, as some languages write what is not there; a certificate leaves them out."""
    return application.payload({"t": None, "r": None})


@open_question(of=one_vaccination, requirement="HCERT-SCH-008", policy=None)
def no_list(application: Application) -> Application:
    """The one vaccination is handed over without the list around it, which is easily added."""
    return application.payload({"v": application.dcc["v"][0]})


@open_question(of=one_vaccination, requirement="HCERT-SCH-012", policy=None)
def unknown_members(application: Application) -> Application:
    """The application holds a number of the health service, which has no place in a certificate."""
    return application.payload({"pid": "TEST-0815", "v.0.lot": "TEST-4711"})


def _event(application: Application, kind: str) -> list[dict[str, Any]]:
    """An entry of another kind, as it is handed over: without an identifier."""
    occasion = events.Occasion(application.name, application.country, application.clock, application.setting.seed)
    group = {"test": "t", "recovery": "r"}[kind]
    return [{name: value for name, value in events.payload(kind, "1.3.0", occasion)[group][0].items() if name != "ci"}]
