"""What the second opinion finds: flags, faults with the reasons a verifier may give, and open questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gdhcn_conformance.running.corpus.schemas import Violation

STAGE_FLAGS = (
    "UNPREFIX", "B45DECODE", "COMPRESSION", "DECODE", "VERIFY", "KEYUSAGE", "SCHEMAVALIDATION", "EXPIRATIONCHECK",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing found wrong: under which flag, a code of ours, the reasons a verifier may give (the likeliest first), details."""

    flag: str
    code: str
    reasons: tuple[str, ...]
    detail: str = ""


@dataclass(slots=True)
class Computed:
    """What was found. `seen` are open questions that the certificate raises, by their policies' names.

    `key` is the signer's kind of key, `now` the clock it was examined at. `payload` is the health certificate as JSON,
    `violations` what it breaks of its own version's schema. `issued` and `expires` are numbers of seconds, `None` where there is
    none. `authentic` says whether the signer's key made the signature, by the mathematics alone.
    """

    flags: dict[str, bool | None] = field(default_factory=lambda: dict.fromkeys(STAGE_FLAGS))
    faults: list[Fault] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    compressed: bytes | None = None
    message: bytes | None = None
    cwt: bytes | None = None
    algorithm: str = ""
    key: str = ""
    issuer: str = ""
    now: float | None = None
    issued: float | None = None
    expires: float | None = None
    payload: Any = None
    violations: tuple[Violation, ...] = ()
    authentic: bool | None = None

    def wrong(self, flag: str, code: str, *reasons: str, detail: str = "") -> None:
        """Note a fault; the flag is false from here on."""
        self.flags[flag] = False
        self.faults.append(Fault(flag, code, reasons, detail))

    def right(self, flag: str) -> None:
        """The step was reached; it is true unless a fault was noted."""
        if self.flags[flag] is None:
            self.flags[flag] = True
