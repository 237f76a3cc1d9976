"""Folders of samples to test with: certificates that the reference issued, and the DSCs that they were signed with."""

from __future__ import annotations

import base64
import io
import json
import os
import textwrap
from functools import cache
from pathlib import Path
from typing import Any

from gdhcn_conformance.content import root
from gdhcn_conformance.credentials import qr
from gdhcn_conformance.evidence.samples import SamplesFolder
from gdhcn_conformance.evidence.samples_suite import suite_of
from gdhcn_conformance.model.vector import Vector
from gdhcn_conformance.reference.issuer import Issuer
from gdhcn_conformance.running import library
from gdhcn_conformance.running.assess import Assessment, assess
from gdhcn_conformance.running.plan import Plan
from gdhcn_conformance.running.run import perform

CORPUS = Path(os.environ.get("GDHCN_CORPORA") or root().parent / "shared" / "corpora") / "dgc-testdata"
MISSING = f"the corpus dgc-testdata is not at {CORPUS} (set GDHCN_CORPORA to the folder that holds it)"


@cache
def applications() -> tuple[Vector, ...]:
    """Applications of the issuer's suite, each of a family of its own: another person, another DSC."""
    vectors = {vector.id: vector for vector in library.load("issuer").vectors}
    return tuple(vectors[f"issuer/events/{kind}"] for kind in ("vaccination", "test", "recovery"))


@cache
def text(number: int = 0) -> str:
    """A certificate, by the number of its application."""
    vector = applications()[number]
    return str(Issuer().issue({**(vector.input or {}), "clock": vector.clock})["credential"])


@cache
def der(number: int = 0) -> bytes:
    """The DSC that signed it."""
    return next(base64.b64decode(e.certificate) for e in applications()[number].trust if "DSC" in e.usage)


def pem(number: int = 0) -> bytes:
    """The same as PEM."""
    body = "\n".join(textwrap.wrap(base64.b64encode(der(number)).decode(), 64))
    return f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n".encode()


@cache
def picture(said: str) -> bytes:
    """A PNG of a text as a QR code."""
    return qr.write(said, mode="alphanumeric" if said.startswith("HC1:") else "byte")


def images() -> Any:
    """The library of images."""
    from PIL import Image

    return Image


def beside(*pictures: bytes) -> bytes:
    """Several pictures in one, from left to right."""
    parts = [images().open(io.BytesIO(each)).convert("L") for each in pictures]
    both = images().new("L", (sum(each.width for each in parts), max(each.height for each in parts)), 255)
    left = 0
    for each in parts:
        both.paste(each, (left, 0))
        left += each.width
    return saved(both, "PNG")


def saved(image: Any, kind: str, **settings: Any) -> bytes:
    """An image in a format."""
    out = io.BytesIO()
    image.save(out, kind, **settings)
    return out.getvalue()


def pages(*pictures: bytes) -> bytes:
    """A PDF with a picture a page."""
    first, *rest = (images().open(io.BytesIO(each)).convert("RGB") for each in pictures)
    return saved(first, "PDF", save_all=True, append_images=rest, resolution=150)


def filled(folder: Path, files: dict[str, bytes | str]) -> Path:
    """The folder, with these files in it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def unpacked(country: str, folder: Path) -> Path:
    """A country of dgc-testdata as an issuer would hand it in: the pictures, or the texts where there is none, and the DSCs."""
    for path in sorted((CORPUS / country).rglob("*.json")):
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
        image = document.get("2DCODE") or document.get("_2DCODE")
        signer = "".join(document["TESTCTX"]["CERTIFICATE"].split())
        held = {f"{path.stem}.png": base64.b64decode(image)} if image else {f"{path.stem}.txt": document["PREFIX"]}
        filled(folder, held | {f"dsc/{path.stem}.der": base64.b64decode(signer)})
    return folder


def judged(folder: Path) -> Assessment:
    """What a run on the folder comes to."""
    subject = SamplesFolder(str(folder))
    suite = suite_of(library.load("issuer"), subject.samples)
    chosen = Plan(
        suite=suite,
        profile=suite.profile("issuer-samples"),
        vectors=suite.vectors,
        policies=suite.defaults(),
        vectors_from=f"samples {folder}",
    )
    return assess(perform(chosen, subject))


def verdicts(assessment: Assessment) -> dict[str, str]:
    """The verdict on each sample, by its title."""
    return {result.vector.title: str(result.verdict.status) for result in assessment.results}


def broken(assessment: Assessment) -> dict[str, set[str]]:
    """By requirement, the files in which it is broken, whether that fails or only warns."""
    found: dict[str, set[str]] = {}
    for result in (*assessment.results, *assessment.inspections):
        if result.verdict.kind:
            found.setdefault(result.requirement, set()).add(result.vector.notes["path"])
    return found


def standings(assessment: Assessment) -> dict[str, str]:
    """The verdict on each requirement."""
    return {row.requirement.id: str(row.status) for row in assessment.rows}
