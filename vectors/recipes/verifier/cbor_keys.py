"""Keys of maps: none twice, none of another type than it should be (RFC 8949, section 5.6; RFC 8392, section 7.2)."""

from typing import Any

from gdhcn_conformance.credentials.cbor_writer import Float, Pairs, Wide
from gdhcn_conformance.generation.draft import CLAIMS, DCC, HCERT
from gdhcn_conformance.generation.people import person
from gdhcn_conformance.generation.recipes import Draft, negative, open_question, valid

CLAIM_TWICE = ["cbor-duplicate-key", "claims-malformed", "cbor-malformed"]
MEMBER_TWICE = ["cbor-duplicate-key", "hcert-malformed", "schema-invalid", "cbor-malformed", "claims-malformed"]
HALF = ["schema-invalid", "hcert-malformed", "version-unsupported"]  # of half a certificate, whichever is taken
POLICY = "duplicate-map-keys"
DETECTED, NOT_DETECTED = "260373001", "260415000"  # SNOMED CT, the two results of the value set
EXP, IAT, NBF = CLAIMS["exp"], CLAIMS["iat"], CLAIMS["nbf"]


def _claim_twice(draft: Draft, label: int, first: Any, last: Any) -> Draft:
    """The claims with one of them in its place, and once more at the end."""
    return draft.at("claims", lambda claims: Pairs((*(claims | {label: first}).items(), (label, last))))


def _strangers(draft: Draft) -> dict[str, Any]:
    """The same certificate of another person."""
    return draft.payload({"nam": person(draft.name, draft.setting.seed).to_json(), "dob": "1929-02-28"}).dcc


