"""A person who is asked to visit a page, and does."""

import re
from collections.abc import Iterator
from threading import Thread

import pytest
from callers.everybody import by_name
from callers.judging import HASTE
from callers.serving_provider import connector, visit_page

from sandbank_conformance.plans import Plan
from sandbank_conformance.verdicts import Outcome, Verdict
from sandbank_conformance.verification import verify
from sandbank_conformance.watch import child
from sandbank_conformance.watch.provider.setting import Setting
from sandbank_conformance.watch.provider.visits import Person
from sandbank_conformance.watch.provider.watching import watching

CHECK = "provider.redirects.the_browser_is_sent_back_to_redirect_uri_with_state"


class Reader:
    """Reads what is asked, and does it in a while."""

    def __init__(self) -> None:
        self.threads: list[Thread] = []

    def write(self, text: str) -> int:
        if found := re.search(r"http://\S+/auth\?\S+", text):
            decision = "refuse" if "refuse" in text else "approve"
            self.threads.append(Thread(target=visit_page, args=(found[0], decision, "all")))
            self.threads[-1].start()
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""


@pytest.fixture
def sandbox() -> Iterator[str]:
    with child.sandbox(0) as url:
        yield url


@pytest.mark.parametrize(
    ("name", "outcome"),
    [("HonestProvider", Outcome.PASS), ("StaysAfterARefusal", Outcome.FAIL)],
)
def test_what_comes_of_a_persons_visit_is_judged(sandbox: str, name: str, outcome: Outcome) -> None:
    found: list[Verdict] = []
    reader = Reader()
    with connector() as served:
        setting = Setting(connector_url=served.url, patience=HASTE)
        person = Person(reader, 5)  # type: ignore[arg-type]
        with watching(setting, Plan(checks=(f"{CHECK}[refusal]",)), sandbox, person) as watch:
            served.answers_with(by_name(name), setting.told(sandbox))
            verify(watch, found.append)
    for each in reader.threads:
        each.join()

    assert [each.outcome for each in found] == [outcome]
