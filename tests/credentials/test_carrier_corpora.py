"""The layers of the carrier on public certificates and examples, where they are at hand."""

import base64
import json
import os
from pathlib import Path

import pytest

from gdhcn_conformance.credentials import base45, cbor, cbor_writer, cose, deflate, qr
from gdhcn_conformance.credentials.cbor_diagnostic import diagnostic
from gdhcn_conformance.credentials.reading import Malformed

CORPORA = Path(os.environ.get("GDHCN_CORPORA", Path(__file__).parents[2].parent / "shared" / "corpora"))
CERTIFICATES = {
    f"{path.relative_to(CORPORA / 'dgc-testdata').parts[0]}/{path.stem}": json.loads(path.read_text("utf-8"))
    for path in sorted((CORPORA / "dgc-testdata").glob("*/2DCode/raw/*.json"))
}
EXAMPLES = sorted((CORPORA / "cose-wg-examples").glob("*/*.json"))

# The certificates that are broken in the carrier on purpose, or hold the layers of two certificates.
BROKEN = {
    "common/B1": "base45-alphabet",
    "common/CBO2": "cose-structure",
    "common/Z1": "zlib-header",
    "common/Z2": "zlib-header",
}
OTHER_TEXT_IN_IMAGE = {"ES/501", "ES/502", "ES/503"}
NO_IMAGE = {"common/Q1"}
TAGS = {
    "ES/1501": "cose-untagged",
    "ES/1502": "cose-untagged",
    "ES/1503": "cose-untagged",
    "common/CO28": "cose-cwt-tag",
}


def _having(member: str, start: str = ""):
    """Run a test on the name and data of each certificate whose member begins so."""
    chosen = [
        pytest.param(name, data, id=name)
        for name, data in CERTIFICATES.items()
        if (data.get(member) or "").startswith(start) and data.get(member)
    ]
    absent = pytest.param("", {}, marks=pytest.mark.skip("dgc-testdata is not there; GDHCN_CORPORA says where to look"))
    return pytest.mark.parametrize(("name", "data"), chosen or [absent])


@_having("PREFIX", "HC1:")
def test_layers(name, data):
    """Each layer of a public certificate is read as published, or is refused where it is broken on purpose."""
    text = data["PREFIX"].removeprefix("HC1:")
    if name in BROKEN:
        with pytest.raises(Malformed) as refusal:
            cose.read(deflate.read(base45.read(text).value).value)
        assert refusal.value.code == BROKEN[name]
        return
    packed = base45.read(text).value
    assert base45.encode(packed) == text
    message = deflate.read(packed)
    assert message.deviations == ()
    assert message.value.hex() == data.get("COSE", message.value.hex()).lower()
    reading = cose.read(message.value)
    assert reading.codes == ({TAGS[name]} if name in TAGS else set())
    claims = cbor.read(reading.value.payload)
    assert claims.deviations == ()
    assert cbor_writer.encode(claims.value) == reading.value.payload
    assert "malformed" not in diagnostic(message.value)


@_having("2DCODE")
def test_images(name, data):
    """The image of a public certificate holds its text, in alphanumeric mode."""
    image = base64.b64decode(data["2DCODE"])
    if name in NO_IMAGE:
        with pytest.raises(Malformed, match="qr-unreadable"):
            qr.read(image)
        return
    (symbol,) = qr.read(image)
    assert (symbol.format, symbol.mode) == ("QRCode", "alphanumeric")
    assert symbol.text == data["PREFIX"] or not data["PREFIX"] or name in OTHER_TEXT_IN_IMAGE


@pytest.mark.skipif(not EXAMPLES, reason="cose-wg-examples is not there; GDHCN_CORPORA says where to look")
def test_signed_bytes_of_the_working_group():
    """The bytes under the signature are those of the COSE working group's examples, also for an empty protected map."""
    compared = set()
    for path in EXAMPLES:
        example = json.loads(path.read_text("utf-8"))
        signed = example.get("intermediates", {}).get("ToBeSign_hex")
        parameters = example["input"].get("sign0")
        if (
            not signed
            or not parameters
            or "external" in parameters
            or ("failures" in example["input"] and "pass" not in path.stem)
        ):
            continue
        message = cose.read(bytes.fromhex(example["output"]["cbor"])).value
        assert cose.to_be_signed(message.protected, message.payload).hex() == signed.lower(), path.stem
        compared.add(path.stem)
    assert {"sign-pass-01", "sign-pass-03", "ecdsa-sig-01"} <= compared
