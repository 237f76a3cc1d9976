"""A web service as an implementation: what its answers, its silence and its errors mean, and that no secret gets out."""

import http.server
import json
import socket
import ssl
import threading

import pytest

from gdhcn_conformance.adapters.base import Limits, Request
from gdhcn_conformance.adapters.http import HttpSubject
from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.model.outcome import Accepted, Crashed, Hung, ProtocolError

SECRET = "t0p/s3cret-value"


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers by what the credential says; the server's `mode` does it for hello, too."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((request, dict(self.headers), self.path, self.client_address))
        if request["op"] == "hello" and not self.server.mode:
            return self.reply({"id": "0", "implementation": {"name": "service", "version": "1"}})
        getattr(self, self.server.mode or request.get("credential", "fine").split()[0], self.fine)(request)

    def reply(self, document, status=200, **headers):
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def fine(self, request):
        self.reply({"id": request["id"], "outcome": "accepted", "payload": request.get("credential")})

    def error(self, request):
        self.reply(b"<h1>Internal Server Error</h1>", 500)

    def unauthorised(self, request):
        self.reply(b"", 401)

    def redirect(self, request):
        self.reply(b"", 302, Location=f"http://127.0.0.1:9/?was={self.headers.get('Authorization', '')}")

    def slow(self, request):
        self.server.released.wait(5)
        self.close_connection = True

    def drip(self, request):
        """Sends a byte of the answer now and then: no single wait is long."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        while not self.server.released.wait(0.05):
            try:
                self.wfile.write(b" ")
            except OSError:
                break
        self.close_connection = True

    def hangup(self, request):
        self.close_connection = True

    def half(self, request):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'{"id":')
        self.close_connection = True

    def tired(self, request):
        """Answers, and closes the connection without having said so."""
        self.fine(request)
        self.close_connection = True

    def garbage(self, request):
        self.reply(b"OK")

    def other(self, request):
        self.reply({"id": "somebody else", "outcome": "accepted"})

    def long(self, request):
        self.reply(b'"' + b"x" * 3_000_000 + b'"')

    def echo(self, request):
        """Repeats every header wherever it can."""
        headers = dict(self.headers)
        self.reply({"id": request["id"], "outcome": "rejected", "detail": json.dumps(headers), "payload": headers})

    def echo_accepted(self, request):
        headers = dict(self.headers)
        self.reply({"id": request["id"], "outcome": "accepted", "payload": headers, "detail": str(headers)})

    def echo_error(self, request):
        self.reply(json.dumps(dict(self.headers)).encode(), 403)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_):
        pass  # a client that gives up is what some tests are about


@pytest.fixture
def server():
    server = Server(("127.0.0.1", 0), Handler)
    server.requests, server.mode, server.released = [], "", threading.Event()
    server.url = f"http://127.0.0.1:{server.server_address[1]}/adapter"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def service(server):
    """Makes a subject of the server."""
    opened = []

    def make(url=None, **options):
        limits = Limits(**{"start": 5.0, "answer": 10.0, "breaker": 3, **options.pop("limits", {})})
        opened.append(HttpSubject(url or server.url, limits, **options))
        return opened[-1]

    yield make
    for subject in opened:
        subject.close()


def problem_of(start):
    with pytest.raises(Problem) as caught:
        start()
    return caught.value


class TestStart:
    def test_handshake_names_who_answers(self, service):
        """A service that answers hello has started."""
        assert service().start().name == "service"

    def test_nothing_listening_is_unreachable(self, service):
        """An address at which nothing listens is one problem, with the address in it."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        problem = problem_of(service(f"http://127.0.0.1:{port}/").start)
        assert (problem.code, problem.exit_code) == ("adapter-unreachable", Exit.UNREACHABLE)
        assert f"127.0.0.1:{port}" in problem.summary

    @pytest.mark.parametrize(
        ("mode", "code", "word"),
        [
            ("error", "adapter-http-status", "500"),
            ("unauthorised", "adapter-http-status", "env:NAME"),
            ("redirect", "adapter-http-status", "not followed"),
            ("slow", "adapter-silent", "0.2 s"),
            ("hangup", "adapter-unreachable", "closed the connection"),
            ("garbage", "adapter-not-json", "'OK'"),
            ("other", "adapter-not-json", "another message"),
            ("long", "adapter-too-long", "1,000,000"),
        ],
    )
    def test_each_failure_is_one_problem(self, service, server, mode, code, word):
        """Whatever comes instead of an answer to hello is named, with what to do."""
        server.mode = mode
        problem = problem_of(service(limits={"start": 0.2 if mode == "slow" else 5.0}).start)
        assert (problem.code, problem.exit_code) == (code, Exit.UNREACHABLE)
        assert word in str(problem)

    @pytest.mark.parametrize("url", ["http://", "http://host:99999/", "http://ho st/", "ftp://host/", "http://[::1/"])
    def test_what_is_no_address_is_a_usage_error(self, url):
        """An address that is no URL is refused before anything is sent."""
        assert problem_of(lambda: HttpSubject(url)).exit_code is Exit.USAGE

    def test_a_port_that_does_not_speak_http_is_told(self, service):
        """A server of another protocol is reported as that."""
        with socket.create_server(("127.0.0.1", 0)) as listener:

            def greet():
                connection, _ = listener.accept()
                with connection:
                    connection.sendall(b"220 mail.example ESMTP\r\n")
                    connection.recv(4096)

            thread = threading.Thread(target=greet, daemon=True)
            thread.start()
            problem = problem_of(service(f"http://127.0.0.1:{listener.getsockname()[1]}/").start)
            thread.join()
        assert problem.code == "adapter-not-http"


