"""Python objects that are served as implementations."""

import datetime
import os
import subprocess
import sys

__version__ = "9.9"


class Polite:
    """Accepts everything, and prints wherever it can."""

    def hello(self):
        print("hello is being answered")
        return {"implementation": {"name": "polite", "version": "2"}, "roles": {"verifier": {"clock": "wall"}}}

    def verify(self, request):
        print("noise on stdout")
        subprocess.run(["echo", "noise of a program"], check=True)
        os.write(1, b"noise on the descriptor\n")
        return {"outcome": "accepted", "payload": {"credential": request["credential"], "stdin": sys.stdin.read()}}


class Rude:
    """Fails in each of the ways a method can."""

    def verify(self, request):
        match request["credential"]:
            case "raise":
                raise KeyError("certificate")
            case "none":
                return None
            case "bytes":
                return {"outcome": "accepted", "payload": b"bytes"}
            case "nan":
                return {"outcome": "accepted", "payload": float("nan")}
            case "date":
                return {"outcome": "accepted", "payload": {"dob": datetime.date(1964, 8, 12)}}
            case "deep":
                deep = []
                for _ in range(5000):
                    deep = [deep]
                return {"outcome": "accepted", "payload": deep}
            case "exit":
                sys.exit(4)
        return {"outcome": "rejected", "reason": "expired"}

    _private = verify
    constant = 5


def verify(request):
    """The module itself, served."""
    return {"outcome": "rejected", "detail": "by the module"}


def hello_fails():
    raise AssertionError


broken = Rude()
