"""The decoder, held against the published schema, and the few things it says that no schema can."""

import json
import math
import os
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdhcn_conformance.adapters.base import Request
from gdhcn_conformance.adapters.handshake import ALGORITHMS, hello, read_handshake
from gdhcn_conformance.adapters.protocol import Encoder, UnusableLineError, decode_answer, encode, known_stages, parse
from gdhcn_conformance.errors import Problem
from gdhcn_conformance.model import vocabulary
from gdhcn_conformance.model.outcome import Accepted, Crashed, ProtocolError, Rejected, Unsupported

PUBLISHED = Path(__file__).parents[2] / "reports/schemas/adapter-protocol.schema.json"
SCHEMA = json.loads(PUBLISHED.read_text(encoding="utf-8"))


def validator(name):
    return jsonschema.Draft202012Validator({**SCHEMA, "anyOf": [{"$ref": f"#/$defs/{name}"}]})


ANSWER, HELLO_ANSWER, REQUEST = validator("answer"), validator("hello-answer"), validator("request")


def is_usable(document):
    try:
        _, outcome = decode_answer(json.dumps(document).encode())
    except UnusableLineError:
        return False
    return not isinstance(outcome, ProtocolError)


def is_handshake(document):
    try:
        read_handshake(document)
    except Problem:
        return False
    return document.get("id") == "0"  # whoever holds the conversation looks at the id


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.sampled_from(["", "accepted", "0", "q1", "expired", "verifier"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["a", "name", "verifier"]), inner, max_size=2)
    ),
    max_leaves=3,
)


def mostly(*values):
    """One of these values, now and then any other."""
    return st.sampled_from(values * 4) | json_values if len(values) < 8 else st.sampled_from(values) | json_values


answers = st.fixed_dictionaries(
    {},
    optional={
        "id": mostly("q1"),
        "outcome": mostly("accepted", "rejected", "unsupported", "crashed"),
        "payload": json_values,
        "reason": mostly("expired", "signature-invalid", "no such reason", None),
        "detail": mostly("", "in words", None),
        "further": json_values,
    },
)
roles = st.fixed_dictionaries(
    {},
    optional={
        "products": mostly(["dcc"], None),
        "algorithms": mostly(["ES256"], ["PS256", "ES256"], ["RSA"], None),
        "stages": mostly(["cose", "time"], ["cose", "nowhere"], []),
        "operations": mostly(["decode"], None),
        "behaviours": mostly({"leeway": True}, {"leeway": 1}, None),
        "output": mostly("payload", "none", None),
        "clock": mostly("wall", "per-call"),
        "trust": mostly("session", "per-day"),
    },
)
hello_answers = st.fixed_dictionaries(
    {
        "id": mostly("0"),
        "implementation": mostly({"name": "x", "version": None}, {"name": "x", "language": 5}, {"version": "1"}),
    },
    optional={
        "protocol": mostly(1, None, 2),
        "roles": st.dictionaries(st.sampled_from(["verifier", "issuer"]), roles | json_values, max_size=2)
        | json_values,
        "outcome": mostly("accepted", "crashed", "unsupported"),
        "further": json_values,
    },
)


class TestAgainstTheSchema:
    def test_the_schema_is_one(self):
        """The published schema is a valid schema of its draft."""
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    @settings(max_examples=100, deadline=None)
    @given(answers)
    def test_decoder_and_schema_agree_on_answers(self, document):
        """An answer can be used just when the schema allows it."""
        assert is_usable(document) == ANSWER.is_valid(document)

    @settings(max_examples=100, deadline=None)
    @given(hello_answers)
    def test_decoder_and_schema_agree_on_handshakes(self, document):
        """A handshake is taken just when the schema allows it."""
        assert is_handshake(document) == HELLO_ANSWER.is_valid(document)

    def test_the_vocabulary_is_that_of_the_pipelines(self):
        """Stages, reasons and algorithms in the schema are those of the tables, in order; GDHCN_REWRITE=1 writes them anew."""
        table = vocabulary.pipeline("hcert")
        wanted = {"stage": list(table.stages), "reason": list(table.reasons), "algorithm": list(ALGORITHMS)}
        if os.environ.get("GDHCN_REWRITE"):
            definitions = {**SCHEMA["$defs"], **{name: {"enum": codes} for name, codes in wanted.items()}}
            text = json.dumps({**SCHEMA, "$defs": definitions}, indent=2, ensure_ascii=False) + "\n"
            PUBLISHED.write_text(text, encoding="utf-8")
            pytest.skip("the schema is written anew")
        assert {name: SCHEMA["$defs"][name]["enum"] for name in wanted} == wanted
        assert list(known_stages()) == wanted["stage"]

    @pytest.mark.parametrize(
        "request_",
        [
            hello(),
            Request("a", "verify", {"credential": "HC1:…", "clock": "2022-01-15T10:00:00Z", "trust": ()}),
            Request(
                "b",
                "configure",
                {
                    "trust": (
                        {"kid": "AA==", "certificate": "AA==", "country": "XA", "usage": ["DSC"], "domain": "DCC"},
                    )
                },
            ),
            Request("c", "frobnicate", {"anything": [1, None, True]}),
        ],
        ids=lambda request: request.operation,
    )
    def test_what_is_sent_is_allowed(self, request_):
        """Each request that is sent is one line of ASCII, and allowed by the schema."""
        line = encode(request_)
        assert line.isascii()
        assert line.count(b"\n") == 1
        document = json.loads(line)
        REQUEST.validate(document)
        assert document == json.loads(json.dumps(request_.to_json()))

    def test_a_request_that_tells_more_is_not_allowed(self):
        """The schema leaves no place for an expectation or a name."""
        document = Request("a", "verify", {"credential": "HC1:", "expected": "reject"}).to_json()
        assert not REQUEST.is_valid(document)


