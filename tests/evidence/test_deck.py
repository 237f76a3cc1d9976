"""A deck of cards: made, printed, scanned back, answered and judged."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import math
import re
from dataclasses import replace

import pytest
from cryptography import x509

from gdhcn_conformance.errors import Exit, Problem
from gdhcn_conformance.evidence import deck, deck_choice, deck_folder
from gdhcn_conformance.generation.build import MOMENT
from gdhcn_conformance.model.vector import Expected
from gdhcn_conformance.running import library
from tests.evidence.decks import answered, built_once, command, filled, key_of, scan, symbols

CARDS = 40


@pytest.fixture(scope="module", autouse=True)
def once():
    """Nothing is read or built twice."""
    with built_once():
        yield


@pytest.fixture(scope="module")
def order():
    """An order for the moment that committed vectors are built for."""
    return deck.Order(CARDS, MOMENT, seed=7, sets_clock=True)


@pytest.fixture(scope="module")
def made(order):
    """The deck of that order."""
    return deck.make(library.load("verifier"), order)


@pytest.fixture(scope="module")
def folder(made, tmp_path_factory):
    """Its folder."""
    path = tmp_path_factory.mktemp("deck")
    deck_folder.write(made, path, "a4")
    return path


@pytest.fixture(scope="module")
def scanned(folder):
    """Its cards, scanned from pictures of its pages."""
    return scan((folder / "deck.pdf").read_bytes())


@pytest.fixture(scope="module")
def candidates():
    """Everything that can stand on a card."""
    suite = library.load("verifier")
    return deck_choice.eligible(suite, suite.profile(deck.PROFILE), MOMENT)


@pytest.fixture
def judge(capsys, folder, tmp_path):
    """Judges answers to the deck by card, and gives what the command came to."""

    def run(answers, *words):
        sheet = filled(folder, answers, tmp_path / "answers.csv")
        return command(capsys, tmp_path / "out", "run", "--answers", str(sheet), "--deck", str(folder), *words)

    return run


@pytest.fixture(scope="module")
def right(folder, scanned):
    """What the reference says to each card."""
    return answered(folder, scanned, "reference")


def verdict(ended):
    """The word of a run's summary."""
    return re.search(r"^  [✓✗?] ([a-z ]+?)   ", ended.out, re.MULTILINE)[1]


class TestScannedBack:
    """The deck as it is printed, and what becomes of the answers to it."""

    def test_every_card_is_read_from_its_page(self, folder, scanned):
        """Rendered and decoded, the pages give every card's text under its own number, and nothing else."""
        key = key_of(folder)
        found = {each.number: hashlib.sha256(each.text.encode()).hexdigest() for each in scanned}
        assert len(scanned) == CARDS
        assert found == {card.number: card.sha256 for card in key.cards}

    def test_the_reference_is_conformant(self, judge, right):
        """Answered by the reference verifier through the sheet, the deck is judged conformant, exit 0."""
        ended = judge(right)
        assert (ended.code, verdict(ended)) == (Exit.CONFORMANT, "conformant"), ended.out

    @pytest.mark.parametrize("name", ["always-accept", "always-reject", "decodes-only"])
    def test_fakes_are_not_conformant(self, judge, folder, scanned, name):
        """Answered by what looks at nothing, or at no signature, it is judged not conformant."""
        ended = judge(answered(folder, scanned, name))
        assert (ended.code, verdict(ended)) == (Exit.NOT_CONFORMANT, "not conformant"), ended.out

    def test_symbols_are_as_hcert_has_them(self, folder):
        """Level Q, alphanumeric mode, and one version for all, whatever they hold (HCERT 4.2.2)."""
        found = symbols((folder / "deck.pdf").read_bytes())
        assert {(each.error_correction, each.mode) for each in found} == {("Q", "alphanumeric")}
        assert len({each.version for each in found}) == 1

    @pytest.mark.parametrize("paper", ["a4", "letter"])
    def test_symbols_have_the_printed_size(self, made, scanned, paper):
        """A symbol's diagonal lies between 35 and 60 mm on either paper, and every card is read from both."""
        found = scanned if paper == "a4" else scan(deck_folder.files(made, paper)["deck.pdf"])
        assert len(found) == CARDS
        for each in found:
            (left, top), _, (right, bottom), _ = each.corners
            assert 35 < math.hypot(right - left, top - bottom) / 72 * 25.4 < 60


