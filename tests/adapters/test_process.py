"""A child process as an implementation: how it starts, and whom a failure is laid to."""

import os
import subprocess
import sys
import time
import uuid

import pytest

from gdhcn_conformance.adapters import child, process
from gdhcn_conformance.adapters.base import Request
from gdhcn_conformance.adapters.process import ProcessSubject
from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.model.outcome import Accepted, Crashed, Hung, ProtocolError, Rejected


def problem_of(start):
    with pytest.raises(Problem) as caught:
        start()
    return caught.value


class TestStart:
    def test_handshake_names_who_answers(self, hostile):
        """A child that answers hello has started, and says who it is."""
        handshake = hostile("polite").start()
        assert (handshake.name, handshake.version, handshake.language) == ("hostile", "1", "python")
        assert list(handshake.roles) == ["verifier"]

    def test_a_child_that_ends_is_one_problem(self, hostile):
        """A child that ends at once is reported with its exit status and its last words."""
        problem = problem_of(hostile("ends_at_once").start)
        assert (problem.code, problem.exit_code) == ("adapter-exited", Exit.UNREACHABLE)
        assert "status 7" in problem.summary
        assert "no configuration found" in problem.summary
        assert "hello" in problem.hint

    def test_a_signal_is_named(self, hostile):
        """A child that is killed by a signal is reported with the signal's name."""
        assert "SIGSEGV" in problem_of(hostile("is_killed_at_once").start).summary

    def test_a_log_line_is_one_problem(self, hostile):
        """A child that logs to stdout first is told to log to stderr."""
        problem = problem_of(hostile("logs_first").start)
        assert (problem.code, problem.exit_code) == ("adapter-not-json", Exit.UNREACHABLE)
        assert "INFO starting up" in problem.summary
        assert "stderr" in problem.hint

    def test_silence_is_one_problem(self, hostile):
        """A child that never answers hello is reported at the deadline, with what it wrote to stderr."""
        problem = problem_of(hostile("never_answers", start=0.3).start)
        assert (problem.code, problem.exit_code) == ("adapter-silent", Exit.UNREACHABLE)
        assert "loading the trust list" in problem.summary
        assert "flush" in problem.hint

    def test_hello_under_another_id_is_a_problem(self, hostile):
        """An answer to hello must carry the id of hello."""
        assert problem_of(hostile("answers_hello_with_another_id").start).code == "adapter-not-json"

    def test_a_crash_in_hello_is_told(self, hostile):
        """An adapter that answers hello with crashed is reported in its own words."""
        problem = problem_of(hostile("cannot_say_hello").start)
        assert problem.code == "adapter-hello-refused"
        assert "KeyError" in problem.summary

    @pytest.mark.parametrize(
        ("command", "code"),
        [
            ("no-such-program-anywhere --flag", "adapter-not-found"),
            ("", "adapter-command"),
            ("'unclosed", "adapter-command"),
            (["/"], "adapter-not-executable"),
        ],
    )
    def test_a_command_that_is_none_is_a_usage_error(self, command, code):
        """A command that cannot be read or found is the caller's mistake, not the implementation's."""
        problem = problem_of(lambda: ProcessSubject(command).start())
        assert (problem.code, problem.exit_code) == (code, Exit.USAGE)

    def test_a_file_without_an_interpreter_is_a_usage_error(self, tmp_path):
        """A script without a first line that names its interpreter is told so."""
        script = tmp_path / "adapter"
        script.write_text("not a program")
        script.chmod(0o755)
        assert problem_of(lambda: ProcessSubject([str(script)]).start()).code == "adapter-not-executable"

    def test_a_missing_folder_is_named(self, tmp_path):
        """A folder that is not there is not taken for a missing command."""
        gone = tmp_path / "gone"
        problem = problem_of(lambda: ProcessSubject([sys.executable], cwd=gone).start())
        assert problem.code == "adapter-no-folder"
        assert str(gone) in problem.summary

    def test_a_command_may_be_one_string(self, hostile, verify, kinds):
        """A command in one string is read as a shell reads it."""
        with ProcessSubject(hostile("polite").address) as subject:
            assert kinds(subject.ask(verify("a"))) == ["accepted"]


