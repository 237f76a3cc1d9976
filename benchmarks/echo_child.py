"""A child that accepts everything without looking: what is left is the cost of the adapter itself."""

import json
import sys

HELLO = {"implementation": {"name": "echo child", "version": "1"}, "roles": {"verifier": {"output": "none"}}}

for line in sys.stdin.buffer:
    start = line.index(b'"id":') + 5
    name = line[start : line.index(b'"', start + 2) + 1].strip()
    if b'"hello"' in line:
        sys.stdout.write(json.dumps({"id": json.loads(name), **HELLO}) + "\n")
    else:
        sys.stdout.write('{"id":%s,"outcome":"accepted"}\n' % name.decode())
    sys.stdout.flush()
