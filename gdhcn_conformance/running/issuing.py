"""What an issuer answered, taken apart; and the requirements held against it, one verdict each on each certificate.

What takes certificates apart is imported where it is called: a verifier's run needs none of it, and is not to wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.model.vector import Expected
from gdhcn_conformance.model.verdict import Kind, Status, Verdict, Weight, softened

if TYPE_CHECKING:
    from gdhcn_conformance.issued.certificate import Issued
    from gdhcn_conformance.model.declaration import Role
    from gdhcn_conformance.model.outcome import Accepted
    from gdhcn_conformance.model.vector import Vector
    from gdhcn_conformance.running.log import RunLog

ISSUE = "issue"
SAMPLE = "sample"  # the member of an input that names what was found, instead of saying what was asked
BODY = (
    "payload",
    "country",
    "version",
    "expires",
    "picture",
    "signer",
    "sample",
)  # members of an input that the issuer is sent
READY = ("transliterates", "identifiers")  # behaviours of which a signing service has none


def body(vector: Vector, role: Role) -> dict[str, Any]:
    """What an issuer is asked by a vector, beside the clock."""
    return told({**(vector.input or {}), "clock": vector.clock}, role)


def told(given: Mapping[str, Any], role: Role) -> dict[str, Any]:
    """What an issuer is told: who and what to certify, under which key; one with its own DSCs is handed none.

    A signing service is handed what others make of the payload themselves.
    """
    own = {"signer"} if role.certificates else set()
    members = {name: given[name] for name in BODY if name in given and name not in own}
    if "payload" in members and not all(role.behaviours.get(name, True) for name in READY):
        from gdhcn_conformance.running import ready  # noqa: PLC0415

        members["payload"] = ready.payload(given, role.behaviours)
    return members


def issued(vector: Vector, outcome: Accepted, role: Role) -> Issued:
    """The certificate that was issued for this vector; without a text where the answer holds none."""
    from gdhcn_conformance.issued.certificate import decoded  # noqa: PLC0415

    output = outcome.output if isinstance(outcome.output, Mapping) else {}
    text, image = output.get("credential"), output.get("image")
    handed = tuple(entry.certificate for entry in vector.trust if "DSC" in entry.usage)
    clock = str(output.get("clock", vector.clock))
    taken = _taken(text if isinstance(text, str) else "", clock, role.certificates or handed, decoded(image))
    told = role.clock == "per-call" and "clock" not in output
    return replace(taken, asked=asked(vector, taken), memory=taken.memory, timed=told)


def asked(vector: Vector, found: Issued) -> Mapping[str, Any] | None:
    """What the issuer was asked for; `None` where nobody knows, as with most samples.

    Of a sample a part may be known; what nobody wrote down is taken to have been as the certificate says.
    """
    given = vector.input or {}
    if SAMPLE not in given:
        return vector.input
    known = {name: value for name, value in given.items() if name != SAMPLE}
    if "payload" in known and found.payload is not None:
        from gdhcn_conformance.issued.declared import completed  # noqa: PLC0415

        known["payload"] = completed(known["payload"], found.plain)
    return known or None


# The same certificate is looked at for its own verdict, for each requirement, and beside all others: a run's all fit in.
@lru_cache(maxsize=1024)
def _taken(text: str, clock: str, certificates: tuple[str, ...], picture: bytes | None) -> Issued:
    from gdhcn_conformance.issued.certificate import take_apart  # noqa: PLC0415

    return take_apart(text, datetime.fromisoformat(clock), certificates=certificates, picture=picture)


def unusable(vector: Vector, outcome: Accepted, role: Role) -> str:
    """Why what was issued cannot be used by anybody; empty where it can."""
    if not isinstance(outcome.output, Mapping) or not isinstance(outcome.output.get("credential"), str):
        return "the answer holds no credential"
    from gdhcn_conformance.issued.certificate import decoded  # noqa: PLC0415

    if (vector.input or {}).get("picture") and decoded(outcome.output.get("image")) is None:
        return "a picture was asked for, and none was given"
    return issued(vector, outcome, role).unusable()


def inspections(vector: Vector, outcome: Accepted, expected: Expected, log: RunLog) -> Iterator[tuple[str, Verdict]]:
    """The verdict of each requirement on the certificate issued for this vector; none where it had to be refused."""
    if expected is Expected.REJECT:
        return
    from gdhcn_conformance.issued.check import inspect  # noqa: PLC0415

    tested = [name for name, requirement in log.requirements.items() if not requirement.not_tested]
    certificate = issued(vector, outcome, log.role)
    for name, found in inspect(certificate, tested):
        requirement = log.requirements[name]
        if found is None:
            yield name, NOTHING_TO_SAY if _is_about(name, certificate) else ANOTHER_KIND
        elif found:
            failed = Verdict(Status.FAIL, Kind.NONCONFORMING, "; ".join(found))
            yield name, softened(failed, Weight(requirement.level, requirement.basis, log.reading))
        else:
            yield name, MET


NOTHING_TO_SAY = Verdict(Status.NOT_APPLICABLE, because="says nothing about this certificate")
ANOTHER_KIND = Verdict(Status.NOT_APPLICABLE, because="is about another kind of certificate")
MET = Verdict(Status.PASS)


def _is_about(requirement: str, certificate: Issued) -> bool:
    """Whether a requirement is about certificates of this kind, and not only about others."""
    from gdhcn_conformance.issued.check import checks  # noqa: PLC0415

    return any(not each.kind or each.kind in certificate.kinds for each in checks()[requirement])


def unseen(requirement: str, role: Role, *, any_certificate: bool) -> bool:
    """Whether a requirement that applied to no certificate should have: there was none, or none of a kind that it issues."""
    from gdhcn_conformance.issued.check import checks  # noqa: PLC0415

    known = checks().get(requirement, ())
    kinds = [each.kind for each in known if each.kind]
    return bool(known) and (not any_certificate or any(role.behaviours.get(kind, True) for kind in kinds))
