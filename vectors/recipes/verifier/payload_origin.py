"""Where an event took place, who certified it, and the identifier in the shapes that are in circulation."""

from __future__ import annotations

from gdhcn_conformance.generation.recipes import Draft, negative, tolerated, valid

MISTYPED = ("schema-invalid", "hcert-malformed", "cbor-malformed")
UUID = "7b0c3b5e-52d1-4a6e-9f0a-1d2c3b4a5968"


def _identified(draft: Draft, identifier: str) -> Draft:
    """The certificate with this identifier; the country in it is the issuer's."""
    return draft.payload({"v.0.ci": identifier.replace("CC", draft.country)})


@valid(requirement="HCERT-VER-100")
def vaccination(draft: Draft) -> Draft:
    """A vaccination in the issuer's own country, with an identifier whose checksum is right."""
    return draft


@tolerated(of=vaccination, requirement="HCERT-CO-003")
def vaccinated_abroad(draft: Draft) -> Draft:
    """The holder was vaccinated in another country than the one that issued the certificate.

    co says where it happened; comparing it with iss refuses everybody who brought a foreign vaccination home.
    """
    return draft.payload({"v.0.co": draft.other_country})


@tolerated(of=vaccination, requirement="HCERT-UVCI-009")
def wrong_checksum(draft: Draft) -> Draft:
    """The last character of the identifier is not the checksum of the others, as with many national algorithms."""
    given = draft.dcc["v"][0]["ci"]
    return draft.payload({"v.0.ci": given[:-1] + ("A" if given[-1] != "A" else "B")})


@tolerated(of=vaccination, requirement="HCERT-UVCI-009")
def checksum_of_two_characters(draft: Draft) -> Draft:
    """Behind the number sign stand two characters, one more than a checksum has."""
    return draft.payload({"v.0.ci": draft.dcc["v"][0]["ci"][:-1] + "UK"})


@tolerated(of=vaccination, requirement="HCERT-UVCI-013")
def version_written_v1(draft: Draft) -> Draft:
    """The version of the identifier is V1, and letters are small: a shape from the first generators, widely copied."""
    return _identified(draft, "URN:UVCI:V1:CC:" + UUID.replace("-", "")[:24])


@tolerated(of=vaccination, requirement="HCERT-UVCI-013")
def national_prefix_without_urn(draft: Draft) -> Draft:
    """No URN at all: version and country are run together and a slash begins the national part."""
    return _identified(draft, "01CC/A80013335/TCXSI5Q08B0DIJGMIZJDF#T")


@tolerated(of=vaccination, requirement="HCERT-UVCI-013")
def misspelt_prefix(draft: Draft) -> Draft:
    """A letter is missing in the prefix, URN:UCI, in certificates that were issued by the million."""
    return _identified(draft, "URN:UCI:01:CC:GQZGVZQDKJ4OJXMB4NZZTFLG4Q#Y")


@tolerated(of=vaccination, requirement="HCERT-UVCI-013")
def uuid_for_an_identifier(draft: Draft) -> Draft:
    """The identifier is nothing but a UUID with hyphens, as systems outside the EU took it over."""
    return _identified(draft, UUID)


@negative(of=vaccination, requirement="HCERT-SCH-022", reasons=MISTYPED, mutation="identifier-as-number")
def number_for_an_identifier(draft: Draft) -> Draft:
    """The identifier is an integer of a register.

    As a floating-point number, the only kind some languages have, it loses its last digit, and revocation fails.
    """
    return draft.payload({"v.0.ci": 9007199254740993})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="map-for-a-text")
def issuer_as_a_map(draft: Draft) -> Draft:
    """Who issued the certificate is told in several languages, in a map, where one text belongs."""
    return draft.payload({"v.0.is": {"en": "TEST ONLY Authority", "fr": "TEST ONLY Autorité"}})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="array-for-a-text")
def two_countries(draft: Draft) -> Draft:
    """A list of two countries: of the vaccination and of the issue, with nothing to tell which is which.

    "Is it among the accepted countries" may be answered by a containment test the wrong way round.
    """
    return draft.payload({"v.0.co": [draft.other_country, draft.country]})


@negative(of=vaccination, requirement="HCERT-SCH-002a", reasons=MISTYPED, mutation="array-for-a-text")
def old_and_new_identifier(draft: Draft) -> Draft:
    """Two identifiers in an array, an older certificate's and this one's: a revoked one can hide behind the other."""
    return draft.payload({"v.0.ci": [f"URN:UVCI:01:{draft.country}:OLD#0", draft.dcc["v"][0]["ci"]]})
