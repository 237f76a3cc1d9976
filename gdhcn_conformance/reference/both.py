"""The reference implementation in all its roles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gdhcn_conformance.reference.verifier import Verifier


class Reference(Verifier):
    """The reference verifier, which issues, too."""

    def __init__(self) -> None:
        super().__init__()
        self._issuer: Any = None

    def hello(self) -> dict[str, Any]:
        """What the handshake declares, for each role."""
        declared = super().hello()
        return declared | {"roles": declared["roles"] | self._made().hello()["roles"]}

    def issue(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The protocol's operation `issue`."""
        answer: dict[str, Any] = self._made().issue(request)
        return answer

    def _made(self) -> Any:
        if self._issuer is None:
            from gdhcn_conformance.reference.issuer import Issuer  # noqa: PLC0415 - of a verifier under test it is not needed

            self._issuer = Issuer()
        return self._issuer