class TestAnswers:
    def test_many_requests_are_answered(self, service, server, verify):
        """Every request gets its own answer, over no more connections than there are workers."""
        requests = verify(*(f"fine {n}" for n in range(100)))
        replies = service().ask(requests)
        assert all(replies[each.id].outcome == Accepted(each.body["credential"]) for each in requests)
        assert len({address for *_, address in server.requests}) <= 8

    def test_messages_are_those_of_the_protocol(self, service, server, verify):
        """A request is posted to the path of the address, as one JSON object."""
        service(server.url + "/v1?x=y").ask(verify("fine"))
        message, headers, path, _ = server.requests[-1]
        assert message == {"op": "verify", "id": "q0", "credential": "fine"}
        assert path == "/adapter/v1?x=y"
        assert headers["Content-Type"] == "application/json"

    @pytest.mark.parametrize(
        ("how", "kind", "word"),
        [
            ("error", ProtocolError, "HTTP 500 Internal Server Error: '<h1>"),
            ("redirect", ProtocolError, "redirects are not followed"),
            ("garbage", ProtocolError, "not JSON"),
            ("other", ProtocolError, "another request"),
            ("long", ProtocolError, "more than 1,000,000 bytes"),
            ("hangup", Crashed, "closed the connection"),
            ("half", Crashed, "closed the connection"),
            ("slow", Hung, "0.2 s"),
            ("drip", Hung, "0.2 s"),
        ],
    )
    def test_each_failure_is_told_apart(self, service, verify, how, kind, word):
        """A request that gets no usable answer, also when asked again, gets the outcome of its kind; others are answered."""
        answer = 0.2 if kind is Hung else 10.0
        replies = service(limits={"answer": answer}).ask(verify("fine 0", how, "fine 2"))
        assert isinstance(replies["q1"].outcome, kind)
        assert word in replies["q1"].outcome.detail
        assert len(replies["q1"].attempts) == 1
        assert replies["q2"].outcome == Accepted("fine 2")

    def test_a_connection_that_was_dropped_meanwhile_is_no_failure(self, service, verify, kinds):
        """A service may close a kept connection after any answer; the next request is sent again on another."""
        replies = service().ask(verify(*["tired"] * 30))
        assert set(kinds(replies)) == {"accepted"}
        assert all(reply.attempts == () for reply in replies.values())

    def test_alone_is_on_a_fresh_connection(self, service, server, verify):
        """A request that is asked alone has a connection of its own."""
        subject = service()
        subject.ask(verify("fine"))
        subject.ask_alone(verify("fine")[0])
        assert server.requests[-1][3] not in {address for *_, address in server.requests[:-1]}

    def test_a_service_that_went_down_is_not_asked_on(self, service, server, verify):
        """After as many failures as open the breaker the rest is not sent."""
        subject = service()
        subject.start()
        server.mode = "hangup"
        replies = subject.ask(verify(*map(str, range(40))))
        assert {reply.outcome.kind for reply in replies.values()} == {"crashed"}
        assert not replies["q39"].sent
        assert len(server.requests) < 40

    def test_configure_is_one_message(self, service, server):
        """The trust list of a session is posted like any other message."""
        reply = service().configure(Request("c", "configure", {"trust": []}))
        assert reply.outcome == Accepted()
        assert server.requests[-1][0] == {"op": "configure", "id": "c", "trust": []}


