"""From valid requests of the Consumer API to what its use cases take."""

from decimal import Decimal

from sandbank_server.api.calls import Call, Json
from sandbank_server.api.responses import encode
from sandbank_server.domain.refusals import Malformed, Violation
from sandbank_server.domain.rules import (
    AccountsPosting,
    RuleAction,
    RuleChange,
    RuleCondition,
    RuleContent,
)
from sandbank_server.service.bank_accounts import NewBankAccount
from sandbank_server.service.callers import Anyone, ProductCaller
from sandbank_server.service.consumer_tokens import TokenRequest
from sandbank_server.service.organisations import NewOrganisation
from sandbank_server.service.polling import PollPath
from sandbank_server.service.reach import AccountPath, CompanyPath
from sandbank_server.service.signatures import SignedCall
from sandbank_server.service.transactions import Span

MOST_NAMED = 100  # bank accounts in one query


def parse_token_request(call: Call[Anyone]) -> TokenRequest:
    """The headers of a call for a token, and what its signature covers."""
    return TokenRequest(
        application_id=_single(call, "x-application") or "",
        organisation_id=_single(call, "x-organisation-id") or "",
        nonce=_single(call, "x-nonce") or "",
        company_id=_single(call, "x-company-id"),
        signature=_single(call, "x-signature"),
        call=SignedCall(
            method="GET",  # the operation has no other, and a call does not carry its own
            url=call.url,
            parameters=tuple(
                (name, value) for name, values in call.query.items() for value in values
            ),
            body=call.raw_body,
        ),
    )


def _single(call: Call[Anyone], name: str) -> str | None:
    """A header's value without outer blanks: '' when it was doubled, None when absent."""
    values = call.headers.get(name, ())
    if not values:
        return None
    return values[0].strip() if len(values) == 1 else ""


def parse_company_path(call: Call[ProductCaller]) -> CompanyPath:
    """The company in the path, and the organisation of a long path."""
    return CompanyPath(
        company_id=call.path["companyId"], organisation_id=call.path.get("organisationId")
    )


def parse_account_path(call: Call[ProductCaller]) -> AccountPath:
    """The bank account in the path, and its company."""
    return AccountPath(
        company_id=call.path["companyId"],
        organisation_id=call.path.get("organisationId"),
        bank_account_id=call.path["bankAccountId"],
    )


def parse_poll_path(call: Call[ProductCaller]) -> PollPath:
    """The poll in the path, and its company."""
    return PollPath(
        company_id=call.path["companyId"],
        organisation_id=call.path.get("organisationId"),
        poll_id=call.path["pollId"],
    )


def parse_linked_bank(call: Call[ProductCaller]) -> str:
    """The bank to link at, by either spelling of the parameter."""
    named = {call.parameter("bankId"), call.parameter("bankid")} - {None}
    if len(named) == 1:
        return named.pop() or ""
    message = "is missing" if not named else "and /query/bankid are not the same"
    raise Malformed(
        "CON-ACC-01",
        "A query parameter breaks the contract.",
        (Violation("/query/bankId", message),),
    )


def parse_named_accounts(call: Call[ProductCaller]) -> tuple[str, ...]:
    """The bank accounts of a list with commas, each once, in its order."""
    names = (each.strip() for each in (call.parameter("bankAccountIds") or "").split(","))
    named = tuple(dict.fromkeys(filter(None, names)))
    if 0 < len(named) <= MOST_NAMED:
        return named
    message = f"names more than {MOST_NAMED} bank accounts" if named else "is missing"
    raise Malformed(
        "CON-LINK-02",
        "A query parameter breaks the contract.",
        (Violation("/query/bankAccountIds", message),),
    )


def parse_organisation(body: Json) -> NewOrganisation:
    """A customer that is signed up."""
    return NewOrganisation(company_name=body["company"]["name"], crm_id=body.get("crmId"))


def parse_bank_account(body: Json) -> NewBankAccount:
    """A bank account that is to be connected."""
    return NewBankAccount(
        bank_id=body["bankId"],
        bank_identifier=body["bankIdentifier"],
        account_identifier=body["accountIdentifier"],
        account_type=body.get("accountType"),
        account_name=body.get("accountName"),
        account_key=body.get("accountKey"),
        branch_identifier=body.get("branchIdentifier"),
        default_currency=body.get("defaultCurrency"),
        requested_start_date=body.get("requestedStartDate"),
    )


def parse_span(call: Call[ProductCaller]) -> Span:
    """The transactionIds that are asked for."""
    start, end = call.parameter("startIndex"), call.parameter("endIndex")
    return Span(
        start_index=1 if start is None else int(start),
        end_index=None if end is None else int(end),
    )


def parse_rule(body: Json) -> RuleContent:
    """A whole rule."""
    return RuleContent(
        rule_name=body["ruleName"],
        rule_conditions=_conditions(body["ruleConditions"]),
        rule_actions=_actions(body["ruleActions"]),
        rule_additional_fields=_text(body.get("ruleAdditionalFields", [])),
    )


def parse_rule_change(body: Json) -> RuleChange:
    """The parts of a rule that are named."""
    return RuleChange(
        rule_name=body.get("ruleName"),
        rule_conditions=_conditions(body["ruleConditions"]) if "ruleConditions" in body else None,
        rule_actions=_actions(body["ruleActions"]) if "ruleActions" in body else None,
        rule_additional_fields=(
            _text(body["ruleAdditionalFields"]) if "ruleAdditionalFields" in body else None
        ),
    )


def _conditions(items: Json) -> tuple[RuleCondition, ...]:
    return tuple(
        RuleCondition(
            rule_field=item["ruleField"],
            rule_operation=item["ruleOperation"],
            rule_criteria=item["ruleCriteria"],
        )
        for item in items
    )


def _actions(items: Json) -> tuple[RuleAction, ...]:
    return tuple(
        RuleAction(
            split_percentage=Decimal(item["splitPercentage"]),
            accountant_narrative=item.get("accountantNarrative"),
            accounts_postings=tuple(
                AccountsPosting(type=posting["type"], code=posting["code"])
                for posting in item.get("accountsPostings", [])
            ),
        )
        for item in items
    )


def _text(value: Json) -> str:
    return encode(value).decode()
