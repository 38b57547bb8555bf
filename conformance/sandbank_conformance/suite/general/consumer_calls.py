"""Good calls of the Consumer API."""

from collections.abc import Mapping
from typing import Any

from sandbank_conformance.callers import Product
from sandbank_conformance.client import HeaderChanges
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.draw import Draw, once
from sandbank_conformance.exchange import NOTHING
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.calls import Call, Maker


def product_of(run: Run) -> Product:
    """The product; the check is about the Consumer API, so there is one."""
    assert run.product is not None
    return run.product


def bank_of(run: Run) -> str:
    """A bank where accounts can be created."""
    consumer = run.target.consumer
    if consumer is None or not consumer.bank:
        raise NotTestable('a bank to create accounts at: [consumer] bank = "…"')
    return consumer.bank


def account_body(run: Run, draw: Draw) -> dict[str, Any]:
    """A bank account as it is created, with every member there is."""
    return {
        **run.stock.account_body(draw),
        "accountType": "business",
        "accountName": "Verify",
        "accountKey": draw.word(),
        "branchIdentifier": "n/a",
        "defaultCurrency": "GBP",
        "requestedStartDate": "2026-01-01",
    }


def rule_body(draw: Draw) -> dict[str, Any]:
    """A rule as it is created."""
    return {
        "ruleName": f"Verify {draw.word()}",
        "ruleConditions": [
            {
                "ruleField": "transactionNarrative",
                "ruleOperation": "contains",
                "ruleCriteria": draw.word(),
            }
        ],
        "ruleActions": [
            {
                "splitPercentage": 100,
                "accountantNarrative": "Verify",
                "accountsPostings": [{"type": "ledger", "code": "4000"}],
            }
        ],
    }


def organisation_body(draw: Draw) -> dict[str, Any]:
    """An organisation as it is made."""
    return {
        "company": {
            "name": f"Verify {draw.word()}",
            "postalCode": "NE1 4LP",
            "standardIndustrialCode": "10710",
            "vatNumber": "GB123456789",
            "languageCode": "en-GB",
        },
        "crmId": f"crm-{draw.word()}",
        "user": {"emailAddress": "owner@verify.example", "identity": draw.word()},
    }


def _get_access_token(run: Run, _: Draw) -> Call:
    product = product_of(run)

    def headers() -> HeaderChanges:
        nonce = once()
        signed = {"X-Signature": product.sign(nonce)} if product.access.signing_key else {}
        return {
            "Authorization": None,
            "X-Application": product.access.application,
            "X-Organisation-Id": product.access.organisation,
            "X-Company-Id": product.access.company,
            "X-Nonce": nonce,
            **signed,
        }

    return Call(caller=product, operation_id="getAccessToken", headers=headers)


def _create_organisation(run: Run, draw: Draw) -> Call:
    return _open(run, "createOrganisation", body=organisation_body(draw))


def _list_banks(run: Run, _: Draw) -> Call:
    return _open(run, "listBanks")


def _get_bank(run: Run, _: Draw) -> Call:
    return _open(run, "getBank", ids=(bank_of(run),))


def _open(run: Run, operation_id: str, ids: tuple[str, ...] = (), body: Any = NOTHING) -> Call:
    """A call that needs `x-application` only."""
    return Call(
        caller=product_of(run),
        operation_id=operation_id,
        ids=ids,
        body=body,
        headers=lambda: {"Authorization": None},
    )


def _create_bank_account(run: Run, draw: Draw) -> Call:
    body = account_body(run, draw)
    return Call(caller=product_of(run), operation_id="createBankAccount", body=body)


def _list_bank_accounts(run: Run, _: Draw) -> Call:
    return Call(caller=product_of(run), operation_id="listBankAccounts")


def _list_transactions(run: Run, draw: Draw) -> Call:
    try:
        account = run.stock.account(transactions=1, shared=True)
    except NotTestable:
        account = run.stock.new_account(draw)
    return Call(caller=product_of(run), operation_id="listTransactions", ids=(account,))


def _of_account(operation_id: str) -> Maker:
    def make(run: Run, draw: Draw) -> Call:
        account = run.stock.new_account(draw)
        return Call(caller=product_of(run), operation_id=operation_id, ids=(account,))

    return make


def _create_rule(run: Run, draw: Draw) -> Call:
    account = run.stock.new_account(draw)
    return Call(
        caller=product_of(run), operation_id="createRule", ids=(account,), body=rule_body(draw)
    )


def _list_rules(run: Run, draw: Draw) -> Call:
    created = _create_rule(run, draw)
    given(created.send())
    return Call(caller=created.caller, operation_id="listRules", ids=created.ids)


def _of_rule(operation_id: str, *, with_body: bool = False) -> Maker:
    def make(run: Run, draw: Draw) -> Call:
        created = _create_rule(run, draw)
        rule = str(given(created.send(), "/ruleId"))
        body = rule_body(draw) if with_body else NOTHING
        ids = (*created.ids, rule)
        return Call(caller=created.caller, operation_id=operation_id, ids=ids, body=body)

    return make


MAKERS: Mapping[str, Maker] = {
    "getAccessToken": _get_access_token,
    "createOrganisation": _create_organisation,
    "listBanks": _list_banks,
    "getBank": _get_bank,
    "createBankAccount": _create_bank_account,
    "listBankAccounts": _list_bank_accounts,
    "getBankAccount": _of_account("getBankAccount"),
    "disconnectBankAccount": _of_account("disconnectBankAccount"),
    "listTransactions": _list_transactions,
    "createRule": _create_rule,
    "listRules": _list_rules,
    "getRule": _of_rule("getRule"),
    "replaceRule": _of_rule("replaceRule", with_body=True),
    "changeRule": _of_rule("changeRule", with_body=True),
    "deleteRule": _of_rule("deleteRule"),
}
