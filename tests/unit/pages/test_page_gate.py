import base64
import hashlib
import re

import pytest
from pages_builders import browser, get_raw

TOKEN = "owner-token-1"
EVERYTHING = [
    "/",
    "/_console",
    "/_docs/consumer",
    "/_docs/static/swagger-ui-bundle.js",
    "/_console/static/console.css",
    "/nothing",
]


@pytest.mark.parametrize("path", EVERYTHING)
def test_without_the_token_nothing_is_shown(path: str) -> None:
    answer = browser(owner_token=TOKEN).get(path)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "/?token=…" in answer.text
    assert "Playground Bank" not in answer.text


@pytest.mark.parametrize("shown", ["", "wrong", "owner-token-", "owner-token-1x", "%FF", "%C3%A9"])
def test_a_wrong_token_opens_nothing(shown: str) -> None:
    client = browser(owner_token=TOKEN)

    answer = client.get(f"/?token={shown}")

    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers


def test_the_token_is_shown_once_and_leaves_the_url() -> None:
    client = browser(owner_token=TOKEN)

    answer = client.get(f"/_console?token={TOKEN}&a=1&a=%26")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/_console?a=1&a=%26")
    assert {client.get(path).status_code for path in EVERYTHING} == {200, 404}


def test_the_cookie_is_out_of_reach_and_opens_only_pages() -> None:
    cookie = browser(owner_token=TOKEN).get(f"/?token={TOKEN}").headers["Set-Cookie"]

    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert TOKEN not in cookie


@pytest.mark.parametrize("cookie", ["", TOKEN, "0" * 64, "\u00e9"])
def test_a_made_up_cookie_opens_nothing(cookie: str) -> None:
    client = browser(owner_token=TOKEN)
    client.set_cookie("sandbank_pages", cookie)

    assert client.get("/").status_code == 401


def test_a_cookie_of_another_token_opens_nothing() -> None:
    other = browser(owner_token="owner-token-2").get("/?token=owner-token-2")
    client = browser(owner_token=TOKEN)

    answer = client.get("/", headers={"Cookie": other.headers["Set-Cookie"].split(";")[0]})

    assert answer.status_code == 401


def test_the_token_opens_as_a_bearer_token_too() -> None:
    client = browser(owner_token=TOKEN)

    right, wrong, basic = (
        client.get("/", headers={"Authorization": value}).status_code
        for value in (f"Bearer {TOKEN}", "Bearer x", "Basic eDp5")
    )

    assert (right, wrong, basic) == (200, 401, 401)


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example", "///evil.example", "/x//y"])
def test_the_way_to_the_clean_url_never_leads_away(path: str) -> None:
    answer = get_raw(browser(owner_token=TOKEN), path, f"token={TOKEN}")

    assert answer.status_code == 303
    assert re.match(r"/(?![/\\])", answer.headers["Location"])


def test_the_locked_page_may_use_exactly_its_own_style() -> None:
    answer = browser(owner_token=TOKEN).get("/")
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)

    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in answer.headers["Content-Security-Policy"]


def test_without_a_token_to_demand_every_page_is_open() -> None:
    assert browser(owner_token=None).get("/").status_code == 200
