"""The options of a run, once, for the command line and for pytest; and what they come to."""

from __future__ import annotations

import os
from argparse import ArgumentTypeError
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from gdhcn_conformance.cli import answers, samples
from gdhcn_conformance.errors import Problem

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from gdhcn_conformance.adapters.base import Limits, Subject
    from gdhcn_conformance.model.declaration import Handshake
    from gdhcn_conformance.plugin import Front
    from gdhcn_conformance.running.library import Suite
    from gdhcn_conformance.running.plan import Plan


def seconds(text: str) -> float:
    """A time span that something can be done in."""
    value = float(text)
    if not 0 < value < float("inf"):
        raise ArgumentTypeError(f"{text} is no time in which an answer can come; write seconds, such as 5")
    return value


PROFILE = "verifier"
RUNS = Path("reports") / "runs"
FORMATS = ("html", "json", "junit", "markdown")
RUN_OPTIONS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (
        ("--adapter",),
        {
            "metavar": "ADDRESS",
            "help": "the implementation: a command, http(s)://…, module:object, implementation.toml, or 'reference'",
        },
    ),
    (("--answers",), {"metavar": "FILE", "help": "a filled answer sheet of a deck, instead of an adapter"}),
    (
        ("--deck",),
        {
            "metavar": "DIR",
            "help": "the deck that was answered: its folder or key.json (default: that beside the sheet)",
        },
    ),
    (
        ("--samples",),
        {
            "metavar": "DIR",
            "help": "a folder of issued certificates (PNG, JPEG, PDF, .txt) and DSCs, instead of an adapter",
        },
    ),
    (
        ("--profile",),
        {
            "metavar": "NAME",
            "help": f"what it is judged as (default: {PROFILE}; issuer where the statement reaches only an issuer)",
        },
    ),
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
    (("--deadline",), {"type": seconds, "metavar": "SECONDS", "help": "how long an answer may take (default: 10)"}),
)
NEITHER = "name an adapter; '--adapter reference' tests the built-in reference on purpose"
OFF = ("", "0", "false")  # values of CI that mean that this is none


def front_from(options: Namespace) -> Front:
    """The front that these options ask for; `Problem` says what is wrong with them. Nothing is asked yet."""
    subject, about, check = connection(options)
    check_out(Path(options.out) if options.out else RUNS)
    subject.launch()  # it starts while the suite is being read
    try:
        from gdhcn_conformance.plugin import Front  # noqa: PLC0415 - loads pytest
        from gdhcn_conformance.running import known  # noqa: PLC0415

        deviations = known.read(Path(options.known)) if options.known else None
        chosen = _plan(options, about, subject)
    except BaseException:
        subject.close()
        raise
    return Front(plan=chosen, connect=lambda: subject, check=check, deviations=deviations, fail_on=options.fail_on)


def _plan(options: Namespace, about: dict[str, str], subject: Subject) -> Plan:
    """What the options ask to be run."""
    from gdhcn_conformance.model.requirement import Reading  # noqa: PLC0415 - start-up in milliseconds
    from gdhcn_conformance.running import library, plan  # noqa: PLC0415

    role = role_of(options)
    suite = library.load(role)
    profile, reading = suite.profile(options.profile or role), Reading(options.reading)
    if samples.SAMPLES.named(options):
        suite, setting = samples.planned(suite, subject)
        profile = suite.profile(options.profile or samples.SAMPLES.profile)
    elif options.corpus:
        suite, setting = _corpus(suite, options)
        # Its rows are checks of an official repository, which count under this reading only.
        profile, reading = suite.profile("corpus"), Reading.OPERATIONAL
    elif answers.sheet_of(options):
        suite, setting = answers.planned(suite, options)
        profile = suite.profile(options.profile or answers.ANSWERS.profile)
    else:
        suite, setting = _fresh(suite, options)
    return plan.Plan(
        suite=suite,
        profile=profile,
        vectors=plan.select(suite.vectors, options.only),
        policies=plan.policies_in_force(suite, options.policy),
        reading=reading,
        only=tuple(options.only),
        about=about,
        **setting,
    )


def _corpus(suite: Suite, options: Namespace) -> tuple[Suite, dict[str, Any]]:
    """The suite with a corpus's vectors, which are given: they cannot be built anew, and have a profile of their own."""
    given = {"--fresh": options.fresh is not None, "--countries": options.countries, "--profile": options.profile}
    for name in (name for name, said in given.items() if said):
        raise Problem("corpus-option", f"{name} means nothing to a corpus.", f"leave out {name} or --corpus")
    from gdhcn_conformance.running.corpus import corpus  # noqa: PLC0415 - only for a corpus

    return corpus(suite, options.corpus), {"vectors_from": f"corpus {options.corpus}"}


