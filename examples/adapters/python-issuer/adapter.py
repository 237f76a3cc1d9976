"""The Python library cwt, https://github.com/dajiaji/python-cwt, as an issuer: it signs the payload that it is handed."""

import base64
import hashlib
import json
import sys
import zlib
from datetime import datetime, timedelta

import base45
import cwt

ROLE = {"behaviours": {"transliterates": False, "identifiers": False}, "versions": ["1.3.0"]}
HELLO = {
    "implementation": {"name": "cwt issuer", "version": cwt.__version__, "language": "python"},
    "roles": {"issuer": ROLE},
}

for line in sys.stdin:
    request = json.loads(line)
    answer = HELLO if request["op"] == "hello" else {"outcome": "unsupported"}
    if request["op"] == "issue":
        now, signer = datetime.fromisoformat(request["clock"]), request["signer"]
        end = now + timedelta(days=180) if "expires" not in request else datetime.fromisoformat(request["expires"])
        kid = hashlib.sha256(base64.b64decode(signer["certificate"])).digest()[:8]
        algorithm = "PS256" if len(signer["key"]) > 500 else "ES256"  # an RSA key in PEM is far longer than a P-256 key
        key = cwt.COSEKey.from_pem(signer["key"], kid=kid, alg=algorithm)
        claims = {
            1: request["country"],
            4: int(end.timestamp()),
            6: int(now.timestamp()),
            -260: {1: request["payload"]},
        }
        message = cwt.encode_and_sign(claims, key)
        answer = {"outcome": "accepted", "credential": "HC1:" + base45.b45encode(zlib.compress(message)).decode()}
    print(json.dumps({"id": request["id"], **answer}), flush=True)
