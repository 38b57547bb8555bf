"""Other choices about who may post statements, and when their faults are found."""

import pytest

from sandbank_server.api.endpoint import Endpoint
from sandbank_server.api.incoming import Request
from sandbank_server.domain.refusals import Conflict, Malformed
from sandbank_server.domain.statements import (
    NewStatement,
    Statement,
    StatementError,
    StatementEvent,
)
from sandbank_server.service import processing, provider_reach, statements
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.ports import Sandbox
from zoo.animals import variant
from zoo.variants.tools import before_judging, codes_answer, refused_otherwise

Patch = pytest.MonkeyPatch

STATEMENTS = "/provider/v1/statements"
RULE = "PRV-ACC-01"


@variant("PRV-ACC-01")
def a_wrong_key_of_a_provider_answers_401(patch: Patch) -> None:
    """A statement with a key that is wrong or missing answers 401."""
    codes_answer(patch, 401, RULE, "api_key_wrong")


@variant("PRV-ACC-01")
def a_missing_key_of_a_statement_answers_400(patch: Patch) -> None:
    """A statement without `x-api-key` answers 400, one with a wrong key 403."""
    refused_otherwise(
        patch,
        400,
        lambda asked, answered: (
            asked.path.startswith(STATEMENTS)
            and answered.status == 403
            and asked.header("x-api-key") is None
        ),
    )


@variant("PRV-ACC-01")
def every_wrong_token_of_a_provider_answers_403(patch: Patch) -> None:
    """A statement with a token that is missing, garbled or expired answers 403, like a report."""
    codes_answer(patch, 403, RULE, "token_wrong", "token_expired")


@variant("PRV-ACC-01")
def an_expired_token_of_a_statement_answers_403(patch: Patch) -> None:
    """A statement with a token that has expired answers 403, one with a garbled token 401."""
    codes_answer(patch, 403, RULE, "token_expired")


@variant("GEN-05", "PRV-ACC-01")
def a_foreign_token_of_a_statement_answers_401(patch: Patch) -> None:
    """A statement with a good token of another provider or another API answers 401."""
    codes_answer(patch, 401, RULE, "token_foreign")


@variant("GEN-07", "PRV-ACC-01")
def a_statement_is_read_before_its_sender_is_known(patch: Patch) -> None:
    """A statement that breaks its schema answers 400, whoever sends it."""

    def judge(endpoint: Endpoint, request: Request, raw: bytes) -> None:
        if endpoint._operation_id == "postStatement" and endpoint._body:
            endpoint._body.parse(raw, request.headers)

    before_judging(patch, judge)


@variant("GEN-07", "PRV-STMT-10")
def whose_account_it_is_comes_before_what_is_wrong(patch: Patch) -> None:
    """A statement with a fault of an account that is not reached answers 404."""
    real = statements.post

    def post(sandbox: Sandbox, caller: ProviderCaller, new: NewStatement) -> Statement:
        provider_reach.bank_account(sandbox, caller, new.bank_id, new.bank_account_id)
        return real(sandbox, caller, new)

    patch.setattr(statements, "post", post)


@variant("PRV-STMT-02", "PRV-STMT-03", "PRV-STMT-06", "PRV-STMT-11", "PRV-STMT-12")
def statements_fail_later(patch: Patch) -> None:
    """A statement of the right form answers 202; what is wrong with it stands in its `errors`."""
    real = statements.post

    def post(sandbox: Sandbox, caller: ProviderCaller, new: NewStatement) -> Statement:
        account = provider_reach.bank_account(sandbox, caller, new.bank_id, new.bank_account_id)
        statements._judge_account(sandbox, account)
        try:
            return real(sandbox, caller, new)
        except (Conflict, Malformed) as refusal:
            error = StatementError(code=refusal.code, message=refusal.detail)
            failed = Statement(
                statement_id=sandbox.ids.new(),
                provider_id=caller.provider_id,
                bank_account_id=new.bank_account_id,
            ).ended(StatementEvent.DISCONNECTED, error)
            return processing._kept(sandbox, failed)

    patch.setattr(statements, "post", post)


@variant("PRV-STMT-08", "PRV-STMT-12")
def statements_of_a_cancelled_account_fail_later(patch: Patch) -> None:
    """A statement of a disconnected account answers 202, and has failed when it is asked for."""
    real = statements.post

    def post(sandbox: Sandbox, caller: ProviderCaller, new: NewStatement) -> Statement:
        try:
            return real(sandbox, caller, new)
        except Conflict as refusal:
            if refusal.requirement != "PRV-STMT-08":
                raise
            failed = Statement(
                statement_id=sandbox.ids.new(),
                provider_id=caller.provider_id,
                bank_account_id=new.bank_account_id,
            ).ended(StatementEvent.DISCONNECTED, processing._DISCONNECTED)
            return processing._kept(sandbox, failed)

    patch.setattr(statements, "post", post)