class TestAnswers:
    def test_many_requests_are_answered(self, hostile, verify):
        """Every request of a large batch gets its own answer, in the order of the requests."""
        requests = verify(*(f"certificate {n} " + "x" * 3000 for n in range(1000)))
        replies = hostile("polite").ask(requests)
        assert list(replies) == [request.id for request in requests]
        assert all(replies[each.id].outcome.output["credential"] == each.body["credential"] for each in requests)

    @pytest.mark.parametrize("in_flight", [1, 2, 3, 64])
    def test_any_window_works(self, hostile, verify, in_flight):
        """The number of requests in flight changes nothing in the answers."""
        replies = hostile("polite", in_flight=in_flight).ask(verify(*"abcdefghij"))
        assert [reply.outcome.output["credential"] for reply in replies.values()] == list("abcdefghij")

    def test_answers_may_come_in_any_order(self, hostile, verify):
        """Answers that come last first are laid to the right requests."""
        replies = hostile("backwards").ask(verify(*map(str, range(40))))
        assert [reply.outcome.output["credential"] for reply in replies.values()] == list(map(str, range(40)))

    def test_each_reply_is_seen_once(self, hostile, verify):
        """Progress is told once a request, also for those asked twice."""
        seen = []
        hostile("dies_on_bomb").ask(verify("a", "bomb", "c"), seen.append)
        assert sorted(reply.id for reply in seen) == ["q0", "q1", "q2"]

    def test_the_same_id_twice_is_an_error_of_ours(self, hostile, verify):
        """Two requests of a batch with one id are refused before anything is sent."""
        with pytest.raises(ValueError, match="same id"):
            hostile("polite").ask(verify("a") + verify("b"))

    def test_an_unknown_operation_is_unsupported(self, python_subject):
        """An operation that the object has no method for is answered unsupported."""
        reply = python_subject.ask_alone(Request("x", "frobnicate", {}))
        assert reply.outcome.kind == "unsupported"

    def test_half_surrogate_pairs_are_replaced(self, hostile, verify):
        """Text with half a surrogate pair can be written in UTF-8 afterwards; whole pairs stay."""
        (reply,) = hostile("surrogates").ask(verify("a")).values()
        assert reply.outcome == Accepted({"fn": "a\ufffdb \U0001f600"}, "half \ufffd")

    def test_terminal_escapes_are_made_visible(self, hostile, verify):
        """A detail can neither clear the terminal nor turn the direction of writing, and is bounded."""
        (reply,) = hostile("escapes").ask(verify("a")).values()
        assert reply.outcome.detail.startswith(r"\x1b[2J\x1b]0;owned\x07 \u202egpj.exe")
        assert len(reply.outcome.detail) < 2100

    def test_an_unknown_reason_is_no_answer(self, hostile, verify):
        """A reason outside the vocabulary is an error of the adapter, which names it and the likely one."""
        replies = hostile("unknown_reason").ask(verify("a", "bomb", "c"))
        assert isinstance(replies["q1"].outcome, ProtocolError)
        assert "'signature_invalid'" in replies["q1"].outcome.detail
        assert "did you mean 'signature-invalid'" in replies["q1"].outcome.detail
        assert isinstance(replies["q2"].outcome, Accepted)


