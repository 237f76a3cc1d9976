"""The plain events: one certificate of each kind, by an issuer that is asked for nothing unusual."""

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import tolerated, valid


@valid(requirement="HCERT-ISS-001")
def vaccination(application: Application) -> Application:
    """A second dose of two."""
    return application


@tolerated(of=vaccination, requirement="HCERT-ISS-003")
def vaccination_with_picture(application: Application) -> Application:
    """A second dose of two, and a picture of the QR code."""
    return application.asking(picture=True)


@tolerated(of=vaccination, requirement="HCERT-ISS-004")
def vaccination_abroad(application: Application) -> Application:
    """The dose was given in another country than the one that issues.

    `co` is the country of the event, which need not be the issuer's.
    """
    return application.payload({"v.0.co": application.other_country})


@valid(requirement="HCERT-ISS-001", kind="test")
def test(application: Application) -> Application:
    """A nucleic acid test that did not detect anything."""
    return application


@tolerated(of=test, requirement="HCERT-ISS-003")
def test_with_picture(application: Application) -> Application:
    """A negative nucleic acid test is certified with a picture of its code."""
    return application.asking(picture=True)


@tolerated(of=test, requirement="HCERT-ISS-004")
def test_abroad(application: Application) -> Application:
    """The sample was taken on the other side of a border."""
    return application.payload({"t.0.co": application.other_country})


@valid(requirement="HCERT-ISS-001", kind="recovery")
def recovery(application: Application) -> Application:
    """Somebody who tested positive two months ago has recovered."""
    return application


@tolerated(of=recovery, requirement="HCERT-ISS-003")
def recovery_with_picture(application: Application) -> Application:
    """A recovery with the image that goes onto paper."""
    return application.asking(picture=True)


@tolerated(of=recovery, requirement="HCERT-ISS-004")
def recovery_abroad(application: Application) -> Application:
    """The first positive test was made in a neighbouring country."""
    return application.payload({"r.0.co": application.other_country})
