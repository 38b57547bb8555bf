"""Somebody else's implementation, made from the contract alone: it is never failed.

`stranger/` shares no line with our server, has no control API, and chose otherwise wherever the
documents leave a choice; `stranger/CHOICES.md` says where.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sandbank_conformance import playground
from sandbank_conformance.plans import Plan
from sandbank_conformance.run import prepare
from sandbank_conformance.verdicts import Outcome, Verdict
from sandbank_conformance.verification import verify

FOLDER = Path(__file__).parent
WAYS = {
    "pages link on, and signatures are demanded": ["--next", "url", "--demand-signature"],
    "the last page links to null": ["--next", "null"],
}
THEIRS = ("CON-TOK-02", "CON-TOK-03", "CON-TOK-04", "CON-TX-01", "CON-TX-02", "GEN-05")


@contextmanager
def stranger(*options: str) -> Iterator[str]:
    """The service in a process of its own; its URL."""
    command = [sys.executable, "-m", "stranger", "--port", "0", "--delay", "0", *options]
    with subprocess.Popen(command, cwd=FOLDER, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def judged(plan: Plan, *options: str) -> list[Verdict]:
    """The verdicts about it."""
    verdicts: list[Verdict] = []
    with stranger(*options) as url, prepare(playground.target(url), plan) as run:
        verify(run, verdicts.append)
    return verdicts


def told(verdicts: list[Verdict]) -> str:
    """What speaks against it."""
    fine = (Outcome.PASS, Outcome.DIFFERS, Outcome.NOT_TESTABLE)
    against = [each for each in verdicts if each.outcome not in fine]
    return "\n".join(f"{each.outcome} {each.requirement} {each.check}" for each in against)


def test_an_implementation_of_its_own_is_never_failed() -> None:
    verdicts = judged(Plan())

    assert told(verdicts) == ""
    testable = [each for each in verdicts if each.outcome is not Outcome.NOT_TESTABLE]
    assert len(testable) > 1300  # most can be told without a control API


@pytest.mark.parametrize("options", WAYS.values(), ids=WAYS.keys())
def test_nor_is_it_where(options: list[str]) -> None:
    verdicts = judged(Plan(requirements=THEIRS), *options)

    assert told(verdicts) == ""
    assert verdicts
