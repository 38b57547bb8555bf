"""Other choices about who may call the Provider API, and in which order faults are found."""

from typing import Any

import pytest

from sandbank_server.api import errors, provider
from sandbank_server.api.calls import Json
from sandbank_server.api.endpoint import Endpoint
from sandbank_server.api.incoming import Request
from sandbank_server.domain.refusals import Refusal
from sandbank_server.service import authorisations
from sandbank_server.service.callers import ProviderCaller
from zoo.animals import Answered, Asked, Forward, on_the_wire, variant
from zoo.variants.tools import (
    before_a_bad_body,
    before_judging,
    codes_answer,
    is_report,
    refusals_answer,
    refused_otherwise,
    rules_answer,
)


@variant("PRV-TOK-01")
def an_unknown_provider_answers_400(patch: pytest.MonkeyPatch) -> None:
    """Wrong credentials of a provider answer 400 `invalid_client`, as RFC 6749 allows."""
    codes_answer(patch, 400, "PRV-TOK-01", "invalid_client")


@variant("PRV-TOK-01")
def an_unknown_provider_answers_403(patch: pytest.MonkeyPatch) -> None:
    """Wrong credentials of a provider answer 403."""
    codes_answer(patch, 403, "PRV-TOK-01", "invalid_client")


@variant("PRV-TOK-01")
def the_audience_may_be_left_out(patch: pytest.MonkeyPatch) -> None:
    """A call for a provider's token without `audience` means the only one there is."""
    real = provider.parse_credentials

    def parse(body: Json) -> Any:
        given = body if isinstance(body, dict) else {}
        return real({"audience": "sandbank/provider", **given})

    patch.setattr(provider, "parse_credentials", parse)


@variant("PRV-TOK-01")
def the_provider_token_fails_as_a_problem(patch: pytest.MonkeyPatch) -> None:
    """The token endpoint of providers refuses in the error body of the other operations."""
    patch.setattr(errors, "oauth_error", errors.problem)


@variant("PRV-AUTH-03")
def a_missing_key_answers_401(patch: pytest.MonkeyPatch) -> None:
    """A report without `x-api-key` answers 401, one with a wrong key 403."""
    _answer_without(patch, "x-api-key", 401)


@variant("PRV-AUTH-03")
def a_missing_key_answers_400(patch: pytest.MonkeyPatch) -> None:
    """A report without `x-api-key` answers 400, one with a wrong key 403."""
    _answer_without(patch, "x-api-key", 400)


@variant("PRV-AUTH-04")
def a_missing_authorization_answers_400(patch: pytest.MonkeyPatch) -> None:
    """A report without `Authorization` answers 400."""
    _answer_without(patch, "authorization", 400)


@variant("PRV-AUTH-04")
def an_authorization_that_is_no_bearer_answers_401(patch: pytest.MonkeyPatch) -> None:
    """A report without `Authorization`, or with a token that lacks `Bearer`, answers 401."""
    refused_otherwise(
        patch,
        401,
        lambda asked, answered: (
            is_report(asked)
            and answered.header("sandbank-requirement") == "PRV-AUTH-04"
            and " " not in (asked.header("authorization") or "").strip()
        ),
    )


def _answer_without(patch: pytest.MonkeyPatch, header: str, status: int) -> None:
    refused_otherwise(
        patch,
        status,
        lambda asked, answered: (
            is_report(asked) and answered.status == 403 and asked.header(header) is None
        ),
    )


@variant("PRV-AUTH-05", "CTL-10")
def an_expired_provider_token_answers_401(patch: pytest.MonkeyPatch) -> None:
    """A provider's token that has expired answers 401, whatever the settings say."""
    rules_answer(patch, 401, "PRV-AUTH-05")


@variant("PRV-AUTH-05")
def an_expired_provider_token_is_any_wrong_one(patch: pytest.MonkeyPatch) -> None:
    """A provider's token that has expired answers 403 like every other wrong one."""
    real = errors.problem

    def problem(refusal: Refusal, status: Any) -> Any:
        if refusal.requirement == "PRV-AUTH-05":
            refusal.code = "token_wrong"
        return real(refusal, status)

    patch.setattr(errors, "problem", problem)


@variant("PRV-AUTH-06")
def another_media_type_of_a_report_answers_415(patch: pytest.MonkeyPatch) -> None:
    """A report that does not declare JSON answers 415."""
    rules_answer(patch, 415, "PRV-AUTH-06")


@variant("PRV-AUTH-06")
def another_media_type_of_a_report_answers_400(patch: pytest.MonkeyPatch) -> None:
    """A report that does not declare JSON answers 400."""
    rules_answer(patch, 400, "PRV-AUTH-06")


@variant("PRV-AUTH-06")
def a_report_is_json_whatever_it_declares(patch: pytest.MonkeyPatch) -> None:
    """The body of a report is read as JSON when it declares another type, or none."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        declared = asked.header("content-type") or ""
        if is_report(asked) and "json" not in declared.lower():
            asked = asked.with_header("content-type", "application/json")
        return await forward(asked)

    on_the_wire(patch, wire)


@variant("PRV-AUTH-07", "GEN-07")
def a_wrong_report_is_found_before_a_wrong_header(patch: pytest.MonkeyPatch) -> None:
    """A report with a wrong body answers 400, whoever sends it."""

    def judge(endpoint: Endpoint, request: Request, raw: bytes) -> None:
        if endpoint._operation_id.startswith("reportAuthorisation") and endpoint._body:
            endpoint._body.parse(raw, request.headers)

    before_judging(patch, judge)


@variant("PRV-AUTH-07", "GEN-07")
def a_wrong_session_is_found_before_a_wrong_report(patch: pytest.MonkeyPatch) -> None:
    """A report with a wrong body answers 409 when its id is wrong too."""

    def judge(endpoint: Endpoint, request: Request) -> None:
        id_ = request.scope.get("path_params", {}).get("authorisationId")
        if endpoint._operation_id != "reportAuthorisation" or id_ is None:
            return
        sandbox = endpoint._pipeline.sandbox
        [key] = request.headers["x-api-key"]
        [caller] = sandbox.store.providers.find("api_key", key)
        asking = ProviderCaller(provider_id=caller.provider_id)
        session = authorisations._of_provider(sandbox, asking, id_)
        authorisations._judge_open(sandbox, session)

    before_a_bad_body(patch, judge)


@variant("PRV-AUTH-09", "PRV-AUTH-11")
def a_report_that_does_not_fit_its_session_answers_409(patch: pytest.MonkeyPatch) -> None:
    """An onboarding without accounts and a re-authorisation with some both answer 409."""
    refusals_answer(
        patch, 409, lambda refusal: refusal.requirement in ("PRV-AUTH-09", "PRV-AUTH-11")
    )
