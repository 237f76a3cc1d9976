"""Each format by itself: what a reader, a browser or a build server relies on."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import pytest

from gdhcn_conformance.content import root
from gdhcn_conformance.errors import Problem
from gdhcn_conformance.reporting.document import document
from gdhcn_conformance.reporting.html import PICTURES, html
from gdhcn_conformance.reporting.junit import junit
from gdhcn_conformance.reporting.markdown import FINDINGS, markdown
from gdhcn_conformance.reporting.terminal import summary
from gdhcn_conformance.reporting.write import FORMATS, write_reports
from gdhcn_conformance.running.assess import Assessment, assess
from tests.reporting import samples

VOID = {"meta", "br", "img", "hr", "input", "link"}
DRAWN = {"path", "circle", "rect", "use"}  # of SVG, written as empty elements


@cache
def large() -> str:
    return html(document(samples.large()))


@cache
def sample(qualified: bool = False) -> Assessment:
    assessment = samples.run()
    return assess(replace(assessment.log, policies={"trailing-newline": "refuse"})) if qualified else assessment


class Balance(HTMLParser):
    """Whether every element is closed where it must be, and which identifiers and fragments there are."""

    def __init__(self, page: str):
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.fragments: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids += [given["id"]] if "id" in given else []
        if given.get("href", "").startswith("#"):
            self.fragments.add(given["href"][1:])
        if tag not in VOID | DRAWN:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID | DRAWN:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_the_page_is_balanced_and_its_links_lead_somewhere():
    """Every element is closed in order, no identifier stands twice, and each link within the page has its place."""
    for page in (large(), html(document(samples.run(samples.Asked(samples.crashes))))):
        made = Balance(page)
        assert not made.wrong
        assert not made.open
        assert len(made.ids) == len(set(made.ids))
        assert made.fragments <= set(made.ids)


def test_the_page_forbids_scripts_and_everything_from_elsewhere():
    """The page's own policy allows its one style, by digest, and pictures in the page; nothing in it needs more."""
    page = large()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert "<script" not in page
    assert not re.search(r"\sstyle=|\son\w+=|@import|url\(", page)


def test_a_large_report_stays_small():
    """A page on 450 vectors with 100 findings is below three megabytes."""
    assert len(large().encode()) < 3_000_000


def test_pictures_are_capped_and_the_page_says_so():
    """The QR symbols of the first findings are shown, and how many is stated."""
    assert large().count("<img ") == PICTURES
    assert f"The first {PICTURES} show the QR symbol" in large()


def test_the_first_screen_tells_the_truth():
    """Before any finding stand the verdict, what narrows it, who was tested with what, and the digest of the log."""
    assessment = samples.run(samples.Asked(samples.ignores_expiry), only=["T-CWT-001", "T-SIG-001"])
    assessment = replace(assessment, log=replace(assessment.log, digest="d" * 64))
    first = html(document(assessment)).partition('id="findings"')[0]
    for told in ("not conformant", "acme-verify", "sample@2026-11", "A part of the suite", "checkout", "d" * 64):
        assert told in first


def test_the_reference_has_its_banner():
    """A page on the built-in reference says in its verdict that it says nothing about any other."""
    assert "built-in reference: it says nothing about any other" in html(document(sample())).partition("</section>")[0]


def test_a_qualified_verdict_looks_and_reads_otherwise():
    """Under changed policies page, Markdown, JUnit and terminal say so wherever they say the word."""
    made = document(sample(qualified=True))
    page = html(made)
    assert 'class="verdict b-warn"' in page
    assert 'class="verdict b-good"' in html(document(sample()))
    written = (page.partition("</main>")[0], markdown(made), junit(made), summary(sample(qualified=True)))
    for text in written:
        assert "conformant under changed policies" in text
        assert not re.search(r"(?<!-)\bconformant\b(?! under changed)", text.replace("makes an implementation", ""))


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_has_enough_contrast(scheme):
    """Every colour of text reaches 4.5 to 1 on every ground it stands on, in both schemes (WCAG 2.2, 1.4.3)."""
    css = (root() / "reports/templates/report.css").read_text("utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", css.split("prefers-color-scheme: dark")[scheme]))
    grounds = ["paper", "card"]
    pairs = [
        (ink, ground) for ink in ("ink", "soft", "link", "good", "bad", "warn", "open", "quiet") for ground in grounds
    ]
    tones = ("good", "bad", "warn", "open")
    pairs += [(tone, f"{tone}-tint") for tone in tones] + [(i, f"{t}-tint") for i in ("ink", "soft") for t in tones]
    for ink, ground in pairs:
        lighter, darker = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (ink, ground)


