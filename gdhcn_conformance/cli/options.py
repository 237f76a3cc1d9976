"""The options of a run, once, for the command line and for pytest; and what they come to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.errors import Exit, Problem

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from gdhcn_conformance.adapters.base import Limits, Subject
    from gdhcn_conformance.model.declaration import Handshake
    from gdhcn_conformance.plugin import Front

FORMATS = ("html", "json", "junit", "markdown")
RUN_OPTIONS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (
        ("--adapter",),
        {
            "metavar": "ADDRESS",
            "help": "the implementation: a command, http(s)://…, module:object, implementation.toml, or 'reference'",
        },
    ),
    (("--profile",), {"default": "verifier", "help": "what it is judged as (default: verifier)"}),
    (
        ("--reading",),
        {
            "choices": ("normative", "operational"),
            "default": "normative",
            "help": "which bases may fail (default: normative)",
        },
    ),
    (
        ("--only",),
        {"action": "append", "default": [], "metavar": "GLOB", "help": "vectors or requirements to run; repeatable"},
    ),
    (
        ("--fresh",),
        {"nargs": "?", "const": -1, "type": int, "metavar": "SEED", "help": "vectors built anew, that nobody has seen"},
    ),
    (
        ("--countries",),
        {"metavar": "AA,BB", "help": "country codes to build fresh vectors with, instead of user-assigned ones"},
    ),
    (("--corpus",), {"metavar": "DIR", "help": "run the vectors of a public corpus instead (dgc-testdata, QR images)"}),
    (
        ("--policy",),
        {"action": "append", "default": [], "metavar": "NAME=VALUE", "help": "decide an open question; repeatable"},
    ),
    (("--known",), {"metavar": "FILE", "help": "known deviations (TOML)"}),
    (
        ("--fail-on",),
        {"choices": ("any", "new"), "default": "any", "help": "'new': exit 0 when every finding is a known deviation"},
    ),
    (("--out",), {"metavar": "DIR", "help": "where reports go (default: reports/runs/<date>-<name>)"}),
    (
        ("--format",),
        {"action": "append", "default": [], "choices": FORMATS, "help": "reports to write (default: all); repeatable"},
    ),
    (("--deadline",), {"type": float, "metavar": "SECONDS", "help": "how long an answer may take (default: 10)"}),
)
NEITHER = "name an adapter; '--adapter reference' tests the built-in reference on purpose"


def front_from(options: Namespace) -> Front:
    """The front that these options ask for; `Problem` says what is wrong with them. Nothing is started yet."""
    from gdhcn_conformance.model.requirement import Reading  # noqa: PLC0415 - start-up in milliseconds
    from gdhcn_conformance.plugin import Front  # noqa: PLC0415
    from gdhcn_conformance.running import library, plan, sources  # noqa: PLC0415

    subject, about, check = connection(options)
    suite = library.load("verifier")
    profile, reading = suite.profile(options.profile), Reading(options.reading)
    origin = "committed"
    if options.corpus:
        from gdhcn_conformance.running.corpus import corpus  # noqa: PLC0415

        suite, origin = corpus(suite, options.corpus), f"corpus {options.corpus}"
        # Its rows are checks of an official repository, which count under this reading only.
        profile, reading = suite.profile("corpus"), Reading.OPERATIONAL
    elif options.fresh is not None or options.countries:
        seed = sources.new_seed() if options.fresh in (None, -1) else options.fresh
        codes = countries(options.countries)
        suite, origin = sources.fresh(suite, seed, countries=codes), " ".join(("fresh", str(seed), *codes))
    return Front(
        plan=plan.Plan(
            suite=suite,
            profile=profile,
            vectors=plan.select(suite.vectors, options.only),
            policies=plan.policies_in_force(suite, options.policy),
            reading=reading,
            only=tuple(options.only),
            vectors_from=origin,
            about=about,
        ),
        connect=lambda: subject,
        check=check,
    )


def connection(options: Namespace) -> tuple[Subject, dict[str, str], Callable[[Handshake], None]]:
    """The subject that the options name, not started; what its conformance statement says, and the check of it at the handshake."""
    from gdhcn_conformance.adapters.base import Limits  # noqa: PLC0415
    from gdhcn_conformance.adapters.registry import open_subject  # noqa: PLC0415

    address = options.adapter
    if address == "" or (address is None and os.environ.get("CI")):
        raise Problem("no-adapter", "No implementation is named.", NEITHER)
    limits = Limits() if options.deadline is None else Limits(answer=options.deadline)
    if address is not None and address.endswith(".toml"):
        return _stated(Path(address), limits)
    return open_subject(address or "reference", limits=limits), {}, lambda _: None


def _stated(path: Path, limits: Limits) -> tuple[Subject, dict[str, str], Callable[[Handshake], None]]:
    from gdhcn_conformance.adapters.statement import read_statement  # noqa: PLC0415

    statement = read_statement(path)
    if "verifier" not in statement.reach:
        raise Problem("role-not-stated", f"{path} does not say how a verifier is reached.", "add a table [verifier]")
    members = ("name", "version", "vendor", "contact", "environment", "country")
    about = {name: getattr(statement, name) for name in members if getattr(statement, name)}
    return statement.reach["verifier"].open(limits), about, statement.check


def is_reference(options: Namespace) -> bool:
    """Whether the built-in reference is tested, which says nothing about any other implementation."""
    return options.adapter in (None, "reference")


def countries(text: str | None) -> tuple[str, ...]:
    codes = tuple(code.strip() for code in (text or "").split(",") if code.strip())
    for code in codes:
        if len(code) != 2 or not (code.isascii() and code.isalpha() and code.isupper()):
            raise Problem("country-code", f"{code!r} is no alpha-2 country code.", "two capital letters each, AA,BB")
    if len(codes) == 1:
        raise Problem(
            "country-code", "One country code is not enough.", "name two or more: some vectors are about two countries"
        )
    return codes


__all__ = ["FORMATS", "RUN_OPTIONS", "Exit", "connection", "front_from", "is_reference"]
