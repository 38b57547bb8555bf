"""The refusals that the documents show are the very answers of the server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import refused_feeds
import refused_statements
import refused_uploads
from contract_walks import SERVED, response_contents
from served import PRODUCT, Served, disk_lost, serving, session

from sandbank_server.settings import Settings

CALLS = {**refused_feeds.CALLS, **refused_statements.CALLS, **refused_uploads.CALLS}
DEFAULTS = {
    "throttlePerSecond": None,
    "expiredTokenStatus": 403,
    "demandSignature": False,
    "statementProcessing": "atOnce",
}
STORE_DOWN = {
    "consumer": ("POST", "/consumer/v1/organisations", {"company": {"name": "Elm Ltd"}}),
    "provider": (
        "PATCH",
        f"/provider/v1/authorisations/{session(1)}",
        {"data": {"status": "failure"}},
    ),
    "user_banking": (
        "POST",
        "/user-banking/users",
        {"type": "person", "automaticAnalysis": "active"},
    ),
    "control": ("POST", "/_sandbox/reset", {}),
}

Key = tuple[str, int, str]


def _shown() -> dict[Key, list[Any]]:
    """Every refusal that is shown, by API, status and name."""
    shown: dict[Key, list[Any]] = {}
    for operation in SERVED:
        for status, content in response_contents(operation):
            for name, example in content.described["examples"].items():
                if status >= 400:
                    values = shown.setdefault((operation.api, status, name), [])
                    values.append(example["value"])
    return shown


SHOWN = _shown()


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serving(Settings(port=0, seed=7, strict=True)) as served:
        yield served


@pytest.fixture
def fresh(server: Served) -> Served:
    server.control("PATCH", "/settings", json=DEFAULTS)
    server.control("POST", "/reset")
    return server


def test_every_refusal_that_is_shown_can_be_had() -> None:
    elsewhere = {(api, 503, "storeDown") for api in STORE_DOWN} | {("control", 401, "noToken")}

    assert set(SHOWN) == set(CALLS) | elsewhere


@pytest.mark.parametrize("key", CALLS, ids=str)
def test_an_example_of_a_refusal_is_what_the_server_answers(fresh: Served, key: Key) -> None:
    response = CALLS[key](fresh)

    assert response.status_code == key[1]
    assert all(example == response.json() for example in SHOWN[key]), response.text


def test_the_owners_token_is_asked_for_as_shown() -> None:
    settings = Settings(host="0.0.0.0", port=0, seed=7, strict=True)
    with serving(settings.guarded_by("owner-token")) as served:
        response = served.call("GET", "/_sandbox/clock")

    assert all(example == response.json() for example in SHOWN["control", 401, "noToken"])


def test_a_store_that_fails_answers_as_shown(tmp_path: Path) -> None:
    folder = tmp_path / "lost"
    folder.mkdir()
    with serving(Settings(port=0, seed=7, strict=True, db=folder / "bank.db")) as served:
        headers = {"x-application": PRODUCT, **served.provider_headers()}
        sent = {**dict.fromkeys(STORE_DOWN, headers), "user_banking": served.upload_headers()}
        with disk_lost(served, folder):
            for api, (method, path, body) in STORE_DOWN.items():
                answer = served.call(method, path, headers=sent[api], json=body).json()
                assert all(example == answer for example in SHOWN[api, 503, "storeDown"]), answer


@pytest.mark.parametrize(
    ("key", "requirement"),
    [
        (("consumer", 403, "unknownApplication"), "CON-APP-01"),
        (("user_banking", 404, "unknownAccount"), "UB-READ-02"),
    ],
)
def test_a_refusal_names_the_rule_that_speaks_of_it(
    fresh: Served, key: Key, requirement: str
) -> None:
    assert CALLS[key](fresh).headers["sandbank-requirement"] == requirement
