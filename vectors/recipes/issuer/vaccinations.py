"""Vaccinations: doses of a series and beyond it, products of every kind, and days."""

from dataclasses import replace

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import open_question, tolerated, valid

# SNOMED CT codes of the kinds of vaccine (eHealth Network value sets 2.12.0, encoding instructions of 2023-05-05).
ANY, MESSENGER_RNA, VECTOR = "28531000087107", "1119349007", "29061000087103"
INACTIVATED, PROTEIN = "1157024006", "1162643001"


@valid(requirement="HCERT-ISS-001")
def first_of_two(application: Application) -> Application:
    """The first dose of a series of two."""
    return application.payload({"v.0.dn": 1, "v.0.sd": 2})


@tolerated(of=first_of_two, requirement="HCERT-ISS-001")
def one_of_one(application: Application) -> Application:
    """A series that is complete with its only dose."""
    return application.payload({"v.0.mp": "EU/1/20/1525", "v.0.dn": 1, "v.0.sd": 1} | _kind(VECTOR, "ORG-100001417"))


@tolerated(of=first_of_two, requirement="HCERT-ISS-001")
def booster_after_two(application: Application) -> Application:
    """A booster after two doses is 3/3 (Implementing Decision (EU) 2021/1073, as amended)."""
    return application.payload({"v.0.dn": 3, "v.0.sd": 3})


@tolerated(of=first_of_two, requirement="HCERT-ISS-004")
def booster_after_one(application: Application) -> Application:
    """A booster after a series of one dose is 2/1: more doses than the series has."""
    return application.payload({"v.0.dn": 2, "v.0.sd": 1})


@tolerated(of=first_of_two, requirement="HCERT-ISS-004")
def second_booster(application: Application) -> Application:
    """The fourth dose of somebody who has had two boosters."""
    return application.payload({"v.0.dn": 4, "v.0.sd": 4})


@tolerated(of=first_of_two, requirement="HCERT-ISS-004")
def ten_of_ten(application: Application) -> Application:
    """Ten doses of ten: schema 1.3.0 took the limit of nine away."""
    return application.payload({"v.0.dn": 10, "v.0.sd": 10}).asking(version="1.3.0")


@tolerated(of=first_of_two, requirement="HCERT-ISS-004")
def nine_of_nine_before(application: Application) -> Application:
    """Nine of nine under version 1.2.1, as many as it can say."""
    return application.payload({"v.0.dn": 9, "v.0.sd": 9}).asking(version="1.2.1")


@open_question(of=first_of_two, requirement="HCERT-VAC-004", policy=None)
def three_of_two(application: Application) -> Application:
    """A third dose of a series of two: verifiers accept it, and the encoding rules now say 3/3."""
    return application.payload({"v.0.dn": 3, "v.0.sd": 2})


@tolerated(of=first_of_two, requirement="HCERT-ISS-001")
def messenger_rna(application: Application) -> Application:
    """A vaccine of messenger RNA by the first holder of an authorisation in Europe."""
    return _product(application, "EU/1/20/1528", MESSENGER_RNA, "ORG-100030215")


@tolerated(of=first_of_two, requirement="HCERT-ISS-001")
def viral_vector(application: Application) -> Application:
    """A vaccine with a virus as its vehicle, and the SNOMED code that replaced J07BX03 for it."""
    return _product(application, "EU/1/21/1529", VECTOR, "ORG-100001699")


@tolerated(of=first_of_two, requirement="HCERT-ISS-004")
def protein_subunit(application: Application) -> Application:
    """A protein vaccine, authorised a year after the others."""
    return _product(application, "EU/1/21/1618", PROTEIN, "ORG-100032020")


@tolerated(of=first_of_two, requirement="HCERT-ISS-004")
def inactivated_virus(application: Application) -> Application:
    """A vaccine that Europe never authorised: product and maker are names, not numbers."""
    return _product(application, "CoronaVac", INACTIVATED, "Sinovac-Biotech")


@tolerated(of=first_of_two, requirement="HCERT-ISS-004")
def holder_with_a_number(application: Application) -> Application:
    """The product is a name, and its holder has a number of the Organisations Management Service."""
    return _product(application, "BBIBP-CorV", INACTIVATED, "ORG-100020693")


@tolerated(of=first_of_two, requirement="HCERT-ISS-004")
def licensed_elsewhere(application: Application) -> Application:
    """The same vaccine made by a licensee, with a code and a holder of its own."""
    return _product(application, "Covishield", VECTOR, "ORG-100001981")


@tolerated(of=first_of_two, requirement="HCERT-ISS-004")
def another_licensee(application: Application) -> Application:
    """A maker that holds several authorisations: here its protein vaccine."""
    return _product(application, "Covovax", PROTEIN, "ORG-100001981")


@tolerated(of=first_of_two, requirement="HCERT-ISS-004")
def long_code(application: Application) -> Application:
    """The longest product code of the value set, with lower-case letters and hyphens."""
    return _product(application, "Covid-19-adsorvida-inativada", INACTIVATED, "Instituto-Butantan")


@tolerated(of=first_of_two, requirement="HCERT-ISS-004")
def generic_prophylaxis(application: Application) -> Application:
    """The code for any COVID-19 vaccine, for a product that has no kind in SNOMED CT."""
    return _product(application, "Abdala", ANY, "CIGB")


@tolerated(of=first_of_two, requirement="HCERT-ISS-004")
def authorised_in_2022(application: Application) -> Application:
    """A code that joined the value set long after the first ones did."""
    return _product(application, "EU/1/21/1624", ANY, "ORG-100036422")


@tolerated(of=first_of_two, requirement="HCERT-ISS-004")
def long_ago(application: Application) -> Application:
    """A dose that lies three hundred days back, issued anew on request."""
    return application.payload({"v.0.dt": application.date(-300)})


@tolerated(of=first_of_two, requirement="HCERT-ISS-004")
def on_new_years_eve(application: Application) -> Application:
    """A dose on the last day of the year before the last, by which time one vaccine was authorised."""
    dated = application.payload({"v.0.dt": f"{application.clock.year - 2}-12-31"})
    return _product(dated, "EU/1/20/1528", MESSENGER_RNA, "ORG-100030215")


@tolerated(of=first_of_two, requirement="HCERT-ISS-001", needs=["clock"])
def given_today(application: Application) -> Application:
    """The certificate is handed out where the dose was given, at noon in UTC of the same day."""
    noon = replace(application, clock=application.clock.replace(hour=12, minute=0, second=0))
    return noon.payload({"v.0.dt": noon.date(0)})


def _product(application: Application, product: str, prophylaxis: str, holder: str) -> Application:
    return application.payload({"v.0.mp": product} | _kind(prophylaxis, holder))


def _kind(prophylaxis: str, holder: str) -> dict[str, str]:
    return {"v.0.vp": prophylaxis, "v.0.ma": holder}
