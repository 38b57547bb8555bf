"""Tokens for providers: who gets one, and how a call for one is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbank_conformance.callers import Provider, need
from sandbank_conformance.conditions import (
    ensure,
    ensure_member,
    ensure_status,
    given,
    told,
)
from sandbank_conformance.exchange import NOTHING, Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.run import Run
from sandbank_conformance.suite.provider.asking import Asking

Json = dict[str, Any]

PARAMETERS = ("grant_type", "client_id", "client_secret", "audience")


@pytest.fixture(params=["as JSON", "as a form"])
def asking(request: pytest.FixtureRequest, run: Run, provider: Provider) -> Asking:
    """Calls for a token."""
    return Asking(run, provider, request.param)


def ensure_no_token(answer: Exchange) -> None:
    """The answer holds no token; one that does is not the refusal that it should be, either."""
    ensure(
        answer.at("/access_token") is NOTHING,
        expected="no token",
        received=f"a token, with status {answer.status}",
        exchange=answer,
        also=("PRV-TOK-01",),
    )


@requirement("PRV-TOK-02")
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda _: "wrong", id="another", marks=smoke),
        pytest.param(lambda right: right[:-1], id="without its end"),
        pytest.param(lambda right: f"{right}x", id="with more behind it"),
        pytest.param(str.swapcase, id="in letters of the other case"),
        pytest.param(lambda _: "", id="empty"),
    ],
)
def test_a_wrong_secret_brings_no_token(asking: Asking, change: Callable[[str], str]) -> None:
    wrong = asking.secret_like(change)

    answer = asking.token(**wrong)

    ensure_no_token(answer)


@requirement("PRV-TOK-02")
def test_a_wrong_secret_brings_no_token_after_the_right_one_has(asking: Asking) -> None:
    given(asking.token(), "/access_token")

    answer = asking.token(client_secret="wrong")

    ensure_no_token(answer)


@requirement("PRV-TOK-02")
@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"client_secret": None}, id="no secret"),
        pytest.param({"client_id": None}, id="no client"),
        pytest.param({"client_id": "nobody"}, id="a client that nobody knows"),
        pytest.param({"client_id": "", "client_secret": ""}, id="an empty client and secret"),
    ],
)
def test_credentials_that_are_not_whole_bring_no_token(asking: Asking, changes: Json) -> None:
    answer = asking.token(**changes)

    ensure_no_token(answer)


@requirement("PRV-TOK-02")
@pytest.mark.parametrize("part", ["client_id", "client_secret"])
def test_credentials_of_two_providers_bring_no_token(
    asking: Asking, rival: Provider, part: str
) -> None:
    of_rival = need(
        getattr(rival.access, part),
        'a second client for tokens: [provider.rival] client-id = "…", client-secret = "…"',
    )

    answer = asking.token(**{part: of_rival})

    ensure_no_token(answer)


@requirement("PRV-TOK-02")
@pytest.mark.parametrize(
    "secret", [pytest.param(True, id="true"), pytest.param({"$ne": ""}, id="an object"), 0]
)
def test_a_secret_that_is_no_text_brings_no_token(
    run: Run, provider: Provider, secret: Any
) -> None:
    answer = Asking(run, provider, "as JSON").token(client_secret=secret)

    ensure_no_token(answer)


@requirement("PRV-TOK-01")
@pytest.mark.parametrize("name", PARAMETERS)
def test_a_missing_parameter_answers_400_invalid_request(asking: Asking, name: str) -> None:
    answer = asking.token(**{name: None})

    ensure_status(answer, 400)
    ensure_member(answer, "/error", "invalid_request")


@requirement("PRV-TOK-01")
def test_another_grant_type_answers_400_unsupported_grant_type(asking: Asking) -> None:
    answer = asking.token(grant_type="password")

    ensure_status(answer, 400)
    ensure_member(answer, "/error", "unsupported_grant_type")


@requirement("PRV-TOK-01")
@pytest.mark.parametrize("name", PARAMETERS[1:])
def test_a_wrong_parameter_answers_401_invalid_client(asking: Asking, name: str) -> None:
    answer = asking.token(**{name: "wrong"})

    ensure_status(answer, 401)
    ensure_member(answer, "/error", "invalid_client")


@requirement("PRV-TOK-01")
def test_all_wrong_credentials_are_answered_alike(asking: Asking) -> None:
    answers = [asking.token(**{name: "wrong"}) for name in PARAMETERS[1:]]

    one, *others = answers
    for each in others:
        ensure(
            (each.status, each.json) == (one.status, one.json),
            expected=f"the same answer whatever is wrong: {told(one)}",
            received=told(each),
            exchange=each,
        )
