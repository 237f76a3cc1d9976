"""The library `cwt` as a verifier behind the adapter protocol. README.md beside this file says why it is as it is."""

import base64
import functools
import json
import os
import sys
import zlib
from datetime import datetime
from types import SimpleNamespace

import base45
import cwt

STAGES = ["cbor", "cose", "header", "key", "signature", "cwt", "time"]
BEHAVIOURS = {"several-keys-per-kid": True, "list-usage": False}
HELLO = {
    "implementation": {"name": "cwt", "version": cwt.__version__, "language": "python"},
    "roles": {
        "verifier": {
            "products": ["dcc"],
            "algorithms": ["ES256", "PS256"],
            "stages": STAGES,
            "behaviours": BEHAVIOURS,
        }
    },
}
REASONS = {  # what the library says when it refuses, where it says it for one reason only
    "Invalid base45 string": "base45-invalid",
    "Invalid Signature1 format.": "cose-malformed",
    "Invalid protected header.": "cose-malformed",
    "unprotected header should be dict.": "cose-malformed",
    "detached_payload should be set.": "cose-malformed",
    "kid should be specified.": "kid-missing",
    "key is not found.": "key-unknown",
    "Failed to verify.": "signature-invalid",
    "Invalid signature.": "signature-invalid",
    "exp should be int or float.": "claims-malformed",
    "nbf should be int or float.": "claims-malformed",
    "iat(6) should be int or float.": "claims-malformed",
    "iss(1) should be str.": "claims-malformed",
    "The token has expired.": "expired",
    "The token is not yet valid.": "not-yet-valid",
    "hcert(-260) should be map.": "hcert-malformed",
}
clock = sys.modules["cwt.cwt"].datetime = SimpleNamespace()  # the library takes no time: it asks this name for it
answers = os.fdopen(os.dup(1), "w")  # the conversation has stdout to itself:
os.dup2(2, 1)  # what a library prints goes to stderr


@functools.cache
def load(kid, certificate):
    """The entry as the library's key, under the identifier that the list gives; None where no key comes of it."""
    try:
        key = cwt.load_pem_hcert_dsc(f"-----BEGIN CERTIFICATE-----\n{certificate}\n-----END CERTIFICATE-----")
        return cwt.COSEKey.new({**key.to_dict(), 2: base64.b64decode(kid)})
    except Exception:  # the loop over the list is this adapter's, and so is passing over an entry, whatever it raises
        return None


def verify(request):
    """What the library makes of one certificate. An exception that it does not document is a crash, never a refusal."""
    now, text = datetime.fromisoformat(request["clock"]), request["credential"].removeprefix("HC1:")
    clock.now = lambda tz: now
    try:
        keys = [load(entry["kid"], entry["certificate"]) for entry in request["trust"]]
        token = cwt.decode(zlib.decompress(base45.b45decode(text)), [key for key in keys if key])
        hcert = cwt.Claims.new(token).hcert
    except (ValueError, zlib.error, cwt.DecodeError, cwt.VerifyError) as refusal:
        return {"outcome": "rejected", "reason": REASONS.get(str(refusal)), "detail": str(refusal)}
    except Exception as undocumented:
        return {"outcome": "crashed", "detail": repr(undocumented)}
    return {"outcome": "accepted", "payload": hcert and hcert.get(1)}


def as_json(answer):
    """The answer as one line; without its payload where JSON cannot hold that (NaN, infinity): accepted is accepted."""
    try:
        return json.dumps(answer, allow_nan=False, skipkeys=True, default=as_text)
    except ValueError:
        return json.dumps({**answer, "payload": None})


def as_text(value):
    """Dates as JSON has them; anything else that JSON does not know as it prints."""
    return value.isoformat() if hasattr(value, "isoformat") else repr(value)


for line in sys.stdin:
    request = json.loads(line)
    if request["op"] == "hello":
        answer = HELLO
    elif request["op"] == "verify":
        answer = verify(request)
    else:
        answer = {"outcome": "unsupported"}
    print(as_json({"id": request["id"], **answer}), file=answers, flush=True)
