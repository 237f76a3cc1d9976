"""Applications with a code that no value set has."""

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import negative, valid


@valid(requirement="HCERT-ISS-001")
def vaccination(application: Application) -> Application:
    """A dose of an authorised vaccine."""
    return application


@negative(of=vaccination, requirement="HCERT-VS-003", reasons=[])
def unknown_product(application: Application) -> Application:
    """The product has a code that is in no value set."""
    return application.payload({"v.0.mp": "EU/1/20/9999"})
