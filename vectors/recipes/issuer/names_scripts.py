"""Names in other scripts: those with a rule in Doc 9303, and those whose machine-readable form the issuer is handed."""

from gdhcn_conformance.generation.application import Application
from gdhcn_conformance.generation.recipes import open_question, tolerated, valid


@valid(requirement="HCERT-ISS-004")
def greek(application: Application) -> Application:
    """A Greek name, whose ΟΥ is written OU."""
    return application.named("Παπαδογούλου", "Γεώργιος")


@tolerated(of=greek, requirement="HCERT-ISS-004")
def greek_diphthongs(application: Application) -> Application:
    """ΜΠ at the beginning of a Greek word, ΑΥ before a voiced sound and ΕΥ before a voiceless one."""
    return application.named("Μπακολαύρα", "Ευτυχία")


@tolerated(of=greek, requirement="HCERT-ISS-004")
def greek_final_sigma(application: Application) -> Application:
    """Greek capitals without accents next to small letters with a final sigma."""
    return application.named("ΚΩΝΣΤΑΣ", "Στυλιανός")


@tolerated(of=greek, requirement="HCERT-ISS-004")
def russian(application: Application) -> Application:
    """A Russian name with Щ, Ю and a soft sign."""
    return application.named("Щербаньков", "Юлия")


@tolerated(of=greek, requirement="HCERT-ISS-004")
def ukrainian(application: Application) -> Application:
    """A Ukrainian name with Ї, Є and the pair ЗГ, which its own rules write ZGH."""
    return application.named("Згурівська-Їжак", "Євгенія")


@tolerated(of=greek, requirement="HCERT-ISS-004")
def ukrainian_upturned_g(application: Application) -> Application:
    """Ґ next to Г, which only Ukrainian tells apart."""
    return application.named("Ґалагон", "Григорій")


@tolerated(of=greek, requirement="HCERT-ISS-004")
def bulgarian(application: Application) -> Application:
    """Bulgarian Щ is SHT and Ъ is A by that country's law."""
    return application.named("Щерев-Търнин", "Ангелина")


@tolerated(of=greek, requirement="HCERT-ISS-004")
def serbian(application: Application) -> Application:
    """Serbian letters that are digraphs in Latin: Љ, Њ, Џ and Ђ."""
    return application.named("Ђурџеновић", "Љиљања")


@tolerated(of=greek, requirement="HCERT-ISS-004")
def macedonian(application: Application) -> Application:
    """Ѓ and Ќ of North Macedonia."""
    return application.named("Ѓорескоќев", "Благоја")


@tolerated(of=greek, requirement="HCERT-ISS-004")
def belarusian(application: Application) -> Application:
    """The short Ў that Belarusian alone has."""
    return application.named("Каўпачэнка", "Уладзімір")


@tolerated(of=greek, requirement="HCERT-ISS-004")
def arabic(application: Application) -> Application:
    """An Arabic name, written from right to left.

    Table C has a letter-by-letter form; most States transcribe by ear instead, so hardly any spelling is wrong.
    """
    return application.named("الحدادي", "نورالدين")


@tolerated(of=greek, requirement="HCERT-ISS-004")
def georgian_with_latin_form(application: Application) -> Application:
    """A Georgian name, together with the machine-readable form of the passport."""
    return _handed(application, ("ბერიკაძე", "BERIKADZE"), ("თამარი", "TAMARI"))


@tolerated(of=greek, requirement="HCERT-ISS-004")
def armenian_with_latin_form(application: Application) -> Application:
    """Armenian letters, for which Doc 9303 has no table, beside their passport spelling."""
    return _handed(application, ("Սարոյենց", "SAROYENTS"), ("Անահիտ", "ANAHIT"))


@tolerated(of=greek, requirement="HCERT-ISS-004")
def chinese_with_latin_form(application: Application) -> Application:
    """Three Han characters, handed over with Pinyin for the machine-readable zone."""
    return _handed(application, ("欧阳", "OUYANG"), ("晓棠", "XIAOTANG"))


@tolerated(of=greek, requirement="HCERT-ISS-004")
def japanese_with_latin_form(application: Application) -> Application:
    """Kanji and kana mixed, with Hepburn spelling in the machine-readable members."""
    return _handed(application, ("長谷部", "HASEBE"), ("さくら子", "SAKURAKO"))


@tolerated(of=greek, requirement="HCERT-ISS-004")
def korean_with_latin_form(application: Application) -> Application:
    """Hangul syllables, each a single character that decomposes into letters."""
    return _handed(application, ("남궁", "NAMGUNG"), ("하늘", "HANEUL"))


@tolerated(of=greek, requirement="HCERT-ISS-004")
def thai_with_latin_form(application: Application) -> Application:
    """Thai vowels above and below the line, which are combining marks that belong to the name."""
    return _handed(application, ("ศรีสุขใจ", "SRISUKCHAI"), ("ปิ่นแก้ว", "PINKAEW"))


@tolerated(of=greek, requirement="HCERT-ISS-004")
def hebrew_with_latin_form(application: Application) -> Application:
    """A Hebrew name with a geresh, and how its owner writes it abroad."""
    return _handed(application, ("צ׳רניאבסקי", "CHERNIAVSKY"), ("נעמה", "NAAMA"))


@tolerated(of=greek, requirement="HCERT-ISS-004")
def astral_characters(application: Application) -> Application:
    """A Japanese family name whose first character lies outside the Basic Multilingual Plane.

    U+20BB7 takes two units in UTF-16 and four octets in UTF-8; software that cuts it in half makes text that is none.
    """
    return _handed(application, ("\U00020bb7崎", "YOSHIZAKI"), ("\U00029e3d太", "HOKKETA"))


@open_question(of=greek, requirement="HCERT-NAM-007", policy=None)
def georgian_alone(application: Application) -> Application:
    """A name in a script without a table, and nobody says how it is spelt in Latin letters.

    An issuer may have a national rule, and may as well ask for the spelling first.
    """
    return application.named("ლომთაძე", "ნინელი")


@open_question(of=greek, requirement="HCERT-NAM-007", policy=None)
def chinese_alone(application: Application) -> Application:
    """Han characters have several readings, and none is handed over."""
    return application.named("单于", "乐")


def _handed(application: Application, surname: tuple[str, str], forename: tuple[str, str]) -> Application:
    """Both names, each as written and as transliterated."""
    (fn, fnt), (gn, gnt) = surname, forename
    return application.payload({"nam": {"fn": fn, "fnt": fnt, "gn": gn, "gnt": gnt}})
