"""A participant: one implementation, and how each of its roles is reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gdhcn_conformance.model.declaration import Role

if TYPE_CHECKING:
    from gdhcn_conformance.adapters.base import Subject


@dataclass(frozen=True, slots=True)
class Participant:
    """One implementation: how each of its roles is reached, by a subject that has not been started.

    Where `anyhow` is given, the same address answers for whatever roles its handshake declares.
    """

    name: str
    open: Mapping[str, Callable[[], Subject]]
    anyhow: Callable[[], Subject] | None = None

    def asked(self) -> Participant:
        """The participant with its roles, asked for them where nobody stated them; `Problem` where it cannot be started."""
        if self.anyhow is None:
            return self
        with self.anyhow() as subject:
            roles = subject.start().roles or {"verifier": Role()}  # what an answer without roles claims
        return replace(self, open=dict.fromkeys(roles, self.anyhow))
