"""Codes: retired ones stay valid, unknown ones are a matter of policy, and a code is a text."""

from __future__ import annotations

from gdhcn_conformance.generation.recipes import Draft, negative, open_question, tolerated, valid

# The first names the stage that a verifier must have to be asked at all: the codes are looked up by the schema in some
# verifiers, on their own in others, by rules in the rest, and all of them are to be asked.
UNKNOWN = ("schema-invalid", "value-unknown", "rule-failed")
MISTYPED = ("schema-invalid", "hcert-malformed", "cbor-malformed", "value-unknown")
POLICY = "unknown-value-set-code"


@valid(requirement="HCERT-VER-100")
def vaccination(draft: Draft) -> Draft:
    """A vaccination whose product, kind of vaccine and holder of the authorisation are in use and belong together."""
    return draft.payload({"v.0.mp": "EU/1/20/1528", "v.0.vp": "1119349007", "v.0.ma": "ORG-100030215"})


@tolerated(of=vaccination, requirement="HCERT-VS-010")
def retired_kind_of_vaccine(draft: Draft) -> Draft:
    """J07BX03 was the code of every COVID-19 vaccine until finer ones came; certificates with it have not run out."""
    return draft.payload({"v.0.vp": "J07BX03"})


@tolerated(of=vaccination, requirement="HCERT-VS-010")
def retired_product(draft: Draft) -> Draft:
    """The product was listed under its development name, and the name was retired once it was authorised."""
    return draft.payload({"v.0.mp": "NVX-CoV2373", "v.0.ma": "ORG-100032020", "v.0.vp": "1119305005"})


@tolerated(of=vaccination, requirement="HCERT-SCH-020")
def blank_behind_the_product(draft: Draft) -> Draft:
    """One blank follows the code of the product, as in a whole country's certificates.

    Looked up without trimming it is in no value set.
    """
    return draft.payload({"v.0.mp": "EU/1/20/1528 "})


@open_question(of=vaccination, requirement="HCERT-VS-011", policy=POLICY, reasons=UNKNOWN)
def unknown_product(draft: Draft) -> Draft:
    """A product number that follows the pattern and was never given out."""
    return draft.payload({"v.0.mp": "EU/1/20/9999"})


@open_question(of=vaccination, requirement="HCERT-VS-011", policy=POLICY, reasons=UNKNOWN)
def unknown_disease(draft: Draft) -> Draft:
    """The disease is another than the one in the value set, so the vaccination is none against COVID-19."""
    return draft.payload({"v.0.tg": "6142004"})


@open_question(of=vaccination, requirement="HCERT-VS-011", policy=POLICY, reasons=UNKNOWN)
def manufacturer_by_name(draft: Draft) -> Draft:
    """In place of an organisation's code its name is written out, and misspelt."""
    return draft.payload({"v.0.ma": "Sinovac- Biontech"})


@open_question(of=vaccination, requirement="HCERT-VS-008", policy=POLICY, reasons=UNKNOWN)
def product_in_small_letters(draft: Draft) -> Draft:
    """eu/1/20/1528 differs from a listed product in the case of two letters, and thereby is not listed."""
    return draft.payload({"v.0.mp": "eu/1/20/1528"})


@negative(of=vaccination, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="code-as-a-number")
def disease_as_a_number(draft: Draft) -> Draft:
    """The disease's code, which looks like a number, is one.

    Equal for a language that converts before it compares, unequal for the rules of the next country.
    """
    return draft.payload({"v.0.tg": 840539006})


@negative(of=vaccination, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="code-in-an-array")
def product_in_a_list(draft: Draft) -> Draft:
    """The product's code stands alone in an array, and a search for membership is asked of the wrong side."""
    return draft.payload({"v.0.mp": ["EU/1/20/1528"]})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="code-as-a-map")
def coding_of_the_kind_of_vaccine(draft: Draft) -> Draft:
    """vp is a map of system, code and display, the shape that codes have in FHIR."""
    coding = {"system": "http://snomed.info/sct", "code": "1119349007", "display": "mRNA vaccine"}
    return draft.payload({"v.0.vp": coding})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="code-as-a-map")
def product_with_its_name(draft: Draft) -> Draft:
    """The product maps its code to a display name, as a value set does, and the entry repeats the value set."""
    return draft.payload({"v.0.mp": {"EU/1/20/1528": {"display": "Comirnaty", "active": True}}})


@negative(of=vaccination, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="code-as-a-number")
def holder_of_the_authorisation_as_a_number(draft: Draft) -> Draft:
    """Of the organisation's code ORG-100030215 only the number is left, without its letters and its quotes."""
    return draft.payload({"v.0.ma": 100030215})


@valid(requirement="HCERT-VER-100", kind="test")
def negative_test(draft: Draft) -> Draft:
    """A test with codes of its value sets for type and result."""
    return draft


@tolerated(of=negative_test, requirement="HCERT-SCH-020")
def blank_behind_the_type(draft: Draft) -> Draft:
    """The code for a nucleic acid test has a blank at its end, and means what it meant."""
    return draft.payload({"t.0.tt": "LP6464-4 "})


@open_question(of=negative_test, requirement="HCERT-VS-011", policy=POLICY, reasons=UNKNOWN)
def unknown_type_of_test(draft: Draft) -> Draft:
    """An antibody test by its LOINC code; it is in no value set of the EU, and says nothing of an infection now."""
    return draft.payload({"t.0.tt": "LP418019-8"})


@open_question(of=negative_test, requirement="HCERT-VS-008", policy=POLICY, reasons=UNKNOWN)
def type_of_test_in_small_letters(draft: Draft) -> Draft:
    """lp6464-4 is a type of test written without capitals, which other lists would let pass."""
    return draft.payload({"t.0.tt": "lp6464-4"})


@negative(of=negative_test, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="code-as-a-number")
def result_as_a_number(draft: Draft) -> Draft:
    """The result is the integer 260415000.

    A switch over texts falls through to its default, and in some apps the default is "not detected".
    """
    return draft.payload({"t.0.tr": 260415000})


@negative(of=negative_test, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="result-as-a-truth-value")
def result_false(draft: Draft) -> Draft:
    """tr is false, for "not detected" as one may guess, or for "not tested", or for nothing."""
    return draft.payload({"t.0.tr": False})


@negative(of=negative_test, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="code-as-a-map")
def result_for_each_of_two_targets(draft: Draft) -> Draft:
    """The laboratory reports by gene: a map of two targets, one found and one not, takes the result's place."""
    return draft.payload({"t.0.tr": {"E": "260373001", "RdRp": "260415000"}})
