"""An implementation that knows a table of answers, and misbehaves: `misbehaves.py NAME ANSWERS CREDENTIAL`.

Before the first message, or when it is asked CREDENTIAL; everything else it answers rightly.
"""

import json
import os
import signal
import sys
import time

HOSTILE = "\x1b]0;owned\x07\x1b[2J\u202eabc\ud800</script><script>alert(1)</script>|`$(id)`\n\r\t" + "A" * 5000


def write(text):
    """Write to stdout at once, all of it."""
    data = text.encode("utf-8", "surrogatepass")
    while data:
        data = data[os.write(1, data) :]


def answer(request, **members):
    write(json.dumps({"id": request["id"], **members}) + "\n")


# Before the first message


def ends_at_once(_):
    sys.exit("no configuration found")


def logs_first(_):
    write("2026-01-01 12:00:00 INFO starting up\n")


def never_says_hello(_):
    time.sleep(60)


# When it is asked that one


def writes_no_json(_):
    write("WARN odd certificate\n")


def answers_with_a_wrong_id(request):
    answer({"id": "nobody"}, outcome="accepted")


def answers_twice(request):
    answer(request, outcome="rejected")
    answer(request, outcome="accepted")


def never_answers(_):
    time.sleep(60)


def closes_in_the_middle(request):
    write('{"id":"%s","outc' % request["id"])
    sys.exit(0)


def dies(_):
    os._exit(1)


def answers_a_hundred_megabytes(_):
    for _ in range(100):
        write("x" * 1_000_000)
    write("\n")


def answers_with_hostile_strings(request):
    answer(request, outcome="rejected", reason="expired", detail=HOSTILE)


def answers_with_an_unknown_outcome(request):
    answer(request, outcome="perhaps")


def stops_the_suite(_):
    """What Ctrl-C sends to it; then nothing more."""
    os.kill(os.getppid(), signal.SIGINT)
    sys.stdin.read()


def waits(_):
    sys.stdin.read()


AT_ONCE = {"ends_at_once": ends_at_once, "logs_first": logs_first, "never_says_hello": never_says_hello}


def main(name, answers, trigger):
    with open(answers, encoding="utf-8") as file:
        known = json.load(file)
    if name in AT_ONCE:
        AT_ONCE[name](None)
    for line in sys.stdin:
        request = json.loads(line)
        if request["op"] == "hello":
            answer(request, implementation={"name": "misbehaves", "version": "1"})
        elif request["op"] != "verify":
            answer(request, outcome="unsupported")
        elif request["credential"] == trigger:
            globals()[name](request)
        else:
            answer(request, **known[request["credential"]])


main(*sys.argv[1:])
