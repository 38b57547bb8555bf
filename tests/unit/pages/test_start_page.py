from dataclasses import replace

import pytest
from flask import Flask
from pages_builders import NOON, EmptyDesk, account_line, browser, call_line, get_raw, overview

from sandbank_server.pages.app import create_pages
from sandbank_server.pages.overview import Overview

HOSTILE = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>"


def test_both_addresses_show_the_same_page() -> None:
    client = browser()

    assert client.get("/").text == client.get("/_console").text


@pytest.mark.parametrize("path", ["/consumer/v1", "/provider/v1", "/user-banking", "/_sandbox"])
def test_the_start_page_says_where_each_api_is(path: str) -> None:
    assert f"<code>http://localhost{path}</code>" in browser().get("/").text


@pytest.mark.parametrize(
    "text", ["Playground Bank", "account-1", "authRequired", "250", "session-1", "expired"]
)
def test_the_start_page_shows_what_the_sandbox_holds(text: str) -> None:
    assert text in browser().get("/").text


def test_a_refused_call_is_shown_with_its_rule() -> None:
    page = browser().get("/").text

    assert "<b>GET</b> /consumer/v1/banks" in page
    assert "CON-OFF-08" in page


def test_a_call_that_got_no_answer_is_shown_without_a_status() -> None:
    shown = replace(overview(), calls=(call_line(status=None),))

    assert '<span class="badge bad">none</span>' in browser(shown).get("/").text


def test_a_hostile_name_stays_text() -> None:
    calls = (call_line(HOSTILE),)
    shown = replace(overview(accounts=(account_line(HOSTILE),)), calls=calls)

    page = browser(shown).get("/").text

    assert "<script" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_what_is_not_listed_is_counted() -> None:
    assert "and 31 more" in browser(overview(total=32)).get("/").text
    assert "more; these are" not in browser(overview(total=1)).get("/").text


def test_the_page_says_whether_the_clock_stands_still() -> None:
    assert ">running</span>" in browser(overview(frozen=False)).get("/").text
    assert ">frozen</span>" in browser(overview(frozen=True)).get("/").text


def test_an_empty_sandbox_says_how_to_fill_it() -> None:
    page = browser(Overview(now=NOON, frozen=False)).get("/").text

    assert "<table" not in page
    for hint in ("/_sandbox/reset", "/bankaccounts", "/_sandbox/authorisations", "No calls yet"):
        assert hint in page


def test_every_table_has_a_caption_and_scoped_headers() -> None:
    page = browser().get("/").text

    assert page.count("<caption>") == page.count("<table") == 4
    assert page.count("<th ") == page.count("<th scope=")


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/_console/", "//_console", "//", "/_docs/nothing", "/_docs", "/\0", "/\xe9"],
)
def test_an_unknown_page_is_a_small_404(path: str) -> None:
    answer = get_raw(browser(), path)

    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "There is no page at this address." in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_pages_are_only_looked_at(method: str) -> None:
    answer = browser().open("/", method=method)

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}


def _failing() -> Flask:
    def look() -> Overview:
        raise RuntimeError("client_secret=s3cret")

    return create_pages(look, EmptyDesk())


def test_a_page_that_fails_tells_nothing_of_the_inside() -> None:
    answer = _failing().test_client().get("/")

    assert answer.status_code == 500
    assert "s3cret" not in answer.text
    assert "could not make this page" in answer.text