def _halves(dcc: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A health certificate without its event, and the event alone; neither is valid by its schema."""
    events = {name: value for name, value in dcc.items() if isinstance(value, list)}
    return {name: value for name, value in dcc.items() if name not in events}, events


# -- claims ------------------------------------------------------------------------------------------------------------


@valid(requirement="HCERT-EKU-003", kind="vaccination")
def each_claim_once(draft: Draft) -> Draft:
    """A vaccination certificate that has iss, exp, iat and the health certificate once each."""
    return draft


@negative(of=each_claim_once, requirement="HCERT-CBOR-004a", reasons=[*CLAIM_TWICE, "expired"])
def expired_first_and_valid_last(draft: Draft) -> Draft:
    """There are two values of exp, the first ten days past and the last half a year ahead.

    Libraries that put pairs into a dictionary one by one keep the last, and the certificate seems valid.
    """
    return _claim_twice(draft, EXP, draft.seconds(days=-10), draft.cwt[EXP])


@negative(of=each_claim_once, requirement="HCERT-CBOR-004a", reasons=[*CLAIM_TWICE, "expired"])
def valid_first_and_expired_last(draft: Draft) -> Draft:
    """Of two values of exp the valid one comes first and the past one at the end of the map.

    This is the order for readers that keep what they already have, or search the map from its beginning.
    """
    return _claim_twice(draft, EXP, draft.cwt[EXP], draft.seconds(days=-10))


@negative(of=each_claim_once, requirement="HCERT-CBOR-004a", reasons=CLAIM_TWICE)
def same_expiry_twice(draft: Draft) -> Draft:
    """exp is given twice with one and the same value.

    Nothing is in doubt but the map itself, which is not valid with two equal keys, whatever they hold.
    """
    return _claim_twice(draft, EXP, draft.cwt[EXP], draft.cwt[EXP])


@negative(of=each_claim_once, requirement="HCERT-CBOR-004a", reasons=[*CLAIM_TWICE, "expired"])
def expiry_under_two_spellings_of_its_label(draft: Draft) -> Draft:
    """The label 4 stands once in one byte, with a past date, and once in two bytes, 18 04, with a future one.

    Both encode the same key. Looking for repeated keys among their bytes does not find them.
    """
    return draft.at("claims", lambda c: Pairs((*(c | {EXP: draft.seconds(days=-10)}).items(), (Wide(EXP, 1), c[EXP]))))


@negative(of=each_claim_once, requirement="HCERT-CBOR-004a", reasons=[*CLAIM_TWICE, "issued-in-future"])
def issued_ahead_of_time_and_also_earlier(draft: Draft) -> Draft:
    """iat first lies ten days in the future and then, in a second pair, in the past."""
    return _claim_twice(draft, IAT, draft.seconds(days=10), draft.cwt[IAT])


@negative(of=each_claim_once, requirement="HCERT-CBOR-004a", reasons=[*CLAIM_TWICE, "not-yet-valid"])
def two_beginnings(draft: Draft) -> Draft:
    """nbf, which certificates seldom have, is here twice: a day that has passed, and one a month ahead.

    The first value is the harmless one, for readers that stop searching when they have found a claim.
    """
    return _claim_twice(draft, NBF, draft.seconds(days=-2), draft.seconds(days=30))


@negative(of=each_claim_once, requirement="HCERT-CBOR-004a", reasons=CLAIM_TWICE)
def two_persons_under_two_hcert_claims(draft: Draft) -> Draft:
    """Claim -260 stands twice, and the two health certificates are of different people.

    Which of them is shown as verified depends on the library; a check of one and a display of the other is worse still.
    """
    return draft.at("claims", lambda c: Pairs((*(c | {HCERT: {DCC: _strangers(draft)}}).items(), (HCERT, c[HCERT]))))


@negative(of=each_claim_once, requirement="HCERT-CBOR-004a", reasons=[*CLAIM_TWICE, *HALF])
def certificate_in_two_hcert_claims(draft: Draft) -> Draft:
    """Half of the health certificate is in one claim -260, name and date of birth, and the vaccination in another.

    Neither half is valid. Decoding both into the same object makes them one.
    """
    person_only, event_only = _halves(draft.dcc)
    return _claim_twice(draft, HCERT, {DCC: person_only}, {DCC: event_only})


# -- members of the health certificate ---------------------------------------------------------------------------------


@valid(requirement="HCERT-ALG-003", kind="test")
def each_member_once(draft: Draft) -> Draft:
    """A test certificate of which no member is given twice; its result is that nothing was detected."""
    return draft


def _result_twice(draft: Draft, *results: str) -> Draft:
    """The test entry with more than one result, which an output is not compared by."""

    def change(dcc: dict[str, Any]) -> dict[str, Any]:
        rest = [(name, value) for name, value in dcc["t"][0].items() if name != "tr"]
        return dcc | {"t": [Pairs((*rest, *(("tr", result) for result in results)))]}

    return draft.at("payload", change).expecting(draft.without_payload("t.0.tr").dcc)


@open_question(of=each_member_once, requirement="HCERT-CBOR-004b", policy=POLICY, reasons=MEMBER_TWICE)
def detected_first_and_not_detected_last(draft: Draft) -> Draft:
    """The test entry has two results, first that the virus was detected, then that it was not.

    With the last value kept, an infected person has a clean certificate.
    """
    return _result_twice(draft, DETECTED, NOT_DETECTED)


@open_question(of=each_member_once, requirement="HCERT-CBOR-004b", policy=POLICY, reasons=MEMBER_TWICE)
def not_detected_first_and_detected_last(draft: Draft) -> Draft:
    """Two results again, the better one in front, for readers that keep the first value they see."""
    return _result_twice(draft, NOT_DETECTED, DETECTED)


@open_question(of=each_member_once, requirement="HCERT-CBOR-004b", policy=POLICY, reasons=MEMBER_TWICE)
def two_names(draft: Draft) -> Draft:
    """The member nam stands at the beginning with a stranger's name and at the end with the holder's."""
    first = ("nam", _strangers(draft)["nam"])
    return draft.at("payload", lambda dcc: Pairs((first, *dcc.items()))).expecting(draft.without_payload("nam").dcc)


@open_question(of=each_member_once, requirement="HCERT-CBOR-004b", policy=POLICY, reasons=MEMBER_TWICE)
def group_twice(draft: Draft) -> Draft:
    """The group t is given twice, with one and the same test each time.

    In a schema for JSON the second group cannot even be asked about: one is gone before it is validated.
    """
    return draft.at("payload", lambda dcc: Pairs((*dcc.items(), ("t", dcc["t"]))))


@negative(of=each_member_once, requirement="HCERT-CBOR-004b", reasons=[*MEMBER_TWICE, "version-unsupported"])
def certificate_in_two_halves(draft: Draft) -> Draft:
    """Key 1 of the hcert claim stands twice: once with version, name and date of birth, once with the test.

    Whichever is taken, it is no valid certificate. Libraries that decode twice into one object merge the two.
    """
    return draft.at("hcert", lambda _: Pairs(tuple((DCC, half) for half in _halves(draft.dcc))))


@negative(of=each_member_once, requirement="HCERT-CBOR-004b", reasons=MEMBER_TWICE)
def entry_in_two_halves(draft: Draft) -> Draft:
    """The group t stands twice, and the members of its one entry are divided between the two.

    Each of the entries lacks what the schema requires; overlaid, as some decoders do with arrays, they have it all.
    """

    def change(dcc: dict[str, Any]) -> Pairs:
        members = list(dcc["t"][0].items())
        half = len(members) // 2
        rest = [(name, value) for name, value in dcc.items() if name != "t"]
        return Pairs((*rest, ("t", [dict(members[:half])]), ("t", [dict(members[half:])])))

    return draft.at("payload", change)


# -- types of keys -----------------------------------------------------------------------------------------------------


@valid(requirement="HCERT-CWT-003", kind="recovery")
def labels_of_the_right_type(draft: Draft) -> Draft:
    """A recovery certificate without iss, its claims under integers and its members under texts."""
    return draft.without_claims("iss")


def _relabelled(draft: Draft, labels: dict[int, Any]) -> Draft:
    return draft.at("claims", lambda claims: {labels.get(label, label): value for label, value in claims.items()})


@negative(of=labels_of_the_right_type, requirement="HCERT-CBOR-016", reasons=["claim-missing", "claims-malformed"])
def expiry_under_a_text(draft: Draft) -> Draft:
    """exp is found under the text "4", and the integer 4 is missing.

    Going through JSON, whose keys are texts, makes the two alike.
    """
    return _relabelled(draft, {EXP: "4"})


@negative(
    of=labels_of_the_right_type,
    requirement="HCERT-CBOR-016",
    reasons=["hcert-missing", "hcert-malformed", "claims-malformed"],
)
def health_certificate_under_a_text(draft: Draft) -> Draft:
    """The health certificate is under the text "-260" and not under the integer.

    The claim is missing, then; a lookup by the printed form of the label finds it.
    """
    return _relabelled(draft, {HCERT: "-260"})


@negative(
    of=labels_of_the_right_type,
    requirement="HCERT-CBOR-016",
    reasons=["claim-missing", "hcert-missing", "claims-malformed"],
)
def claims_under_their_names(draft: Draft) -> Draft:
    """The claims are named as in a JSON Web Token, exp, iat and hcert, and carry no numbers.

    RFC 8392 gives each of them an integer, and libraries for both kinds of token may know both.
    """
    return _relabelled(draft, {EXP: "exp", IAT: "iat", HCERT: "hcert"})


@negative(of=labels_of_the_right_type, requirement="HCERT-CBOR-016", reasons=["claim-missing", "claims-malformed"])
def expiry_under_a_floating_point_number(draft: Draft) -> Draft:
    """The label of exp is the floating-point number 4.0, which is not the integer 4 in CBOR.

    Dictionaries of Python and maps of JavaScript hold them for one key (RFC 8949, section 5.6.1).
    """
    return _relabelled(draft, {EXP: Float(4.0, 2)})


@negative(of=labels_of_the_right_type, requirement="HCERT-CBOR-016", reasons=["schema-invalid", "hcert-malformed"])
def members_under_numbers(draft: Draft) -> Draft:
    """The members of the health certificate are numbered 0 to 3 in the schema's order, and have no names."""
    return draft.at("payload", lambda dcc: dict(enumerate(dcc.values())))
