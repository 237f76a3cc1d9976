"""Names in Latin letters with marks, each with a rule in ICAO Doc 9303 part 3, section 6, table A."""

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import tolerated, valid


@valid(requirement="HCERT-ISS-001")
def unmarked(application: Application) -> Application:
    """A person whose names need nothing but the letters A to Z."""
    return application.named("Baker", "Helen")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def german_umlauts(application: Application) -> Application:
    """Ä, Ö and Ü in a German name.

    They may be written AE, OE, UE or A, O, U; both are in the table.
    """
    return application.named("Käßbröhl", "Jürgen")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def sharp_s(application: Application) -> Application:
    """A German ß in the middle and at the end, which is SS."""
    return application.named("Großweiß", "Matthias")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def capital_sharp_s(application: Application) -> Application:
    """The capital ẞ that identity cards print since 2017."""
    return application.named("WEIẞBACH", "ULRIKE")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def swedish_ring(application: Application) -> Application:
    """A Swedish Å at the beginning of both names."""
    return application.named("Åkerblad", "Åse")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def danish_letters(application: Application) -> Application:
    """Ø and Æ, which are letters of their own in Danish and Norwegian."""
    return application.named("Kjærgård", "Søren")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def spanish_surnames(application: Application) -> Application:
    """Two Spanish surnames with Ñ and accents."""
    return application.named("Núñez Ibáñez", "Begoña Inés")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def icelandic_thorn_and_eth(application: Application) -> Application:
    """Þ and ð in an Icelandic patronymic."""
    return application.named("Þórðardóttir", "Guðrún")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def polish_stroke(application: Application) -> Application:
    """A Polish Ł, which has no decomposition in Unicode."""
    return application.named("Łuczyńska", "Małgorzata")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def turkish_dotless_i(application: Application) -> Application:
    """Turkish ı and İ: an upper-casing that knows only English loses one of them."""
    return application.named("Kırışık", "İbrahim")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def vietnamese_tones(application: Application) -> Application:
    """Vietnamese letters that bear two marks at once."""
    return application.named("Nguyễn", "Thị Hồng Ngọc")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def maltese_letters(application: Application) -> Application:
    """Maltese Ħ, Ż and Ġ."""
    return application.named("Ħabib Żerafa", "Ġorġ")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def hungarian_double_acute(application: Application) -> Application:
    """The long Hungarian Ő and Ű."""
    return application.named("Őszi-Fűtő", "Győző")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def romanian_comma_below(application: Application) -> Application:
    """Romanian Ș and Ț with a comma below, not the cedilla of older fonts."""
    return application.named("Țîrleanu", "Ștefan")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def croatian_stroke(application: Application) -> Application:
    """A Croatian Đ together with Ć."""
    return application.named("Đurđević", "Vjekoslav")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def latvian_cedillas(application: Application) -> Application:
    """Long vowels and soft consonants of a Latvian name."""
    return application.named("Ķēniņš", "Gunārs")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def french_ligature(application: Application) -> Application:
    """Œ and Ç in a double French surname with a hyphen."""
    return application.named("Lefèvre-Nœuvéglise", "François-Noël")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def portuguese_particles(application: Application) -> Application:
    """A Portuguese name with particles in lower case, tilde and cedilla."""
    return application.named("da Conceição e Brandão", "João Gonçalo")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def sami_letters(application: Application) -> Application:
    """Northern Sami Ŋ and Ŧ, both of which the table has."""
    return application.named("Áŋŋelváŧŧi", "Ánne")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def welsh_circumflex(application: Application) -> Application:
    """Ŵ and Ŷ, found in Wales and hardly anywhere else."""
    return application.named("Tŵrbach", "Llŷr")


@tolerated(of=unmarked, requirement="HCERT-ISS-001")
def irish_prefixes(application: Application) -> Application:
    """An Irish surname of two words, the first of which is a single accented letter."""
    return application.named("Ó Súilleachán", "Caoimhín")


@tolerated(of=unmarked, requirement="HCERT-ISS-004")
def dutch_digraph(application: Application) -> Application:
    """The Dutch IJ as a single character, as old registers hold it.

    Doc 9303 gives IJ for it; Unicode decomposes it into the two letters.
    """
    return application.named("\u0132sselgouw", "Mat\u0133s")


@tolerated(of=unmarked, requirement="HCERT-ISS-004")
def catalan_middle_dot(application: Application) -> Application:
    """The dot between two Catalan Ls is part of the spelling, and no separator."""
    return application.named("Sal·lari", "Gal·la")


@tolerated(of=unmarked, requirement="HCERT-ISS-004")
def yoruba_dots_and_tones(application: Application) -> Application:
    """Yoruba vowels with a dot below and a tone mark, for which no single character exists."""
    return application.named("Adéyọ\u0300lá", "Ọmọ\u0301wùnmí")


@tolerated(of=unmarked, requirement="HCERT-ISS-004")
def hawaiian_okina(application: Application) -> Application:
    """A Hawaiian glottal stop, a letter that looks like an apostrophe."""
    return application.named("Kaʻaukai", "Leilani")
