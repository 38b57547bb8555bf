"""Answers that depend on state: each is given in the state for which it is foretold."""

from collections.abc import Iterator

import pytest
from corpus import specimens
from served import Served, serving

from sandbank_conformance.judge.answers import Possible
from sandbank_conformance.judge.judging import Judgement
from sandbank_server.settings import Settings

ACCOUNT = "0d000000-0000-4000-8000-000000000003"
KINDS = {"is an onboarding": "onboarding", "is a re-authentication": "reauthorisation"}
BY_KIND = [
    each
    for each in specimens()
    if len(each.calls) == 1 and not each.kind and each.calls[0].answer == "depends 204 400"
    if each.calls[0].sent
]


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving(Settings(port=0, strict=True)) as running:
        yield running


def session(served: Served, kind: str) -> str:
    wish = {"providerId": "provider-a", "kind": kind}
    if kind == "reauthorisation":
        wish["bankAccountId"] = ACCOUNT
    return str(served.control("POST", "/authorisations", json=wish)["authorisationId"])


def kind_of(possible: Possible) -> str:
    when = possible.when.replace("the session", "").replace("it is", "is").replace("  ", " ")
    return next(kind for told, kind in KINDS.items() if told in when)


def report(served: Served, judgement: Judgement, authorisation_id: str) -> tuple[int, str]:
    headers = {**served.provider_headers(), "content-type": "application/json"}
    path = f"/provider/v1/authorisations/{authorisation_id}"
    response = served.call("PATCH", path, headers=headers, content=judgement.call.body)
    return response.status_code, response.headers.get("sandbank-requirement", "")


@pytest.mark.parametrize("specimen", BY_KIND, ids=lambda each: each.name)
def test_the_kind_of_the_session_decides_as_foretold(specimen, served: Served) -> None:  # type: ignore[no-untyped-def]
    (judgement,) = specimen.checked().judgements

    for possible in judgement.answer.possible:
        told = report(served, judgement, session(served, kind_of(possible)))
        assert told == (possible.status, possible.requirement)


def test_an_id_that_nobody_has_is_answered_as_foretold(served: Served) -> None:
    strange = next(each for each in specimens() if each.name == "valid/strange-id.http")
    (judgement,) = strange.checked().judgements

    told = report(served, judgement, "session-4711")

    assert told == (409, "PRV-AUTH-02")
    assert (judgement.answer.possible[1].status, judgement.answer.possible[1].requirement) == told


def test_a_session_that_was_reported_before_is_answered_as_foretold(served: Served) -> None:
    twice = next(each for each in specimens() if each.name == "subtle/reported-twice.har")
    first, second = twice.checked().judgements
    begun = session(served, "onboarding")

    assert report(served, first, begun) == (204, "")
    told = report(served, second, begun)

    assert told == (409, "PRV-AUTH-17")
    assert (second.answer.possible[1].status, second.answer.possible[1].requirement) == told