class TestAttribution:
    @pytest.mark.parametrize(
        ("name", "kind", "word"),
        [
            ("dies_on_bomb", Crashed, "SIGSEGV"),
            ("crashes_in_band", Crashed, "IndexError"),
            ("hangs_on_bomb", Hung, "0.3 s"),
            ("drips", Hung, "0.3 s"),
            ("takes_memory", Crashed, "MB of memory"),
            ("takes_memory_in_a_grandchild", Crashed, "MB of memory"),
            ("leaves_a_grandchild_with_its_output", Crashed, "status 3"),
            ("closes_its_output", ProtocolError, "went on running"),
            ("logs_on_bomb", ProtocolError, "WARN odd certificate"),
            ("wrong_id_on_bomb", ProtocolError, "nobody"),
            ("answers_bombs_twice", ProtocolError, "twice"),
            ("stops_in_the_middle", ProtocolError, "in the middle of a line"),
            ("dies_in_the_middle", Crashed, "in the middle of a line"),
            ("endless_line", ProtocolError, "more than 1,000,000 bytes"),
        ],
    )
    def test_only_the_culprit_is_blamed(self, hostile, verify, name, kind, word):
        """Whatever one request does to the process, that one is blamed, and the others are answered."""
        answer = 0.3 if kind is Hung else 10.0
        replies = hostile(name, answer=answer).ask(verify("a", "b", "bomb", *"defghij"))
        culprit = replies.pop("q2")
        assert isinstance(culprit.outcome, kind)
        assert word in culprit.outcome.detail
        assert culprit.attempts
        assert {reply.outcome.kind for reply in replies.values()} == {"accepted"}

    def test_a_second_answer_that_comes_late_takes_the_first_back(self, hostile, verify):
        """A request that is answered again among others is asked again alone, and what it then gets counts."""
        replies = hostile("answers_twice_late").ask(verify("a", "b", "bomb", *"defghij"))
        assert [attempt.kind for attempt in replies["q2"].attempts] == ["protocol-error"]
        assert {reply.outcome.kind for reply in replies.values()} == {"accepted"}

    def test_last_words_are_kept(self, hostile, verify):
        """What a process wrote to stderr before it died stands in the outcome."""
        (reply,) = hostile("dies_on_bomb").ask(verify("bomb")).values()
        assert "Traceback: it was a bomb" in reply.outcome.detail

    def test_several_culprits_are_all_found(self, hostile, verify, kinds):
        """Each of several requests that kill the process is blamed, and none between them."""
        replies = hostile("dies_on_bomb").ask(verify("a", "bomb", "c", "bomb", "e", "bomb", "g"))
        assert kinds(replies) == ["accepted", "crashed"] * 3 + ["accepted"]

    def test_a_crash_of_the_pipeline_alone_is_nobody_s(self, hostile, verify, kinds):
        """A process that dies of its fifth message, whatever it is, answers every request in the end."""
        replies = hostile("dies_of_the_fifth").ask(verify(*"abcdefghijkl"))
        assert set(kinds(replies)) == {"accepted"}
        assert replies["q0"].attempts == ()
        assert isinstance(replies["q4"].attempts[0], Crashed)

    def test_a_crash_in_band_that_does_not_come_again_is_not_final(self, hostile, verify):
        """A request that crashes behind another, and not alone in a fresh process, is not blamed."""
        replies = hostile("crashes_in_band_once").ask(verify("a", "bomb"))
        assert replies["q1"].outcome == Rejected("signature-invalid")
        assert [attempt.kind for attempt in replies["q1"].attempts] == ["crashed", "crashed"]

    def test_many_crashes_in_band_do_not_need_a_process_each(self, hostile, verify, kinds, monkeypatch):
        """Once three crashes in band came again in fresh processes, later ones are believed on a sound one."""
        started = []
        monkeypatch.setattr(process, "Child", lambda *given: started.append(given) or child.Child(*given))
        replies = hostile("crashes_in_band").ask(verify("a", *["bomb"] * 40, "z"))
        assert kinds(replies) == ["accepted", *["crashed"] * 40, "accepted"]
        assert len(started) < 10

    def test_poison_is_laid_to_who_brought_it(self, hostile, verify, kinds):
        """A request after which all others crash is the only one that is blamed."""
        replies = hostile("poisoned_by_bomb").ask(verify("a", "bomb", "c", "d"))
        assert kinds(replies) == ["accepted", "crashed", "accepted", "accepted"]

    def test_a_process_may_answer_once_and_end(self, hostile, verify, kinds):
        """A program that ends after each answer is started again for each request."""
        assert set(kinds(hostile("one_answer_a_process").ask(verify(*"abcd")))) == {"accepted"}

    def test_death_between_batches_is_nobody_s(self, hostile, verify, kinds):
        """A process that ends while nothing is asked is started again without a word."""
        subject = hostile("dies_while_idle")
        assert kinds(subject.ask(verify("a", "b"))) == ["accepted", "accepted"]
        time.sleep(0.05)
        replies = subject.ask(verify("c"))
        assert kinds(replies) == ["accepted"]
        assert replies["q0"].attempts == ()

    def test_closed_input_is_told(self, hostile, verify, monkeypatch):
        """A process that closes its input with requests unread is said to have done that."""
        monkeypatch.setattr(child, "INPUT_SECONDS", 0.05)
        replies = hostile("closes_its_input").ask(verify("bomb", *["b" * 300_000] * 4))
        assert "closed its input" in replies["q0"].attempts[0].detail
        assert {reply.outcome.kind for reply in replies.values()} == {"accepted"}

    def test_stderr_may_be_flooded(self, hostile, verify, kinds):
        """A process that writes a megabyte to stderr before each answer neither blocks nor is blamed."""
        assert kinds(hostile("floods_stderr").ask(verify(*"abcdefgh"))) == ["accepted"] * 8


