"""The second opinion: it finds each fault, and shares no code with what it is to check."""

from __future__ import annotations

import ast
import zlib
from pathlib import Path

import cbor2
import pytest

from gdhcn_conformance.credentials import base45, cbor_writer, cose
from gdhcn_conformance.credentials.cbor import Tagged
from gdhcn_conformance.pki.authority import HEALTH_OIDS
from gdhcn_conformance.running.corpus import computed as second
from gdhcn_conformance.running.corpus.alphabet import base45_bytes, base45_text
from gdhcn_conformance.running.corpus.values import same
from tests.corpus.material import judged, signer_profile

MISTYPED = "1.3.6.1.4.1.0.1847.2021.1."


@pytest.mark.parametrize("kind", ["vaccination", "test", "recovery"])
@pytest.mark.parametrize("version", ["1.0.0", "1.2.1", "1.3.0", "1.3.3"])
def test_a_certificate_without_fault_has_every_flag(kind, version):
    """A valid certificate of every kind passes every step, and its signature is judged by pycose."""
    found = judged(kind=kind, version=version).computed
    assert found.faults == []
    assert all(found.flags.values())
    assert "signature judged by pycose" in found.notes


def test_an_rsa_signer_is_judged_too():
    """PS256 is verified as well as ES256."""
    found = judged(profile=signer_profile(rsa="rsa-2048-01")).computed
    assert found.authentic
    assert found.flags["VERIFY"]
    assert found.algorithm == "PS256"


def at(layer, change):
    return lambda draft: draft.at(layer, change)


def untagged(message: Tagged):
    return message.value


