"""The reference with a declaration of its own: `shaped.py NAME=VALUE…`, of which `clock=wall` looks at the machine's clock.

With `trust=session` it takes its trust list by `configure`, and refuses to be sent one with a request.
"""

import json
import sys
from datetime import UTC, datetime

from gdhcn_conformance.reference.verifier import Verifier

role = dict(word.split("=") for word in sys.argv[1:])
verifier, listed = Verifier(), []
for line in sys.stdin:
    request = json.loads(line)
    if request["op"] == "hello":
        answer = {"implementation": {"name": "shaped", "version": "1"}, "roles": {"verifier": role}}
    elif request["op"] == "configure" and role.get("trust") == "session":
        listed = request["trust"]
        answer = {"outcome": "accepted"}
    elif request["op"] == "verify":
        if role.get("clock") == "wall":
            assert "clock" not in request
            request["clock"] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if role.get("trust") == "session":
            assert "trust" not in request
            request["trust"] = listed
        answer = verifier.verify(request)
    else:
        answer = {"outcome": "unsupported"}
    print(json.dumps({"id": request["id"], **answer}), flush=True)
