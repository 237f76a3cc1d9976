"""Folders of samples that are not what they should be: nothing in them stops a run, and every file is accounted for."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib

import pytest

from gdhcn_conformance.credentials import qr
from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.evidence import pdf_pages, sample_files
from gdhcn_conformance.evidence.samples import read
from tests.evidence.material import broken, filled, images, judged, pages, pem, picture, saved, text, verdicts

GOOD = {"good.png": picture(text()), "dsc.pem": pem()}


def fates(folder) -> dict[str, tuple[str, str]]:
    return {fate.path: (fate.what, fate.why) for fate in read(folder).fates}


def announcing(width: int, height: int) -> bytes:
    """A PNG of so many pixels, as its header says, and no data for them."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def bomb() -> bytes:
    """An archive that is a thousand times as large when it is unpacked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("card.png", bytes(10_000_000))
    return out.getvalue()


# What lies in a folder by mistake or malice, what becomes of it, and a word of the reason.
HOSTILE = {
    "empty.txt": (b"", "not a sample", "empty"),
    "empty.png": (b"", "not a sample", "empty"),
    "prose.txt": (b"Please find enclosed", "not a sample", "no health certificate"),
    "binary.bin": (bytes(range(256)) * 4, "not a sample", "neither a picture nor text"),
    "bomb.zip": (bomb(), "not a sample", "unpack"),
    "phone.heic": (b"\0\0\0\x18ftypheic" + bytes(40), "not a sample", "HEIC"),
    "scan.tiff": (b"II*\0" + bytes(40), "not a sample", "TIFF"),
    "card.svg": (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "not a sample", "SVG"),
    "other.json": (b'{"a": 1}', "not a sample", "another kind"),
    "broken.json": (b'{"a": ', "not a sample", "not JSON"),
    "deep.json": (b'{"a":' + b"[" * 100_000, "not a sample", "not JSON"),
    "cut.png": (picture(text())[:300], "unreadable", "qr-unreadable"),
    "header.png": (b"\x89PNG\r\n\x1a\n", "unreadable", "qr-unreadable"),
    "huge.png": (announcing(100_000, 100_000), "unreadable", "pixels"),
    "blank.png": (saved(images().new("1", (50, 50), 1), "PNG"), "not decoded", "no code"),
    "none.pdf": (b"%PDF-1.7\n", "unreadable", "PDF"),
    "cut.pdf": (pages(picture(text()))[:600], "unreadable", "PDF"),
    "key.pem": (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "unreadable", "private key"),
    "odd.pem": (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "unreadable", "no X.509"),
    "odd.der": (b"\x30\x82\x01\x00" + bytes(20), "unreadable", "no X.509"),
}


def test_every_file_is_accounted_for_and_the_good_one_is_judged(tmp_path):
    """Whatever lies beside it, the certificate in a folder passes, and every other file has a fate and a reason."""
    folder = filled(tmp_path, GOOD | {name: data for name, (data, _, _) in HOSTILE.items()})
    found = fates(folder)
    assert set(found) == set(HOSTILE) | set(GOOD)
    wrong = {n: found[n] for n, (_, what, why) in HOSTILE.items() if found[n][0] != what or why not in found[n][1]}
    assert not wrong
    assessment = judged(folder)
    assert verdicts(assessment)["good.png"] == "pass"
    assert broken(assessment) == {}


def test_what_cannot_be_opened_is_unreadable(tmp_path):
    """Pipes, dangling links and links in a circle are not waited for, and files beyond the bound are not read."""
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "nowhere.png").symlink_to(tmp_path / "missing")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    (tmp_path / "folder").symlink_to(tmp_path)
    with (tmp_path / "long.png").open("wb") as file:
        file.truncate(sample_files.MOST + 1)
    found = fates(filled(tmp_path, GOOD))
    assert {name for name, (what, _) in found.items() if what == "unreadable"} == {
        "pipe.png",
        "nowhere.png",
        "circle",
        "long.png",
    }


def test_names_are_free(tmp_path):
    """Names with blanks, quotes, brackets, other scripts and bytes that are no text give distinct ids, and the path is shown."""
    names = ["a b.png", "a-b.png", "[x]*?.png", "'$(id)'.png", "שם.png", "名.png", "tab\there.png"]
    folder = filled(tmp_path, dict.fromkeys(names, picture(text())))
    (tmp_path / os.fsdecode(b"\xff\xfe.png")).write_bytes(picture(text()))
    samples = read(folder).samples
    assert len({sample.name for sample in samples}) == len(names) + 1
    assert all(character.isprintable() and character not in " *?[]'$()" for s in samples for character in s.name)
    assert len(judged(folder).results) == len(names) + 1


def test_many_files_are_read(tmp_path):
    """A folder of thousands of files is read through; beyond the bound it is refused with one message."""
    folder = filled(tmp_path, GOOD | {f"{n}.txt": "no certificate" for n in range(3_000)})
    assert len(read(folder).fates) == 3_002


def test_too_many_files_are_one_problem(tmp_path, monkeypatch):
    """A folder with more files than samples can be is refused before any of them is read."""
    monkeypatch.setattr(sample_files, "MOST_FILES", 3)
    with pytest.raises(Problem) as problem:
        read(filled(tmp_path, {f"{n}.png": b"" for n in range(5)}))
    assert problem.value.code == "samples-too-many"


def test_a_missing_or_empty_folder_is_one_problem(tmp_path):
    """A folder that is not there, a file instead of one, and an empty folder are told in one sentence each."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    found = {}
    for name in ("nowhere", "file", "empty"):
        with pytest.raises(Problem) as problem:
            read(tmp_path / name)
        found[name] = problem.value.code, problem.value.exit_code
    usage = ("samples-missing", Exit.USAGE)
    assert found == {"nowhere": usage, "file": usage, "empty": ("samples-empty", Exit.SUITE_ERROR)}


