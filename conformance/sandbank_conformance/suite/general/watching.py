"""What a call could change, as the public APIs show it."""

from collections.abc import Callable, Iterable
from typing import Any

from sandbank_conformance import readings
from sandbank_conformance.callers import Product, Uploader
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.suite.general.calls import OPERATIONS, Call

Look = Callable[[], Any]

# Many share what these show: it may change meanwhile.
BLIND = ("createUser", "listUsers", "linkAvailableBankAccount")


def is_seen(operation_id: str) -> bool:
    """Whether an operation is about something that can be looked at."""
    operation = OPERATIONS[operation_id]
    about = "{companyId}" in operation.path or operation.path.startswith("/users")
    return about and operation_id not in (*BLIND, "listBankAccounts")


def writes(operation_id: str) -> bool:
    """Whether an operation changes what can be looked at afterwards."""
    return is_seen(operation_id) and OPERATIONS[operation_id].method != "GET"


def watch(call: Call) -> Look:
    """A way to look, before and after, at all that the call is about."""
    caller = call.caller
    if isinstance(caller, Uploader):
        return lambda: readings.uploads(caller, call.ids[0])
    assert isinstance(caller, Product)
    if call.operation_id == "createBankAccount":
        return lambda: _accounts_like(caller, call.body["accountIdentifier"])
    return lambda: _bank_account(caller, call.ids[0])


def watch_all(calls: Iterable[Call]) -> Look:
    """The same of several calls, most of which are about the same."""
    looks = {
        (call.ids[0] if call.ids else call.operation_id): watch(call)
        for call in calls
        if is_seen(call.operation_id)
    }
    return lambda: [look() for look in looks.values()]


def again(look: Look) -> Any:
    """What is seen afterwards; that nothing can be seen any more is a change as well."""
    try:
        return look()
    except NotTestable as gone:
        return f"not to be read any more: {gone}"


def _bank_account(product: Product, account: str) -> dict[str, Any]:
    """A bank account and its rules; one that was made now has no transactions."""
    shown = given(product.call("getBankAccount", account)).json
    return {"account": shown, "rules": readings.listed_rules(product, account)}


def _accounts_like(product: Product, identifier: str) -> list[str]:
    """The company's accounts of an identifier: others may come and go meanwhile."""
    return [
        key
        for key, each in readings.accounts_of(product).items()
        if each.get("accountIdentifier") == identifier
    ]
