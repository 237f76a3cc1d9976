"""Make the RSA test keys that are committed beside this file; run once, kept so that anyone can see where they come from.

Everybody has these private keys: they are for testing only.
"""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

KEYS = {f"rsa-2048-{n:02}": (2048, 65537) for n in range(1, 13)} | {
    "rsa-1024": (1024, 65537),
    "rsa-2047": (2047, 65537),
    "rsa-3072": (3072, 65537),
    "rsa-4096": (4096, 65537),
    "rsa-2048-e3": (2048, 3),
}

for name, (bits, exponent) in KEYS.items():
    path = Path(__file__).parent / f"{name}.pem"
    if not path.exists():
        key = rsa.generate_private_key(exponent, bits)
        path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
