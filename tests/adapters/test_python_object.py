"""Python objects as implementations, in a process of their own and in this one."""

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from gdhcn_conformance.adapters.base import Limits, Request
from gdhcn_conformance.adapters.inline import InlineSubject
from gdhcn_conformance.adapters.python_object import HOST, PythonSubject
from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.model.outcome import Accepted, Crashed, ProtocolError, Rejected, Unsupported

OBJECTS = Path(__file__).parent / "children" / "objects.py"


@pytest.fixture
def served():
    """Makes a subject of an object in `children/objects.py`."""
    opened = []

    def make(name, **options):
        opened.append(PythonSubject(f"objects:{name}", Limits(breaker=3), path=[OBJECTS.parent], **options))
        return opened[-1]

    yield make
    for subject in opened:
        subject.close()


@pytest.fixture
def objects():
    """The module `children/objects.py`, in this process."""
    spec = importlib.util.spec_from_file_location("objects_for_inline", OBJECTS)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestProcess:
    def test_printing_does_no_harm(self, served, verify):
        """A library that prints, whose programs print, and that reads stdin, does not disturb the conversation."""
        subject = served("Polite")
        assert subject.start().name == "polite"
        (reply,) = subject.ask(verify("x")).values()
        assert reply.outcome == Accepted({"credential": "x", "stdin": ""})

    def test_without_hello_the_object_names_itself(self, served):
        """An object that has no hello is named by its address, with the version of its module."""
        handshake = served("Rude").start()
        assert (handshake.name, handshake.version, handshake.language) == ("objects:Rude", "9.9", "python")

    def test_each_failure_of_a_method_is_told_apart(self, served, verify):
        """An exception is a crash, the end of the process, too; an answer that JSON cannot hold is an adapter's error."""
        replies = served("Rude").ask(verify("fine", "raise", "none", "bytes", "nan", "date", "deep", "exit"))
        fine, raised, none, some_bytes, nan, date, deep, ended = (reply.outcome for reply in replies.values())
        assert fine == Rejected("expired")
        assert raised == Crashed("KeyError: 'certificate'")
        assert isinstance(none, ProtocolError)
        assert "should be a dict" in none.detail
        assert isinstance(some_bytes, ProtocolError)
        assert "bytes" in some_bytes.detail
        assert isinstance(nan, ProtocolError)
        assert date == Accepted({"dob": "1964-08-12"})
        assert isinstance(deep, ProtocolError)
        assert isinstance(ended, Crashed)
        assert "status 4" in ended.detail

    @pytest.mark.parametrize("operation", ["frobnicate", "_private", "constant", "__init__"])
    def test_what_is_no_method_is_unsupported(self, served, operation):
        """An operation without a public method of its name is answered unsupported."""
        assert served("Rude").ask_alone(Request("x", operation, {})).outcome == Unsupported()

    def test_an_instance_can_be_served(self, served, verify):
        """An object that is there already is served as it is."""
        (reply,) = served("broken").ask(verify("fine")).values()
        assert reply.outcome == Rejected("expired")

    def test_a_module_can_be_served(self, verify):
        """A module's functions are its operations."""
        command = f"python -c pass; exec {sys.executable} {HOST} objects --path {OBJECTS.parent}"
        from gdhcn_conformance.adapters.process import ProcessSubject

        with ProcessSubject(["sh", "-c", command]) as subject:
            (reply,) = subject.ask(verify("x")).values()
        assert reply.outcome == Rejected(None, "by the module")

    @pytest.mark.parametrize("target", ["objects:Missing", "no_such_module:X"])
    def test_what_cannot_be_loaded_is_one_problem(self, target):
        """A module or object that is not there is reported with Python's own words."""
        subject = PythonSubject(target, path=[OBJECTS.parent])
        with pytest.raises(Problem) as caught:
            subject.start()
        assert (caught.value.code, caught.value.exit_code) == ("adapter-exited", Exit.UNREACHABLE)
        assert "Error" in caught.value.summary

    def test_what_is_no_name_is_a_usage_error(self):
        """An address that names no object is refused before anything is started."""
        with pytest.raises(Problem) as caught:
            PythonSubject("not a name")
        assert caught.value.exit_code is Exit.USAGE

    def test_another_interpreter_is_one_word(self, served, verify):
        """The object is run by the interpreter that is named."""
        handshake = served("Polite", interpreter=sys.executable).start()
        assert handshake.name == "polite"

    def test_the_host_stands_alone(self):
        """The host imports nothing of the package, and finds the standard library's modules, not its neighbours."""
        code = "import sys; sys.modules['gdhcn_conformance'] = None; import runpy; runpy.run_path(sys.argv[1])"
        subprocess.run([sys.executable, "-I", "-c", code, str(HOST)], check=True)
        hello = '{"op":"hello","id":"0"}'
        command = [sys.executable, str(HOST), "http.server:SimpleHTTPRequestHandler.extensions_map"]
        done = subprocess.run(command, input=hello, capture_output=True, text=True, check=True)
        assert '"name": "http.server:' in done.stdout

    def test_the_host_is_old_python(self):
        """The host's syntax is that of Python 3.7, for implementations that need an old interpreter."""
        ast.parse(HOST.read_text(encoding="utf-8"), feature_version=(3, 7))


class TestInline:
    def test_it_answers_like_a_process(self, objects, served, verify):
        """In this process an object gives the outcomes it gives in its own."""
        requests = verify("fine", "raise", "x")
        inline = InlineSubject(objects.Rude).ask(requests)
        process = served("Rude").ask(requests)
        assert [reply.outcome for reply in inline.values()] == [reply.outcome for reply in process.values()]

    def test_what_is_no_method_is_unsupported(self, objects):
        """An operation without a method is answered unsupported."""
        subject = InlineSubject(objects.Rude())
        for operation in ("frobnicate", "_private", "constant"):
            assert subject.ask_alone(Request("x", operation, {})).outcome == Unsupported()

    def test_what_is_no_answer_is_an_error(self, objects, verify):
        """A method that gives no dictionary has given no answer."""
        (reply,) = InlineSubject(objects.Rude).ask(verify("none")).values()
        assert isinstance(reply.outcome, ProtocolError)

    def test_each_reply_is_seen(self, objects, verify):
        """Progress is told once a request."""
        seen = []
        InlineSubject(objects.Rude).ask(verify("a", "b"), seen.append)
        assert [reply.id for reply in seen] == ["q0", "q1"]

    def test_hello_is_read_like_any_other(self, objects):
        """What an object declares is checked in this process, too."""
        assert InlineSubject(objects.Polite).start().roles["verifier"].clock == "wall"
        assert InlineSubject(objects.Rude).start().name == "Rude"
