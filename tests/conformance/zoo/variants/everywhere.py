"""Other choices that hold for every API: paths, methods, order of judgement."""

from dataclasses import replace

import pytest

from sandbank_server.api.consumer_security import ProductCredentials
from sandbank_server.api.endpoint import Endpoint
from sandbank_server.api.incoming import Request
from sandbank_server.domain.refusals import Malformed
from sandbank_server.service import reach
from sandbank_server.service.callers import ProductCaller
from zoo.animals import Answered, Asked, Forward, on_the_wire, variant
from zoo.variants.tools import (
    before_a_bad_body,
    before_judging,
    codes_answer,
    refusals_answer,
    restated,
    retold,
)

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}


@variant("GEN-03")
def unknown_paths_answer_403(patch: pytest.MonkeyPatch) -> None:
    """A path that does not exist answers 403."""
    codes_answer(patch, 403, "GEN-03", "path_unknown")


@variant("GEN-03")
def unknown_paths_answer_401(patch: pytest.MonkeyPatch) -> None:
    """A path that does not exist answers 401, whatever the token."""
    codes_answer(patch, 401, "GEN-03", "path_unknown")


@variant("GEN-03")
def unknown_paths_answer_405(patch: pytest.MonkeyPatch) -> None:
    """A path that does not exist answers 405."""
    codes_answer(patch, 405, "GEN-03", "path_unknown")


@variant("GEN-03")
def unknown_paths_answer_400(patch: pytest.MonkeyPatch) -> None:
    """A path that does not exist answers 400."""
    codes_answer(patch, 400, "GEN-03", "path_unknown")


@variant("GEN-03", "GEN-08")
def wrong_methods_answer_404(patch: pytest.MonkeyPatch) -> None:
    """A method that a path does not have answers 404."""
    codes_answer(patch, 404, "GEN-03", "method_not_allowed")
    retold(patch, lambda _, answered: answered.with_header("allow", None))


@variant("GEN-03")
def wrong_methods_tell_no_others(patch: pytest.MonkeyPatch) -> None:
    """A method that a path does not have answers 405 without `Allow`."""
    retold(patch, lambda _, answered: answered.with_header("allow", None))


@variant("GEN-03")
def methods_that_nobody_knows_answer_501(patch: pytest.MonkeyPatch) -> None:
    """A method that HTTP does not know answers 501."""

    def apply(asked: Asked, answered: Answered) -> Answered:
        known = asked.method in METHODS or answered.status not in (404, 405)
        return answered if known else restated(answered.with_header("allow", None), 501)

    retold(patch, apply)


@variant("GEN-08")
def head_is_answered_like_get(patch: pytest.MonkeyPatch) -> None:
    """HEAD answers what GET would, without the body."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        if asked.method != "HEAD":
            return await forward(asked)
        return replace(await forward(replace(asked, method="GET")), body=b"")

    on_the_wire(patch, wire)


@variant("GEN-08")
def options_are_told(patch: pytest.MonkeyPatch) -> None:
    """OPTIONS answers 204 and tells the methods of a path."""

    def apply(asked: Asked, answered: Answered) -> Answered:
        allowed = answered.header("allow")
        if asked.method != "OPTIONS" or allowed is None:
            return answered
        return Answered(status=204, headers=((b"allow", f"{allowed}, OPTIONS".encode()),))

    retold(patch, apply)


@variant("GEN-08")
def head_and_options_answer_404(patch: pytest.MonkeyPatch) -> None:
    """HEAD and OPTIONS answer 404."""

    def apply(asked: Asked, answered: Answered) -> Answered:
        other = asked.method in ("HEAD", "OPTIONS") and answered.status == 405
        return restated(answered, 404) if other else answered

    retold(patch, apply)


@variant("GEN-04", "GEN-07")
def other_media_types_answer_400(patch: pytest.MonkeyPatch) -> None:
    """A body of a kind that is not read answers 400."""
    codes_answer(patch, 400, "GEN-07", "unsupported_media_type")


@variant("GEN-07")
def products_are_judged_after_their_bodies(patch: pytest.MonkeyPatch) -> None:
    """At the Consumer API a wrong body answers 400, whoever sends it."""

    def judge(endpoint: Endpoint, request: Request, raw: bytes) -> None:
        if endpoint._recorder.api == "consumer" and endpoint._body:
            endpoint._body.parse(raw, request.headers)

    before_judging(patch, judge)


@variant("GEN-07")
def accounts_are_looked_up_before_bodies_are_judged(patch: pytest.MonkeyPatch) -> None:
    """At the Consumer API a wrong body for a wrong company or account answers 403 or 404."""

    def judge(endpoint: Endpoint, request: Request) -> None:
        path = request.scope.get("path_params", {})
        if not isinstance(endpoint._credentials, ProductCredentials) or "companyId" not in path:
            return
        caller = endpoint._credentials.check(request.headers)
        assert isinstance(caller, ProductCaller)
        company = {"company_id": path["companyId"], "organisation_id": path.get("organisationId")}
        if "bankAccountId" in path:
            place = reach.AccountPath(**company, bank_account_id=path["bankAccountId"])
            reach.bank_account(endpoint._pipeline.sandbox, caller, place)
        else:
            reach.company(caller, reach.CompanyPath(**company))

    before_a_bad_body(patch, judge)


@variant(
    *("GEN-04", "GEN-06", "CON-TOK-04", "CON-ORG-01", "CON-ACC-01", "CON-RULE-01"),
    *("PRV-AUTH-09", "PRV-AUTH-11", "PRV-AUTH-16", "PRV-AUTH-19"),
    *("PRV-STMT-01", "PRV-STMT-03", "PRV-STMT-06", "PRV-STMT-11"),
    *("PRV-BANK-02", "PRV-BANK-03", "CON-LINK-02"),
    *("UB-DEL-04", "UB-DEL-05", "UB-DEL-08", "UB-UP-03", "UB-UP-05", "UB-ERR-01"),
    *("CTL-02", "CTL-03", "CTL-04", "CTL-06", "CTL-07", "CTL-08", "CTL-10"),
    *("CTL-11", "CTL-12", "CTL-14"),
)
def whatever_is_malformed_answers_422(patch: pytest.MonkeyPatch) -> None:
    """Every wrong body or parameter answers 422, but for calls for a provider's token."""
    refusals_answer(
        patch,
        422,
        lambda refusal: isinstance(refusal, Malformed) and refusal.requirement != "PRV-TOK-01",
    )
