"""A run as JUnit XML: a suite for each topic, a case for each verdict."""

from collections import defaultdict
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from sandbank_conformance.report.junit_parts import count, document, text
from sandbank_conformance.report.lines import Report
from sandbank_conformance.report.rules import Numbered, State, numbered
from sandbank_conformance.report.stories import story
from sandbank_conformance.verdicts import Outcome


def written(report: Report) -> str:
    """The document."""
    topics: Mapping[str, list[Numbered]] = defaultdict(list)
    for each in numbered(report):
        topics[_topic(each.verdict.check)].append(each)
    root = Element("testsuites", name="sandbank verify")
    for name, found in topics.items():
        suite = SubElement(root, "testsuite", name=text(name))
        suite.set("timestamp", str(report.header["started"]))
        suite.set("hostname", text(report.header["target"]))
        for each in found:
            _case(suite, each)
        count(suite)
    if not report.footer:
        _broken_off(root)
    return document(root)


def _topic(check: str) -> str:
    return ".".join(check.split("[")[0].split(".")[:2])


def _case(suite: Element, found: Numbered) -> None:
    verdict = found.verdict
    topic = _topic(verdict.check)
    case = SubElement(
        suite,
        "testcase",
        classname=text(topic),
        name=text(
            f"{verdict.check.removeprefix(f'{topic}.')} [{verdict.requirement} {verdict.level}]"
        ),
        time=f"{verdict.seconds:.4f}",
    )
    if verdict.outcome is Outcome.PASS:
        return
    short, long = _told(found), "\n".join(story(found))
    kind = {State.BROKEN: "failure", State.ERRORED: "error"}.get(found.state)
    if kind:
        told = SubElement(case, kind, message=text(short), type=verdict.outcome.value)
        told.text = text(long)
    else:
        SubElement(case, "skipped", message=text(short))
        SubElement(case, "system-out").text = text(long)


def _told(found: Numbered) -> str:
    verdict = found.verdict
    head = f"{verdict.outcome} {verdict.requirement}"
    if verdict.waiver is not None:
        head += f" (waived until {verdict.waiver.expires} by {verdict.waiver.owner})"
    if verdict.outcome is Outcome.NOT_TESTABLE:
        return f"{head}: missing: {verdict.missing}"
    return f"{head}: expected {verdict.expected}; received {verdict.received}"


def _broken_off(root: Element) -> None:
    suite = SubElement(root, "testsuite", name="run")
    case = SubElement(suite, "testcase", classname="run", name="comes to its end", time="0")
    message = "the run was broken off: what it did not get to is not in this report"
    SubElement(case, "error", message=message, type="broken off")
    count(suite)
