"""Codes that no value set has, and that stand for nothing: there is no code to put in their place."""

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import negative, open_question, valid


@valid(requirement="HCERT-ISS-001")
def vaccination(application: Application) -> Application:
    """A dose of an authorised vaccine."""
    return application


@negative(of=vaccination, requirement="HCERT-VS-003", reasons=[])
def unknown_product(application: Application) -> Application:
    """The product has a code that is in no value set."""
    return application.payload({"v.0.mp": "EU/1/20/9999"})


@negative(of=vaccination, requirement="HCERT-VS-001", reasons=[])
def unknown_disease(application: Application) -> Application:
    """The vaccine is against a disease that is not in the value set."""
    return application.payload({"v.0.tg": "840539007"})


@open_question(of=vaccination, requirement="HCERT-VS-002", policy=None)
def unknown_prophylaxis(application: Application) -> Application:
    """Words stand where the kind of vaccine has a code, which the product tells, too."""
    return application.payload({"v.0.vp": "TEST ONLY prophylaxis"})


@open_question(of=vaccination, requirement="HCERT-VS-004", policy=None)
def unknown_holder(application: Application) -> Application:
    """An organisation's number that belongs to no holder of an authorisation; the product tells who it is."""
    return application.payload({"v.0.ma": "ORG-999999999"})


@open_question(of=vaccination, requirement="HCERT-VS-004", policy=None)
def holder_of_another_kind(application: Application) -> Application:
    """The code of a test stands where the holder of an authorisation belongs."""
    return application.payload({"v.0.ma": "LP6464-4"})


@valid(requirement="HCERT-ISS-001", kind="test")
def test(application: Application) -> Application:
    """A laboratory's test with codes of the value sets."""
    return application


@negative(of=test, requirement="HCERT-VS-005", reasons=[])
def unknown_type_of_test(application: Application) -> Application:
    """A test type of LOINC, though not one of the two that are known."""
    return application.payload({"t.0.tt": "LP6465-4"})


@negative(of=test, requirement="HCERT-VS-006", reasons=[])
def unknown_result(application: Application) -> Application:
    """A result that is neither of two codes."""
    return application.payload({"t.0.tr": "260415001"})


@negative(of=test, requirement="HCERT-VS-001", reasons=[])
def test_for_another_disease(application: Application) -> Application:
    """What was tested for is influenza, which has a code of SNOMED CT and none here."""
    return application.payload({"t.0.tg": "6142004"})


@valid(requirement="HCERT-ISS-001", kind="recovery")
def recovery(application: Application) -> Application:
    """Recovered from the one disease that certificates are about."""
    return application


@negative(of=recovery, requirement="HCERT-VS-001", reasons=[])
def recovery_from_nothing_known(application: Application) -> Application:
    """The disease recovered from is zero."""
    return application.payload({"r.0.tg": "0"})


@open_question(of=vaccination, requirement="HCERT-VS-009", policy=None)
def prophylaxis_out_of_use(application: Application) -> Application:
    """J07BX03, which new certificates are not to bear any more: to be replaced, or refused."""
    return application.payload({"v.0.vp": "J07BX03"})


@open_question(of=vaccination, requirement="HCERT-VS-009", policy=None)
def product_out_of_use(application: Application) -> Application:
    """A product under the code it had before it was authorised."""
    changes = {"v.0.mp": "NVX-CoV2373", "v.0.vp": "1162643001", "v.0.ma": "ORG-100032020"}
    return application.payload(changes)


@open_question(of=vaccination, requirement="HCERT-VS-003", policy=None)
def product_by_name(application: Application) -> Application:
    """The product is called by its name, for which an issuer may find the code."""
    return application.payload({"v.0.mp": "Comirnaty", "v.0.vp": "1119349007", "v.0.ma": "ORG-100030215"})


@open_question(of=vaccination, requirement="HCERT-VS-003", policy=None)
def product_in_small_letters(application: Application) -> Application:
    """A known code in lower case, which is another code until somebody puts it right."""
    return application.payload({"v.0.mp": "eu/1/20/1507", "v.0.vp": "1119349007", "v.0.ma": "ORG-100031184"})


@open_question(of=vaccination, requirement="HCERT-VS-003", policy=None)
def code_with_blanks(application: Application) -> Application:
    """Blanks around a product's code, which are to be trimmed."""
    changes = {"v.0.mp": " EU/1/20/1528 ", "v.0.vp": "1119349007", "v.0.ma": "ORG-100030215"}
    return application.payload(changes)


@open_question(of=test, requirement="HCERT-VS-006", policy=None)
def result_in_words(application: Application) -> Application:
    """The result as a laboratory's system says it, with no code."""
    return application.payload({"t.0.tr": "NotDetected"})


@open_question(of=test, requirement="HCERT-VS-001", policy=None)
def disease_as_a_number(application: Application) -> Application:
    """The disease's code without quotes is a number, and can be made text again."""
    return application.payload({"t.0.tg": 840539006})


@open_question(of=recovery, requirement="HCERT-VS-001", policy=None)
def disease_left_out(application: Application) -> Application:
    """There is only one disease in the value set, so an issuer may know which is meant."""
    return application.without("r.0.tg")
