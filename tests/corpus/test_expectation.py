"""What a file comes to: judged by its flags, or disputed and recorded, with the row or policy that explains it."""

from __future__ import annotations

import pytest
import yaml

from gdhcn_conformance.content import root
from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.model.vector import Expected
from gdhcn_conformance.running.corpus import disputes
from tests.corpus.material import ALL_TRUE, document, judged, judged_members, only, signer_profile
from tests.corpus.test_second_opinion import MISTYPED, at

ROWS = {row["id"] for row in yaml.safe_load((root() / "suites/verifier/requirements.yaml").read_text("utf-8"))}
POLICIES = {row["name"] for row in yaml.safe_load((root() / "suites/verifier/policies.yaml").read_text("utf-8"))}


def test_a_file_that_declares_no_refusal_is_to_be_accepted_and_read():
    """All flags true, and nothing found: accepted, with the member JSON as its output."""
    judgement = judged()
    assert judgement.expectation.expected is Expected.ACCEPT
    assert judgement.output == judgement.file.document
    assert (judgement.disputes, judgement.disputed_checks) == ((), ())


def test_without_the_flag_decode_no_output_is_promised():
    """The member JSON is held against a verifier only where the file declares that it is what was signed."""
    assert judged(flags=only("VERIFY", True)).output is None


STAGES = {
    "UNPREFIX": ("prefix", at("text", lambda text: "HC2:" + text[4:]), "context-missing"),
    "B45DECODE": ("base45", at("text", lambda text: text.lower().replace("hc1", "HC1")), "base45-invalid"),
    "COMPRESSION": ("compression", lambda d: d.instead("zlib", lambda data: data), "zlib-invalid"),
    "DECODE": ("decode", at("hcert", lambda hcert: {2: hcert[1]}), "hcert-malformed"),
    "VERIFY": ("verify", at("signature", lambda signature: signature[::-1]), "signature-invalid"),
    "SCHEMAVALIDATION": ("schema", lambda d: d.without_payload("v.0.mp"), "schema-invalid"),
    "EXPIRATIONCHECK": ("expiration", lambda d: d.claims(exp=d.seconds(days=-1)), "expired"),
}


@pytest.mark.parametrize("flag", STAGES)
def test_a_file_is_refused_at_the_stage_whose_flag_is_false(flag):
    """One flag false, and the second opinion agrees: refused there, for the reasons of that stage."""
    name, change, reason = STAGES[flag]
    judgement = judged(change, only(flag))
    assert judgement.expectation.expected is Expected.REJECT
    assert judgement.expectation.reasons[0] == reason
    assert judgement.stage.name == name
    assert judgement.status == "judged"


def test_the_first_false_flag_decides():
    """Of two false flags the earlier stage is the one."""
    both = only("EXPIRATIONCHECK") | only("VERIFY")
    judgement = judged(lambda d: d.claims(exp=d.seconds(days=-1)).signed_by(d.other_signer()), both)
    assert judgement.stage.name == "verify"
    assert set(judgement.expectation.reasons) >= {"signature-invalid", "expired"}


@pytest.mark.parametrize("flag", ["VALIDOBJECT", "ENCODE", "VALIDJSON", "PICTUREDECODE"])
def test_checks_of_the_file_itself_refuse_nothing(flag):
    """A false check of the file says nothing about its certificate."""
    assert judged(flags=only(flag)).expectation.expected is Expected.ACCEPT


def test_a_picture_that_holds_something_else_is_a_disputed_check_only():
    """A file whose picture cannot be read is judged all the same, and the check is shown as disputed."""

    broken = {"2DCODE": "bm8gcGljdHVyZQ=="}
    judgement = judged_members(document(flags=only("PICTUREDECODE", True)) | broken)
    assert judgement.status == "judged"
    assert [(each.flag, each.explained_by) for each in judgement.disputed_checks] == [("PICTUREDECODE", "HCERT-QR-012")]


