"""A run as GitHub Actions shows it."""

import io
import re
from html import unescape
from pathlib import Path

import pytest
from reports.report_builders import HOSTILE, report, verdict

from sandbank_conformance.report import github, markdown
from sandbank_conformance.report.github import MOST, annotations, harmless, tell
from sandbank_conformance.verdicts import Outcome, Waiver

OFFBOARDING = [f"CON-OFF-{n:02}" for n in range(1, 14) if n not in (9, 10)]


@pytest.mark.parametrize(
    ("outcome", "profile", "kind"),
    [
        (Outcome.FAIL, "documented", "error"),
        (Outcome.ERRORED, "documented", "error"),
        (Outcome.WARN, "documented", "warning"),
        (Outcome.DIFFERS, "documented", "notice"),
        (Outcome.DIFFERS, "sandbank", "error"),
    ],
)
def test_an_outcome_is_annotated_by_its_weight(outcome: Outcome, profile: str, kind: str) -> None:
    (line,) = annotations(report(verdict(outcome), profile=profile))

    assert line.startswith(f"::{kind} title=CON-OFF-02 ")


@pytest.mark.parametrize("outcome", [Outcome.PASS, Outcome.NOT_TESTABLE])
def test_what_is_no_problem_is_not_annotated(outcome: Outcome) -> None:
    assert list(annotations(report(verdict(outcome)))) == []


def test_what_is_waived_is_not_annotated() -> None:
    waiver = Waiver(requirement="CON-OFF-02", owner="a", reason="b", expires="2027-01-01")

    assert list(annotations(report(verdict(Outcome.FAIL, waiver=waiver)))) == []


def test_whatever_a_server_sends_an_annotation_is_one_command() -> None:
    (line,) = annotations(report(verdict(Outcome.FAIL, received=HOSTILE, title="50%\nof, it: all")))

    assert not re.search(r"[\r\n\x00\x1b]", line)
    assert line.startswith("::error title=CON-OFF-02 broken::50%25%0Aof, it: all%0Aexpected")
    assert "%250A" in line  # the server's own %0A is no line end


def test_a_rule_is_annotated_once_and_the_gravest_come_first() -> None:
    told = [
        verdict(Outcome.WARN, requirement="CON-OFF-01"),
        verdict(Outcome.FAIL),
        verdict(Outcome.FAIL, title="another"),
    ]

    lines = list(annotations(report(*told)))

    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning"]
    assert "and 1 more" in lines[0]


def test_there_are_no_more_annotations_than_are_shown() -> None:
    told = [verdict(Outcome.FAIL, requirement=each) for each in OFFBOARDING]

    assert len(list(annotations(report(*told)))) == MOST < len(OFFBOARDING)


def test_what_is_printed_meanwhile_commands_nothing() -> None:
    out = io.StringIO()

    with harmless(out):
        out.write("::error::mine\n")

    first, mine, last = out.getvalue().splitlines()
    token = first.removeprefix("::stop-commands::")
    assert len(token) >= 32
    assert (mine, last) == ("::error::mine", f"::{token}::")


def test_the_summary_is_added_to_that_of_the_job(tmp_path: Path) -> None:
    summary = tmp_path / "summary"
    summary.write_text("before\n")

    tell(report(verdict(Outcome.FAIL)), io.StringIO(), {"GITHUB_STEP_SUMMARY": str(summary)})

    text = summary.read_text()
    assert text.startswith("before\n## Sandbank")
    assert "| Consumer API | 0 of " in text


def test_nothing_of_a_servers_words_is_markdown() -> None:
    wanted = verdict(Outcome.NOT_TESTABLE, missing=HOSTILE)
    text = markdown.summary(report(verdict(Outcome.FAIL), wanted, footer=None))

    for line in text.splitlines():
        if "alert" in line:
            words = line.split(":", 1)[1]
            assert not re.search(r"[<>`\[\]|*~\x00-\x1f]|://", words)
            assert "<script>alert(1)</script>" in unescape(words)
    assert text.count("alert") >= 2


def test_a_summary_keeps_within_what_github_takes() -> None:
    told = [verdict(Outcome.FAIL, requirement=each, received="<" * 5_000) for each in OFFBOARDING]

    text = markdown.summary(report(*told * 200))

    assert len(text.encode()) < 200_000


def test_annotations_are_written_whatever_the_encoding() -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")

    github.tell(report(verdict(Outcome.FAIL, title="ä → ö")), out, {})

    out.seek(0)
    assert "\\xe4 \\u2192 \\xf6" in out.read()
