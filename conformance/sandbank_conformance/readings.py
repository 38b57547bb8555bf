"""What the public APIs show of a state, so that it can be compared with what they show later."""

from typing import Any

from sandbank_conformance.callers import Product, Uploader
from sandbank_conformance.conditions import given
from sandbank_conformance.exchange import NOTHING

PAGES = 200  # more pages than any check makes: a list that does not end is no list


def bank_account(product: Product, bank_account_id: str) -> dict[str, Any]:
    """A bank account, its rules and its transactions."""
    rules = given(product.call("listRules", bank_account_id)).json
    return {
        "account": given(product.call("getBankAccount", bank_account_id)).json,
        "rules": {each["ruleId"]: each for each in rules},
        "transactions": transactions(product, bank_account_id),
    }


def transactions(product: Product, bank_account_id: str, start: int = 0) -> dict[int, Any]:
    """The transactions of a bank account from an id on, by id: read on until nothing new comes."""
    found: dict[int, Any] = {}
    for _ in range(PAGES):
        page = given(
            product.call("listTransactions", bank_account_id, query={"startIndex": start})
        )
        new = [
            each
            for each in given(page, "/bankTransactionList/transactions")
            if each["transactionId"] not in found
        ]
        if not new:
            break
        found.update({each["transactionId"]: each for each in new})
        start = max(found) + 1
    return found


def accounts_of(product: Product) -> dict[str, Any]:
    """The product's bank accounts by id."""
    listed = given(product.call("listBankAccounts")).json
    return {each["bankAccountId"]: each for each in listed}


def uploads(uploader: Uploader, user: str) -> dict[str, Any]:
    """A user's accounts by id, each with its transactions by id."""
    answer = given(uploader.call("listAccounts", user))
    return {
        each["accountId"]: {
            "account": each,
            "transactions": upload_transactions(uploader, user, each["accountId"]),
        }
        for each in uploader.client.items(answer, "")
    }


def upload_transactions(uploader: Uploader, user: str, account: str) -> dict[str, Any]:
    """The transactions of an account by id, page after page until one is empty or repeats."""
    found: dict[str, Any] = {}
    for page in range(1, PAGES):
        answer = given(
            uploader.call("listAccountTransactions", user, account, query={"page": page})
        )
        items = uploader.client.items(answer, "/data")
        new = {each["transactionId"]: each for each in items} if items is not NOTHING else {}
        if not new.keys() - found.keys():
            break
        found |= new
        total = answer.at("/meta/total")
        if isinstance(total, int) and len(found) >= total:
            break
    return found