FAULTS = {
    "no prefix": (at("text", lambda text: text[4:]), "UNPREFIX", "context"),
    "later prefix": (at("text", lambda text: "HC2:" + text[4:]), "UNPREFIX", "context"),
    "lower case": (at("text", lambda text: "HC1:" + text[4:].lower()), "B45DECODE", "base45"),
    "overflow": (at("base45", lambda body: "GGW" + body[3:]), "B45DECODE", "base45"),
    "character over": (at("base45", lambda body: body + "0" * (4 - len(body) % 3)), "B45DECODE", "base45"),
    "not compressed": (lambda draft: draft.instead("zlib", lambda data: data), "COMPRESSION", "zlib"),
    "cut stream": (at("zlib", lambda data: data[:-4]), "COMPRESSION", "zlib"),
    "bomb": (lambda draft: draft.instead("zlib", lambda _: zlib.compress(bytes(second.INFLATED + 1))), "COMPRESSION", "zlib"),
    "no CBOR": (at("cose", lambda data: data[:40]), "DECODE", "cbor"),
    "nested too deep": (at("cose", lambda _: b"\x81" * 5000 + b"\x01"), "DECODE", "cbor"),
    "other tag": (at("array", lambda array: Tagged(98, array.value)), "DECODE", "cose-tag"),
    "three elements": (at("array", lambda array: Tagged(18, array.value[:3])), "DECODE", "cose"),
    "signature no bytes": (at("array", lambda array: Tagged(18, [*array.value[:3], "x"])), "DECODE", "cose"),
    "claims no map": (lambda draft: draft.instead("cwt", lambda _: cbor_writer.encode([1])), "DECODE", "claims"),
    "wrapped": (at("hcert", lambda hcert: {1: cbor_writer.encode(hcert[1])}), "DECODE", "hcert"),
    "no hcert": (at("claims", lambda claims: {k: v for k, v in claims.items() if k != -260}), "DECODE", "hcert"),
    "algorithm unprotected": (
        lambda draft: draft.without_protected("alg").unprotected(alg=-7), "VERIFY", "alg-unprotected",
    ),
    "no algorithm": (lambda draft: draft.without_protected("alg"), "VERIFY", "alg-missing"),
    "other algorithm": (lambda draft: draft.protected(alg=-35), "VERIFY", "alg-other"),
    "no key identifier": (lambda draft: draft.without_protected("kid"), "VERIFY", "kid-missing"),
    "other key identifier": (lambda draft: draft.protected(kid=b"12345678"), "VERIFY", "kid-differs"),
    "text key identifier": (lambda draft: draft.protected(kid="text"), "VERIFY", "kid-differs"),
    "swapped key identifiers": (
        lambda draft: draft.protected(kid=b"12345678").unprotected(kid=draft.dsc.kid), "VERIFY", "kid-protected-differs",
    ),
    "other signer": (lambda draft: draft.signed_by(draft.other_signer()), "VERIFY", "signature"),
    "short signature": (at("signature", lambda signature: signature[:3]), "VERIFY", "signature"),
    "changed after signing": (at("array", lambda a: Tagged(18, [a.value[0], a.value[1], a.value[2][:-1] + b"\0", a.value[3]])), "VERIFY", "signature"),
    "no member": (lambda draft: draft.without_payload("v.0.tg"), "SCHEMAVALIDATION", "schema"),
    "two groups": (lambda draft: draft.payload({"r": []}), "SCHEMAVALIDATION", "schema"),
    "other major version": (lambda draft: draft.payload({"ver": "2.0.0"}), "SCHEMAVALIDATION", "version"),
    "expired": (lambda draft: draft.claims(exp=draft.seconds(seconds=-1)), "EXPIRATIONCHECK", "expired"),
    "issued in future": (lambda draft: draft.claims(iat=draft.seconds(hours=1)), "EXPIRATIONCHECK", "issued-in-future"),
    "not yet valid": (lambda draft: draft.claims(nbf=draft.seconds(hours=1)), "EXPIRATIONCHECK", "not-yet-valid"),
    "no iat": (lambda draft: draft.without_claims("iat"), "EXPIRATIONCHECK", "claim-missing"),
    "endless": (lambda draft: draft.claims(exp=float("inf")), "EXPIRATIONCHECK", "claim-missing"),
    "beyond the signer": (lambda draft: draft.claims(exp=draft.seconds(days=731)), "EXPIRATIONCHECK", "exp-beyond-dsc"),
    "before the signer": (lambda draft: draft.claims(iat=draft.seconds(days=-366)), "EXPIRATIONCHECK", "iat-before-dsc"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "flag", "code"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_found_under_its_flag(change, flag, code):
    """One fault makes its own flag false, under its own name."""
    found = judged(change).computed
    assert found.flags[flag] is False
    assert (flag, code) in [(fault.flag, fault.code) for fault in found.faults]


@pytest.mark.parametrize(
    ("profile", "kind", "covered"),
    [
        ({"usage": (HEALTH_OIDS["vaccination"],)}, "vaccination", True),
        ({"usage": (HEALTH_OIDS["test"],)}, "vaccination", False),
        ({"usage": (MISTYPED + "3",)}, "recovery", True),
        ({"usage": (MISTYPED + "3",)}, "test", False),
        ({"usage": ("1.3.6.1.5.5.7.3.2",)}, "test", True),
        ({"usage": ()}, "test", True),
    ],
    ids=["own", "other", "mistyped own", "mistyped other", "foreign", "empty"],
)
def test_key_usage_is_read_under_both_arcs(profile, kind, covered):
    """Health OIDs restrict under either arc; foreign ones and an empty extension do not, even where it is illegal DER."""
    assert judged(kind=kind, profile=signer_profile(**profile)).computed.flags["KEYUSAGE"] is covered


def test_a_key_on_another_curve_is_found_although_the_mathematics_hold():
    """A P-384 signer is unsuitable for HCERT, and the signature is still said to be hers."""
    found = judged(profile=signer_profile(curve="p384")).computed
    assert found.flags["VERIFY"] is False
    assert [fault.code for fault in found.faults] == ["key-unsuitable"]
    assert found.authentic


@pytest.mark.parametrize("array", [untagged, lambda message: Tagged(61, message)], ids=["no tag", "61 around 18"])
def test_both_other_ways_to_tag_are_read(array):
    """An untagged message, and one with the CWT tag around it, are verified like any other."""
    found = judged(at("array", array)).computed
    assert found.faults == []
    assert found.seen & {"untagged-cose", "cwt-tag"}


def test_the_bytes_as_received_are_verified():
    """A protected header that nobody would encode so is verified as it stands."""

    def indefinite(headers):
        return b"\xbf" + cbor_writer.encode(headers)[1:] + b"\xff"

    found = judged(lambda draft: draft.instead("protected bytes", indefinite)).computed
    assert found.flags["VERIFY"]


@pytest.mark.parametrize("data", [b"", b"\0", b"\xff", b"\xff\xff", b"Hello!!", bytes(range(256))])
def test_both_base45_decoders_agree(data):
    """The second Base45 says what the suite's own says."""
    text = base45.encode(data)
    assert base45_text(data) == text
    assert base45_bytes(text) == data


@pytest.mark.parametrize("text", ["0", "GGW", "V5", ":::", "::", "ab", "A\n", "00a", "é00", "000\n"])
def test_neither_base45_decoder_takes_what_is_none(text):
    """What RFC 9285 does not allow is refused, a line break at the end included."""
    with pytest.raises(ValueError):
        base45_bytes(text)


def test_cose_is_signed_over_the_same_bytes():
    """Sig_structure made by cbor2 is what the suite's own writer makes."""
    assert cbor2.dumps(["Signature1", b"\xa1\x01\x26", b"", b"x"]) == cose.to_be_signed(b"\xa1\x01\x26", b"x")


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (1, 1.0, True),
        (1, True, False),
        ("2021-05-16T14:34:56+02:00", "2021-05-16T12:34:56Z", True),
        ("2021-05-16T14:34:56Z", "2021-05-16T12:34:56Z", False),
        ("2021-05-16", "2021-05-16T00:00:00", False),
        ({"a": [1]}, {"a": [1], "b": 2}, False),
        ([1], [1, 1], False),
        (None, "", False),
    ],
)
def test_json_and_certificate_are_compared_by_what_they_say(one, other, equal):
    """Numbers by value, date-times by instant, nothing else by more than what it is."""
    assert same(one, other) is equal


def test_the_second_opinion_imports_nothing_of_what_it_checks():
    """No module of the second opinion imports the suite's readers or its reference."""
    folder = Path(second.__file__).parent
    for name in ("computed", "dates", "findings", "signature", "signer", "alphabet", "values"):
        tree = ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))
        imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        assert all(
            module.startswith("gdhcn_conformance.running.corpus") or "gdhcn" not in module for module in imported
        ), name
