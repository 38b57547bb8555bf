"""The page of a run: whole, harmless, and readable without anything else."""

import hashlib
import re
from base64 import b64encode
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from reports.conftest import Told
from reports.report_builders import FAILED, HOSTILE, PASSED, STEP, as_read, report, verdict

from sandbank_conformance.report import page
from sandbank_conformance.verdicts import Outcome
from sandbank_contract.requirements import load_catalogue


class Page(HTMLParser):
    """The elements of a page, its ids and its text."""

    VOID = ("meta", "input", "br", "link", "img", "rect")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.words += " "
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.words += data

    def all(self, name: str) -> list[str | None]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page with nothing but what wants to be obeyed."""
    words = {
        "check": f"a.b.{HOSTILE}",
        "title": HOSTILE,
        "expected": HOSTILE,
        "curl": HOSTILE,
        "steps": (STEP, {**STEP, "caller": HOSTILE}),
    }
    told = [verdict(Outcome.FAIL, **words)] * 9 + [verdict(Outcome.NOT_TESTABLE, missing=HOSTILE)]
    return page.written(as_read(tmp_path_factory.mktemp("page"), report(*told, footer=None)))


def test_whatever_a_server_sends_is_text(hostile: str) -> None:
    page = Page(hostile)

    assert {tag for tag, _ in page.elements} & {"script", "img", "iframe", "b", "a"} <= {"b", "a"}
    assert not [each for _, names in page.elements for each in names if each.startswith("on")]
    assert page.words.count("<script>alert(1)</script>") > 9
    assert "{{ 7 * 7 }}" in page.words
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", hostile)
    assert page.open == []


def test_a_page_needs_nothing_else(told: Told) -> None:
    text = (told.folder / "report.html").read_text()
    page = Page(text)

    assert not {tag for tag, _ in page.elements} & {"script", "link", "img", "object", "base"}
    assert {each for each in page.all("href") if each and not each.startswith("#")} == set()
    assert page.all("src") == page.all("style") == []
    assert not re.search(r"@import|url\(", text)


def test_the_page_forbids_itself_all_but_its_own_style(told: Told) -> None:
    text = (told.folder / "report.html").read_text()
    style = re.search("<style>(.*)</style>", text, re.DOTALL)

    assert style is not None
    digest = b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in text


def test_every_rule_of_the_proved_apis_is_there_and_every_link_leads_somewhere(told: Told) -> None:
    page = Page((told.folder / "report.html").read_text())

    ids = page.all("id")
    assert len(ids) == len(set(ids))
    assert {each for each in load_catalogue() if not each.startswith(("CTL", "CNX"))} <= set(ids)
    assert {str(each)[1:] for each in page.all("href")} <= set(ids)


def test_a_problem_is_told_whole(told: Told) -> None:
    words = " ".join(Page((told.folder / "report.html").read_text()).words.split())

    for each in (
        "CON-OFF-01",
        'Source: Sage Banking Service documentation, "Offboarding", Step 2',
        "Expected status 204",
        "Received 200 to DELETE disconnectBankAccount",
        "<script>alert(1)</script>",
        "Authorization Bearer $SANDBANK_PRODUCT_TOKEN",
        "sandbank replay . 1",
        "The call that decided",
    ):
        assert each in words


def test_the_gravest_problem_is_open_and_no_other_rule(told: Told) -> None:
    page = Page((told.folder / "report.html").read_text())

    rules = [each for tag, each in page.elements if (each.get("class") or "").startswith("rule ")]
    assert [each["id"] for each in rules if "open" in each] == ["CON-OFF-01"]


def test_a_page_stays_small_when_everything_is_broken() -> None:
    long = {**STEP, "response": {**STEP["response"], "body": "x" * 2_000}}  # type: ignore[dict-item]
    told = [replace(FAILED, check=f"a.b.{n}", steps=(long,) * 100) for n in range(300)]

    text = page.written(report(*told))

    assert len(text) < 1_000_000
    assert "295 more problems" in text


def test_states_are_told_in_words_and_not_by_colour_alone() -> None:
    told = Page(page.written(report(PASSED, verdict(Outcome.FAIL, requirement="CON-OFF-01"))))

    badges = [each for _, each in told.elements if (each.get("class") or "").startswith("badge ")]
    assert badges
    for state in ("proved", "broken", "not asked", "binds the caller"):
        assert state in told.words
