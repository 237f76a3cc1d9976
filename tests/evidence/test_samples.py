"""Folders of samples: what is found in them, what it is held against, and what may be said of it."""

from __future__ import annotations

import base64
import json

import pytest

from gdhcn_conformance.evidence.sample_texts import KEPT
from gdhcn_conformance.evidence.samples import SOME_MOMENT, read
from gdhcn_conformance.reporting.wording import notes
from tests.evidence import material
from tests.evidence.material import beside, broken, der, filled, judged, pages, pem, picture, standings, text, verdicts

V, T, R = 0, 1, 2  # a vaccination, a test, a recovery
KINDS = {"v.png": picture(text(V)), "t.png": picture(text(T)), "r.png": picture(text(R))}
SIGNERS = {"dsc/all.pem": pem(V) + pem(T) + pem(R)}
ISSUES = "HCERT-ISS-001"


def fates(folder) -> dict[str, tuple[str, str]]:
    return {fate.path: (fate.what, fate.why) for fate in read(folder).fates}


def cautions(assessment) -> dict[str, str]:
    return {note["code"]: note["text"] for note in notes(assessment, None) if note["grave"] == "caution"}


def test_pictures_of_all_kinds_with_their_signers_are_conformant(tmp_path):
    """A folder with a certificate of each kind, and the DSCs in one PEM file, is found conformant."""
    assessment = judged(filled(tmp_path, KINDS | SIGNERS))
    assert broken(assessment) == {}
    assert set(verdicts(assessment).values()) == {"pass"}
    assert assessment.standing == "conformant"


def test_the_same_certificate_is_found_in_every_form(tmp_path):
    """PNG, JPEG, PDF page, text and test file all give the text of the certificate, whatever the file is called."""
    jpeg = material.saved(material.images().open(material.io.BytesIO(picture(text()))).convert("L"), "JPEG")
    document = {
        "2DCODE": base64.b64encode(picture(text())).decode(),
        "TESTCTX": {"CERTIFICATE": base64.b64encode(der()).decode()},
    }
    files = {
        "no ending": picture(text()),
        "deep/er/photo.png": jpeg,
        "page.pdf": pages(picture(text())),
        "Zertifikat Nr. 1.txt": "\ufeff" + text() + "\r\n",
        "file.json": json.dumps(document),
        "dsc.der": der(),
    }
    found = read(filled(tmp_path, files))
    assert {sample.found.text for sample in found.samples} == {text()}
    assert len(found.samples) == 5
    assert all([each.der for each in sample.signers] == [der()] for sample in found.samples)


def test_a_certificate_without_a_dsc_is_not_said_to_be_verified(tmp_path):
    """Without a DSC everything but the signature is judged, the profile stays undecided, and one caution says so."""
    assessment = judged(filled(tmp_path, KINDS))
    assert set(verdicts(assessment).values()) == {"missing"}
    assert assessment.standing == "incomplete"
    assert standings(assessment)["HCERT-CWT-006"] == "pass"
    assert "nothing is said about signature and signer" in cautions(assessment)["no-signer"]


def test_a_dsc_that_did_not_sign_a_certificate_proves_nothing(tmp_path):
    """A certificate that none of the DSCs beside it signed or is named by is not called wrong; the report names what is lacking."""
    assessment = judged(filled(tmp_path, {"card.png": picture(text(V)), "dsc.pem": pem(T)}))
    assert verdicts(assessment) == {"card.png": "missing"}
    assert "None of the DSCs beside it" in assessment.results[0].vector.description
    assert broken(assessment) == {}


def test_a_dsc_that_is_named_as_the_signer_must_have_signed(tmp_path):
    """Where samples.toml names the DSC, a certificate that it did not sign is not conformant."""
    settings = '[[sample]]\nfiles = ["*"]\nsigner = "dsc.pem"\n'
    assessment = judged(filled(tmp_path, {"card.png": picture(text(V)), "dsc.pem": pem(T), "samples.toml": settings}))
    assert verdicts(assessment) == {"card.png": "fail"}


def test_a_changed_signature_is_found(tmp_path):
    """A certificate whose key identifier names the DSC beside it, and that this DSC did not sign in this form, fails."""
    from gdhcn_conformance.credentials import base45, cose, deflate

    message = cose.read(deflate.read(base45.read(text(V)[4:]).value).value).value
    wrong = message.signature[:-1] + bytes([message.signature[-1] ^ 1])
    changed = cose.write([message.protected, {}, message.payload, wrong])
    forged = "HC1:" + base45.encode(deflate.compress(changed))
    assessment = judged(filled(tmp_path, {"card.txt": forged, "dsc.pem": pem(V)}))
    assert verdicts(assessment) == {"card.txt": "fail"}


def test_a_photograph_without_a_code_is_reported_as_such(tmp_path):
    """A picture in which no code can be read is inconclusive and never not conformant, and its reason is given."""
    photo = material.saved(material.images().effect_noise((300, 200), 90), "JPEG")
    assessment = judged(filled(tmp_path, KINDS | SIGNERS | {"holiday.jpg": photo}))
    assert verdicts(assessment)["holiday.jpg"] == "inconclusive"
    assert assessment.standing == "incomplete"
    assert not assessment.unreachable()
    assert broken(assessment) == {}
    assert fates(tmp_path)["holiday.jpg"] == ("not decoded", "no code could be read in it")
    assert "1 sample" in cautions(assessment)["unread"]


def test_a_code_of_something_else_is_no_sample(tmp_path):
    """A QR code that holds a web address is accounted for as no sample, and costs nothing."""
    folder = filled(tmp_path, KINDS | SIGNERS | {"poster.png": picture("https://example.org/")})
    assert fates(folder)["poster.png"][0] == "not a sample"
    assert judged(folder).standing == "conformant"