class TestSecrets:
    @pytest.mark.parametrize("how", ["echo", "echo_accepted", "echo_error", "redirect", "garbage"])
    @pytest.mark.parametrize(
        ("headers", "sent"),
        [
            ({"Authorization": "Bearer env:GDHCN_TEST_SECRET"}, f"Bearer {SECRET}"),
            ({"Authorization": f"Bearer {SECRET}"}, f"Bearer {SECRET}"),
            ({"Authorization": "env:GDHCN_TEST_SECRET"}, SECRET),
        ],
    )
    def test_a_header_is_never_repeated(self, service, server, verify, monkeypatch, how, headers, sent):
        """The value of a header that carries a secret stands in no outcome, whatever the service says."""
        monkeypatch.setenv("GDHCN_TEST_SECRET", SECRET)
        subject = service(headers=headers)
        text = repr(subject.ask(verify("fine", how)))
        assert server.requests[-1][1]["Authorization"] == sent
        for form in (SECRET, "s3cret-value", SECRET.replace("/", "\\/")):
            assert form not in text
            assert form not in subject.address

    def test_a_password_in_the_address_is_never_repeated(self, service, server, verify):
        """A password in the address is sent, and stands neither in the address that is shown nor in any outcome."""
        subject = service(server.url.replace("//", "//me:hunter2hunter2@"))
        text = repr(subject.ask(verify("echo", "echo_accepted")))
        assert server.requests[-1][1]["Authorization"].startswith("Basic ")
        for shown in (text, subject.address):
            assert "hunter2hunter2" not in shown
            assert "bWU6aHVudGVyMmh1bnRlcjI=" not in shown

    def test_a_problem_at_the_start_does_not_tell_either(self, service, server, monkeypatch):
        """The diagnosis of a failed start holds no secret."""
        monkeypatch.setenv("GDHCN_TEST_SECRET", SECRET)
        server.mode = "echo_error"
        problem = problem_of(service(headers={"X-Api-Key": "env:GDHCN_TEST_SECRET"}).start)
        assert "403" in problem.summary
        assert SECRET not in str(problem)

    def test_a_missing_variable_is_named(self, service):
        """A header that refers to a variable which is not set is a usage error that names the variable."""
        problem = problem_of(lambda: service(headers={"Authorization": "Bearer env:GDHCN_NOT_SET"}))
        assert problem.exit_code is Exit.USAGE
        assert "GDHCN_NOT_SET" in problem.summary

    def test_a_header_that_cannot_be_sent_is_not_shown(self, service, monkeypatch):
        """A value with a line break is refused by the header's name alone."""
        monkeypatch.setenv("GDHCN_TEST_SECRET", SECRET + "\r\nX: y")
        problem = problem_of(lambda: service(headers={"Authorization": "env:GDHCN_TEST_SECRET"}))
        assert "Authorization" in problem.summary
        assert SECRET not in str(problem)


class TestWay:
    def test_a_proxy_gets_the_whole_address(self, service, server, verify):
        """Through a proxy the request line holds the whole address, and the proxy's password its own header."""
        proxy = server.url.replace("//", "//me:proxypassword@").removesuffix("/adapter")
        subject = service("http://iut.example/adapter", proxy=proxy)
        text = repr(subject.ask(verify("fine", "echo")))
        _, headers, path, _ = server.requests[-1]
        assert path == "http://iut.example/adapter"
        assert headers["Host"] == "iut.example"
        assert headers["Proxy-Authorization"].startswith("Basic ")
        assert "proxypassword" not in text

    def test_the_environment_s_proxy_is_not_used(self, service, verify, monkeypatch, kinds):
        """A proxy that happens to be set in the environment changes nothing."""
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
        assert kinds(service().ask(verify("fine"))) == ["accepted"]

    def test_an_authority_of_one_s_own_is_trusted_where_it_is_given(self, service, server, verify, kinds, tmp_path):
        """A certificate of an unknown authority is refused, with a hint, and accepted with `ca`."""
        files = certificate(tmp_path)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*files)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        url = server.url.replace("http:", "https:")
        problem = problem_of(service(url).start)
        assert (problem.code, problem.exit_code) == ("adapter-tls", Exit.UNREACHABLE)
        assert "ca" in problem.hint
        assert kinds(service(url, ca=files[0]).ask(verify(*["fine"] * 20))) == ["accepted"] * 20

    def test_authorities_that_cannot_be_read_are_a_usage_error(self, service, tmp_path):
        """A missing or broken file of authorities is the caller's mistake."""
        broken = tmp_path / "ca.pem"
        broken.write_text("no certificate")
        for path in (broken, tmp_path / "missing.pem"):
            problem = problem_of(lambda path=path: service("https://127.0.0.1:9/", ca=path))
            assert (problem.code, problem.exit_code) == ("adapter-ca", Exit.USAGE)


def certificate(folder):
    """A self-signed certificate for 127.0.0.1 and its key, as PEM files."""
    import datetime
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "cert.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    no_encryption = serialization.NoEncryption()
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no_encryption)
    )
    return files
