import re

import pytest
from pages_builders import browser

DOCUMENTS = {
    "consumer": "consumer.yaml",
    "provider": "provider.yaml",
    "user-banking": "user_banking.yaml",
    "control": "control.yaml",
    "connector": "connector.yaml",
}
PATHS = ["/", "/_console", "/nothing", "/_console/static/console.css", "/_docs/provider"]
LISTED = [
    ("/_console/static/console.css", "text/css"),
    ("/_console/static/start.css", "text/css"),
    ("/_console/static/icon.svg", "image/svg+xml"),
    ("/_docs/static/docs.css", "text/css"),
    ("/_docs/static/init.js", "text/javascript"),
    ("/_docs/static/swagger-ui.css", "text/css"),
    ("/_docs/static/swagger-ui-bundle.js", "text/javascript"),
]


@pytest.mark.parametrize(("api", "document"), DOCUMENTS.items())
def test_each_api_has_interactive_docs_of_its_document(api: str, document: str) -> None:
    page = browser().get(f"/_docs/{api}").text

    assert f'data-document="/_sandbox/openapi/{document}"' in page


def test_an_api_that_is_served_elsewhere_cannot_be_tried_out_from_here() -> None:
    there, here = (browser().get(f"/_docs/{each}").text for each in ("connector", "consumer"))

    assert "data-elsewhere" in there
    assert "data-elsewhere" not in here


@pytest.mark.parametrize("path", ["/", "/_docs/consumer", "/nothing"])
def test_a_page_loads_from_its_own_origin_only(path: str) -> None:
    client = browser()

    targets = re.findall(r'(?:src|href|data-document)="([^"]*)"', client.get(path).text)

    assert targets
    assert all(re.match(r"/(?!/)|#", target) for target in targets)


@pytest.mark.parametrize("path", ["/", "/_docs/consumer", "/nothing"])
def test_what_a_page_loads_is_there(path: str) -> None:
    client = browser()
    loaded = re.findall(r'"(/_(?:docs|console)/static/[^"]+)"', client.get(path).text)

    assert {client.get(each).status_code for each in loaded} == {200}


def test_docs_pages_hold_no_script_of_their_own() -> None:
    page = browser().get("/_docs/consumer").text

    assert re.findall(r"<script[^>]*>([^<]*)</script>", page) == ["", ""]
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_fenced(path: str) -> None:
    headers = browser().get(path).headers

    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_only_docs_pages_may_run_scripts_and_none_inline() -> None:
    start, docs = (browser().get(path).headers for path in ("/", "/_docs/control"))

    assert "script-src" not in start["Content-Security-Policy"]
    assert "unsafe" not in start["Content-Security-Policy"]
    assert "script-src 'self';" in docs["Content-Security-Policy"]
    assert "http" not in docs["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/_console", "/nothing", "/_docs/provider"])
def test_no_page_is_kept(path: str) -> None:
    assert browser().get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("path", "kind"), LISTED)
def test_a_listed_asset_is_sent_once(path: str, kind: str) -> None:
    client = browser()
    answer = client.get(path)

    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})

    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "name", ["../app.py", "..%2Fapp.py", "index.html", "oauth2-redirect.html", "locked.css", ""]
)
@pytest.mark.parametrize("folder", ["/_docs/static/", "/_console/static/"])
def test_no_other_file_is_sent(folder: str, name: str) -> None:
    assert browser().get(folder + name).status_code == 404
