"""A run as somebody follows it on a terminal, or reads it in the log of a build."""

import io
import os
import re
from collections.abc import Iterable

import pytest
from reports.report_builders import FOOTER, HEADER, HOSTILE, verdict

from sandbank_conformance.report.looks import Look, look_of
from sandbank_conformance.report.terminal import BRIEF, STORIES, Terminal
from sandbank_conformance.verdicts import Outcome, Profile, Verdict
from sandbank_contract.requirements import load_catalogue


class Tty(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(
    verdicts: Iterable[Verdict],
    look: Look = Look(),  # noqa: B008  # a frozen value
    out: io.TextIOBase | None = None,
    profile: Profile = Profile.DOCUMENTED,
) -> str:
    out = out or io.StringIO()
    terminal = Terminal(out, profile, lambda number, check: f"replay {number} {check}", look)  # type: ignore[arg-type]
    terminal.begin(HEADER)
    for each in verdicts:
        terminal.verdict(each)
    terminal.end(FOOTER)
    out.seek(0)
    return out.read()


def test_the_first_failure_is_told_at_once_and_in_full() -> None:
    out = io.StringIO()
    terminal = Terminal(out, Profile.DOCUMENTED, lambda *_: "sandbank replay r 1", Look())
    terminal.begin(HEADER)

    terminal.verdict(verdict(Outcome.FAIL, received="status 418"))

    text = " ".join(out.getvalue().split())
    for each in (
        "1. FAIL CON-OFF-02 (must) a bank is known",
        load_catalogue()["CON-OFF-02"].text,
        'source Sage Banking Service documentation, "Offboarding", Step 3',
        "expected status 200",
        "received status 418",
        "1. product: GET /consumer/v1/banks/1?a=b → 418 2. product",
        "418 ← decided",
        "curl curl -i",
        "again sandbank replay r 1",
    ):
        assert each in text


def test_more_of_a_rule_are_named_and_then_only_counted() -> None:
    text = shown(verdict(Outcome.FAIL, check=f"a.b.{n}") for n in range(20))

    assert text.count("  rule ") == 1
    assert text.count("again") == BRIEF
    assert text.count("FAIL CON-OFF-02") == BRIEF + 1  # the last of which says so
    assert "20 checks in 1.5 s: 20 FAILED" in text


def test_only_so_many_problems_are_told_in_full() -> None:
    ids = list(load_catalogue())[:30]

    text = shown(verdict(Outcome.FAIL, requirement=each) for each in ids)

    assert text.count("\n  curl ") == STORIES


@pytest.mark.parametrize(
    ("outcome", "profile", "told"),
    [
        (Outcome.DIFFERS, Profile.DOCUMENTED, False),
        (Outcome.DIFFERS, Profile.SANDBANK, True),
        (Outcome.WARN, Profile.DOCUMENTED, True),
        (Outcome.ERRORED, Profile.DOCUMENTED, True),
        (Outcome.NOT_TESTABLE, Profile.DOCUMENTED, False),
    ],
)
def test_what_is_told_at_once_depends_on_its_weight(
    outcome: Outcome, profile: Profile, told: bool
) -> None:
    assert ("  again " in shown([verdict(outcome)], profile=profile)) is told


def test_checks_and_rules_are_counted_apart() -> None:
    check = {"check": "a.b.c"}
    text = shown([verdict(Outcome.PASS, **check), verdict(Outcome.FAIL, **check)])

    assert "1 check in 1.5 s: 1 FAILED" in text
    assert re.search(r"Consumer API +0 of \d\d +1 ", text)
    assert "1 rule broken: CON-OFF-02." in text


def test_what_is_missing_is_told_once_however_many_checks_lack_it() -> None:
    refused = "a step before the observation was refused: 404 to GET getBank {n}; expected a 2xx"
    told = [
        *(verdict(Outcome.NOT_TESTABLE, check=f"a.b.{n}") for n in range(30)),
        *(
            verdict(Outcome.NOT_TESTABLE, check=f"c.d.{n}", missing=refused.format(n=n))
            for n in range(20)
        ),
    ]

    text = shown(told)

    assert re.search(r"30 checks +a key", text)
    assert re.search(
        r"20 checks +a step before the observation was refused: 404 to GET getBank", text
    )
    assert len(text.splitlines()) < 20


def test_a_log_has_a_line_for_each_topic_and_no_controls() -> None:
    text = shown([verdict(Outcome.PASS), verdict(Outcome.PASS, check="a.b.c")])

    assert re.search(r"^consumer.banks +1 passed\na.b +1 passed$", text, re.MULTILINE)
    assert "\033" not in text
    assert "\r" not in text


def test_a_terminal_has_one_line_that_is_written_over() -> None:
    text = shown([verdict(Outcome.PASS)], Look(live=True))

    assert "\r\033[K1 of 9 checks · consumer.banks" in text
    assert "1 passed\n" in text


@pytest.mark.parametrize(
    ("environment", "colours", "live"),
    [
        ({}, True, True),
        ({"NO_COLOR": "1"}, False, True),
        ({"TERM": "dumb"}, False, False),
        ({"CI": "true"}, True, False),
    ],
)
def test_the_look_heeds_the_environment(
    environment: dict[str, str], colours: bool, live: bool
) -> None:
    look = look_of(Tty(), environment)

    assert (look.colours, look.live) == (colours, live)
    assert look_of(io.StringIO(), environment) == Look()
    assert ("\033[31m" in shown([verdict(Outcome.FAIL)], look)) is colours


@pytest.mark.parametrize("columns", [40, 72, 300])
def test_lines_fit_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    look = look_of(Tty(), {"NO_COLOR": "1", "CI": "1"})
    told = verdict(Outcome.FAIL, received="word " * 100, expected="word " * 100)

    lines = shown([told], look).splitlines()

    copied = ("again", "curl", "Rules", "Every", "Consumer", "1.", "No control", "Proving")
    assert {len(each) > look.width for each in lines if not each.strip().startswith(copied)} == {
        False
    }
    assert 60 <= look.width <= 120


def test_whatever_a_server_sends_is_shown_and_not_obeyed() -> None:
    told = {"received": HOSTILE, "title": HOSTILE, "curl": HOSTILE}
    text = shown([verdict(Outcome.FAIL, **told), verdict(Outcome.NOT_TESTABLE, missing=HOSTILE)])

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert "\\x1b[31m\\x00" in text


def test_a_stream_that_has_no_letter_for_it_gets_its_code() -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="")

    assert "\\u2190 decided" in shown([verdict(Outcome.FAIL)], out=out)


