"""What a person may write into an answer sheet, in several languages, and what it means.

A word that stands in no row is refused, never guessed. Case, accents, and white space and punctuation at either end do not
count. `EVIDENCE.md` prints this table.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum


class Meaning(StrEnum):
    """What the app did with a card."""

    VALID = "valid"
    NOT_VALID = "not valid"
    CRASH = "error or crash"
    NOT_SCANNED = "not scanned"


WORDS: dict[Meaning, tuple[str, ...]] = {
    Meaning.VALID: (
        "valid", "accepted", "accept", "yes", "y", "green", "ok", "pass", "passed", "true",
        "valide", "accepté", "oui", "vert", "conforme",
        "válido", "válida", "aceptado", "aceito", "sí", "sim", "verde",
        "gültig", "akzeptiert", "ja", "grün", "wahr",
        "valido", "valida", "accettato", "sì",
        "geldig", "groen",
        "действителен", "действительно", "да", "зелёный",
        "صالح", "نعم", "أخضر",
        "有效", "是", "绿色",
    ),
    Meaning.NOT_VALID: (
        "not valid", "invalid", "rejected", "reject", "refused", "no", "n", "red", "fail", "failed", "false", "not accepted",
        "non valide", "pas valide", "invalide", "refusé", "rejeté", "non", "rouge", "non conforme",
        "no válido", "no válida", "inválido", "inválida", "não válido", "rechazado", "rejeitado", "recusado", "não", "rojo",
        "vermelho",
        "ungültig", "nicht gültig", "abgelehnt", "nein", "rot", "falsch",
        "non valido", "non valida", "rifiutato", "rosso",
        "ongeldig", "nee", "rood",
        "недействителен", "недействительно", "нет", "красный",
        "غير صالح", "لا", "أحمر",
        "无效", "否", "红色",
    ),
    Meaning.CRASH: (
        "error or crash", "error", "crash", "crashed", "froze", "frozen", "hang", "hung", "exception", "app closed",
        "erreur", "plantage", "planté", "bloqué",
        "se cerró", "erro", "travou",
        "fehler", "absturz", "abgestürzt", "hängt",
        "errore", "bloccato",
        "fout", "vastgelopen",
        "ошибка", "сбой",
        "خطأ", "تعطل",
        "错误", "崩溃",
    ),
    Meaning.NOT_SCANNED: (
        "not scanned", "unscanned", "no scan", "could not scan", "cannot scan", "unreadable", "not read", "skipped", "not tested",
        "non scanné", "pas scanné", "illisible",
        "no escaneado", "no leído", "ilegible", "não lido", "ilegível",
        "nicht gescannt", "nicht gelesen", "nicht lesbar", "unlesbar",
        "non scansionato", "non letto", "illeggibile",
        "niet gescand", "onleesbaar",
        "не отсканирован", "не считан",
        "لم يتم المسح", "غير مقروء",
        "未扫描", "无法扫描",
    ),
}  # fmt: skip
EDGES = " \t\r\n\u00a0.!?*'\"“”"  # what people and spreadsheet programs leave at either end of a word
BLANKS = frozenset({"", "-", "–", "—"})  # noqa: RUF001 - dashes in a cell that has no answer


def plain(text: str) -> str:
    """The text without what does not count: case, accents, edges, runs of white space."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in parts if not unicodedata.combining(character))
    return " ".join(bare.replace("_", " ").split()).strip(EDGES)


MEANINGS: dict[str, Meaning] = {plain(word): meaning for meaning, words in WORDS.items() for word in words}


def meaning(text: str) -> Meaning | None:
    """What an answer means; `None` where it is none of the words."""
    return MEANINGS.get(plain(text))
