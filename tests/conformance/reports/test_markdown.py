"""Text in Markdown: shown as it is, readable without being rendered, obeyed by nobody."""

import pytest
from markdown_it import MarkdownIt
from reports.report_builders import HOSTILE, report, verdict

from sandbank_conformance.report import coverage
from sandbank_conformance.report.markdown import literal
from sandbank_conformance.report.plain import plain
from sandbank_conformance.verdicts import Outcome

NASTY = [
    HOSTILE,
    "[a](http://b) ![i](x) <a href=b>c</a> <http://b> &lt;script&gt; &#60;b>",
    "*a* _b_ **c** __d__ ~~e~~ ***f*** a_b_ _a_b c__d__ `e` ``f``",
    "\\| \\\\| a|b \\[a](b) \\<b> \\",
    "- a", "+ a", "1. a", "1) a", "# a", "> a", "=== ", "---", "$x$",
]  # fmt: skip


def rendered(markdown: str) -> str:
    """The text that is seen; nothing but text may be there."""
    (paragraph, inline, _) = MarkdownIt("gfm-like", {"linkify": False}).parse(markdown)
    assert paragraph.type == "paragraph_open"
    children = inline.children or []
    assert {each.type for each in children} <= {"text", "text_special"}
    return "".join(each.content for each in children)


@pytest.mark.parametrize("text", NASTY)
def test_whatever_it_says_it_is_text(text: str) -> None:
    assert rendered(literal(text)) == plain(" ".join(text.split()))


@pytest.mark.parametrize("text", NASTY)
def test_a_cell_of_a_table_ends_where_it_should(text: str) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(
        f"| a | b |\n|---|---|\n| {literal(text)} | end |"
    )

    cells = [each.content for each in tokens if each.type == "inline"]
    assert len(cells) == 4
    assert cells[3] == "end"


@pytest.mark.parametrize(
    "text", ["see http://a.b", "www.a.b", "a@b.c", "mailto:a@b.c", "ftp://a.b", "@somebody"]
)
def test_no_address_becomes_a_link_by_itself(text: str) -> None:
    told = literal(text)

    assert "://" not in told
    assert "www." not in told
    assert "@s" not in told
    assert "@b" not in told
    assert "mailto:" not in told


@pytest.mark.parametrize(
    "text",
    [
        '401 to GET getAccessToken {"type":"urn:sandbank:problem:wrong_signature"}',
        "status 204: no body (no byte after the head), /a/{id}?b=c&d=e, 2026-01-02T03:04:05+00:00",
        "it was 'a', is 'b'; 100% \\x1b",
    ],
)
def test_what_nobody_obeys_stays_as_it_is(text: str) -> None:
    assert literal(text) == text


def test_the_coverage_can_be_read_without_being_rendered() -> None:
    text = coverage.markdown(report(verdict(Outcome.FAIL, received="status 418")))

    assert "`http://127.0.0.1:1`, 2026-01-02T03:04:05+00:00, profile documented, seed 3." in text
    assert "*a bank is known: status 418*" in text