class TestAnswers:
    @pytest.mark.parametrize(
        ("line", "outcome"),
        [
            ('{"id":"a","outcome":"accepted","payload":{"ver":"1.3.0"}}', Accepted({"ver": "1.3.0"})),
            ('{"id":"a","outcome":"accepted"}', Accepted()),
            ('{"id":"a","outcome":"accepted","payload":"text","reason":7}', Accepted("text")),
            ('{"id":"a","outcome":"rejected","reason":"expired","detail":"late"}', Rejected("expired", "late")),
            ('{"id":"a","outcome":"rejected","reason":null,"detail":null}', Rejected()),
            ('{"id":"a","outcome":"unsupported"}', Unsupported()),
            ('{"id":"a","outcome":"crashed","detail":"KeyError: 1"}', Crashed("KeyError: 1")),
            (' \t{"id":"a","outcome":"rejected"}\r', Rejected()),
        ],
    )
    def test_each_outcome_is_read(self, line, outcome):
        """Each of the four outcomes is read with the members that belong to it; others are ignored."""
        assert decode_answer(line.encode()) == ("a", outcome)

    @pytest.mark.parametrize(
        ("line", "word"),
        [
            ('{"id":"a"}', "no outcome"),
            ('{"id":"a","detail":"TypeError: x"}', "TypeError: x"),
            ('{"id":"a","outcome":"ok"}', "'ok', should be accepted"),
            ('{"id":"a","outcome":true}', "true or false"),
            ('{"id":"a","outcome":"hung"}', "'hung'"),
            ('{"id":"a","outcome":"rejected","reason":["expired"]}', "an array"),
            ('{"id":"a","outcome":"rejected","reason":"Expired"}', "did you mean 'expired'"),
            ('{"id":"a","outcome":"accepted","detail":5}', "a number"),
        ],
    )
    def test_an_answer_that_cannot_be_used_says_why(self, line, word):
        """An answer with an id that cannot be used is an error of that request, and says what is wrong with it."""
        ident, outcome = decode_answer(line.encode())
        assert ident == "a"
        assert isinstance(outcome, ProtocolError)
        assert word in outcome.detail

    @pytest.mark.parametrize(
        ("line", "word"),
        [
            (b"INFO ready", "not JSON"),
            (b"[1]", "not an object"),
            (b'"text"', "not an object"),
            (b'{"outcome":"accepted"}', "without the id"),
            (b'{"id":null,"outcome":"accepted"}', "without the id"),
            (b'{"id":1,"outcome":"accepted"}', "not the string"),
            (b'{"id":"a","outcome":"accepted"} {"id":"b"}', "more than one"),
            (b'{"id":"a","outcome":"accepted","outcome":"rejected"}', "the same name twice"),
            (b'{"id":"a","outcome":"accepted","payload":{"x":1,"x":2}}', "the same name twice"),
            (b'{"id":"a","outcome":"accepted","payload":NaN}', "NaN"),
            (b'{"id":"a","outcome":"accepted","payload":-Infinity}', "Infinity"),
            (b'{"id":"a","outcome":"accepted","payload":1e999}', "beyond every float"),
            (b'{"id":"a","outcome":"accepted","payload":' + b"[" * 200 + b"]" * 200 + b"}", "nested deeper"),
            (b'{"id":"a","outcome":"accepted","payload":' + b"[" * 20000, "nested deeper"),
            (b'{"id":"a","outcome":"accepted","payload":' + b"9" * 5000 + b"}", "not JSON"),
            (b'{"id":"\xff"}', "not UTF-8"),
            (b'\xef\xbb\xbf{"id":"a","outcome":"accepted"}', "byte order mark"),
            (b'{"id":"a",\x0b"outcome":"accepted"}', "not JSON"),
        ],
    )
    def test_a_line_that_answers_nothing_says_why(self, line, word):
        """A line without an id that can be trusted is laid to nobody, and says what is wrong with it."""
        with pytest.raises(UnusableLineError, match=word):
            decode_answer(line)

    def test_many_brackets_are_no_depth(self):
        """A payload with many short lists is as good as any."""
        _, outcome = decode_answer(json.dumps({"id": "a", "outcome": "accepted", "payload": [[1]] * 500}).encode())
        assert outcome == Accepted([[1]] * 500)

    @settings(deadline=None)
    @given(st.binary(max_size=60))
    def test_any_bytes_are_read_or_refused(self, line):
        """Whatever bytes come, they are an object or an error that says so in printable text."""
        try:
            assert isinstance(parse(line), dict)
        except UnusableLineError as error:
            assert str(error).replace("\n", "").replace("\t", "").isprintable()


