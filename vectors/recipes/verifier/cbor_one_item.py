"""One CBOR item and nothing beside it, as message, as protected header and as payload (RFC 8949, appendix C)."""

from gdhcn_conformance.credentials.cbor_writer import encode
from gdhcn_conformance.generation.draft import CLAIMS, HEADERS
from gdhcn_conformance.generation.recipes import Draft, negative, open_question, valid

REFUSED = ["cbor-trailing-data", "cbor-malformed"]
POLICY = "trailing-bytes-cbor"


@valid(requirement="HCERT-COSE-002", kind="recovery", version="1.3.0")
def one_item_at_each_level(draft: Draft) -> Draft:
    """A recovery certificate whose message, protected header and payload are one CBOR item each."""
    return draft


@open_question(
    of=one_item_at_each_level, requirement="HCERT-CBOR-002", policy=POLICY, reasons=[*REFUSED, "cose-malformed"]
)
def zero_behind_the_message(draft: Draft) -> Draft:
    """A zero byte, which is the CBOR integer 0, comes after the COSE message in the inflated bytes.

    It is not signed, and whoever holds the certificate can add or remove it.
    """
    return draft.at("cose", lambda message: message + b"\x00")


@open_question(
    of=one_item_at_each_level, requirement="HCERT-CBOR-002", policy=POLICY, reasons=[*REFUSED, "cose-malformed"]
)
def message_followed_by_itself(draft: Draft) -> Draft:
    """The same COSE message is there twice, one copy behind the other.

    Reading the first, or the second, gives the same certificate; refusing the pair is as right.
    """
    return draft.at("cose", lambda message: message * 2)


@open_question(
    of=one_item_at_each_level, requirement="HCERT-CBOR-002", policy=POLICY, reasons=[*REFUSED, "claims-malformed"]
)
def null_behind_the_claims(draft: Draft) -> Draft:
    """The payload holds the map of claims and then F6, a null; both are signed."""
    return draft.at("cwt", lambda claims: claims + b"\xf6")


@open_question(
    of=one_item_at_each_level, requirement="HCERT-CBOR-002", policy=POLICY, reasons=[*REFUSED, "cose-malformed"]
)
def empty_map_behind_the_protected_header(draft: Draft) -> Draft:
    """An empty map follows the map of parameters within the protected header's byte string.

    The signature covers all of the byte string, whatever of it is read.
    """
    return draft.at("protected bytes", lambda header: header + b"\xa0")


@negative(
    of=one_item_at_each_level,
    requirement="HCERT-CBOR-002",
    reasons=[*REFUSED, "claims-malformed", "expired"],
    needs=["stage:time"],  # who takes the first map finds its date past
)
def expired_claims_before_valid_ones(draft: Draft) -> Draft:
    """Two maps of claims make up the payload: the first has expired, the second has not.

    Bytes after the first item may be refused or ignored, and neither leads to a valid certificate. Reading a sequence
    of items and keeping the last does, and so does merging them.
    """

    def both(claims: dict) -> bytes:
        return encode(claims | {CLAIMS["exp"]: draft.seconds(days=-10)}) + encode(claims)

    return draft.instead("cwt", both)


@negative(
    of=one_item_at_each_level,
    requirement="HCERT-CBOR-002",
    reasons=[*REFUSED, "cose-malformed", "signature-invalid"],
)
def header_of_another_signer_before_the_right_one(draft: Draft) -> Draft:
    """The protected header's byte string holds two maps, and the first one names another listed signer, who did not sign.

    Ignoring the second leaves the wrong key. It is used by who reads on, or lets later values replace earlier ones.
    """
    other = draft.other_signer()

    def both(header: dict) -> bytes:
        return encode(header | {HEADERS["kid"]: other.kid}) + encode(header)

    return draft.also_trusting(other.listed()).instead("protected bytes", both)


@negative(
    of=one_item_at_each_level,
    requirement="HCERT-CBOR-002",
    reasons=["cose-malformed", *REFUSED],
)
def number_before_the_message(draft: Draft) -> Draft:
    """The integer 0 comes first in the inflated bytes, and the COSE message behind it.

    The first item is no message. A search for D2 84, or a reader that takes the last item, finds one.
    """
    return draft.at("cose", lambda message: b"\x00" + message)
