"""ADAPTERS.md is true: its programs run, its tables and numbers are those of the code, its examples are allowed by the schema."""

import json
import os
import re
import shutil
import sys
from pathlib import Path

import jsonschema
import pytest

from gdhcn_conformance.adapters.base import Limits, Request
from gdhcn_conformance.adapters.handshake import read_handshake
from gdhcn_conformance.adapters.http import WORKERS
from gdhcn_conformance.adapters.process import ProcessSubject
from gdhcn_conformance.adapters.python_object import PythonSubject
from gdhcn_conformance.adapters.statement import read_statement
from gdhcn_conformance.adapters.texts import DETAIL
from gdhcn_conformance.model.outcome import Accepted, Crashed, Rejected, Unsupported
from gdhcn_conformance.model.vocabulary import pipeline

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "ADAPTERS.md").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "reports/schemas/adapter-protocol.schema.json").read_text(encoding="utf-8"))
BLOCKS = {}
for language, block in re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
    BLOCKS.setdefault(language, []).append(block)

PYTHON_LIBRARY = """
__version__ = "1.5"
class Refused(Exception): pass
def verify(credential, trust, clock):
    print("the library prints")
    if credential == "bad": raise Refused("it is bad")
    if credential == "bug": raise KeyError("nobody documents this")
    return {"kids": [entry["kid"] for entry in trust], "clock": clock}
"""
JS_LIBRARY = """
class Refused extends Error {}
const verify = (credential, trust, clock) => {
  console.log("the library prints");
  if (credential === "bad") throw new Refused("it is bad");
  if (credential === "bug") throw new TypeError("nobody documents this");
  return { kids: trust.map((entry) => entry.kid), clock };
};
module.exports = { version: "1.5", Refused, verify };
"""


def request(ident, credential):
    return Request(
        ident, "verify", {"credential": credential, "clock": "2022-01-15T10:00:00Z", "trust": ({"kid": "AA=="},)}
    )


def check(subject):
    with subject:
        handshake = subject.start()
        asked = [
            request("a", "good"),
            request("b", "bad"),
            Request("c", "frobnicate", {}),
            request("d", "bug"),
            request("e", "bad"),
        ]
        replies = subject.ask(asked)
    assert (handshake.name, handshake.version) == ("mylib", "1.5")
    assert replies["a"].outcome == Accepted({"kids": ["AA=="], "clock": "2022-01-15T10:00:00Z"})
    assert replies["b"].outcome == replies["e"].outcome == Rejected(None, "it is bad")
    assert replies["c"].outcome == Unsupported()
    assert isinstance(replies["d"].outcome, Crashed)
    assert "nobody documents this" in replies["d"].outcome.detail


class TestPrograms:
    def test_the_python_adapter_works(self, tmp_path):
        """The Python program on the page is a whole adapter, of fifteen lines."""
        (tmp_path / "mylib.py").write_text(PYTHON_LIBRARY)
        (tmp_path / "adapter.py").write_text(BLOCKS["python"][0])
        assert len(BLOCKS["python"][0].splitlines()) == 15
        check(ProcessSubject([sys.executable, "adapter.py"], cwd=tmp_path))

    @pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
    def test_the_node_adapter_works(self, tmp_path):
        """The Node program on the page is a whole adapter."""
        (tmp_path / "mylib.js").write_text(JS_LIBRARY)
        (tmp_path / "adapter.js").write_text(BLOCKS["js"][0])
        check(ProcessSubject(["node", "adapter.js"], cwd=tmp_path))

    def test_the_python_object_works(self, tmp_path):
        """The Python class on the page is a whole adapter."""
        (tmp_path / "mylib.py").write_text(PYTHON_LIBRARY)
        (tmp_path / "my_adapter.py").write_text(BLOCKS["python"][1])
        check(PythonSubject("my_adapter:Verifier", path=[tmp_path]))


class TestTables:
    def test_stages_and_reasons_are_those_of_the_pipeline(self):
        """The table of stages and reasons is made from the pipeline; GDHCN_REWRITE=1 writes it anew."""
        table = pipeline("hcert")
        rows = ["| stage | reason | meaning |", "|---|---|---|"]
        for stage in table.stages.values():
            rows.append(f"| **{stage.code}** | | {stage.summary} |")
            own = (reason for reason in table.reasons.values() if reason.stage == stage.code)
            rows += [f"| | `{reason.code}` | {reason.summary} |" for reason in own]
        head, begin, rest = PAGE.partition("<!-- stages and reasons: begin -->\n")
        written, end, tail = rest.partition("\n<!-- stages and reasons: end")
        if os.environ.get("GDHCN_REWRITE"):
            (ROOT / "ADAPTERS.md").write_text(head + begin + "\n".join(rows) + end + tail, encoding="utf-8")
            pytest.skip("ADAPTERS.md is written anew")
        assert written.splitlines() == rows

    def test_numbers_are_those_of_the_code(self):
        """Each bound on the page is the one in force."""
        limits = Limits()
        for said in (
            f"within {limits.start:g} s",
            f"no answer for {limits.answer:g} s",
            f"at most {limits.reply:,} bytes",
            f"more than {limits.memory // 10**9} GB",
            f"When {limits.breaker} requests",
            f"At most {WORKERS} requests",
            f"{DETAIL:,} characters are kept",
        ):
            assert said in PAGE.replace("\n", " ")

    def test_examples_are_allowed_by_the_schema(self):
        """Each whole message of the conversation on the page is valid."""
        validator = jsonschema.Draft202012Validator(SCHEMA)
        messages = [
            line[6:] for line in PAGE.splitlines() if line.startswith(("    → {", "    ← {")) and ", …}" not in line
        ]
        for message in messages:
            validator.validate(json.loads(message.replace("[…]", "[]")))
        assert len(messages) == 9
        for block in BLOCKS["json"]:
            read_handshake(json.loads(block))

    def test_the_statement_can_be_read(self, tmp_path):
        """The statement on the page is one."""
        path = tmp_path / "implementation.toml"
        path.write_text(BLOCKS["toml"][0], encoding="utf-8")
        assert read_statement(path).reach["verifier"].deadline == 5
