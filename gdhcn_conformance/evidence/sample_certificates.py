"""The DSCs that lie beside samples, and which of them a certificate may have been signed with."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from gdhcn_conformance.issued.certificate import Issued
from gdhcn_conformance.issued.signer import Signer, signer
from gdhcn_conformance.running.found_files import UnreadableError

TRIED = 200  # DSCs tried on a certificate whose key identifier none has, the nearest first: 20 ms
BLOCK = re.compile(
    rb"-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----(.*?)-----END (?:X509 |TRUSTED )?CERTIFICATE-----", re.DOTALL
)
PRIVATE = re.compile(rb"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----")


@dataclass(frozen=True, slots=True)
class Listed:
    """A certificate that may be a signer's, and the file that it was found in."""

    path: str
    signer: Signer


def read(data: bytes, path: str) -> list[Listed]:
    """The certificates in a DER file, or in the blocks of a PEM file; `UnreadableError` where there is none."""
    blocks = [b"".join(each.split()).decode("latin-1") for each in BLOCK.findall(data)]
    if not blocks and b"-----BEGIN " in data:
        private = "a private key, which must not lie with samples" if PRIVATE.search(data) else "no certificate"
        raise UnreadableError(f"PEM that holds {private}")
    found = [signer(each) for each in blocks or [base64.b64encode(data).decode()]]
    usable = [Listed(path, each) for each in found if each is not None]
    if not usable:
        raise UnreadableError("no X.509 certificate with a key that can be read")
    return usable


def chosen(issued: Issued, listed: Sequence[Listed], path: str) -> tuple[Signer, ...]:
    """Those whose key identifier the certificate names, and, where none of them signed it, one that did; none is left to none."""
    if not issued.reaches("cose"):
        return ()
    named = [each.signer for each in listed if each.signer.kid == issued.kid]
    if not any(each.verifies(issued.message) for each in named):
        others = sorted(listed, key=lambda each: _distance(each.path, path))[:TRIED]
        named += [each.signer for each in others if each.signer.verifies(issued.message)][:1]
    return distinct(named)


def distinct(signers: Iterable[Signer]) -> tuple[Signer, ...]:
    """Each certificate once."""
    return tuple({each.der: each for each in signers}.values())


def _distance(one: str, other: str) -> int:
    """How many folders lie between two files; 0 for the same file."""
    if one == other:
        return 0
    first, second = PurePosixPath(one).parent.parts, PurePosixPath(other).parent.parts
    shared = sum(a == b for a, b in zip(first, second, strict=False))
    return 1 + len(first) + len(second) - 2 * shared
