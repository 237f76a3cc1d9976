"""`run --samples` as a person types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gdhcn_conformance.cli.main import main
from tests.evidence.material import filled, images, pem, picture, saved, text

GOOD = {
    "card one.png": picture(text()),
    "dsc.pem": pem(),
    "samples.toml": 'issuer = "Ministry"\nissues = ["vaccination"]',
}


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch, tmp_path):
    """In a folder of its own, and in no CI job."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)


def run(capsys, *words: str) -> tuple[int, str, str]:
    code = main(["run", *words, "--out", "out"])
    told = capsys.readouterr()
    return int(code), told.out, told.err


def test_a_good_folder_ends_with_a_conformant_report(tmp_path, capsys):
    """A folder of conforming certificates exits 0, and the report names the files and what samples do not show."""
    filled(tmp_path / "samples", GOOD)
    code, out, _ = run(capsys, "--samples", "samples")
    report = json.loads(Path("out/report.json").read_text())
    assert code == 0, out
    assert out.startswith(
        "3 files in the folder: 1 judged, 1 with signer certificates, 1 settings. They hold 1 certificates."
    )
    assert report["profile"]["name"].startswith("issuer-samples@")
    assert [vector["title"] for vector in report["vectors"]] == ["card one.png"]
    assert {note["code"] for note in report["notes"]} >= {"is-not", "files"}


def test_findings_can_be_repeated_by_their_command(tmp_path, capsys):
    """The command that a finding prints asks the same folder about the same file."""
    from gdhcn_conformance.credentials import qr

    filled(tmp_path / "samples", GOOD | {"bytes.png": qr.write(text(), mode="byte")})
    code, out, _ = run(capsys, "--samples", "samples")
    (finding,) = [
        f
        for f in json.loads(Path("out/report.json").read_text())["findings"]
        if f["requirement"]["id"] == "HCERT-QR-002"
    ]
    assert (code, "bytes.png" in out) == (1, True)
    assert "--samples samples --only samples/bytes.png" in finding["reproduce"]
    assert finding["explain"].endswith("explain HCERT-QR-002")


def test_the_address_says_the_same(tmp_path, capsys):
    """`--adapter samples:DIR` is the same run as `--samples DIR`."""
    filled(tmp_path / "samples", GOOD)
    assert run(capsys, "--adapter", "samples:samples")[0] == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--samples", "nowhere"), 2, "samples-missing"),
        (("--samples", ""), 2, "samples-missing"),
        (("--samples", "empty"), 4, "samples-empty"),
        (("--samples", "prose"), 4, "samples-none"),
        (("--samples", "prose", "--adapter", "reference"), 2, "samples-option"),
        (("--samples", "prose", "--corpus", "x"), 2, "samples-option"),
        (("--samples", "prose", "--fresh"), 2, "samples-option"),
        (("--samples", "prose", "--countries", "AA,BB"), 2, "samples-option"),
        (("--samples", "prose", "--profile", "verifier"), 2, "samples-profile"),
        (("--samples", "prose", "--profile", "nobody"), 2, "unknown-profile"),
    ],
)
def test_what_cannot_be_meant_is_one_message(tmp_path, capsys, words, code, said):
    """Options that contradict each other, and folders without a certificate, end with one problem and its exit code."""
    (tmp_path / "empty").mkdir()
    filled(tmp_path / "prose", {"letter.txt": "Dear Sir or Madam"})
    ended, _, err = run(capsys, *words)
    assert (ended, f"[{said}]" in err) == (code, True), err


def test_a_folder_of_photographs_alone_is_incomplete(tmp_path, capsys):
    """Pictures without any code end incomplete with exit 1: nothing was wrong, and nothing out of reach."""
    filled(tmp_path / "samples", {"photo.jpg": saved(images().effect_noise((300, 200), 90), "JPEG")})
    code, out, _ = run(capsys, "--samples", "samples")
    assert code == 1
    assert "incomplete" in out
    assert "photo.jpg: not decoded (no code could be read in it)" in out
