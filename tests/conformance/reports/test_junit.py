"""A run as JUnit XML, as the servers of CI read it."""

from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from reports.conftest import Told
from reports.report_builders import HOSTILE, as_read, report, verdict

from sandbank_conformance.report import junit
from sandbank_conformance.report.lines import read
from sandbank_conformance.verdicts import Outcome, Verdict, Waiver

WAIVER = Waiver(requirement="CON-OFF-02", owner="ann", reason="soon", expires="2027-01-01")


def case_of(told: Verdict, profile: str = "documented") -> Element:
    root = ElementTree.fromstring(junit.written(report(told, profile=profile)).encode())
    (case,) = root.iter("testcase")
    return case


@pytest.mark.parametrize(
    ("outcome", "profile", "tags"),
    [
        (Outcome.PASS, "documented", []),
        (Outcome.FAIL, "documented", ["failure"]),
        (Outcome.ERRORED, "documented", ["error"]),
        (Outcome.WARN, "documented", ["skipped", "system-out"]),
        (Outcome.NOT_TESTABLE, "documented", ["skipped", "system-out"]),
        (Outcome.DIFFERS, "documented", ["skipped", "system-out"]),
        (Outcome.DIFFERS, "sandbank", ["failure"]),
    ],
)
def test_an_outcome_is_told_in_the_words_of_junit(
    outcome: Outcome, profile: str, tags: list[str]
) -> None:
    assert [each.tag for each in case_of(verdict(outcome), profile)] == tags


def test_what_is_waived_is_skipped_and_says_who_answers_for_it() -> None:
    skipped = case_of(verdict(Outcome.FAIL, waiver=WAIVER)).find("skipped")

    assert skipped is not None
    assert "waived until 2027-01-01 by ann" in skipped.get("message", "")


def test_whatever_a_server_sends_the_file_is_xml(tmp_path: Path) -> None:
    nasty = HOSTILE + "".join(map(chr, range(32))) + "\ud83d\ufffe"
    told = as_read(tmp_path, report(verdict(Outcome.FAIL, received=nasty, check="a.b.c[]]>\x00]")))

    root = ElementTree.fromstring(junit.written(told).encode())

    failure = next(root.iter("failure"))
    assert "<script>alert(1)</script>" in str(failure.get("message"))
    assert "<script>alert(1)</script>" in str(failure.text)
    assert list(failure) == []


def test_a_real_run_is_told_whole(told: Told) -> None:
    verdicts = read(told.folder / "report.jsonl").verdicts

    root = ElementTree.parse(told.folder / "junit.xml").getroot()

    cases = list(root.iter("testcase"))
    assert len({(each.get("classname"), each.get("name")) for each in cases}) == len(verdicts)
    failed = sum(each.outcome is Outcome.FAIL for each in verdicts)
    skipped = sum(each.outcome is Outcome.DIFFERS for each in verdicts)
    assert failed
    assert skipped
    assert (root.get("tests"), root.get("failures"), root.get("skipped"), root.get("errors")) == (
        *map(str, (len(verdicts), failed, skipped)),
        "0",
    )


def test_each_topic_is_a_suite_with_sums_of_its_own(told: Told) -> None:
    root = ElementTree.parse(told.folder / "junit.xml").getroot()

    for suite in root.iter("testsuite"):
        cases = suite.findall("testcase")
        assert {each.get("classname") for each in cases} == {suite.get("name")}
        assert suite.get("tests") == str(len(cases))
        assert suite.get("failures") == str(sum(each.find("failure") is not None for each in cases))