def test_tables_have_captions_and_headers():
    """Each table of the page has a caption and scoped headers, and the page has one main heading and a language."""
    page = html(document(samples.run(samples.Asked(samples.ignores_expiry)), controls={"x": samples.scores(sample())}))
    tables = re.findall(r"<table.*?</table>", page, re.DOTALL)
    assert tables
    assert all("<caption>" in table and 'scope="col"' in table and 'scope="row"' in table for table in tables)
    assert page.count("<h1") == 1
    assert '<html lang="en">' in page


def test_unproven_requirements_are_listed_with_their_reasons():
    """Page and summary name each unproven requirement and why it is one; where none is, only the page says so."""
    assessment = samples.run()
    made = document(assessment, unproven={"T-CWT-001": "nobody tried"})
    assert '<a class="id" href="#r-T-CWT-001">T-CWT-001</a>' in html(made).partition("Unproven requirements")[2]
    assert "* T-CWT-001: nobody tried" in markdown(made).partition("## Unproven requirements")[2]
    none = document(assessment, unproven={})
    assert "a verifier with one bug is caught by its vectors" in html(none)
    assert "Unproven" not in markdown(none)
    assert "Unproven" not in html(document(assessment))


def test_junit_counts_as_pytest_does():
    """Pass, observed and warn pass, not-applicable is skipped, the rest fails, and the profile is the last case."""
    made = ET.fromstring(junit(document(samples.run(samples.Asked(samples.ignores_expiry)))))
    assert {name: made.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "8",
        "failures": "2",
        "errors": "0",
        "skipped": "1",
    }
    last = list(made.iter("testcase"))[-1]
    assert last.get("name") == "profile: conformant"
    assert last.find("failure") is not None


def test_an_incomplete_run_is_not_green_in_junit():
    """An implementation that gives no usable answer fails the profile's case and errs in the others."""
    silent = samples.Asked(lambda _: {"outcome": "protocol-error", "detail": "no JSON"})
    made = ET.fromstring(junit(document(samples.run(silent))))
    assert (made.get("failures"), made.get("errors")) == ("1", "6")


def test_markdown_lists_a_bounded_number_of_findings():
    """The summary lists the gravest findings, says how many more there are, and fits into a comment on GitHub."""
    made = markdown(document(samples.large(), exhibits=False))
    assert made.count("<br><code>") == FINDINGS
    assert f"{100 - FINDINGS} more stand in the full report." in made
    assert len(made) < 65_536


def test_the_terminal_says_what_a_newcomer_needs():
    """Verdict, levels, findings with the word to look them up, controls, where the report is and the exit code."""
    controls = {"always-accept": samples.scores(samples.run(samples.Asked(samples.accepts_everything)))}
    assessment = samples.run(samples.Asked(samples.ignores_expiry))
    told = summary(assessment, controls=controls, report=samples.WHO, exit_code=1, width=100)
    assert "✗ not conformant   MUST 3/4   SHOULD 2/2   1 finding, 1 of them critical" in told
    assert told.count("explain expired-by-a-month\n") == 1
    assert "controls: always-accept 0 % of negatives" in told
    assert told.endswith(f"report  {samples.WHO}      exit 1")


def test_what_is_missing_stands_on_the_terminal_too():
    """A capability that was required and not there is named with the number of vectors it cost."""
    told = summary(samples.run(samples.Asked(lambda _: {"outcome": "unsupported", "detail": "never"})), width=100)
    assert "? incomplete" in told
    assert re.search(r"incomplete: .*answered unsupported \(never\).* \(\d vectors?\)", told)


def test_every_format_is_written(tmp_path):
    """Each format of the registry ends as its file, in the order asked for."""
    written = write_reports(sample(), tmp_path / "new" / "folder", list(FORMATS))
    assert [path.name for path in written] == ["report.html", "report.json", "junit.xml", "summary.md"]
    assert json.loads(written[1].read_text("utf-8")) == document(sample())


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path):
    """A format that is not there is a Problem that names those that are."""
    with pytest.raises(Problem, match="no report format 'pdf'") as caught:
        write_reports(sample(), tmp_path / "folder", ["html", "pdf"])
    assert "markdown" in caught.value.hint
    assert not (tmp_path / "folder").exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    """Where the folder is a file, the Problem names it."""
    (tmp_path / "file").write_text("")
    with pytest.raises(Problem, match="cannot be written"):
        write_reports(sample(), tmp_path / "file", ["json"])


def test_nothing_heavy_is_loaded_before_a_report_is_written():
    """Importing the writers loads neither templates nor images."""
    heavy = "{'jinja2', 'PIL', 'zxingcpp', 'segno'}"
    code = f"import gdhcn_conformance.reporting.write, sys; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root())
    assert done.stdout.strip() == "set()"
