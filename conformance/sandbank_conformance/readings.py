"""What the public APIs show of a state, so that it can be compared with what they show later."""

from collections.abc import Callable
from typing import Any, ParamSpec

from sandbank_conformance.caller import Caller
from sandbank_conformance.callers import Product, Uploader
from sandbank_conformance.conditions import NotTestable, given, told
from sandbank_conformance.exchange import Exchange

P = ParamSpec("P")

PAGES = 200  # more pages than any check makes: a list that does not end is no list


def afterwards(read: Callable[P, Any], *args: P.args, **options: P.kwargs) -> Any:
    """A reading after the act: what could be read before and now is refused, has changed."""
    try:
        return read(*args, **options)
    except NotTestable as refused:
        return f"nothing that can be read: {refused}"


def seen_again(before: Any, read: Callable[[], Any]) -> Any:
    """What is read now, to be held against what was before; readings themselves have to agree."""
    after = read()
    if after != before and after != read():
        raise NotTestable("readings to compare: two in a row differ, though nothing was done")
    return after


def bank_account(product: Product, bank_account_id: str) -> dict[str, Any]:
    """A bank account, its rules and its transactions."""
    return {
        "account": given(product.call("getBankAccount", bank_account_id)).json,
        "rules": listed_rules(product, bank_account_id),
        "transactions": transactions(product, bank_account_id),
    }


def listed_rules(product: Product, bank_account_id: str) -> dict[str, Any]:
    """The rules of a bank account by id."""
    return _by_id(product, given(product.call("listRules", bank_account_id)), "", "ruleId")


def confirm_status(product: Product, account: str, status: str) -> None:
    """What the target holds may have changed since its configuration was written."""
    shown = product.call("getBankAccount", account).at("/status")
    if isinstance(shown, str) and shown != status:
        raise NotTestable(
            f"a bank account that is {status}; {account} is {shown} by now: "
            f'[[consumer.accounts]] id = "…", status = "{status}"'
        )


def transactions(product: Product, bank_account_id: str) -> dict[int, Any]:
    """The transactions of a bank account by id: read on until nothing new comes."""
    found: dict[int, Any] = {}
    query: dict[str, int] = {}
    for _ in range(PAGES):
        page = given(product.call("listTransactions", bank_account_id, query=query))
        place = "/bankTransactionList/transactions"
        held = _by_id(product, page, place, "transactionId", int, once=True)
        new = {key: each for key, each in held.items() if key not in found}
        if not new:
            break
        found.update(new)
        query = {"startIndex": max(found) + 1}
    return found


def accounts_of(product: Product) -> dict[str, Any]:
    """The product's bank accounts by id."""
    return _by_id(product, given(product.call("listBankAccounts")), "", "bankAccountId")


def uploads(uploader: Uploader, user: str) -> dict[str, Any]:
    """A user's accounts by id, each with its transactions by id."""
    answer = given(uploader.call("listAccounts", user))
    return {
        each["accountId"]: {
            "account": each,
            "transactions": upload_transactions(uploader, user, each["accountId"]),
        }
        for each in _listed(uploader, answer, "", "accountId")
    }


def upload_transactions(uploader: Uploader, user: str, account: str) -> dict[str, Any]:
    """The transactions of an account by id."""
    listed = listed_transactions(uploader, user, account)
    return {each["transactionId"]: each for each in listed}


def listed_transactions(
    uploader: Uploader, user: str, account: str, **query: Any
) -> list[dict[str, Any]]:
    """The transactions of an account as they are listed, one that comes twice twice."""
    return _paged(
        uploader, "listAccountTransactions", user, account, name="transactionId", query=query
    )


def users(uploader: Uploader) -> list[str]:
    """The ids of the tenant's users as they are listed."""
    return [each["userId"] for each in _paged(uploader, "listUsers", name="userId", query={})]


def _paged(
    uploader: Uploader, operation_id: str, *ids: str, name: str, query: dict[str, Any]
) -> list[dict[str, Any]]:
    """A list page after page, until all is there or a page is empty or the one before."""
    found: list[dict[str, Any]] = []
    page: list[dict[str, Any]] = []
    for number in range(1, PAGES):
        answer = given(uploader.call(operation_id, *ids, query={**query, "page": number}))
        last, page = page, _listed(uploader, answer, "/data", name)
        total = answer.at("/meta/total")
        if not page or page == last:
            break
        found += page
        if isinstance(total, int) and len(found) >= total:
            break
    return found


def _by_id(
    caller: Caller,
    answer: Exchange,
    default: str,
    name: str,
    kind: type = str,
    *,
    once: bool = False,
) -> dict[Any, Any]:
    """Items by their ids, of which none may be there twice where each has to come `once`."""
    items = _listed(caller, answer, default, name, kind)
    found = {each[name]: each for each in items}
    if once and len(found) < len(items):
        raise NotTestable(f"a list of items with a {name} each: {told(answer)}")
    return found


def _listed(
    caller: Caller, answer: Exchange, default: str, name: str, kind: type = str
) -> list[dict[str, Any]]:
    items = caller.client.items(answer, default)
    if not isinstance(items, list) or not all(
        isinstance(each, dict) and isinstance(each.get(name), kind) for each in items
    ):
        table = answer.api.replace("_", "-")
        raise NotTestable(
            f"a list of items with {name}; where an answer holds it is said by "
            f'[{table}.answers] {answer.operation_id} = "/…": {told(answer)}'
        )
    return items
