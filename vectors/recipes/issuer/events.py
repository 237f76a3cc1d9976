"""The plain events: one certificate of each kind."""

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
