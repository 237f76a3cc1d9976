import json, os, sys  # TODO 1: import your library, and let hello give its name and version (as in implementation.toml)

def verify(credential, trust, clock):
    # TODO 2: {"outcome": "accepted", "payload": …}; for what your library documents as a refusal, and nothing else,
    # {"outcome": "rejected", "detail": …}. README.md shows it.
    return {"outcome": "unsupported", "detail": "TODO 2 in adapter.py: call your library"}

answers = os.fdopen(os.dup(1), "w")  # the conversation has stdout to itself:
os.dup2(2, 1)  # what a library prints goes to stderr
for line in sys.stdin:
    request, answer = json.loads(line), {"outcome": "unsupported"}
    if request["op"] == "hello":
        answer = {"implementation": {"name": "my-verifier", "version": "0"}}
    if request["op"] == "verify":
        answer = verify(request["credential"], request.get("trust"), request.get("clock"))
    print(json.dumps({"id": request["id"], **answer}), file=answers, flush=True)