def _fresh(suite: Suite, options: Namespace) -> tuple[Suite, dict[str, Any]]:
    """The suite as it is committed, or built anew where the options ask for it; and what the plan is to know of that."""
    if options.fresh is None and not options.countries:
        return suite, {}
    from gdhcn_conformance.running import sources  # noqa: PLC0415 - only for fresh vectors

    seed = sources.new_seed() if options.fresh in (None, -1) else options.fresh
    codes = countries(options.countries)
    origin = " ".join(("fresh", str(seed), *codes))
    setting = {"vectors_from": origin, "seed": seed, "countries": codes}
    return sources.fresh(suite, seed, countries=codes), setting


def check_out(folder: Path) -> None:
    """`Problem` where reports could not be written to this folder: better known before a run than after it."""
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    hint = "name another folder with --out"
    if not there.is_dir():
        raise Problem("out-not-a-folder", f"Reports cannot be written to {folder}: {there} is no folder.", hint)
    try:
        with TemporaryFile(dir=there):
            pass
    except OSError as refused:
        problem = f"Reports cannot be written to {folder}: {there} does not take any ({refused.strerror})."
        raise Problem("out-unwritable", problem, hint) from refused


def connection(options: Namespace) -> tuple[Subject, dict[str, str], Callable[[Handshake], None]]:
    """The subject that the options name, not started; what its conformance statement says, and the check of it at the handshake."""
    from gdhcn_conformance.adapters.base import Limits  # noqa: PLC0415
    from gdhcn_conformance.adapters.registry import open_subject  # noqa: PLC0415

    if samples.SAMPLES.named(options):
        return samples.opened(options), {}, lambda _: None
    if answers.sheet_of(options):
        return *answers.opened(options), lambda _: None
    address = options.adapter
    if address is None and os.environ.get("CI", "").lower() in OFF:
        address = REFERENCE[0]
    if not (address or "").strip():
        raise Problem("no-adapter", "No implementation is named.", NEITHER)
    limits = Limits() if options.deadline is None else Limits(answer=options.deadline)
    if _is_statement(address):
        return _stated(Path(address), limits, role_of(options))
    return open_subject(address, limits=limits), {}, lambda _: None


def _is_statement(address: str) -> bool:
    """Whether this names a file, and not a command that ends in the name of one."""
    return address.endswith(".toml") and (" " not in address or Path(address).is_file())


def role_of(options: Namespace) -> str:
    """The role under test: that of the profile, or else the only one that the conformance statement reaches, or the verifier's."""
    if options.profile:
        from gdhcn_conformance.running import library  # noqa: PLC0415 - start-up in milliseconds

        return library.role_of(options.profile)
    if samples.SAMPLES.named(options):
        return samples.SAMPLES.role
    address = (options.adapter or "").strip()
    if _is_statement(address):
        from gdhcn_conformance.adapters.statement import read_statement  # noqa: PLC0415

        reached = tuple(read_statement(Path(address)).reach)
        if reached and PROFILE not in reached:
            return reached[0]
    return PROFILE


def _stated(path: Path, limits: Limits, role: str) -> tuple[Subject, dict[str, str], Callable[[Handshake], None]]:
    from gdhcn_conformance.adapters.statement import read_statement  # noqa: PLC0415

    statement = read_statement(path)
    if role not in statement.reach:
        what = {"verifier": "a verifier", "issuer": "an issuer"}[role]
        raise Problem("role-not-stated", f"{path} does not say how {what} is reached.", f"add a table [{role}]")
    members = ("name", "version", "vendor", "contact", "environment", "country")
    about = {name: getattr(statement, name) for name in members if getattr(statement, name)}
    return statement.reach[role].open(limits), about, statement.check


REFERENCE = ("reference", "builtin:reference")
SAYS_NOTHING = "The built-in reference is tested; this says nothing about any other implementation."


def is_reference(options: Namespace) -> bool:
    """Whether the built-in reference is tested, which says nothing about any other implementation."""
    if answers.sheet_of(options) or samples.SAMPLES.named(options):
        return False
    return options.adapter is None or options.adapter.strip() in REFERENCE


def countries(text: str | None) -> tuple[str, ...]:
    """The country codes in `AA,BB`, two or more, or none; `Problem` where one of them is no ISO 3166-1 alpha-2 code."""
    codes = tuple(dict.fromkeys(code.strip() for code in (text or "").split(",") if code.strip()))
    for code in codes:
        if len(code) != 2 or not (code.isascii() and code.isalpha() and code.isupper()):
            raise Problem("country-code", f"{code!r} is no alpha-2 country code.", "two capital letters each, AA,BB")
    if len(codes) == 1:
        raise Problem(
            "country-code", "One country code is not enough.", "name two or more: some vectors are about two countries"
        )
    return codes
