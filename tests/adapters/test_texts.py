"""What an implementation wrote, made fit to be shown; and how much memory it holds."""

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdhcn_conformance.adapters import memory
from gdhcn_conformance.adapters.texts import DETAIL, REDACTED, Secrets, clean, last_lines, quote, whole


class TestText:
    @settings(deadline=None)
    @given(st.text(st.characters(), max_size=50))
    def test_what_is_shown_can_be_written_and_controls_nothing(self, text):
        """Shown text is UTF-8 without control characters; printable text is left as it is."""
        shown = clean(text)
        shown.encode("utf-8")
        assert not any((each < " " and each not in "\n\t") or "\x7f" <= each <= "\x9f" for each in shown)
        assert not any("\u202a" <= each <= "\u202e" or "\u2066" <= each <= "\u2069" for each in shown)
        if text.isprintable():
            assert shown == text

    @pytest.mark.parametrize("text", ["naïve 100\u00a0% \u3000", "नि\u200dष", "two\nlines\tand a tab", "\U0001f600"])
    def test_writing_systems_are_left_alone(self, text):
        """Spaces, joiners and pictures of ordinary text are not touched."""
        assert clean(text) == text

    def test_text_is_bounded(self):
        """Of a long text the beginning is kept, of a long stderr the end."""
        assert len(clean("x" * 10_000)) == DETAIL
        assert last_lines(b"x" * 10_000 + b" the end").endswith("the end")
        assert last_lines(b"".join(b"line %d\n" % n for n in range(50))).startswith("line 40")

    def test_a_message_is_not_lost_above_its_frames(self):
        """Where the frames of a stack trace follow its message, the message is kept."""
        frames = b"".join(b"\tat org.example.Frame%d(Frame.java:1)\n" % n for n in range(60))
        trace = (
            b"java.io.IOException: no trust list\n"
            + frames
            + b"Caused by: java.net.X: y\n"
            + frames
            + b"\t... 12 more\n"
        )
        assert last_lines(trace) == "java.io.IOException: no trust list\nCaused by: java.net.X: y"

    def test_a_line_is_quoted_in_part(self):
        """A quotation is short, whatever bytes the line holds."""
        assert quote(b"\xff\x00" + b"y" * 10_000).startswith("'\ufffd\\x00yy")
        assert len(quote(b"y" * 10_000)) < 200

    @settings(deadline=None)
    @given(st.text(st.characters(), max_size=20))
    def test_any_json_value_can_be_written_afterwards(self, text):
        """Half surrogate pairs are replaced wherever they stand, and nothing else."""
        value = whole({text: [text, 1, None, {"x": text}]})
        json.dumps(value, ensure_ascii=False).encode("utf-8")
        if not any("\ud800" <= each <= "\udfff" for each in text):
            assert value == {text: [text, 1, None, {"x": text}]}


class TestSecrets:
    @settings(deadline=None)
    @given(st.text(min_size=4, max_size=20).filter(lambda text: not set(text) & set(REDACTED)))
    def test_a_secret_is_hidden_however_json_spells_it(self, secret):
        """A hidden value is found in plain text and in each common spelling of JSON."""
        secrets = Secrets()
        secrets.hide(secret)
        for spelt in (
            secret,
            json.dumps(secret),
            json.dumps(secret, ensure_ascii=False),
            json.dumps(secret).replace("/", "\\/"),
        ):
            spelt.encode("utf-8", "surrogatepass")
            assert secret not in secrets.redact(f"a {spelt} b")
            assert REDACTED in secrets.redact(f"a {spelt} b")
            assert REDACTED.encode() in secrets.redact_bytes(spelt.encode())

    def test_ordinary_headers_are_no_secrets(self):
        """A header whose name announces nothing secret may be repeated."""
        secrets = Secrets()
        secrets.headers({"Accept-Language": "en", "X-Client": "verifier"})
        assert secrets.redact("verifier, en") == "verifier, en"

    def test_a_password_inside_a_header_is_hidden(self):
        """The password of a Basic header is hidden also by itself."""
        secrets = Secrets()
        secrets.headers({"Authorization": "Basic bWU6aHVudGVyMmh1bnRlcjI="})
        assert secrets.redact("me:hunter2hunter2 hunter2hunter2") == f"{REDACTED} {REDACTED}"


@pytest.mark.parametrize("measure", [memory._by_proc, memory._by_ps])
def test_memory_is_that_of_the_whole_session(measure):
    """The memory of a child and its own children is counted together, by either means."""
    if measure is memory._by_proc and not memory.HAS_PROC:
        pytest.skip("this system has no /proc")
    hold = "held = bytearray(50_000_000); held[::4096] = b'x' * len(held[::4096]); "
    wait = "print('ready', flush=True); sys.stdin.read()"
    inner = f"import sys; {hold}{wait}"
    outer = f"import subprocess, sys; {hold}subprocess.run([sys.executable, '-I', '-S', '-c', {inner!r}])"
    command = [sys.executable, "-I", "-S", "-c", outer]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout.readline() == b"ready\n"
        held = measure(process.pid)
        process.stdin.close()
    assert 100_000_000 < held < 160_000_000