class TestRequests:
    @settings(deadline=None)
    @given(
        st.dictionaries(st.text(max_size=3), st.text() | st.integers() | st.lists(st.text()) | st.none(), max_size=4)
    )
    def test_every_request_can_be_read_again(self, body):
        """Any text survives the wall, in ASCII, in one line."""
        body = {f"m{name}": value for name, value in body.items()}
        line = encode(Request("i\n\u2028", "verify", body))
        assert json.loads(line) == {"op": "verify", "id": "i\n\u2028", **body}
        assert line.isascii()
        assert line.count(b"\n") == 1

    def test_a_number_that_json_lacks_is_an_error_of_ours(self):
        """NaN is never sent."""
        with pytest.raises(ValueError, match="JSON compliant"):
            encode(Request("a", "verify", {"x": math.nan}))

    def test_tuples_are_encoded_once(self):
        """Lists that many requests share are encoded once, and never mixed up."""
        encoder = Encoder()
        for n in range(2 * Encoder.KEPT):
            shared = ({"kid": str(n)},)
            for ident in ("a", "b"):
                line = encoder.encode(Request(ident, "verify", {"trust": shared}))
                assert json.loads(line) == {"op": "verify", "id": ident, "trust": [{"kid": str(n)}]}


class TestHandshake:
    def test_what_is_not_declared_is_claimed(self):
        """A handshake of nothing but a name claims to be a complete verifier."""
        role = read_handshake({"id": "0", "implementation": {"name": "x"}}).roles["verifier"]
        assert (role.products, role.algorithms, role.stages) == (None, None, None)
        assert (role.output, role.clock, role.trust) == ("payload", "per-call", "per-call")

    def test_what_is_declared_is_kept(self):
        """Each member of a role is kept as it was declared."""
        declared = {
            "products": ["dcc"],
            "algorithms": ["ES256"],
            "stages": ["cose", "signature"],
            "operations": ["decode"],
            "behaviours": {"tries-all-keys": False},
            "output": "none",
            "clock": "wall",
            "trust": "session",
        }
        document = {
            "id": "0",
            "implementation": {"name": " a\x1b[1m\n b ", "version": "4.2"},
            "roles": {"verifier": declared},
        }
        handshake = read_handshake(document)
        role = handshake.roles["verifier"]
        assert handshake.name == r"a\x1b[1m b"
        assert role.stages == {"cose", "signature"}
        assert role.operations == {"decode"}
        assert role.behaviours == {"tries-all-keys": False}
        assert (role.output, role.clock, role.trust) == ("none", "wall", "session")
        assert handshake.raw == document

    @pytest.mark.parametrize(
        ("declared", "code", "hint"),
        [
            ({"stages": ["prefix"]}, "adapter-stages-unknown", "context, base45"),
            ({"stages": ["signatur"]}, "adapter-stages-unknown", "did you mean 'signature'"),
            ({"algorithms": ["es256"]}, "adapter-algorithms-unknown", "did you mean 'ES256'"),
            ({"clock": "real"}, "adapter-clock-unknown", "per-call, wall"),
            ({"output": 5}, "adapter-output-invalid", "payload"),
            ({"products": "dcc"}, "adapter-products-invalid", '["…"]'),
            ({"behaviours": {"x": "yes"}}, "adapter-behaviours-invalid", "true"),
        ],
    )
    def test_an_unknown_word_is_a_problem(self, declared, code, hint):
        """A declaration in words that are not known is refused, with those that are."""
        with pytest.raises(Problem) as caught:
            read_handshake({"id": "0", "implementation": {"name": "x"}, "roles": {"verifier": declared}})
        assert caught.value.code == code
        assert hint in str(caught.value)

    def test_another_version_is_a_problem(self):
        """An adapter that speaks another version of the protocol is told so."""
        with pytest.raises(Problem) as caught:
            read_handshake({"id": "0", "implementation": {"name": "x"}, "protocol": 2})
        assert caught.value.code == "adapter-protocol-version"
