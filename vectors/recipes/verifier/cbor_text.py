"""Text strings in CBOR: UTF-8 and nothing else, and no byte strings in their place (RFC 8949, section 3.1)."""

from gdhcn_conformance.credentials.cbor import TEXT
from gdhcn_conformance.credentials.cbor_writer import Raw, encode, head
from gdhcn_conformance.generation.recipes import Draft, Profile, negative, valid
from gdhcn_conformance.pki.authority import HEALTH_OIDS

NOT_TEXT = ["cbor-malformed", "claims-malformed", "hcert-malformed", "schema-invalid"]
NOT_IN_SCHEMA = ["schema-invalid", "hcert-malformed"]
PRIVATE = -70_000  # a label for private use (RFC 8392, section 9.1)


def _text(octets: bytes) -> Raw:
    """A text string of these octets, be they UTF-8 or not."""
    return Raw(head(TEXT, len(octets)) + octets)


@valid(requirement="HCERT-EKU-002", kind="vaccination", profile=Profile(usage=tuple(HEALTH_OIDS.values())))
def surname_in_utf_8(draft: Draft) -> Draft:
    """A vaccination certificate whose surname has letters of two and of three bytes; its signer may sign all kinds."""
    return draft.payload({"nam.fn": "Ößterreicher-ạ"})


@negative(of=surname_in_utf_8, requirement="HCERT-CBOR-005", reasons=NOT_TEXT)
def surname_in_latin_1(draft: Draft) -> Draft:
    """The surname is written in Latin-1, where an umlaut is a single byte.

    Decoders that put a replacement character for what they cannot read accept it, and show another name.
    """
    return draft.payload({"nam.fn": _text("Größler-Müller".encode("latin-1"))})


@negative(of=surname_in_utf_8, requirement="HCERT-CBOR-005", reasons=NOT_TEXT)
def overlong_letter(draft: Draft) -> Draft:
    """An A in the surname takes two bytes, C1 81, where one is prescribed.

    Overlong forms smuggle characters past filters, so UTF-8 forbids them; hand-written decoders just add up the bits.
    """
    return draft.payload({"nam.fn": _text(b"M\xc1\x81LLER")})


@negative(of=surname_in_utf_8, requirement="HCERT-CBOR-005", reasons=NOT_TEXT)
def lone_surrogate(draft: Draft) -> Draft:
    """ED A0 80 in the surname would be the code point U+D800, half of a pair and no character.

    Languages whose strings are UTF-16 can hold it, and fail later, when the name is written out.
    """
    return draft.payload({"nam.fn": _text(b"M\xed\xa0\x80LLER")})


@negative(of=surname_in_utf_8, requirement="HCERT-CBOR-005", reasons=NOT_TEXT)
def surrogate_pair_in_six_bytes(draft: Draft) -> Draft:
    """An emoji in the surname is encoded as two surrogates of three bytes each (CESU-8).

    Databases and Java's own serialisation write that; in UTF-8 it is four bytes.
    """
    return draft.payload({"nam.fn": _text(b"M\xed\xa0\xbd\xed\xb8\x80LLER")})


@negative(of=surname_in_utf_8, requirement="HCERT-CBOR-005", reasons=NOT_TEXT)
def nul_in_two_bytes(draft: Draft) -> Draft:
    """The surname holds the NUL character as C0 80, so that no zero byte appears in it.

    It is Java's modified UTF-8. What comes behind it may be cut off when the name is shown.
    """
    return draft.payload({"nam.fn": _text(b"MUELLER\xc0\x80SMITH")})


@negative(of=surname_in_utf_8, requirement="HCERT-CBOR-005", reasons=NOT_TEXT)
def beyond_the_last_code_point(draft: Draft) -> Draft:
    """F4 90 80 80 is one past U+10FFFF, the last code point there is, and stands in the surname.

    Four-byte sequences up to F7 fit the old scheme of UTF-8, and a check of leading bits alone.
    """
    return draft.payload({"nam.fn": _text(b"M\xf4\x90\x80\x80LLER")})


@negative(of=surname_in_utf_8, requirement="HCERT-CBOR-005", reasons=NOT_TEXT)
def letter_cut_at_the_end(draft: Draft) -> Draft:
    """The surname ends with C3, the first byte of a letter whose second is missing.

    An issuer that shortens names by bytes produces it.
    """
    return draft.payload({"nam.fn": _text("Strauß".encode()[:-1])})


@valid(requirement="HCERT-VER-100", kind="recovery", version="1.3.0")
def texts_as_text(draft: Draft) -> Draft:
    """A recovery certificate in which all that reads as text is a text string, a claim for private use included."""
    return draft.claims({PRIVATE: "ÜBER"})


@negative(of=texts_as_text, requirement="HCERT-CBOR-005", reasons=["cbor-malformed", "claims-malformed"])
def latin_1_in_a_claim(draft: Draft) -> Draft:
    """The text of an unknown claim is Latin-1, and no member of the health certificate is touched.

    A reader that skips what it does not need has to look at it nevertheless: the claims are to be valid CBOR.
    """
    return draft.claims({PRIVATE: _text("ÜBER".encode("latin-1"))})


@negative(of=texts_as_text, requirement="HCERT-CBOR-005", reasons=NOT_TEXT)
def letter_divided_between_chunks(draft: Draft) -> Draft:
    """The issuer's name is a text of indefinite length whose chunks part an umlaut in two.

    Joined they are UTF-8, but each chunk has to be so by itself (RFC 8949, section 3.2.3).
    """
    first, second = _text("TEST ONLY Behörde".encode()[:14]), _text("TEST ONLY Behörde".encode()[14:])
    return draft.payload({"r.0.is": Raw(b"\x7f" + encode(first) + encode(second) + b"\xff")})


@negative(of=texts_as_text, requirement="HCERT-CBOR-010", reasons=NOT_IN_SCHEMA)
def country_as_bytes(draft: Draft) -> Draft:
    """The country of the recovery entry is a byte string of two letters.

    Languages that do not tell bytes from texts, or turn every byte string into text, see no difference.
    """
    return draft.payload({"r.0.co": draft.country.encode()})


@negative(of=texts_as_text, requirement="HCERT-CBOR-010", reasons=[*NOT_IN_SCHEMA, "version-unsupported"])
def version_as_bytes(draft: Draft) -> Draft:
    """The schema version is a byte string, 31 2E 33 2E 30, and must be read before any schema is chosen.

    Where choosing fails, some verifiers go on without a schema.
    """
    return draft.payload({"ver": draft.dcc["ver"].encode()})


@negative(of=texts_as_text, requirement="HCERT-CBOR-010", reasons=NOT_IN_SCHEMA)
def date_of_birth_as_bytes(draft: Draft) -> Draft:
    """A byte string holds the date of birth.

    Printed by a library for JSON it may come out as Base64, and the holder has another birthday.
    """
    return draft.payload({"dob": draft.dcc["dob"].encode()})


@negative(of=texts_as_text, requirement="HCERT-CBOR-010", reasons=NOT_IN_SCHEMA)
def group_under_a_byte_string(draft: Draft) -> Draft:
    """The key of the recovery group is the byte 72 and not the text "r".

    No group is present, therefore. Turning all keys into texts before the schema is applied brings it back.
    """
    return draft.at(
        "payload", lambda dcc: {name.encode() if name == "r" else name: value for name, value in dcc.items()}
    )
