"""What may be named instead of an adapter: an option of its own, or an address with its scheme; other options then mean nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gdhcn_conformance.errors import Problem

if TYPE_CHECKING:
    from argparse import Namespace

# What an adapter, or other vectors, are asked for with.
OTHERS = {"--adapter": "adapter", "--corpus": "corpus", "--fresh": "fresh", "--countries": "countries"}


@dataclass(frozen=True, slots=True)
class Instead:
    """One such thing. `what` completes *means nothing to …*, `whose` says whom it is about, `missing` what is to be named.

    `role` and `profile` are those that it is judged by.
    """

    option: str
    what: str
    whose: str
    missing: tuple[str, str]
    role: str
    profile: str
    excludes: tuple[str, ...] = ()  # options that mean nothing either, beside `OTHERS`

    @property
    def scheme(self) -> str:
        """How an address of it begins."""
        return f"{self.option}:"

    def named(self, options: Namespace) -> str:
        """The path that is named, empty where there is none; `Problem` where other options contradict it."""
        path, address = getattr(options, self.option, None), (getattr(options, "adapter", None) or "").strip()
        others = OTHERS | {f"--{name}": name for name in self.excludes}
        if path is None and address.startswith(self.scheme):
            path = address.removeprefix(self.scheme)
            del others["--adapter"]
        if path is None:
            return ""
        said = [name for name, member in others.items() if getattr(options, member, None) is not None]
        if said:
            problem = f"{said[0]} means nothing to {self.what}."
            raise Problem(f"{self.option}-option", problem, f"leave out {said[0]} or --{self.option}")
        if not path.strip():
            what, hint = self.missing
            raise Problem(f"{self.option}-missing", f"--{self.option} names no {what}.", hint)
        self._check_profile(options.profile)
        return str(path)

    def _check_profile(self, name: str | None) -> None:
        if not name:
            return
        from gdhcn_conformance.running import library  # noqa: PLC0415 - start-up in milliseconds

        if library.role_of(name) != self.role:
            problem = f"{self.whose}; {name} is no profile of one."
            raise Problem(f"{self.option}-profile", problem, f"leave out --profile: it is {self.profile} then")