# What a file declares, what is in it, and what explains the difference.
DISPUTES = {
    "exp beyond the signer": (
        lambda d: d.claims(exp=d.seconds(days=731)), ALL_TRUE, "vaccination", {}, "EXPIRATIONCHECK", "exp-beyond-dsc"),
    "iat before the signer": (
        lambda d: d.claims(iat=d.seconds(days=-366)), ALL_TRUE, "vaccination", {}, "EXPIRATIONCHECK", "iat-before-dsc"),
    "iat two days ahead, not tested": (
        lambda d: d.claims(iat=d.seconds(days=2)), only("VERIFY", True), "vaccination", {}, "EXPIRATIONCHECK", "HCERT-CWT-013"),
    "iat an hour ahead": (
        lambda d: d.claims(iat=d.seconds(hours=1)), ALL_TRUE, "vaccination", {}, "EXPIRATIONCHECK", "HCERT-VRF-009b"),
    "iat a minute ahead": (
        lambda d: d.claims(iat=d.seconds(minutes=1)), ALL_TRUE, "vaccination", {}, "EXPIRATIONCHECK", "iat-in-future-small"),
    "exp a minute ago": (
        lambda d: d.claims(exp=d.seconds(minutes=-1)), ALL_TRUE, "vaccination", {}, "EXPIRATIONCHECK", "leeway-on-exp"),
    "exp at the clock": (
        lambda d: d.claims(exp=d.seconds()), only("EXPIRATIONCHECK"), "vaccination", {}, "EXPIRATIONCHECK", "HCERT-CWT-008"),
    "algorithm unprotected": (
        lambda d: d.without_protected("alg").unprotected(alg=-7), only("VERIFY", True), "vaccination", {}, "VERIFY", "alg-unprotected-only"),
    "another curve": (lambda d: d, ALL_TRUE, "vaccination", {"curve": "p384"}, "VERIFY", "HCERT-ALG-007"),
    "a short RSA key": (lambda d: d, ALL_TRUE, "vaccination", {"rsa": "rsa-1024"}, "VERIFY", "HCERT-ALG-008b"),
    "foreign key usage": (
        lambda d: d, only("KEYUSAGE"), "vaccination", {"usage": ("1.3.6.1.5.5.7.3.2",)}, "KEYUSAGE", "foreign-eku-only"),
    "mistyped key usage, not tested": (
        lambda d: d, only("VERIFY", True), "test", {"usage": (MISTYPED + "2",)}, "KEYUSAGE", "mistyped-eku-arc"),
    "null group": (lambda d: d.payload({"r": None}), ALL_TRUE, "vaccination", {}, "SCHEMAVALIDATION", "null-members"),
    "empty group": (lambda d: d.payload({"r": []}), ALL_TRUE, "vaccination", {}, "SCHEMAVALIDATION", "several-event-groups"),
    "empty group alone": (lambda d: d.payload({"v": []}), ALL_TRUE, "vaccination", {}, "SCHEMAVALIDATION", "HCERT-SCH-008"),
    "two entries": (
        lambda d: d.payload({"v": d.dcc["v"] * 2}), ALL_TRUE, "vaccination", {}, "SCHEMAVALIDATION", "HCERT-SCH-008"),
    "null member": (lambda d: d.payload({"v.0.ma": None}), ALL_TRUE, "vaccination", {}, "SCHEMAVALIDATION", "null-members"),
    "long string": (
        lambda d: d.payload({"v.0.is": "x" * 81}), ALL_TRUE, "vaccination", {}, "SCHEMAVALIDATION", "strings-beyond-schema-length"),
    "partial date of birth too early": (
        lambda d: d.payload({"ver": "1.0.0", "dob": "1964-01"}), ALL_TRUE, "vaccination", {}, "SCHEMAVALIDATION", "declared-or-newest-schema"),
    "date of birth of 1815": (
        lambda d: d.payload({"dob": "1815-08-24"}), ALL_TRUE, "vaccination", {}, "SCHEMAVALIDATION", "HCERT-DOB-002b"),
    "date of birth with a time": (
        lambda d: d.payload({"dob": "1978-01-26T00:00:00"}), ALL_TRUE, "vaccination", {}, "SCHEMAVALIDATION", "date-time-in-date-field"),
    "no country": (lambda d: d.payload({"v.0.co": ""}), ALL_TRUE, "vaccination", {}, "SCHEMAVALIDATION", "unknown-value-set-code"),
    "no dose": (lambda d: d.payload({"v.0.dn": 0}), ALL_TRUE, "vaccination", {}, "SCHEMAVALIDATION", "HCERT-SCH-002a"),
    "no name": (lambda d: d.without_payload("nam"), ALL_TRUE, "vaccination", {}, "SCHEMAVALIDATION", "HCERT-VRF-002"),
    "no group": (lambda d: d.without_payload("v"), ALL_TRUE, "vaccination", {}, "SCHEMAVALIDATION", "HCERT-SCH-007a"),
    "empty code": (
        lambda d: d.payload({"v.0.mp": ""}), only("SCHEMAVALIDATION"), "vaccination", {}, "SCHEMAVALIDATION", "unknown-value-set-code"),
    "unknown code": (
        lambda d: d.payload({"t.0.tr": "260415001"}), only("SCHEMAVALIDATION"), "test", {}, "SCHEMAVALIDATION", "unknown-value-set-code"),
    "several groups before 1.3.0": (
        lambda d: d.payload({"ver": "1.2.1", "r": [{"tg": "840539006", "fr": "2021-10-01", "co": "XA", "is": "x", "df": "2021-10-12", "du": "2022-03-30", "ci": "x"}]}),
        only("SCHEMAVALIDATION"), "vaccination", {}, "SCHEMAVALIDATION", "several-entries-before-1.3.0"),
    "time in a date": (
        lambda d: d.payload({"v.0.dt": "2021-12-01T00:00:00Z"}), only("SCHEMAVALIDATION"), "vaccination", {}, "SCHEMAVALIDATION", "date-time-in-date-field"),
    "unknown version": (
        lambda d: d.payload({"ver": "1.0.4"}), only("SCHEMAVALIDATION"), "vaccination", {}, "SCHEMAVALIDATION", "unknown-minor-version"),
    "booster": (
        lambda d: d.payload({"v.0.dn": 3}), only("SCHEMAVALIDATION"), "vaccination", {}, "SCHEMAVALIDATION", "HCERT-VAC-004"),
    "blank": (
        lambda d: d.payload({"nam.fn": "Rossi "}), only("SCHEMAVALIDATION"), "vaccination", {}, "SCHEMAVALIDATION", "HCERT-SCH-020"),
    "no tag": (at("array", lambda array: array.value), only("DECODE"), "vaccination", {}, "DECODE", "untagged-cose"),
    "bytes after the stream": (at("zlib", lambda data: data + b"\0"), ALL_TRUE, "vaccination", {}, "COMPRESSION", "trailing-bytes-zlib"),
    "line break after the text": (at("text", lambda text: text + "\n"), ALL_TRUE, "vaccination", {}, "B45DECODE", "trailing-newline-in-text"),
    "bytes after the message": (at("cose", lambda data: data + b"\0"), ALL_TRUE, "vaccination", {}, "DECODE", "trailing-bytes-cbor"),
    "self-described": (at("array", lambda array: Tagged(55799, array)), ALL_TRUE, "vaccination", {}, "DECODE", "self-described-cbor"),
    "sample tomorrow": (
        lambda d: d.payload({"t.0.sc": "2022-01-16T12:00:00+02:00"}), ALL_TRUE, "test", {}, "EXPIRATIONCHECK", "HCERT-TST-011"),
    "tagged time": (lambda d: d.claims(exp=Tagged(1, d.seconds(days=1))), ALL_TRUE, "vaccination", {}, "EXPIRATIONCHECK", "tagged-numeric-date"),
    "label in both headers": (lambda d: d.unprotected(alg=-37), ALL_TRUE, "vaccination", {}, "VERIFY", "label-in-both-headers"),
    "critical header": (lambda d: d.protected({2: [99], 99: 1}), ALL_TRUE, "vaccination", {}, "VERIFY", "HCERT-COSE-017a"),
    "no key identifier": (lambda d: d.without_protected("kid"), ALL_TRUE, "vaccination", {}, "VERIFY", "kid-missing"),
    "foreign key identifier": (lambda d: d.protected(kid=b"12345678"), ALL_TRUE, "vaccination", {}, "VERIFY", "kid-selector-or-hint"),
    "nothing wrong with the signature": (lambda d: d, only("VERIFY"), "vaccination", {}, "VERIFY", "HCERT-SIG-006"),
    "nothing wrong with the schema": (lambda d: d, only("SCHEMAVALIDATION"), "vaccination", {}, "SCHEMAVALIDATION", "HCERT-SCH-013"),
    "nothing wrong with the text": (lambda d: d, only("UNPREFIX"), "vaccination", {}, "UNPREFIX", "HCERT-CTX-001"),
}  # fmt: skip