@pytest.mark.parametrize(
    "settings",
    [
        "issuer = ",
        "isuer = 'x'",
        "issues = ['booster']",
        "issues = 'test'",
        "sample = 3",
        "[[sample]]\nkind = 'test'",
        "[[sample]]\nfiles = ['*']\nclock = 12",
        "[[sample]]\nfiles = ['*']\nclock = 'noon'",
        "[[sample]]\nfiles = ['*']\npayload = 'x'",
        "[[sample]]\nfiles = ['*']\nsigner = 'gone.pem'",
    ],
)
def test_settings_that_cannot_be_meant_are_one_problem(tmp_path, settings):
    """A samples.toml with an unknown key, kind, type or signer is told with the file's name, and nothing is judged."""
    with pytest.raises(Problem) as problem:
        read(filled(tmp_path, GOOD | {"samples.toml": settings}))
    assert "samples.toml" in problem.value.summary


def test_a_pdf_that_takes_the_reader_down_is_unreadable(tmp_path, monkeypatch):
    """Whether the reader of PDF dies, hangs or answers nothing, the file is unreadable and the run goes on."""
    for name, code in {
        "dies": "import os; os.kill(os.getpid(), 11)",
        "hangs": "import time; time.sleep(60)",
        "mute": "",
    }.items():
        (tmp_path / f"{name}.py").write_text(code)
        monkeypatch.setattr(pdf_pages, "CHILD", tmp_path / f"{name}.py")
        monkeypatch.setattr(pdf_pages, "SECONDS", 0.5)
        folder = filled(tmp_path / name, GOOD | {"page.pdf": pages(picture(text()))})
        assert fates(folder)["page.pdf"][0] == "unreadable"


def test_pages_of_any_size_are_drawn_within_the_bound(tmp_path):
    """A PDF whose page is as large as a house is drawn with fewer dots, and no picture has more pixels than are read."""
    from PIL import Image

    data = pages(picture(text()))
    large = data.replace(b"/MediaBox [ 0 0 ", b"/MediaBox [ 0 0 9", 1)
    drawn = pdf_pages.draw(large if large != data else data)
    sizes = [Image.open(io.BytesIO(each)).size for each in drawn.pages if each]
    assert all(width * height <= qr.MAX_PIXELS for width, height in sizes)


def test_without_the_reader_of_pdf_the_others_are_judged(tmp_path, monkeypatch):
    """Where pypdfium2 is not installed a PDF is unreadable, and the reason says what to install."""
    monkeypatch.setattr(pdf_pages, "find_spec", lambda _: None)
    what, why = fates(filled(tmp_path, GOOD | {"page.pdf": pages(picture(text()))}))["page.pdf"]
    assert (what, "pip install" in why) == ("unreadable", True)