class TestBreaker:
    def test_an_implementation_that_is_down_is_not_asked_on(self, hostile, verify):
        """After three that fail alone in a row, none ever answered, the rest is not sent."""
        replies = hostile("dies_always").ask(verify(*"abcdefghij"))
        assert [reply.sent for reply in replies.values()] == [True] * 3 + [False] * 7
        assert {reply.outcome.kind for reply in replies.values()} == {"crashed"}
        assert "not sent" in replies["q9"].outcome.detail

    def test_the_breaker_stays_open(self, hostile, verify):
        """A later batch is not sent either."""
        subject = hostile("dies_always")
        subject.ask(verify(*"abc"))
        assert not any(reply.sent for reply in subject.ask(verify(*"de")).values())

    def test_a_row_of_bombs_does_not_open_it(self, hostile, verify, kinds):
        """As long as a request that was answered before still is, every request is sent."""
        replies = hostile("dies_on_bomb").ask(verify("a", *["bomb"] * 5, "z"))
        assert kinds(replies) == ["accepted", *["crashed"] * 5, "accepted"]
        assert all(reply.sent for reply in replies.values())

    def test_protocol_errors_open_it(self, hostile, verify):
        """An adapter that never sends an id back is told so once, not for each request in turn."""
        replies = hostile("forgets_ids").ask(verify(*"abcdefgh"))
        assert {reply.outcome.kind for reply in replies.values()} == {"protocol-error"}
        assert "without the id" in replies["q7"].outcome.detail
        assert not replies["q7"].sent

    def test_answering_everything_twice_opens_it(self, hostile, verify):
        """An adapter that answers everything twice gives no usable answer."""
        replies = hostile("answers_everything_twice").ask(verify(*"abcdefgh"))
        assert {reply.outcome.kind for reply in replies.values()} == {"protocol-error"}
        assert "twice" in replies["q0"].outcome.detail

    def test_crashes_in_band_keep_their_outcome(self, hostile, verify):
        """What was answered crashed stays crashed when the breaker opens before it is asked again."""
        replies = hostile("always_crashes_in_band").ask(verify(*"abcdefgh"))
        assert {reply.outcome for reply in replies.values()} == {Crashed("not today")}
        assert all(reply.sent for reply in replies.values())

    def test_what_cannot_be_started_again_is_down(self, hostile, verify, tmp_path):
        """An implementation that does not start a second time leaves the rest unsent, with the reason."""
        replies = hostile("starts_only_once", cwd=tmp_path).ask(verify("a", "bomb", "c"))
        assert isinstance(replies["q0"].outcome, Accepted)
        assert not replies["q2"].sent
        assert "the lock is held" in replies["q2"].outcome.detail


class TestSessions:
    LIST = Request("c", "configure", {"trust": [{"country": "XA"}]})

    def test_a_fresh_process_is_configured_again(self, hostile, verify, kinds):
        """The trust list of the session is sent again to each fresh process."""
        subject = hostile("takes_a_list_once")
        assert subject.configure(self.LIST).outcome == Accepted()
        replies = subject.ask(verify("a", "bomb", "c"))
        assert kinds(replies) == ["accepted", "crashed", "accepted"]
        assert replies["q2"].outcome.output == {"countries": ["XA"]}
        assert subject.ask_alone(verify("d")[0]).outcome.output == {"countries": ["XA"]}

    def test_a_list_that_is_refused_is_not_sent_again(self, hostile, verify):
        """A configuration that is not accepted leaves the session without one."""
        subject = hostile("takes_a_list_once")
        assert subject.configure(Request("c", "configure", {"trust": []})).outcome == Rejected()
        assert subject.ask_alone(verify("d")[0]).outcome == Crashed("no trust list")

    def test_a_request_alone_has_nothing_before_it(self, hostile, verify):
        """A request that is asked alone is asked in a fresh process."""
        subject = hostile("dies_of_the_fifth")
        assert all(isinstance(subject.ask_alone(verify("a")[0]).outcome, Accepted) for _ in range(6))


class TestEnd:
    def test_nothing_is_left_behind(self, hostile, verify):
        """A child that ignores the end of its input is killed."""
        subject = hostile("ignores_the_end")
        subject.ask(verify("a"))
        pid = subject._line._child._process.pid
        subject.close()
        with pytest.raises(ProcessLookupError):
            os.killpg(pid, 0)

    def test_a_grandchild_is_killed_with_its_parent(self, hostile, verify):
        """What a child leaves running is ended with it."""
        mark = str(uuid.uuid4())
        subject = hostile("leaves_a_grandchild_with_its_output", env={"MARK": mark})
        subject.ask(verify("bomb"))
        subject.close()
        left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
        assert mark not in left

    def test_it_can_be_started_again(self, hostile, verify, kinds):
        """A subject that was closed starts again when it is asked."""
        subject = hostile("polite")
        subject.ask(verify("a"))
        subject.close()
        assert kinds(subject.ask(verify("a"))) == ["accepted"]

    def test_secrets_of_its_environment_are_not_repeated(self, hostile, verify, monkeypatch):
        """A value taken from the environment is seen in no outcome, whatever the child says."""
        monkeypatch.setenv("GDHCN_TEST_TOKEN", "s3cr3t/t0ken")
        subject = hostile("tells_its_token", env={"ADAPTER_TOKEN": "env:GDHCN_TEST_TOKEN"})
        text = repr(subject.ask(verify("a", "bomb")))
        assert "s3cr3t" not in text
        assert "[redacted]" in text
