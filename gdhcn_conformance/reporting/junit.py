"""The report as JUnit XML, with the same green and red as pytest: pass, observed and warn pass, not-applicable is skipped.

The last test case is the profile itself, so that an incomplete run is never green.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import Any

from gdhcn_conformance.model.verdict import Status

PASSED = (Status.PASS, Status.OBSERVED, Status.WARN)
NAME = "gdhcn-conformance"
REFERENCE = f"{NAME}: the built-in reference, which says nothing about any other implementation"
ERRORS = (Status.SUITE_ERROR, Status.INCONCLUSIVE)


def junit(document: dict[str, Any]) -> str:
    """The XML document, a test suite a module of vectors, and one for the profile."""
    modules: dict[str, list[dict[str, Any]]] = {}
    for vector in document["vectors"]:
        modules.setdefault(vector["id"].rpartition("/")[0], []).append(vector)
    hints = {finding["vector"]: finding for finding in document["findings"]}
    root = ET.Element("testsuites", name=REFERENCE if document["verdict"]["reference"] else NAME)
    for module, vectors in modules.items():
        suite = ET.SubElement(root, "testsuite", name=module, timestamp=document["run"]["started"].rstrip("Z"))
        for vector in vectors:
            _case(suite, vector, hints.get(vector["id"]))
        _count(suite)
    _profile(root, document)
    _count(root)
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _properties(suite: ET.Element, document: dict[str, Any]) -> None:
    given, run = document["implementation"], document["run"]
    about = {
        "implementation": f"{given['name']} {given['version']}".strip(),
        "profile": document["profile"]["name"],
        "verdict": document["verdict"]["word"],
        "run": run["id"],
        "log-sha256": run["log_digest"],
    }
    properties = ET.SubElement(suite, "properties")
    for name, value in about.items():
        ET.SubElement(properties, "property", name=name, value=value)


def _case(suite: ET.Element, vector: dict[str, Any], finding: dict[str, Any] | None) -> None:
    module, _, name = vector["id"].rpartition("/")
    seconds = f"{vector['micros'] / 1_000_000:.6f}"
    case = ET.SubElement(suite, "testcase", classname=module.replace("/", "."), name=name, time=seconds)
    status, because = vector["status"], vector["because"]
    if status == Status.NOT_APPLICABLE:
        ET.SubElement(case, "skipped", message=because)
    elif status not in PASSED:
        kind = "error" if status in ERRORS else "failure"
        told = ET.SubElement(case, kind, message=f"{status}: {because}", type=vector["kind"] or status)
        told.text = "\n".join(_told(vector, finding))
    elif status != Status.PASS:
        ET.SubElement(case, "system-out").text = f"{status}: {because}"


def _told(vector: dict[str, Any], finding: dict[str, Any] | None) -> Iterable[str]:
    yield f"{vector['requirement']}: {vector['title']}"
    yield f"expected {vector['expected']}, observed {vector['observed']}"
    if finding is not None:
        for hint in finding["hints"]:
            yield from (f"{name}: {hint[name]}" for name in ("cause", "mend") if hint[name])
        yield f"reproduce: {finding['reproduce']}"


def _profile(root: ET.Element, document: dict[str, Any]) -> None:
    verdict = document["verdict"]
    suite = ET.SubElement(root, "testsuite", name="profile", timestamp=document["run"]["started"].rstrip("Z"))
    _properties(suite, document)
    conformant = verdict["standing"] == "conformant"
    # Under changed policies not even the name of a green test case says the plain word.
    name = f"profile: {verdict['word'] if conformant else 'conformant'}"
    case = ET.SubElement(suite, "testcase", classname="profile", name=name, time="0")
    if not conformant:
        told = ET.SubElement(case, "failure", message=verdict["sentence"], type=verdict["standing"])
        told.text = verdict["why"]
    notes = "\n".join(note["text"] for note in document["notes"])
    ET.SubElement(case, "system-out").text = f"{verdict['sentence']}\n{notes}".strip()
    _count(suite)


def _count(element: ET.Element) -> None:
    """Set the totals of a suite, or of all of them, by the cases in it."""
    cases = list(element.iter("testcase"))
    element.set("tests", str(len(cases)))
    for total, name in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(total, str(sum(case.find(name) is not None for case in cases)))
    element.set("time", f"{sum(float(case.get('time', '0')) for case in cases):.6f}")
