"""A web service and one kept-alive connection to it, on which nothing is followed, guessed or waited for without end."""

from __future__ import annotations

import base64
import http.client
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

import gdhcn_conformance
from gdhcn_conformance.adapters.texts import Secrets, clean, quote
from gdhcn_conformance.errors import Problem
from gdhcn_conformance.model.outcome import Crashed, Hung, Outcome, ProtocolError

OK = 200
SHOWN = 16_384  # bytes of an error page read: far more than is quoted, so that no secret is cut before it is found
DROPPED = (ConnectionResetError, BrokenPipeError, ConnectionAbortedError, http.client.IncompleteRead)
_HINTS = {
    301: "Redirects are not followed: give the address it points to.",
    401: "Give the headers it asks for; a value may be env:NAME.",
    403: "Give the headers it asks for; a value may be env:NAME.",
    404: "Give the address that the messages are to be posted to.",
    405: "The messages are sent by POST.",
    407: "Give the proxy's user and password in its URL.",
}
_LOOK = "Every message is to be answered with status 200; the service's own log may say why it is not."


class NoAnswerError(Exception):
    """Nothing that can be read as an answer came; `code` and `hint` serve the diagnosis where it was the first message."""

    def __init__(self, outcome: Outcome, code: str, hint: str = "") -> None:
        super().__init__(outcome.detail)
        self.outcome = outcome
        self.code = code
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Service:
    """Where a service is and how it is reached: `target` is what stands in the request line."""

    host: str
    port: int
    target: str
    headers: Mapping[str, str]
    secrets: Secrets
    tls: ssl.SSLContext | None = None
    proxy: tuple[str, int] | None = None
    proxy_headers: Mapping[str, str] | None = None

    @classmethod
    def at(
        cls,
        url: str,
        headers: Mapping[str, str],
        secrets: Secrets,
        ca: str | Path | None = None,
        proxy: str | None = None,
    ) -> Service:
        """The service at this URL; `Problem` where URL, headers, `ca` or `proxy` cannot be used."""
        parts = _split(url, ("http", "https"))
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        own = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": _user_agent()}
        sent = {**own, **_login(parts, "Authorization", secrets), **_checked(secrets.headers(headers))}
        target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        host, tls = parts.hostname or "", _context(ca) if secure else None
        if not proxy:
            return cls(host, port, target, sent, secrets, tls)
        way = _split(secrets.resolve(proxy), ("http",))
        login = _login(way, "Proxy-Authorization", secrets)
        address = (way.hostname or "", way.port or 3128)  # the port Squid made common
        if not secure:
            target = urlunsplit(("http", _netloc(parts), parts.path or "/", parts.query, ""))
            return cls(host, port, target, {**sent, **login}, secrets, proxy=address)
        return cls(host, port, target, sent, secrets, tls, address, login)

    def connect(self, timeout: float) -> http.client.HTTPConnection:
        """A connection that opens with the first request; `timeout` in seconds holds for each wait on it."""
        host, port = self.proxy or (self.host, self.port)
        if self.tls is None:
            return http.client.HTTPConnection(host, port, timeout=timeout)
        connection = http.client.HTTPSConnection(host, port, timeout=timeout, context=self.tls)
        if self.proxy:
            connection.set_tunnel(self.host, self.port, headers=dict(self.proxy_headers or {}))
        return connection


