"""Attribution as such, on a line that exists only in memory: whatever happens, each request gets what is its own."""

from collections import deque

from hypothesis import given, settings
from hypothesis import strategies as st

from gdhcn_conformance.adapters.attribution import Answer, Break, Inquiry, Line, Standing
from gdhcn_conformance.adapters.base import Handshake, Limits, Request
from gdhcn_conformance.model.outcome import Accepted, Crashed, Hung, ProtocolError, Rejected

# What a request does to the process that gets it; the last three end the conversation.
DOES = {
    "accept": Accepted("it"),
    "reject": Rejected("expired"),
    "crash in band": Crashed("in band"),
    "nonsense": ProtocolError("no outcome"),
    "die": Crashed("died"),
    "hang": Hung("no answer"),
    "garble": ProtocolError("a log line"),
}
ENDS = {"die", "hang", "garble"}


class MemoryLine(Line):
    """A process in memory: `order` decides which of the requests in flight it takes next, `weak` after how many it dies."""

    def __init__(self, order, window, weak):
        self.order, self.window, self.weak = order, window, weak
        self.asked = self.starts = 0

    def open(self):
        self.renew()
        return Handshake("memory")

    def renew(self):
        self.starts += 1
        self.asked = 0

    def configure(self, request):
        return self.alone(request)

    def close(self):
        pass

    def outcome_of(self, request):
        """The outcome, and whether the process is gone after it."""
        self.asked += 1
        if self.weak and self.asked > self.weak:
            self.renew()
            return Crashed("too many"), True
        does = request.body["does"]
        if does in ENDS:
            self.renew()
        return DOES[does], does in ENDS

    def pipeline(self, waiting, take):
        flying = deque()
        while waiting or flying:
            while waiting and len(flying) < self.window:
                flying.append(waiting.popleft())
            chosen = flying[next(self.order) % len(flying)]
            outcome, gone = self.outcome_of(chosen)
            if gone:
                return Break(outcome, list(flying))
            flying.remove(chosen)
            take(chosen, outcome, 1)
        return None

    def alone(self, request):
        clean = self.asked == 0
        outcome, gone = self.outcome_of(request)
        return Answer(outcome, 1, clean, open=not gone)


def endless(numbers):
    while True:
        yield from numbers or [0]


def ask(does, order=(), window=4, weak=0, breaker=3):
    line = MemoryLine(endless(list(order)), window, weak)
    inquiry = Inquiry(line, Standing(), Limits(breaker=breaker))
    return inquiry.run([Request(str(n), "verify", {"does": each}) for n, each in enumerate(does)]), line


batches = st.lists(st.sampled_from(list(DOES)), max_size=25)
orders = st.lists(st.integers(0, 9), max_size=9)


@settings(deadline=None, max_examples=150)
@given(batches, orders, st.integers(1, 8), st.sampled_from([0, 0, 3, 5]))
def test_each_request_gets_its_own_outcome(does, order, window, weak):
    """As long as one request is answered, every request gets what it does when it is alone, whatever the others do."""
    replies, _ = ask(["accept", *does], order, window, weak)
    wanted = [DOES[each] for each in ["accept", *does]]
    assert [reply.outcome for reply in replies.values()] == wanted
    assert all(reply.sent for reply in replies.values())


@settings(deadline=None, max_examples=100)
@given(batches, orders, st.integers(1, 8))
def test_every_request_has_one_reply(does, order, window):
    """Also when nothing is ever answered, each request has a reply, and an unsent one is never said to be accepted."""
    replies, _ = ask(does, order, window)
    assert list(replies) == [str(n) for n in range(len(does))]
    for reply, each in zip(replies.values(), does, strict=True):
        assert reply.outcome == DOES[each] or (not reply.sent and "not sent" in reply.outcome.detail)


def test_an_unsent_request_has_the_kind_of_what_opened_the_breaker():
    """What is not sent fails in the way in which the last one failed."""
    replies, line = ask(["hang"] * 50)
    assert {reply.outcome.kind for reply in replies.values()} == {"hung"}
    assert [reply.sent for reply in replies.values()].count(True) == 3
    assert line.starts < 10


def test_a_process_each_is_not_needed_for_crashes_in_band():
    """Hundreds of crashes in band cost a few processes, once the first have been seen to be real."""
    replies, line = ask(["accept", *["crash in band"] * 300])
    assert all(reply.outcome == Crashed("in band") for reply in list(replies.values())[1:])
    assert all(reply.attempts for reply in list(replies.values())[1:])
    assert line.starts < 10
