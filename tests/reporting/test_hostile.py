"""Strings of an attacker in every place where one can stand, through every writer."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser

import pytest

from gdhcn_conformance.model.outcome import Accepted, Crashed, Rejected
from gdhcn_conformance.model.requirement import Policy, Source
from gdhcn_conformance.reporting import texts
from gdhcn_conformance.reporting.document import document
from gdhcn_conformance.reporting.html import html
from gdhcn_conformance.reporting.junit import junit
from gdhcn_conformance.reporting.markdown import markdown
from gdhcn_conformance.reporting.terminal import summary
from gdhcn_conformance.reporting.write import as_json
from gdhcn_conformance.running.assess import Assessment, assess
from gdhcn_conformance.running.known import Deviation, against
from tests.reporting import samples

PLAIN = "plain words"
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)" x=\'y\' style=',
    "end-of-section": "]]> --> </style></title></details></code>",
    "entity": "&lt;script&gt; &#x3c; &amp;",
    "terminal": "\x1b[2J\x1b]0;title\x07\x9b31m\x08\x7f",
    "bidi": "safe \u202egnp.exe\u2066 \u200f\u061c",
    "surrogate": "half \ud83d and \udc00",
    "null": "nul \x00 \ufffe \uffff \U000e0001",
    "lines": "a\r\nb\u2028c\u2029d\x85e",
    "markdown": "[x](javascript:1) ![y](http://e) `code` **b** | c | # h \\ ~~s~~ <http://e>",
    "mention": "@everyone #1 www.evil.example https://evil.example a@evil.example :smile:",
    "formula": '=HYPERLINK("http://evil","x")+cmd|\'/C calc\'!A0',
    "template": "{{ 7*7 }} {% raw %} ${7} #{7} %s {0}",
    "shell": "x'; rm -rf / #\n$(id) `id`",
}
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def poisoned(text: str, *, ids: bool = True) -> Assessment:
    """A run in which this text stands wherever a log lets one stand."""
    log = samples.run(samples.Asked(samples.ignores_expiry)).log
    tail = text if ids else ""
    name = {vector.id: vector.id + tail for vector in log.vectors}
    row = {each: each + tail for each in log.requirements}
    outcomes = [Accepted({text: [text]}, text), Rejected(text, text), Crashed(text), Rejected(None, text)]
    cases = {}
    for number, (old, case) in enumerate(log.cases.items()):
        reply = replace(case.reply, outcome=outcomes[number % len(outcomes)], attempts=(Crashed(text),), id=text)
        cases[name[old]] = replace(case, vector=name[old], reply=reply, again=Crashed(text))
    vectors = [
        replace(
            each,
            id=name[each.id],
            title=text,
            description=f"{text}\n\nmore {text}",
            requirement=row[each.requirement],
            also=tuple(row[also] for also in each.also),
            twin=name[each.twin] if each.twin else None,
            mutation=text,
            clock=text,
            needs=each.needs - {"operation:verify-image"},
        )
        for each in log.vectors
    ]
    requirements = {
        row[each.id]: replace(
            each, id=row[each.id], chapter=text, text=text, source=Source(text, text, samples.WHO), note=text
        )
        for each in log.requirements.values()
    }
    return assess(
        replace(
            log,
            run=text,
            started=text,
            implementation={"name": text, "version": text, "language": text},
            about={text: text},
            suite=dict.fromkeys(("version", "digest", "installed", "python", "platform"), text),
            profile=replace(log.profile, name=text, text=text, is_not=text, samples={}),
            role=replace(log.role, products=frozenset({text}), behaviours={text: True}, output="payload", clock=text),
            policies={"trailing-newline": "open", text: text},
            policy_table={"trailing-newline": Policy("trailing-newline", text, "open", text)},
            requirements=requirements,
            vectors=tuple(vectors),
            vectors_from=f"corpus {text}",
            only=(text,),
            cases=cases,
            digest=text,
        )
    )


@cache
def reported(text: str, *, ids: bool = True) -> tuple[Assessment, dict, dict]:
    assessment = poisoned(text, ids=ids)
    known = against((Deviation("*", "unsafe", text, text, date(2027, 1, 1)),), assessment, date(2026, 12, 1))
    unproven = dict.fromkeys(assessment.log.requirements, text)
    about = {"controls": {text: samples.scores(assessment)}, "known": known}
    return assessment, about, document(assessment, **about, unproven=unproven)


class Structure(HTMLParser):
    """The elements of a page with the names of their attributes, and where links and pictures lead."""

    def __init__(self, page: str):
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.leads: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.leads += [value for name, value in attributes if name in ("href", "src")]
        if tag not in ("code", "br"):  # what stands between backticks is set as code
            self.elements.append((tag, tuple(name for name, _ in attributes)))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_has_the_same_elements_whatever_is_written_in_it(name):
    """Hostile strings add no element and no attribute to the page, and no link leads anywhere but to the web or the page."""
    page = html(reported(HOSTILE[name])[2])
    made = Structure(page)
    assert made.elements == Structure(html(reported(PLAIN)[2])).elements
    assert not {"script", "iframe", "object", "form", "base", "link"} & {tag for tag, _ in made.elements}
    assert all(lead.startswith(("#", "https://", "data:image/png;base64,")) for lead in made.leads)
    page.encode("utf-8")
    assert all(character.isprintable() or character == "\n" for character in page)


@pytest.mark.parametrize("name", HOSTILE)
def test_junit_is_well_formed_whatever_is_written_in_it(name):
    """JUnit XML with hostile strings parses, and counts the same cases."""
    made = ET.fromstring(junit(reported(HOSTILE[name])[2]).encode("utf-8"))
    plain = ET.fromstring(junit(reported(PLAIN)[2]).encode("utf-8"))
    for total in ("tests", "failures", "errors", "skipped"):
        assert made.get(total) == plain.get(total)
        assert int(made.get(total)) == sum(int(suite.get(total)) for suite in made.iter("testsuite"))


@pytest.mark.parametrize("name", HOSTILE)
def test_markdown_is_neutralised(name):
    """In Markdown hostile strings make no tag, link, mention, code, table cell or heading."""
    made, plain = (markdown(reported(text)[2]) for text in (HOSTILE[name], PLAIN))
    theirs = re.sub(r"<br>|</?code>", "", made)
    assert not re.search(r"(?<!\w)@\w|@[\w-]*\.\w", theirs)
    assert not re.search(r"[<>`\\]|\]\(|!\[|://|(?i:www\.)", theirs.replace("<!-- -->", ""))
    lines = made.splitlines()
    assert len(lines) == len(plain.splitlines())
    assert [line.count("|") for line in lines] == [line.count("|") for line in plain.splitlines()]
    assert [line[:2] for line in lines if line.startswith("#")] == ["# "] + ["##"] * (
        sum(line.startswith("#") for line in plain.splitlines()) - 1
    )
    assert all(character.isprintable() for line in made.split("\n") for character in line)


@pytest.mark.parametrize("name", HOSTILE)
def test_the_terminal_gets_nothing_but_printable_characters(name):
    """The summary on the terminal holds no control, escape or direction character, and no line beyond its width."""
    assessment, about, _ = reported(HOSTILE[name])
    told = summary(assessment, **about, width=90)
    assert all(character.isprintable() for line in told.split("\n") for character in line)
    assert not BIDI & set(told)
    assert max(map(len, told.split("\n"))) <= 90


@pytest.mark.parametrize("name", HOSTILE)
def test_the_json_document_is_clean(name):
    """Strings of report.json can be written in UTF-8 and hold no control or direction character but line breaks and tabs."""
    made = as_json(reported(HOSTILE[name])[2])
    assert made.isascii()
    for text in strings(json.loads(made)):
        text.encode("utf-8")
        assert all(character.isprintable() or character in "\n\t" for character in text), text


def strings(value):
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from strings(each)
    if isinstance(value, str):
        yield value


def test_a_command_to_copy_is_one_command():
    """The command that repeats a finding keeps a hostile name inside quotation marks, on one line."""
    command = document(poisoned(HOSTILE["shell"]))["findings"][0]["reproduce"]
    assert "\n" not in command
    assert re.fullmatch(r"(?:[^\s'$`;&|<>()#]+|'[^']*'|\"'\"|\s)+", command)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "http://e", 'https://e/" onclick=', "data:text/html,x", "//e"]
)
def test_only_addresses_of_the_web_are_links(address):
    """A source whose address is not a plain HTTPS one is shown without a link."""
    assert texts.web_address(address) == ""
    assert texts.web_address(samples.WHO) == samples.WHO


def test_ten_megabytes_of_text_stay_a_small_report():
    """Ten megabytes in the name, the answers and the titles end as reports of a few hundred kilobytes."""
    huge = "<script>\x1b" + "A" * 10_000_000
    assessment, about, made = reported(huge, ids=False)
    for written in (html(made), junit(made), markdown(made), as_json(made), summary(assessment, **about)):
        assert len(written) < 1_500_000


def test_a_deep_answer_is_shown_as_far_as_it_can_be():
    """An output nested beyond every limit does not break the report."""
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    assert texts.as_json(deep) == "(cannot be written as JSON)"
