"""No text and no certificate, however broken, makes the checks stumble."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gdhcn_conformance.credentials import base45, cbor, cbor_writer, cose, deflate
from gdhcn_conformance.generation.draft import write
from gdhcn_conformance.issued.certificate import Issued, take_apart
from gdhcn_conformance.issued.check import checks
from gdhcn_conformance.pki.authority import Profile
from tests.issued.drafts import begun, requirements_of

CLOCK = datetime(2022, 1, 15, 10, tzinfo=UTC)
OURS = sorted(set().union(*map(requirements_of, ("carrier", "encoding", "message", "claims", "signers"))))
few = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def everything(text: str, *, picture: bytes | None = None, rsa: bool = False) -> Issued:
    """The text taken apart and held against every requirement of the carrier."""
    made = take_apart(text, CLOCK, certificates=[certificate(rsa=rsa), certificate(rsa=not rsa)], picture=picture)
    for row in OURS:
        for check in checks()[row]:
            found = check.findings(made)
            assert found is None or all(isinstance(each, str) and each for each in found)
    return made


@cache
def certificate(*, rsa: bool) -> str:
    draft = begun(profile=Profile(rsa="rsa-2048-01") if rsa else Profile())
    return base64.b64encode(draft.dsc.certificate).decode()


@cache
def layers(*, rsa: bool = False):
    return write(begun(profile=Profile(rsa="rsa-2048-01") if rsa else Profile())).layers


def wrapped(message: bytes) -> str:
    return "HC1:" + base45.encode(deflate.compress(message))


@few
@given(st.text(max_size=60) | st.text(alphabet=base45.ALPHABET, max_size=200).map(lambda body: "HC1:" + body))
def test_any_text(text):
    """Arbitrary text is taken apart and judged without an exception."""
    everything(text)


@few
@given(st.binary(max_size=300))
def test_any_message(message):
    """Arbitrary bytes in a right carrier are judged without an exception."""
    everything(wrapped(message))


@few
@given(st.data(), st.booleans())
def test_any_change_of_a_certificate(data, rsa):
    """A certificate with bytes changed, cut out or put in at any layer is judged without an exception."""
    layer = data.draw(st.sampled_from(["cwt", "protected bytes", "signature", "cose", "zlib"]))
    whole = layers(rsa=rsa)[layer]
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 8)))
    damaged = whole[:start] + data.draw(st.binary(max_size=8)) + whole[end:]
    if layer == "zlib":
        everything("HC1:" + base45.encode(damaged))
    elif layer == "cose":
        everything(wrapped(damaged))
    else:
        made = dict(layers(rsa=rsa)) | {layer: damaged}
        parts = [made[name] for name in ("protected bytes", "unprotected", "cwt", "signature")]
        everything(wrapped(cose.write(parts)), rsa=rsa)


KEYS = st.integers(-300, 300) | st.text(max_size=4) | st.binary(max_size=4)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats() | st.text(max_size=8) | st.binary(max_size=12)
    | st.just(cbor.UNDEFINED),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
    | st.builds(cbor.Tagged, st.integers(0, 1100), inner),
    max_leaves=8,
)  # fmt: skip


@few
@given(
    st.dictionaries(st.sampled_from([1, 2, 4, 33, "alg", "kid", b"x"]), VALUES, max_size=4),
    st.dictionaries(st.sampled_from([1, 2, 4, 33, "alg", "kid"]), VALUES, max_size=4),
    st.dictionaries(st.sampled_from([1, 4, 5, 6, -260, "exp"]), VALUES, max_size=5),
    st.dictionaries(st.sampled_from(["ver", "nam", "dob", "v", "t", "r", 7]), VALUES, max_size=5),
    st.sampled_from(range(66)),
)
def test_any_values(protected, unprotected, claims, payload, length):
    """Headers, claims and a payload of arbitrary values are judged without an exception."""
    if -260 not in claims:
        claims |= {-260: {1: payload}}
    parts = [cbor_writer.encode(protected), unprotected, cbor_writer.encode(claims), bytes(length)]
    assert everything(wrapped(cose.write(parts))).reaches("claims")


@pytest.mark.parametrize("picture", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff" * 9, b"RIFF1234WEBPVP8 "])
def test_any_picture(picture):
    """A picture that is none is judged without an exception."""
    made = take_apart(wrapped(b"x"), CLOCK, picture=picture)
    for row in requirements_of("symbol"):
        for check in checks()[row]:
            check.findings(made)
