"""Implementations that misbehave, from the command line: one clear message, the right exit code, and all that ran before kept."""

from __future__ import annotations

import http.server
import json
import shlex
import sys
import threading

import pytest

from gdhcn_conformance.adapters import child, process
from gdhcn_conformance.errors import Exit
from tests.cli.conftest import CHILDREN


@pytest.fixture(autouse=True)
def impatience(monkeypatch):
    """What has failed is not waited for."""
    monkeypatch.setattr(child, "EXIT_SECONDS", 0.1)
    monkeypatch.setattr(process, "FAREWELL_SECONDS", 0.1)


@pytest.fixture
def adapter(answers, expired):
    """The command of a child that misbehaves in this way; the one request that makes it do so is the last vector's."""

    def command(name):
        script = str(CHILDREN / "misbehaves.py")
        return shlex.join([sys.executable, "-I", "-S", script, name, str(answers), expired[-1].credential])

    return command


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("ends_at_once", "adapter-exited", "no configuration found"),
        ("logs_first", "adapter-not-json", "INFO starting up"),
    ],
)
def test_one_that_cannot_start_is_one_message(small, adapter, name, code, said):
    """What goes wrong before the first answer is told in one message with what the child said, and ends with 3."""
    ended = small("run", "--adapter", adapter(name))
    assert ended.code == Exit.UNREACHABLE
    assert ended.err.count("[adapter-") == 1
    assert f"[{code}]" in ended.err
    assert said in ended.err
    assert "\n  hint: " in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""


def test_silence_before_the_first_answer_ends(small, adapter, monkeypatch):
    """An adapter that never says hello is given up after the time to start."""
    from gdhcn_conformance.adapters import base

    monkeypatch.setattr(base.Limits.__init__, "__defaults__", (0.2, *base.Limits.__init__.__defaults__[1:]))
    ended = small("run", "--adapter", adapter("never_says_hello"))
    assert (ended.code, "[adapter-silent]" in ended.err) == (Exit.UNREACHABLE, True)


def test_a_command_that_does_not_exist(small):
    """A command that is not there is a usage error, and so is a script that is named without what runs it."""
    ended = small("run", "--adapter", "no-such-command")
    assert (ended.code, "[adapter-not-found]" in ended.err) == (Exit.USAGE, True)


def test_a_script_without_what_runs_it(small, tmp_path):
    """Who names a script alone is told how to name it."""
    (tmp_path / "adapter.py").write_text("", encoding="utf-8")
    ended = small("run", "--adapter", "adapter.py")
    assert (ended.code, "'python adapter.py'" in ended.err) == (Exit.USAGE, True)


@pytest.mark.parametrize(
    ("name", "code", "outcome", "said"),
    [
        ("writes_no_json", Exit.UNREACHABLE, "protocol-error", "WARN odd certificate"),
        ("answers_with_a_wrong_id", Exit.UNREACHABLE, "protocol-error", "a request that was not asked"),
        ("answers_twice", Exit.UNREACHABLE, "protocol-error", "the same request twice"),
        ("closes_in_the_middle", Exit.UNREACHABLE, "protocol-error", "in the middle of a line"),
        ("answers_a_hundred_megabytes", Exit.UNREACHABLE, "protocol-error", "a line of more than"),
        ("answers_with_an_unknown_outcome", Exit.UNREACHABLE, "protocol-error", "perhaps"),
        ("never_answers", Exit.NOT_CONFORMANT, "hung", "no answer within"),
        ("dies", Exit.NOT_CONFORMANT, "crashed", "ended with status 1"),
    ],
)
def test_one_bad_answer_spoils_no_other(small, adapter, expired, name, code, outcome, said):
    """Only the vector that it was asked is blamed, in the log and on the terminal; the others keep their verdicts."""
    ended = small("run", "--adapter", adapter(name), "--deadline", "0.3")
    assert ended.code == code
    assert ended.err == ""
    drawn = ended.outcomes()
    assert drawn.pop(expired[-1].id) == outcome
    assert set(drawn.values()) == {"accepted", "rejected"}
    assert said in ended.out.replace("\n      ", " ") or said in json.dumps(ended.log)
    assert ended.last.endswith(f"exit {int(code)}")


def test_hostile_strings_are_only_strings(small, adapter, tmp_path):
    """Escapes, markup and half characters in an answer reach neither the terminal nor a report as what they are."""
    ended = small("run", "--adapter", adapter("answers_with_hostile_strings"))
    assert ended.code == Exit.CONFORMANT
    assert "\x1b" not in ended.out
    for path in (tmp_path / "out").iterdir():
        text = path.read_text(encoding="utf-8")
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
        assert path.suffix in (".ndjson", ".json") or "<script>alert" not in text  # JSON is no markup


class Service(http.server.BaseHTTPRequestHandler):
    """Says hello, and then does what `server.trouble` names."""

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if request["op"] == "hello" and self.server.polite:
            self.reply(200, {"id": request["id"], "implementation": {"name": "service", "version": "1"}})
        elif self.server.trouble == "redirect":
            self.reply(302, {}, Location="http://127.0.0.1:9/")
        elif self.server.trouble == "timeout":
            self.server.over.wait(10)
        else:
            self.reply(500, {"error": "the database is down"})

    def reply(self, status, document, **headers):
        body = json.dumps(document).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def service():
    """Starts a service with this trouble; gives its address."""
    servers = []

    def start(trouble, *, polite=True):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
        server.trouble, server.polite, server.over = trouble, polite, threading.Event()
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield start
    for server in servers:
        server.over.set()
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("trouble", "said"), [("status", "500"), ("redirect", "302")])
def test_a_service_that_cannot_say_hello(small, service, trouble, said):
    """A status other than 200 in answer to hello ends with 3, and is named."""
    ended = small("run", "--adapter", service(trouble, polite=False))
    assert ended.code == Exit.UNREACHABLE
    assert said in ended.err
    assert "\n  hint: " in ended.err


@pytest.mark.parametrize(
    ("trouble", "code", "outcome"),
    [
        ("status", Exit.UNREACHABLE, "protocol-error"),
        ("redirect", Exit.UNREACHABLE, "protocol-error"),
        ("timeout", Exit.NOT_CONFORMANT, "hung"),
    ],
)
def test_a_service_in_trouble(small, service, trouble, code, outcome):
    """Server errors and redirects are no answers; silence is a hang. Log and report say so for each vector."""
    ended = small("run", "--adapter", service(trouble), "--deadline", "0.05")
    assert ended.code == code
    assert set(ended.outcomes().values()) == {outcome}
    assert len(ended.outcomes()) == 8
