"""Every published version of the schema, asked for by an issuer's own declaration."""

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import tolerated, valid


@valid(requirement="HCERT-ISS-001")
def vaccination(application: Application) -> Application:
    """A vaccination under whichever version the issuer prefers."""
    return application


@tolerated(of=vaccination, requirement="HCERT-ISS-001")
def vaccination_1_0_0(application: Application) -> Application:
    """Version 1.0.0 of April 2021, the first."""
    return application.asking(version="1.0.0")


@tolerated(of=vaccination, requirement="HCERT-ISS-001")
def vaccination_1_0_1(application: Application) -> Application:
    """Version 1.0.1, which only corrected a reference to a value set."""
    return application.asking(version="1.0.1")


@tolerated(of=vaccination, requirement="HCERT-ISS-001")
def vaccination_1_1_0(application: Application) -> Application:
    """Version 1.1.0, that came with partial dates of birth."""
    return application.asking(version="1.1.0")


@tolerated(of=vaccination, requirement="HCERT-ISS-001")
def vaccination_1_2_0(application: Application) -> Application:
    """A vaccination under 1.2.0, of which only tests noticed anything."""
    return application.asking(version="1.2.0")


@tolerated(of=vaccination, requirement="HCERT-ISS-001")
def vaccination_1_2_1(application: Application) -> Application:
    """Version 1.2.1 renamed the certificates and changed no rule."""
    return application.asking(version="1.2.1")


@tolerated(of=vaccination, requirement="HCERT-ISS-001")
def vaccination_1_3_0(application: Application) -> Application:
    """Version 1.3.0 of June 2021, which most participants issue to this day."""
    return application.asking(version="1.3.0")


@tolerated(of=vaccination, requirement="HCERT-ISS-001")
def vaccination_1_3_1(application: Application) -> Application:
    """Version 1.3.1, new in nothing but its examples."""
    return application.asking(version="1.3.1")


@tolerated(of=vaccination, requirement="HCERT-ISS-001")
def vaccination_1_3_2(application: Application) -> Application:
    """Version 1.3.2, under which one transliterated name suffices, for somebody who has two."""
    return application.asking(version="1.3.2")


@tolerated(of=vaccination, requirement="HCERT-ISS-001")
def vaccination_1_3_3(application: Application) -> Application:
    """The last version that was published, in May 2023."""
    return application.asking(version="1.3.3")


@valid(requirement="HCERT-ISS-001", kind="test")
def test(application: Application) -> Application:
    """A test, with no word about a version."""
    return application


@tolerated(of=test, requirement="HCERT-ISS-001")
def test_1_0_1(application: Application) -> Application:
    """A test under 1.0.1, when a date of the result could still be given, and is not."""
    return application.asking(version="1.0.1")


@tolerated(of=test, requirement="HCERT-ISS-001")
def test_1_1_0(application: Application) -> Application:
    """Version 1.1.0 with a nucleic acid test, its name and its centre."""
    return application.asking(version="1.1.0")


@tolerated(of=test, requirement="HCERT-ISS-001")
def test_1_2_0(application: Application) -> Application:
    """Version 1.2.0, which gave up the time of the result."""
    return application.asking(version="1.2.0")


@tolerated(of=test, requirement="HCERT-ISS-001")
def test_1_3_0(application: Application) -> Application:
    """A test under 1.3.0, by which the centre may be left out; here it is told."""
    return application.asking(version="1.3.0")


@tolerated(of=test, requirement="HCERT-ISS-001")
def test_1_3_3(application: Application) -> Application:
    """The newest version, with a laboratory's test."""
    return application.asking(version="1.3.3")


@valid(requirement="HCERT-ISS-001", kind="recovery")
def recovery(application: Application) -> Application:
    """A recovery, under any version that there is."""
    return application


@tolerated(of=recovery, requirement="HCERT-ISS-001")
def recovery_1_0_0(application: Application) -> Application:
    """The oldest schema, for somebody who got well."""
    return application.asking(version="1.0.0")


@tolerated(of=recovery, requirement="HCERT-ISS-001")
def recovery_1_2_1(application: Application) -> Application:
    """Version 1.2.1, the last before lists were limited to one entry, with one recovery."""
    return application.asking(version="1.2.1")


@tolerated(of=recovery, requirement="HCERT-ISS-001")
def recovery_1_3_0(application: Application) -> Application:
    """A certificate of recovery as 1.3.0 describes it."""
    return application.asking(version="1.3.0")


@tolerated(of=recovery, requirement="HCERT-ISS-001")
def recovery_1_3_2(application: Application) -> Application:
    """Version 1.3.2 asks of a recovery what all the earlier ones did."""
    return application.asking(version="1.3.2")