class TestHonesty:
    """What a sheet cannot say is never taken for a pass."""

    def twice(self, folder):
        """The two numbers of a certificate that was printed twice, and must be refused."""
        return next(numbers for numbers in key_of(folder).by_text().values() if len(numbers) > 1)

    def test_prints_answered_unlike_decide_nothing(self, judge, folder, right):
        """Two prints of one certificate that were answered in different ways are named, and leave the run incomplete."""
        first, second = self.twice(folder)
        ended = judge(right | {second: "valid" if right[second] == "not valid" else "not valid"})
        assert (ended.code, verdict(ended)) == (Exit.NOT_CONFORMANT, "incomplete")
        assert ended.out.startswith(f"cards answered unlike their second print: {first}, {second}\n")

    def test_a_right_print_does_not_hide_a_wrong_one(self, judge, folder, right):
        """A print without an answer is missed although its other print was answered."""
        ended = judge(right | {self.twice(folder)[1]: ""})
        assert (ended.code, verdict(ended)) == (Exit.NOT_CONFORMANT, "incomplete")

    @pytest.mark.parametrize(
        ("answer", "told"),
        [("", "cards without an answer: "), ("not scanned", "cards not scanned: ")],
        ids=["none", "not scanned"],
    )
    def test_no_answer_is_no_pass(self, judge, folder, right, answer, told):
        """A card without an answer, or that could not be scanned, is named and leaves the run incomplete, not unreachable."""
        once = next(numbers for numbers in key_of(folder).by_text().values() if len(numbers) == 1)[0]
        ended = judge(right | {once: answer})
        assert (ended.code, verdict(ended)) == (Exit.NOT_CONFORMANT, "incomplete")
        assert ended.out.splitlines()[0] == f"{told}{once}"

    def test_an_empty_sheet_is_incomplete(self, judge):
        """The sheet as it goes out is judged incomplete."""
        ended = judge({})
        assert (ended.code, verdict(ended)) == (Exit.NOT_CONFORMANT, "incomplete")

    def test_a_crash_is_no_refusal(self, judge, made, right):
        """A crash on a card that must be refused fails the profile."""
        refused = next(number for number, vector in made.cards if vector.expectation.expected is Expected.REJECT)
        numbers = [n for n, vector in made.cards if vector == dict(made.cards)[refused]]
        ended = judge(right | dict.fromkeys(numbers, "crash"))
        assert (ended.code, verdict(ended)) == (Exit.NOT_CONFORMANT, "not conformant")

    def test_the_whole_profile_is_out_of_reach(self, judge, right):
        """Judged as a complete verifier, a deck answered rightly is incomplete."""
        assert verdict(judge(right, "--profile", "verifier")) == "incomplete"

    def test_the_report_says_what_was_not_shown(self, judge, right, tmp_path):
        """The report of a conformant deck says what it does not show, and ties itself to the sheet."""
        judge(right)
        report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
        digest = hashlib.sha256((tmp_path / "answers.csv").read_bytes()).hexdigest()
        assert digest in report["implementation"]["about"]["answers"]
        assert {"is-not", "output", "clock", "trust"} <= {note["code"] for note in report["notes"]}