class Wire:
    """One connection to a service, opened when needed and kept alive."""

    def __init__(self, service: Service, limit: int) -> None:
        self._service = service
        self._limit = limit
        self._connection: http.client.HTTPConnection | None = None
        self._aborted = False

    def post(self, body: bytes, timeout: float) -> bytes:
        """The body of the answer to this one; `NoAnswerError` where none comes, within `timeout` seconds for each wait."""
        reused = self._connection is not None and self._connection.sock is not None
        self._aborted = False
        try:
            try:
                return self._post(body, timeout)
            except DROPPED:
                if not reused or self._aborted:
                    raise
                self.close()  # it had only grown tired of the connection (RFC 9112, section 9.3.1)
                return self._post(body, timeout)
        except NoAnswerError:
            self.close()
            raise
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise self._explain(error, timeout) from None

    def _post(self, body: bytes, timeout: float) -> bytes:
        if self._connection is None:
            self._connection = self._service.connect(timeout)
        elif self._connection.sock is not None:
            self._connection.sock.settimeout(timeout)
        self._connection.request("POST", self._service.target, body, dict(self._service.headers))
        response = self._connection.getresponse()
        redact = self._service.secrets.redact_bytes
        if response.status != OK:
            location = response.headers.get("Location", "")
            raise _bad_status(response, redact(location.encode("utf-8", "replace")), redact(response.read(SHOWN)))
        answer = response.read(self._limit + 1)
        if len(answer) > self._limit:
            raise NoAnswerError(ProtocolError(f"it answered with more than {self._limit:,} bytes"), "adapter-too-long")
        if response.length:
            raise http.client.IncompleteRead(b"")
        return redact(answer)

    def abort(self) -> None:
        """Cut it, from another thread: whoever waits on it stops waiting."""
        self._aborted = True
        connection = self._connection
        if connection is not None and connection.sock is not None:
            with suppress(OSError):  # it has ended by itself meanwhile
                socket.socket.shutdown(
                    connection.sock, socket.SHUT_RDWR
                )  # below TLS, whose state is the other thread's

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _explain(self, error: Exception, timeout: float) -> NoAnswerError:
        said = clean(self._service.secrets.redact(str(error)))
        where = f"{self._service.host}:{self._service.port}"
        if self._aborted or isinstance(error, TimeoutError):
            hint = "Does it take this long to start? Raise the limit."
            return NoAnswerError(Hung(f"no answer within {timeout:g} s"), "adapter-silent", hint)
        if isinstance(error, ssl.SSLCertVerificationError):
            hint = "Give the authority that issued its certificate as `ca`, a PEM file."
            return NoAnswerError(ProtocolError(f"its certificate is not trusted: {said}"), "adapter-tls", hint)
        if isinstance(error, ssl.SSLError):
            return NoAnswerError(
                ProtocolError(f"no TLS with {where}: {said}"), "adapter-tls", "Is it https, and the right port?"
            )
        if isinstance(error, ConnectionRefusedError):
            hint = "Is it running, and is the port right?"
            return NoAnswerError(Crashed(f"nothing listens at {where}"), "adapter-unreachable", hint)
        if isinstance(error, DROPPED):
            return NoAnswerError(Crashed("it closed the connection without a whole answer"), "adapter-unreachable")
        if isinstance(error, http.client.HTTPException):
            outcome = ProtocolError(f"{where} does not speak HTTP: {type(error).__name__} {said}")
            return NoAnswerError(outcome, "adapter-not-http", "Is the port right, and is it http, not https?")
        return NoAnswerError(
            ProtocolError(f"{where} cannot be reached: {said}"), "adapter-unreachable", "Is the address right?"
        )


def _bad_status(response: http.client.HTTPResponse, location: bytes, page: bytes) -> NoAnswerError:
    status = response.status
    redirect = 300 <= status < 400  # the class of redirections (RFC 9110, section 15.4)
    said = f"it answered HTTP {status} {clean(response.reason, 80)}".rstrip()
    if redirect:
        said += f" to {quote(location)}; redirects are not followed"
    elif page.strip():
        said += f": {quote(page)}"
    return NoAnswerError(ProtocolError(said), "adapter-http-status", _HINTS.get(301 if redirect else status, _LOOK))


def _split(url: str, schemes: tuple[str, ...]) -> SplitResult:
    problem = Problem(
        "adapter-url", "the address is not a URL that can be used", f"Write {schemes[-1]}://HOST:PORT/PATH."
    )
    try:
        parts = urlsplit(url)
        usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a bad port, or half an IPv6 address
        raise problem from None
    if not usable or any(each <= " " for each in url) or not url.isascii():
        raise problem
    return parts


def _netloc(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _login(parts: SplitResult, header: str, secrets: Secrets) -> dict[str, str]:
    """The header for a user and password that stand in a URL (RFC 7617)."""
    if parts.username is None:
        return {}
    user, password = unquote(parts.username), unquote(parts.password or "")
    value = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
    secrets.hide(parts.netloc.rpartition("@")[0])
    return secrets.headers({header: value})


def _checked(headers: dict[str, str]) -> dict[str, str]:
    for name, value in headers.items():
        if not (value.isprintable() and value.isascii() and name.isascii() and name.replace("-", "").isalnum()):
            hint = "A header's name is letters, digits and hyphens, its value printable ASCII in one line."
            raise Problem("adapter-header", f"the header {clean(name, 80)} cannot be sent", hint)
    return headers


def _context(ca: str | Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca)
    except OSError as error:  # ssl.SSLError is one
        reason = error.strerror or str(error)
        raise Problem("adapter-ca", f"the authorities in {ca} cannot be read: {reason}", "Give a PEM file.") from None


def _user_agent() -> str:
    return f"gdhcn-conformance/{gdhcn_conformance.__version__}"