def test_a_run_goes_on_when_nobody_reads_any_more() -> None:
    reading, writing = os.pipe()
    os.close(reading)

    with open(writing, "w") as out:
        terminal = Terminal(out, Profile.DOCUMENTED, lambda *_: "", Look())
        terminal.begin(HEADER)
        terminal.verdict(verdict(Outcome.FAIL))
        terminal.end(FOOTER)


@pytest.mark.parametrize(
    ("verdicts", "told"),
    [
        (
            [verdict(Outcome.FAIL), verdict(Outcome.PASS), verdict(Outcome.PASS, check="a.b.c")],
            "Ended after 3 of 9 checks: 2 passed, 1 FAILED So far, 1 rule broken: CON-OFF-02.",
        ),
        ([verdict(Outcome.PASS)], "Ended after 1 of 9 checks: 1 passed So far, no rule is broken."),
        ([], "Ended after 0 of 9 checks Back."),
    ],
)
def test_a_run_that_is_ended_says_how_far_it_came(verdicts: list[Verdict], told: str) -> None:
    out = io.StringIO()
    terminal = Terminal(out, Profile.DOCUMENTED, lambda *_: "", Look())
    terminal.begin(HEADER)
    for each in verdicts:
        terminal.verdict(each)

    terminal.interrupted("Back.")

    assert told in " ".join(out.getvalue().split())


def test_a_run_that_is_ended_before_it_began_says_what_became_of_the_world() -> None:
    out = io.StringIO()

    Terminal(out, Profile.DOCUMENTED, lambda *_: "", Look()).interrupted("Back.")

    assert out.getvalue().strip() == "Back."


@pytest.mark.parametrize(
    ("outcome", "curl", "told"),
    [
        (Outcome.FAIL, 'curl -H "x-api-key: $KEY"', True),
        (Outcome.ERRORED, 'curl "http://a"', False),
        (Outcome.DIFFERS, 'curl -H "x-api-key: $KEY"', False),  # its line was not printed
    ],
)
def test_where_variables_come_from_is_told_once(outcome: Outcome, curl: str, told: bool) -> None:
    text = shown(verdict(outcome, curl=curl, check=f"a.b.{n}") for n in range(3))

    assert text.count("sandbank replay REPORT NUMBER --export") == told


def test_no_check_at_all_is_told_without_a_colon() -> None:
    assert "\n0 checks in 1.5 s\n" in shown([])


@pytest.mark.parametrize(
    ("outcome", "colour"),
    [
        (Outcome.FAIL, 31),
        (Outcome.ERRORED, 35),
        (Outcome.NOT_TESTABLE, 33),
        (Outcome.WARN, 32),
        (Outcome.PASS, 32),
    ],
)
def test_the_last_words_have_the_colour_of_what_they_tell(outcome: Outcome, colour: int) -> None:
    text = shown([verdict(outcome)], Look(colours=True))

    (last,) = re.findall(r"^\033\[(\d+)m(?:1 rule|No rule|Nothing|All)", text, re.MULTILINE)
    assert int(last) == colour


def test_rules_of_an_api_that_was_not_asked_for_are_not_missed() -> None:
    verdicts = [verdict(Outcome.PASS, requirement="UB-TOK-01"), verdict(Outcome.PASS)]
    out = io.StringIO()
    terminal = Terminal(out, Profile.DOCUMENTED, lambda *_: "", Look())
    terminal.begin({**HEADER, "plan": {**HEADER["plan"], "apis": ["user_banking"]}})
    for each in verdicts:
        terminal.verdict(each)
    terminal.end(FOOTER)

    assert re.search(r"^Consumer API +1 of 1 *$", out.getvalue(), re.MULTILINE)


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        ([], "Nothing was proved."),
        ([Outcome.PASS], "All rules that were asked for are met."),
        ([Outcome.PASS, Outcome.NOT_TESTABLE], "All rules that could be tested are met."),
        ([Outcome.NOT_TESTABLE], "Nothing was proved."),
        ([Outcome.PASS, Outcome.ERRORED], "some checks ended in an error."),
        ([Outcome.FAIL], "1 rule broken: CON-OFF-02."),
    ],
)
def test_the_last_words_say_what_it_comes_to(outcomes: list[Outcome], told: str) -> None:
    assert told in shown(map(verdict, outcomes))