class TestFolder:
    """What testers get, and what they do not."""

    def test_only_the_key_tells(self, folder, made):
        """No page beside the key holds a vector's name, its module, or a requirement's."""
        parts = {
            part for _, vector in made.cards for part in (*vector.id.split("/"), vector.requirement) if "-" in part
        }
        for path in (each for each in folder.iterdir() if each.suffix in (".txt", ".csv", ".html", ".json")):
            text = path.read_text(encoding="utf-8")
            assert [part for part in parts if part in text] == [], path

    def test_the_key_is_kept_apart_and_says_so(self, folder):
        """The key lies in a folder of its own, and begins with a warning."""
        keys = list(folder.rglob("key.json"))
        assert [path.parent.name for path in keys] == ["keep-from-testers"]
        assert next(iter(json.loads(keys[0].read_text()))) == "warning"

    def test_certificates_are_those_of_the_list(self, folder):
        """Each entry of the trust list lies as a PEM file below its country and kind, under its key identifier."""
        entries = json.loads((folder / "trust-list.json").read_text())
        files = {path.relative_to(folder / "certificates").as_posix(): path for path in folder.rglob("*.pem")}
        assert len(files) == len(entries)
        for entry in entries:
            path = files[f"{entry['country']}/{entry['usage'][0]}/{base64.b64decode(entry['kid']).hex()}.pem"]
            assert x509.load_pem_x509_certificate(path.read_bytes()) == x509.load_der_x509_certificate(
                base64.b64decode(entry["certificate"])
            )

    @pytest.mark.parametrize("name", ["deck.html", "answers.html"])
    def test_pages_load_nothing(self, folder, name):
        """A page holds all it needs, and its policy allows its own style and script and nothing else."""
        text = (folder / name).read_text(encoding="utf-8")
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1]
        assert policy.startswith("default-src 'none'")
        assert not re.search(r"(?i)\b(src|href|action|style|on[a-z]+)=", text.split("</style>")[1].split("<script>")[0])
        for tag in ("style", "script"):
            for body in re.findall(rf"(?s)<{tag}>(.*?)</{tag}>", text):
                digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
                assert f"{tag}-src 'sha256-{digest}'" in policy

    def test_the_form_asks_for_every_card(self, folder, made):
        """The form has a group of four answers a card, and the empty sheet a row."""
        text = (folder / "answers.html").read_text(encoding="utf-8")
        numbers = [number for number, _ in made.cards]
        assert [int(each) for each in re.findall(r'<tr><th scope="row">(\d+)', text)] == numbers
        assert all(text.count(f'type="radio" name="c{number}"') == 4 for number in numbers)
        rows = (folder / "answers.csv").read_text(encoding="utf-8").splitlines()
        assert [int(row.split(",")[0]) for row in rows if row[:1].isdigit()] == numbers

    def test_the_readme_says_what_clock(self, made, folder):
        """The testers' page names the moment to set, or else the days on which the cards may be scanned."""
        live = replace(made, sets_clock=False)
        assert "2022-01-15 10:00 UTC" in (folder / "README.txt").read_text(encoding="utf-8")
        assert "2022-01-15 to 2022-01-29" in deck_folder.files(live, "a4")["README.txt"].decode()

    def test_the_same_order_is_the_same_deck(self, folder, made):
        """Made again from the same seed, every file has the same bytes."""
        remade = deck_folder.files(made, "a4")
        assert {name: (folder / name).read_bytes() for name in remade} == remade