def test_two_codes_in_a_picture_are_two_samples(tmp_path):
    """Each symbol of a picture is judged by itself, and the picture is reported for holding more than its certificate."""
    both = beside(picture(text(V)), picture(text(T)))
    assessment = judged(filled(tmp_path, {"both.png": both} | SIGNERS))
    assert verdicts(assessment) == {"both.png, symbol 1": "pass", "both.png, symbol 2": "pass"}
    assert broken(assessment).get("HCERT-ISS-003") == {"both.png"}


def test_pages_without_a_code_do_not_count_where_another_has_one(tmp_path):
    """Of a PDF with a blank page and two certificates both certificates are found, with their pages."""
    blank = material.saved(material.images().new("L", (400, 400), 255), "PNG")
    folder = filled(
        tmp_path, {"letter.pdf": pages(picture(text(V)), blank, picture(text(T))), "blank.pdf": pages(blank)}
    )
    assert [sample.title for sample in read(folder).samples if sample.found.text] == [
        "letter.pdf, page 1",
        "letter.pdf, page 3",
    ]
    assert fates(folder)["blank.pdf"] == ("not decoded", "no code could be read in it")


def test_settings_say_kind_country_and_clock(tmp_path):
    """What samples.toml declares reaches the requirements: another kind, another country and another person are findings."""
    settings = (
        'issuer = "Ministry"\n[[sample]]\nfiles = ["*.png"]\nkind = "test"\nclock = 2022-01-16T00:00:00Z\n'
        'payload = {nam = {fn = "Somebody Else"}}\n'
    )
    folder = filled(tmp_path, {"card.png": picture(text(V)), "samples.toml": settings} | SIGNERS)
    assessment = judged(folder)
    assert assessment.log.implementation["name"] == "Ministry"
    assert assessment.results[0].vector.clock == "2022-01-16T00:00:00Z"
    because = " ".join(each.verdict.because for each in assessment.inspections if each.requirement == "HCERT-ISS-002")
    assert "got a vaccination" in because
    assert "Somebody Else" in because
    assert because.count("should be") == 2  # nothing is said of what nobody wrote down


def test_kinds_that_are_not_among_the_samples_are_untested(tmp_path):
    """A folder of vaccinations leaves tests undecided, unless samples.toml says that the issuer issues none."""
    files = {"card.png": picture(text(V))} | SIGNERS
    rows = [row for row in judged(filled(tmp_path / "a", files)).rows if row.status == "untested"]
    only = judged(filled(tmp_path / "b", files | {"samples.toml": 'issues = ["vaccination"]'}))
    assert only.standing == "conformant"
    if not rows:
        pytest.skip("no requirement of the ledger is about tests or recoveries alone")
    assert judged(tmp_path / "a").standing == "incomplete"


def test_the_clock_is_when_a_certificate_says_that_it_was_issued(tmp_path):
    """Without a declared clock a certificate is judged when it was issued; one that says nothing readable, at a fixed moment."""
    found = read(filled(tmp_path, {"a.txt": text(V), "b.txt": "HC1:%%%"}))
    clocks = {sample.path: sample.clock for sample in found.samples}
    assert clocks["a.txt"].isoformat() == material.applications()[0].clock.replace("Z", "+00:00")
    assert clocks["b.txt"] == SOME_MOMENT


def test_texts_may_stand_in_lines(tmp_path):
    """A text file may hold a certificate a line, or one that a mail program broken into lines."""
    wrapped = "\n".join(text(V)[n : n + 70] for n in range(0, len(text(V)), 70))
    found = read(filled(tmp_path, {"list.txt": f"{text(V)}\n\n{text(T)}\n", "mail.txt": wrapped}))
    assert [sample.found.text for sample in found.samples] == [text(V), text(T), text(V)]
    assert [sample.found.part for sample in found.samples] == ["line 1", "line 2", ""]


def test_a_certificate_without_its_context_identifier_is_a_sample(tmp_path):
    """Compressed data as Base45 without HC1: is taken for a certificate, and not for other text."""
    assert [
        each.path
        for each in read(filled(tmp_path, {"bare.txt": text(V)[4:], "prose.txt": "Dear Sir or Madam"})).samples
    ] == ["bare.txt"]


def test_large_photographs_are_kept_small_and_say_the_same(tmp_path):
    """A photograph of megabytes stands in the log as a smaller picture in which the same symbol is read."""
    wide = material.images().effect_noise((2600, 2000), 40).point(lambda shade: min(255, shade + 90))
    code = material.images().open(material.io.BytesIO(picture(text(V)))).convert("L").resize((900, 900))
    wide.paste(code, (700, 500))
    found = read(filled(tmp_path, {"photo.png": material.saved(wide, "PNG")}))
    (sample,) = found.samples
    assert sample.found.text == text(V)
    assert sample.found.picture is not None
    assert len(sample.found.picture) <= KEPT


def test_findings_name_the_file_and_the_others(tmp_path):
    """The finding of a requirement names one file, and the other files in which the same was found."""
    vector = material.applications()[0]
    bad = [text(n).replace("HC1:", "HC1:", 1) for n in (V, T)]
    both = {f"{n}.png": material.qr.write(each, mode="byte") for n, each in enumerate(bad)}
    assessment = judged(filled(tmp_path, both | SIGNERS))
    (finding,) = [each for each in assessment.findings if each.requirement == "HCERT-QR-002"]
    assert (finding.vector.id, finding.others) == ("samples/0.png", ("samples/1.png",))
    assert vector.role == finding.vector.role
