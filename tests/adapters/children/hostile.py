"""Children that misbehave, one function each: `python hostile.py NAME`. All of them are polite until something sets them off.

What sets them off is the credential: `bomb` in it, or how many messages came before.
"""

import os
import select
import signal
import sys
import time
from _json import encode_basestring_ascii, scanstring  # the module json takes as long to import as Python to start

HELLO = {"implementation": {"name": "hostile", "version": "1", "language": "python"}}


def say(text):
    """Write to stdout at once."""
    os.write(1, text.encode("utf-8", "surrogatepass"))


def written(value):
    """A value as JSON."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{written(name)}:{written(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(written, value)) + "]"
    return "null" if value is None else encode_basestring_ascii(value)


def texts(line, name):
    """The values of all members of this name."""
    return [scanstring(part, 0)[0] for part in line.split(f'"{name}":"')[1:]]


def read(line):
    """A request: its members that are text, the first of each name."""
    request = {name: (texts(line, name) or [""])[0] for name in ("op", "id", "credential")}
    return {**request, "countries": texts(line, "country")}


def answer(request, **members):
    """Answer a request with these members."""
    say(written({"id": request["id"], **members}) + "\n")


def accept(request):
    """Accept, and tell what was read."""
    answer(request, outcome="accepted", payload={"credential": request["credential"]})


def lines():
    """The requests, one after the other, as they come; hello is answered."""
    pending = b""
    while chunk := os.read(0, 65536):
        *whole, pending = (pending + chunk).split(b"\n")
        for line in whole:
            request = read(line.decode())
            if request["op"] == "hello":
                answer(request, **HELLO)
            else:
                yield request


def is_bomb(request):
    return "bomb" in request["credential"]


def on_bomb(explode):
    """A child that is polite except with bombs."""
    for request in lines():
        explode(request) if is_bomb(request) else accept(request)


def polite():
    on_bomb(accept)


# At the start


def ends_at_once():
    print("no configuration found", file=sys.stderr)
    sys.exit(7)


def is_killed_at_once():
    os.kill(os.getpid(), signal.SIGSEGV)


def logs_first():
    say("2026-01-01 12:00:00 INFO starting up\n")
    polite()


def never_answers():
    print("loading the trust list", file=sys.stderr, flush=True)
    time.sleep(60)


def answers_hello_with_another_id():
    for line in sys.stdin:
        answer({"id": "17"}, **HELLO)


def cannot_say_hello():
    for line in sys.stdin:
        answer(read(line), outcome="crashed", detail="KeyError: 'hello'")


def starts_only_once():
    """The second start in the folder that it runs in fails."""
    if os.path.exists("started"):
        sys.exit("the lock is held")
    open("started", "w").close()
    on_bomb(lambda _: os._exit(1))


# In an answer


def logs_on_bomb():
    on_bomb(lambda request: say("WARN odd certificate\n"))


def forgets_ids():
    for request in lines():
        say('{"outcome":"accepted"}\n')


def wrong_id_on_bomb():
    on_bomb(lambda request: answer({"id": "nobody"}, outcome="accepted"))


def answers_bombs_twice():
    def twice(request):
        accept(request)
        answer(request, outcome="rejected")

    on_bomb(twice)


def answers_twice_late():
    """The second answer to a bomb comes after that to the next request."""
    before = None
    for request in lines():
        accept(request)
        if before:
            answer(before, outcome="rejected")
        before = request if is_bomb(request) else None


def answers_everything_twice():
    for request in lines():
        accept(request)
        accept(request)


def stops_in_the_middle():
    def half(request):
        say('{"id":"%s","outc' % request["id"])
        sys.exit(0)

    on_bomb(half)


def dies_in_the_middle():
    def half(request):
        say('{"id":"%s","outc' % request["id"])
        os.kill(os.getpid(), signal.SIGSEGV)

    on_bomb(half)


def endless_line():
    def much(request):
        for _ in range(1600):
            os.write(1, b"x" * 65536)

    on_bomb(much)


def backwards():
    """Gathers what comes within a moment, and answers it last first."""
    held = []
    for request in lines():
        held.append(request)
        if len(held) == 16 or not select.select([0], [], [], 0.01)[0]:
            while held:
                accept(held.pop())


def surrogates():
    for request in lines():
        say(
            '{"id":"%s","outcome":"accepted","payload":{"fn":"a\\ud800b \\ud83d\\ude00"},"detail":"half \\udc00"}\n'
            % request["id"]
        )


def escapes():
    for request in lines():
        answer(request, outcome="rejected", detail="\x1b[2J\x1b]0;owned\x07 \u202egpj.exe " + "long " * 1000)


def unknown_reason():
    on_bomb(lambda request: answer(request, outcome="rejected", reason="signature_invalid"))


def crashes_in_band():
    on_bomb(lambda request: answer(request, outcome="crashed", detail="IndexError"))


def crashes_in_band_once():
    """The first bomb of a process is refused properly when it comes first, and crashes otherwise."""
    for number, request in enumerate(lines()):
        if not is_bomb(request):
            accept(request)
        elif number:
            answer(request, outcome="crashed", detail="only behind another")
        else:
            answer(request, outcome="rejected", reason="signature-invalid")


def poisoned_by_bomb():
    """After one bomb, which crashes in band, everything else does; `weak bomb` only then."""
    poisoned = False
    for request in lines():
        if request["credential"] == "bomb":
            poisoned = True
        if poisoned:
            answer(request, outcome="crashed", detail="poisoned")
        else:
            accept(request)


def always_crashes_in_band():
    for request in lines():
        answer(request, outcome="crashed", detail="not today")


# Dying, hanging, taking


def dies_on_bomb():
    def die(request):
        print("Traceback: it was a bomb", file=sys.stderr, flush=True)
        os.kill(os.getpid(), signal.SIGSEGV)

    on_bomb(die)


def dies_of_the_fifth():
    """No request does it: the fifth message of its life does, whatever it is."""
    for number, request in enumerate(lines(), 1):
        if number == 5:
            os._exit(1)
        accept(request)


def dies_always():
    for request in lines():
        os._exit(9)


def dies_while_idle():
    """Ends a moment after its second answer."""
    for number, request in enumerate(lines(), 1):
        accept(request)
        if number == 2:
            os._exit(0)


def one_answer_a_process():
    for request in lines():
        accept(request)
        os._exit(0)


def hangs_on_bomb():
    on_bomb(lambda request: time.sleep(60))


def drips():
    """Writes one byte of an answer that never ends, again and again."""

    def drip(request):
        while True:
            say("x")
            time.sleep(0.02)

    on_bomb(drip)


def takes_memory():
    def take(request):
        held = bytearray(200_000_000)
        held[::4096] = b"x" * len(held[::4096])
        time.sleep(60)

    on_bomb(take)


def takes_memory_in_a_grandchild():
    import subprocess  # where it is needed: it doubles the time to start

    code = "import time; held = bytearray(200_000_000); held[::4096] = b'x' * len(held[::4096]); time.sleep(60)"
    on_bomb(lambda request: subprocess.run([sys.executable, "-I", "-S", "-c", code]))


def floods_stderr():
    """Writes a megabyte to stderr before each answer."""
    for request in lines():
        for _ in range(16):
            os.write(2, b"blah " * 13107)
        accept(request)


def leaves_a_grandchild_with_its_output():
    def leave(request):
        import subprocess

        subprocess.Popen([sys.executable, "-I", "-S", "-c", "import time; time.sleep(60)", os.environ.get("MARK", "")])
        os._exit(3)

    on_bomb(leave)


def closes_its_input():
    """When more is to come."""

    def close(request):
        if not select.select([0], [], [], 0.2)[0]:
            return accept(request)
        os.close(0)
        time.sleep(60)

    on_bomb(close)


def closes_its_output():
    def close(request):
        os.close(1)
        time.sleep(60)

    on_bomb(close)


def ignores_the_end():
    """Goes on when its input ends, and takes no notice of a polite signal."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    polite()
    time.sleep(60)


# A session


def takes_a_list_once():
    """Accepts what the list of the session allows; without one, it crashes."""
    allowed = None
    for request in lines():
        if request["op"] == "configure":
            allowed = request["countries"]
            answer(request, outcome="accepted" if allowed else "rejected")
        elif allowed is None:
            answer(request, outcome="crashed", detail="no trust list")
        elif is_bomb(request):
            os._exit(1)
        else:
            answer(request, outcome="accepted", payload={"countries": allowed})


def tells_its_token():
    """Says what it was given in its environment, wherever it can."""
    token = os.environ["ADAPTER_TOKEN"]
    print("token", token, file=sys.stderr, flush=True)
    for request in lines():
        if is_bomb(request):
            os._exit(1)
        answer(request, outcome="accepted", payload={"token": token}, detail=token)


if __name__ == "__main__":
    globals()[sys.argv[1]]()
