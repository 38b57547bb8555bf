"""Three mocks of the documents, which keep nothing: the suite says so, and comes to its end.

SANDBANK_PRISM is the command of Prism, if it is not on the path.
"""

import contextlib
from dataclasses import dataclass
from pathlib import Path

import prism_mocks
import pytest

from sandbank_conformance.report.lines import Report, read
from sandbank_conformance.verdicts import Outcome
from sandbank_server.cli import main

APIS = {"consumer": "consumer", "provider": "provider", "user_banking": "user-banking"}
NEEDS_A_MEMORY = {"CON-OFF-02", "CON-OFF-04", "UB-DEL-01", "UB-DEL-02", "UB-DEL-03", "PRV-AUTH-02"}


@dataclass(frozen=True)
class Run:
    """How `sandbank verify` ended, and what it wrote down."""

    status: int
    report: Report

    def with_(self, outcome: Outcome) -> dict[str, str]:
        """The requirements of one outcome, each with all that was received."""
        found: dict[str, str] = {}
        for each in self.report.verdicts:
            if each.outcome is outcome:
                told = f"{each.check}: {each.received}\n"
                found[each.requirement] = found.get(each.requirement, "") + told
        return found


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The whole suite against the three mocks."""
    prism = prism_mocks.find()
    if prism is None:
        pytest.skip("Prism is missing: npm install @stoplight/prism-cli, and SANDBANK_PRISM")
    folder: Path = tmp_path_factory.mktemp("prism")
    with contextlib.ExitStack() as mocks:
        urls = {
            f"--{option}-url": mocks.enter_context(prism_mocks.kept_up(document, prism))
            for document, option in APIS.items()
        }
        options = [word for pair in urls.items() for word in pair]
        status = main(["verify", *options, "--report", str(folder)])
    return Run(status, read(folder / "report.jsonl"))


def test_a_server_without_a_memory_is_found_out(run: Run) -> None:
    assert NEEDS_A_MEMORY - run.with_(Outcome.FAIL).keys() == set()
    assert run.status == 1


def test_every_check_comes_to_a_verdict_even_if_the_server_dies(run: Run) -> None:
    assert run.with_(Outcome.ERRORED) == {}
    assert run.report.footer["exit"] == run.status
    assert "has not been there since" not in str(run.report.verdicts)


def test_a_server_that_dies_of_a_call_has_failed(run: Run) -> None:
    assert "then it was gone" in run.with_(Outcome.FAIL)["GEN-01"]
