"""QR images, as in the folders of dcc-quality-assurance: no flags, no clock, and as a rule no certificates.

Every symbol of every image is a vector. What a verifier makes of it is recorded. Only where certificates lie in the folder (PEM or
DER), and the second opinion finds no fault in a certificate that one of them signed, is it to be accepted. Without a clock a
certificate is judged at the moment of its own iat.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from gdhcn_conformance.credentials import qr
from gdhcn_conformance.credentials.reading import Malformed
from gdhcn_conformance.model.vector import Expectation, Expected, Vector
from gdhcn_conformance.running.corpus import folder
from gdhcn_conformance.running.corpus import signer as signers
from gdhcn_conformance.running.corpus.computed import examine
from gdhcn_conformance.running.corpus.expectation import ACCEPT
from gdhcn_conformance.running.corpus.findings import STAGE_FLAGS, Computed
from gdhcn_conformance.running.corpus.raw_file import Unusable
from gdhcn_conformance.running.corpus.schemas import Schemas
from gdhcn_conformance.running.corpus.vectors import OBSERVED, listed, own_clock, written
from gdhcn_conformance.running.found_files import UnreadableError, contents, shown

MOST = 20_000_000  # octets; a photograph has under ten million


@dataclass(frozen=True, slots=True)
class Images:
    """The vectors of the images of a folder, what cannot be read of images and certificates, and a digest over what was read.

    `aside` counts the images that show the certificate of a test file beside them.
    """

    vectors: tuple[Vector, ...]
    unusable: tuple[Unusable, ...]
    aside: int
    digest: str


def read(found: folder.Corpus, schemas: Schemas) -> Images:
    """Read all images of a corpus folder but those of its test files: AT/2DCode/png/1.png is that of AT/2DCode/raw/1.json."""
    unusable: list[Unusable] = []
    trusted = _trusted(found, unusable)
    names, texts = {file.name for file in found.files}, {file.text for file in found.files}
    unique = folder.distinct(names)
    vectors: list[Vector] = []
    digest = hashlib.sha256()
    aside = 0
    for path in found.pictures:
        place, where = folder.place(path), shown(path)
        symbols = [] if place in names else _symbols(found.root / path, where, unusable)
        fresh = [symbol for symbol in symbols if symbol.text not in texts]
        aside += place in names or len(fresh) < len(symbols)
        vectors += [_vector(where, unique(place), symbol, trusted, schemas) for symbol in fresh]
    for vector in vectors:
        digest.update(vector.credential.encode("utf-8", "replace"))
    return Images(tuple(vectors), tuple(unusable), aside, digest.hexdigest())


def _symbols(path: Path, where: str, unusable: list[Unusable]) -> list[qr.Symbol]:
    try:
        symbols = qr.read(contents(path, MOST))
    except (UnreadableError, Malformed) as unreadable:
        unusable.append(Unusable(where, str(unreadable)))
        return []
    if not symbols:
        unusable.append(Unusable(where, "no symbol was found in the picture"))
    return symbols


def _vector(
    path: str, name: str, symbol: qr.Symbol, trusted: tuple[signers.SignerCertificate, ...], schemas: Schemas
) -> Vector:
    chosen, examined = _examined(symbol.text, trusted, schemas)
    accepted = examined is not None and all(examined.flags[flag] for flag in STAGE_FLAGS)
    issuer = examined.issuer if examined else ""
    expected = Expected.ACCEPT if accepted else Expected.EITHER
    return Vector(
        id=f"corpus/{name}",
        title=f"{name}: {'accepted' if accepted else 'recorded only'}",
        description=f"A symbol of {path}. "
        + ("A listed signer signed it, and no fault was found." if accepted else ""),
        role="verifier",
        operation="verify",
        requirement=ACCEPT.requirement if accepted else OBSERVED,
        expectation=Expectation(expected),
        credential=symbol.text,
        clock=written(own_clock(examined.issued if examined else None)),
        trust=tuple(listed(each, issuer) for each in ((chosen,) if chosen else trusted)),
        output=examined.payload if accepted and examined else None,
        needs=frozenset({examined.algorithm} if examined and examined.algorithm else ()),
        source="corpus",
        notes=_notes(path, symbol, examined, known=chosen is not None),
    )


def _examined(
    text: str, trusted: tuple[signers.SignerCertificate, ...], schemas: Schemas
) -> tuple[signers.SignerCertificate | None, Computed | None]:
    """The listed signer that signed a text, with what was found; without any, what was found of the last one tried."""
    examined = None
    for signer in trusted:
        examined = examine(text, signer, None, schemas)
        if examined.flags["VERIFY"]:
            return signer, examined
    return None, examined


def _notes(path: str, symbol: qr.Symbol, examined: Computed | None, *, known: bool) -> dict[str, Any]:
    notes: dict[str, Any] = {
        "path": path,
        "symbol": {
            "format": symbol.format,
            "mode": symbol.mode,
            "error_correction": symbol.error_correction,
            "version": symbol.version,
        },
        "normalised": ["no clock: judged at its own iat"],
    }
    if examined is not None and known:
        notes["computed"] = {flag: value for flag, value in examined.flags.items() if value is not None}
        notes["computed_by"] = list(examined.notes)
    else:
        notes["computed_by"] = ["nothing: no certificate in the folder is its signer's"]
    return notes


def _trusted(found: folder.Corpus, unusable: list[Unusable]) -> tuple[signers.SignerCertificate, ...]:
    """The certificates in the folder; what cannot be read is noted and takes nothing else down."""
    read: dict[bytes, signers.SignerCertificate] = {}
    for path in found.certificates:
        try:
            for der in _certificates(found.root / path):
                read[der] = signers.read(der)
        except UnreadableError as unreadable:
            unusable.append(Unusable(shown(path), str(unreadable)))
        except (ValueError, TypeError):
            unusable.append(Unusable(shown(path), "no X.509 certificate in PEM or DER"))
    return tuple(read.values())


def _certificates(path: Path) -> Iterator[bytes]:
    data = contents(path, MOST)
    if b"-----BEGIN" in data:
        yield from (each.public_bytes(Encoding.DER) for each in x509.load_pem_x509_certificates(data))
    else:
        yield data