class TestSelection:
    """What a deck is made of."""

    def test_every_deck_of_forty_shows_the_whole_profile(self, candidates):
        """Whatever the seed, forty cards show each required row, each stage, both algorithms and all kinds, half of them refused."""
        profile = library.load("verifier").profile(deck.PROFILE)
        by_id = {vector.id: vector for vector in candidates}
        size = CARDS - deck_choice.repeated(CARDS)
        wants = set(deck_choice.wants(candidates, profile))
        underived = {name for name in profile.required if not library.load("verifier").requirements[name].derived}
        assert underived <= wants
        stages = {each for each in profile.capabilities if each.startswith("stage:")}
        assert {f"stage {each.removeprefix('stage:')}" for each in stages} <= wants
        for seed in range(25):
            chosen = deck_choice.choose(candidates, profile, size, seed)
            shown = {mark for vector in chosen for mark in deck_choice.marks(vector, by_id)}
            assert wants <= shown, wants - shown
            assert (len(chosen), sum(v.expectation.expected is Expected.REJECT for v in chosen)) == (size, size // 2)
            names = {vector.id for vector in chosen}
            assert all(vector.twin in names for vector in chosen if vector.twin)

    def test_nothing_outside_the_profile_stands_on_a_card(self, candidates):
        """A card's requirement is one that the profile names: nothing is shown that would not count."""
        profile = library.load("verifier").profile(deck.PROFILE)
        assert {profile.standing(vector.requirement) for vector in candidates} <= {"required", "optional"}

    def test_the_profile_names_nothing_that_is_not_there(self):
        """Each row that the profile requires or leaves optional is in the ledger, by its whole name."""
        suite = library.load("verifier")
        profile = suite.profile(deck.PROFILE)
        assert {*profile.required, *profile.optional} <= suite.requirements.keys()
        assert profile.is_not

    def test_no_card_changes_within_the_window(self, made):
        """Under the one trust list, every card is judged alike from the day before to a fortnight after."""
        assert all(deck_choice.stands(vector, made.trust, MOMENT) for _, vector in made.cards)

    def test_the_order_tells_nothing(self, made):
        """Neither halves nor neighbours of the deck give away which cards are refused."""
        refused = [vector.expectation.expected is Expected.REJECT for _, vector in made.cards]
        changes = sum(one != other for one, other in itertools.pairwise(refused))
        assert 10 <= changes <= 30
        assert 5 <= sum(refused[:20]) <= 15

    def test_another_seed_is_another_deck(self, candidates):
        """Another seed chooses other vectors, numbers and repeats."""
        profile = library.load("verifier").profile(deck.PROFILE)
        one, other = (deck_choice.choose(candidates, profile, 36, seed) for seed in (1, 2))
        assert {v.id for v in one} != {v.id for v in other}
        assert deck.numbers(40, 1) != deck.numbers(40, 2)

    @pytest.mark.parametrize("count", [10, 40, 60, 300])
    def test_a_misread_number_is_no_other_cards(self, count):
        """Numbers that differ in one digit only do not stand in one deck."""
        numbers = [str(number) for number in deck.numbers(count, 3)]
        assert len(set(numbers)) == count
        assert len({len(number) for number in numbers}) == 1
        for place in range(len(numbers[0])):
            assert len({number[:place] + number[place + 1 :] for number in numbers}) == count

    def test_too_few_cards_are_refused_or_told(self, order):
        """A handful of cards is no deck; a small one says which requirements it leaves untested."""
        suite = library.load("verifier")
        with pytest.raises(Problem, match="shows nothing"):
            deck.make(suite, replace(order, cards=5))
        assert deck.make(suite, replace(order, cards=12)).untested


class TestCommand:
    """`gdhcn-conformance deck` and the options of a run that go with it."""

    def test_it_writes_a_deck_and_says_what_to_do(self, capsys, tmp_path):
        """The command writes every file, says for whom each is, and the next command."""
        words = ("--seed", "7", "--at", "2022-01-15T11:00:00+01:00", "--paper", "letter")
        ended = command(capsys, None, "deck", str(tmp_path / "d"), *words)
        assert ended.code == Exit.CONFORMANT
        assert "40 cards, 4 of them printed twice" in ended.out
        names = {
            "README.txt",
            "answers.csv",
            "answers.html",
            "certificates",
            "deck.html",
            "deck.pdf",
            "trust-list.json",
        }
        assert {path.name for path in (tmp_path / "d").iterdir()} == names | {"keep-from-testers"}

    def test_a_folder_in_use_is_left_alone(self, capsys, tmp_path):
        """A folder that holds something is not written into."""
        (tmp_path / "mine.txt").write_text("mine")
        ended = command(capsys, None, "deck", str(tmp_path))
        assert (ended.code, "[deck-folder-taken]" in ended.err) == (Exit.USAGE, True)
        assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

    @pytest.mark.parametrize("moment", ["tomorrow", "2026-11-25T10:00:00"])
    def test_a_moment_needs_its_offset(self, capsys, tmp_path, moment):
        """A moment that is none, or is one in an unknown zone, is a usage error."""
        ended = command(capsys, None, "deck", str(tmp_path / "d"), "--at", moment)
        assert (ended.code, "[deck-moment]" in ended.err) == (Exit.USAGE, True)

    def test_the_key_beside_the_sheet_is_found(self, capsys, folder, right, tmp_path):
        """A sheet in its deck's folder needs no --deck, and is an address like any other."""
        sheet = filled(folder, right, folder / "filled.csv")
        try:
            for words in (("--answers", str(sheet)), ("--adapter", f"answers:{sheet}")):
                assert command(capsys, tmp_path / "out", "run", *words).code == Exit.CONFORMANT
        finally:
            sheet.unlink()

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            (lambda key: key | {"cards": [key["cards"][0] | {"sha256": "0" * 64}, *key["cards"][1:]]}, "deck-differs"),
            (lambda key: key | {"trust": "0" * 64}, "deck-differs"),
            (lambda key: key | {"format": 2}, "deck-key-format"),
            (lambda key: key | {"cards": []}, "deck-key-invalid"),
            (lambda key: key | {"cards": [*key["cards"], key["cards"][0]]}, "deck-key-invalid"),
            (lambda key: {"format": 1}, "deck-key-invalid"),
            (lambda key: [key], "deck-key-invalid"),
        ],
        ids=["card", "trust", "format", "no cards", "card twice", "members", "list"],
    )
    def test_a_key_that_does_not_fit_is_refused(self, capsys, folder, right, tmp_path, change, code):
        """A key from which other cards would come, or that is none, ends with 2 and names the reason."""
        path = tmp_path / "key.json"
        path.write_text(json.dumps(change(json.loads((folder / "keep-from-testers" / "key.json").read_text()))))
        sheet = filled(folder, right, tmp_path / "answers.csv", lambda text: re.sub(r"(?m)^deck,.*\n", "", text))
        ended = command(capsys, tmp_path / "out", "run", "--answers", str(sheet), "--deck", str(path))
        assert (ended.code, f"[{code}]" in ended.err) == (Exit.USAGE, True), ended.err
