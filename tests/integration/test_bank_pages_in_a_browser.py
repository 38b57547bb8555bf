"""The pages of a bank's user in Chromium: as a person meets them, by mouse, keyboard and phone.

With PICTURES=FOLDER in the environment every page met is kept there, to be looked at.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, DRIVER, SPACE, TAB, Browser, browsing
from served import COMPANY, Served, bank_account

pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="needs chromium and chromedriver on the PATH"
)

PICTURES = os.environ.get("PICTURES")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


def begun(sandbox: Served, path: str) -> tuple[str, str]:
    """Where the product sends its user, and where it polls."""
    response = sandbox.call(
        "GET", f"/consumer/v1/{COMPANY}/{path}", headers=sandbox.product_headers()
    )
    assert response.status_code == 302, response.text
    body = response.json()
    return body["redirect"], body["pollRoute"]


def polled(sandbox: Served, route: str) -> Any:
    path = route.removeprefix(sandbox.url)
    response = sandbox.call("GET", path, headers=sandbox.product_headers())
    assert response.status_code == 200, response.text
    return response.json()


def seen(browser: Browser, name: str) -> None:
    if PICTURES:
        browser.picture(Path(PICTURES) / f"{name}.png")


LINK = "indirectlinkaccount?bankId=0c000000-0000-4000-8000-000000000001&web=true"
RENEW = f"bankaccounts/{bank_account(3)}/indirectauth?web=true"


def test_a_user_shares_accounts_and_chooses_one(sandbox: Served, browser: Browser) -> None:
    redirect, poll = begun(sandbox, LINK)

    browser.resize(1100, 1000)
    browser.open(redirect)
    seen(browser, "login")
    browser.follow("button[value=approve]")
    seen(browser, "return")
    assert "already connected" in browser.text("main")
    browser.follow("button[value=connect]")
    seen(browser, "done")

    assert "Done" in browser.text("h1")
    assert polled(sandbox, poll)["success"] is True


def test_a_user_who_refuses_connects_nothing(sandbox: Served, browser: Browser) -> None:
    redirect, poll = begun(sandbox, LINK)

    browser.open(redirect)
    browser.follow("button[value=refuse]")
    seen(browser, "refused")

    assert "Nothing was connected" in browser.text("h1")
    assert polled(sandbox, poll) == {"account": None, "success": False}


def test_a_user_goes_on_sharing_an_account(sandbox: Served, browser: Browser) -> None:
    redirect, poll = begun(sandbox, RENEW)

    browser.open(redirect)
    seen(browser, "renew")
    assert "Workshop account" in browser.text("main")
    browser.follow("button[value=approve]")

    assert "shared again" in browser.text("main")
    assert polled(sandbox, poll)["success"] is True


def test_the_keyboard_is_enough(sandbox: Served, browser: Browser) -> None:
    redirect, _ = begun(sandbox, LINK)
    browser.open(redirect)
    accounts = browser.script("return document.querySelectorAll('[name=account]').length")

    browser.press(TAB)  # past the link that skips to the content
    for _ in range(accounts):
        browser.press(TAB)
        browser.press(SPACE)  # nothing is shared
    browser.press(TAB)
    assert browser.focus() == "approve"
    browser.press(SPACE)

    assert "Tick the accounts" in browser.text("[role=alert]")


def test_a_phone_shows_the_pages_without_scrolling_sideways(
    sandbox: Served, browser: Browser
) -> None:
    redirect, _ = begun(sandbox, LINK)
    browser.resize(500, 900)

    browser.open(redirect)
    seen(browser, "phone-login")
    assert fits(browser)
    browser.follow("button[value=approve]")
    seen(browser, "phone-return")
    assert fits(browser)


def fits(browser: Browser) -> bool:
    """Whether nothing is wider than the window, and every button big enough for a thumb."""
    return browser.script(
        "return document.documentElement.scrollWidth <= window.innerWidth"
        " && [...document.querySelectorAll('button')].every(each => each.offsetHeight >= 44)"
    )