@pytest.mark.parametrize("case", DISPUTES.values(), ids=DISPUTES)
def test_a_contradicted_file_is_disputed_and_explained(case):
    """A flag that is contradicted leaves the file open, and names the row or policy behind the difference."""
    change, flags, kind, profile, flag, explained_by = case
    judgement = judged(change, flags, kind=kind, profile=signer_profile(**profile))
    assert judgement.status == "disputed"
    assert judgement.expectation.expected is Expected.EITHER
    dispute = next(each for each in judgement.disputes if each.flag == flag)
    assert dispute.explained_by == explained_by
    assert dispute.declared == flags.get(f"EXPECTED{flag}")
    assert dispute.computed is not dispute.declared
    assert dispute.why


def test_json_edited_after_signing_is_disputed():
    """A member JSON that is not what was signed is found, and only a verifier's own reading of the signed bytes counts."""
    members = document()
    members["JSON"] = members["JSON"] | {"dob": "1901-01-01"}
    judgement = judged_members(members)
    assert [(each.flag, each.explained_by) for each in judgement.disputes] == [("DECODE", "HCERT-SIG-006")]
    assert {each.flag for each in judgement.disputed_checks} == {"VALIDJSON", "ENCODE"}
    assert judgement.output is None


def test_json_with_other_times_is_told_from_other_edits():
    """A member JSON whose only differences are instants is explained by the row on instants."""
    members = document(kind="test")
    entry = members["JSON"]["t"][0]
    members["JSON"] = members["JSON"] | {"t": [entry | {"sc": "2021-05-16T12:34:56Z"}]}
    judgement = judged_members(members)
    assert judgement.disputes[0].explained_by == "HCERT-DATE-005"


def test_a_member_that_differs_from_the_text_is_disputed():
    """COMPRESSED that is not what the text holds contradicts the flag that says so."""
    judgement = judged_members(document() | {"COMPRESSED": "00"})
    assert [(each.flag, each.explained_by) for each in judgement.disputes] == [("B45DECODE", "HCERT-VRF-011")]


def test_an_open_question_that_nobody_disputes_is_named():
    """A file that is judged although the suite leaves its question open says which question."""
    judgement = judged(kind="test", flags=only("KEYUSAGE"), profile=signer_profile(usage=(MISTYPED + "2",)))
    assert judgement.expectation.expected is Expected.REJECT
    assert judgement.rests_on == ("mistyped-eku-arc",)


def test_every_explanation_is_a_row_or_policy_of_the_suite():
    """Whatever explains a dispute can be looked up with `explain`."""
    named = {row for row, _ in disputes.FAULTS.values()}
    named |= {row for rules in disputes.PECULIAR.values() for _, row, _ in rules}
    assert named <= ROWS | POLICIES
    for name, (*_, explained_by) in DISPUTES.items():
        assert explained_by in ROWS | POLICIES, name
