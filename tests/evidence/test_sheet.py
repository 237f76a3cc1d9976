"""Answer sheets as spreadsheet programs write them, and every way in which one can be wrong."""

from __future__ import annotations

import pytest

from gdhcn_conformance.adapters.answers.sheet import read_sheet
from gdhcn_conformance.adapters.answers.words import MEANINGS, WORDS, Meaning, meaning, plain
from gdhcn_conformance.errors import Exit, Problem

KNOWN = frozenset({116, 178, 192})
PLAIN = "number,answer,note\n116,valid,\n178,not valid,\n192,error or crash,it closed\n"
READ = {116: Meaning.VALID, 178: Meaning.NOT_VALID, 192: Meaning.CRASH}


@pytest.fixture
def read(tmp_path):
    """Reads a sheet of these bytes, or of this text in UTF-8."""

    def of(data, deck="BCDFGH"):
        path = tmp_path / "answers.csv"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return read_sheet(path, KNOWN, deck)

    return of


def meanings(sheet):
    """What the sheet says of each card."""
    return {number: answer.meaning for number, answer in sheet.answers.items()}


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode("utf-16"),
        PLAIN.replace(",", "\t").encode("utf-16-le"),
        PLAIN.replace(",", ";").encode("utf-16-be"),
        ("sep=;\r\n" + PLAIN.replace(",", ";")).encode(),
        PLAIN.replace("it closed", "plantée").encode("cp1252"),
        ("\n\n" + PLAIN + "\n,,\n,,\n").encode(),
        b'"number","answer","note"\n"116","valid",""\n"178","not valid","a, b"\n"192","crash","two\nlines"\n',
        b"note,answer,number\n,valid,116\n,not valid,178\nit closed,crash,192\n",
        b"Card;Remarks;App says;;\n116;;VALID;;\n 178 ;; Not valid. ;;\n#192;;crash;;\n",
        "Nummer;Antwort;Bemerkung\n116;gültig;\n178;ungültig;\n192;Absturz;\n".encode(),
        "numéro;réponse;remarque\n116,0;valide;\n178.0;refusé;\n192;plantage;\n".encode(),
        b"number,answer\n116,valid\n178,not valid\n192,crash\n",
        b"number,answer,note\n192,crash,\n178,invalid,\n116,yes,\n116,valid,again\n178,-,\n",
    ],
    ids=[
        "plain", "byte order mark", "CRLF", "CR", "semicolons", "UTF-16 of Excel", "UTF-16 without a mark", "UTF-16 big endian",
        "sep line", "Windows-1252", "blank lines", "quoted", "another order", "other headings", "German", "French", "no notes",
        "twice alike",
    ],
)  # fmt: skip
def test_what_spreadsheet_programs_write_is_read(read, data):
    """The same answers are read from every dialect, encoding, order of columns and language."""
    assert meanings(read(data)) == READ


def test_facts_are_kept_apart_from_answers(read):
    """Rows that name app, version, device, tester and date say what was tested, wherever they stand."""
    sheet = read("number,answer,note\nApp,Acme Check,\nversion,4.2,\n116,valid,\ntester,,A. B.\ndeck,bcdfgh,\n")
    assert sheet.facts == {"app": "Acme Check", "version": "4.2", "tester": "A. B.", "deck": "bcdfgh"}
    assert meanings(sheet) == {116: Meaning.VALID}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("116,=1+1,", "line 2: card 116: the answer is a formula, '=1+1'"),
        ('116,"=HYPERLINK(""http://x"",""valid"")",', "line 2: card 116: the answer is a formula, '=HYPERLINK("),
        ("116,+valid,", "the answer is a formula, '+valid'"),
        ("116,-1,", "the answer is a formula, '-1'"),
        ("116,@SUM(A1),", "the answer is a formula, '@SUM(A1)'"),
        ("=116,valid,", "line 2: the number is a formula, '=116'"),
        ("116,maybe,", "line 2: card 116: 'maybe' is no answer"),
        ("116,vaild,", "'vaild' is no answer (did you mean 'valid'?)"),
        ("116,orange,", "'orange' is no answer"),
        ("117,valid,", "line 2: the deck has no card 117"),
        ("11.5,valid,", "line 2: '11.5' is no card's number"),
        ("x,valid,", "line 2: 'x' is no card's number"),
        (",valid,", "line 2: an answer without a card's number"),
        ("116,valid,\n178,valid,\n116,red,", "line 4: card 116 has two answers: 'not valid' here and 'valid' in line 2"),
        ("116,\x1b[31mgreen?\x1b[0m,", "is no answer"),
    ],
)  # fmt: skip
def test_faults_are_told_with_their_lines(read, row, told):
    """An answer that is none, a formula, an unknown card and a contradiction end with 2, and name line and cell."""
    with pytest.raises(Problem) as refused:
        read(f"number,answer,note\n{row}\n")
    assert (refused.value.exit_code, refused.value.code) == (Exit.USAGE, "answers-invalid")
    assert told in str(refused.value)
    assert "\x1b" not in str(refused.value)


def test_all_faults_are_told_at_once(read):
    """A sheet with several faults names them all in one problem, and no more than a screen of them."""
    with pytest.raises(Problem) as refused:
        read("number,answer\n" + "".join(f"{number},maybe\n" for number in range(900, 950)))
    assert str(refused.value).count("\n    line ") == 20
    assert "50 faults" in str(refused.value)
    assert "and 30 more" in str(refused.value)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "answers-empty"),
        (b"\n\n", "answers-empty"),
        (b"116,valid,\n178,valid,\n", "answers-without-header"),
        (b"just text\n", "answers-without-header"),
        (b"PK\x03\x04 and so on", "answers-not-csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "answers-not-csv"),
        (b"%PDF-1.4", "answers-not-csv"),
        (b"<!doctype html>\n<html>", "answers-not-csv"),
        (b"number,answer\n116," + b"x" * 2_000_001, "answers-too-long"),
        (b'number,answer\n116,"' + b"x" * 200_000, "answers-not-csv"),
    ],
    ids=["empty", "blank", "no header", "text", "xlsx", "xls", "PDF", "HTML", "too long", "never ends"],
)  # fmt: skip
def test_other_files_are_named_for_what_they_are(read, data, code):
    """A workbook, a page, a PDF and an empty file end with 2 and say how to save a sheet."""
    with pytest.raises(Problem) as refused:
        read(data)
    assert (refused.value.code, refused.value.exit_code, bool(refused.value.hint)) == (code, Exit.USAGE, True)


def test_a_sheet_of_another_deck_is_refused(read):
    """A sheet that names another deck than the key is not judged by it."""
    with pytest.raises(Problem, match="'XXXXXX'"):
        read("number,answer\ndeck,XXXXXX\n116,valid\n")


def test_a_missing_file_is_a_problem(tmp_path):
    """A sheet that is not there ends with 2."""
    with pytest.raises(Problem, match="cannot be read"):
        read_sheet(tmp_path / "none.csv", KNOWN, "BCDFGH")


def test_no_word_means_two_things():
    """Each word stands under one meaning only, also without case and accents."""
    for meant, words in WORDS.items():
        assert [word for word in words if meaning(word) is not meant] == []
    assert len({plain(word) for words in WORDS.values() for word in words}) == len(MEANINGS)
