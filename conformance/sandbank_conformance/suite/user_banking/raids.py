"""Ways in which data that was fetched from a bank could get lost or changed."""

from typing import Any

from sandbank_conformance.conditions import given
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.suite.user_banking.vaults import Raid, Vault


def by_its_id(vault: Vault) -> Exchange:
    """Delete one fetched transaction."""
    return vault.call("deleteTransactions", {"ids": [vault.held.fetched[0]]})


def all_by_their_ids(vault: Vault) -> Exchange:
    """Delete every fetched transaction."""
    return vault.call("deleteTransactions", {"ids": list(vault.held.fetched)})


def behind_an_uploaded_one(vault: Vault) -> Exchange:
    """Delete an uploaded transaction and a fetched one."""
    return vault.call("deleteTransactions", {"ids": [vault.uploaded(), vault.held.fetched[0]]})


def before_an_uploaded_one(vault: Vault) -> Exchange:
    """Delete a fetched transaction and an uploaded one."""
    return vault.call("deleteTransactions", {"ids": [vault.held.fetched[0], vault.uploaded()]})


def beside_an_uploaded_one_that_is_there(vault: Vault) -> Exchange:
    """Delete an uploaded transaction that is there already and a fetched one."""
    return vault.call("deleteTransactions", {"ids": [vault.beside, vault.held.fetched[0]]})


def with_its_account(vault: Vault) -> Exchange:
    """Delete the account."""
    return vault.uploader.call("deleteAccount", vault.held.user, vault.held.account)


def with_its_account_by_id(vault: Vault) -> Exchange:
    """Delete the account by its id."""
    return vault.call("deleteAccounts", {"ids": [vault.held.account]})


def with_its_account_among_others(vault: Vault) -> Exchange:
    """Delete an uploaded account and this one."""
    return vault.call("deleteAccounts", {"ids": [another_account(vault), vault.held.account]})


def with_its_account_before_others(vault: Vault) -> Exchange:
    """Delete this account and an uploaded one."""
    return vault.call("deleteAccounts", {"ids": [vault.held.account, another_account(vault)]})


def with_its_account_once_it_is_all_there_is(vault: Vault) -> Exchange:
    """Delete what was uploaded beside it, then the account."""
    uploaded = [each for each in vault.now() if each not in vault.held.fetched]
    given(vault.call("deleteTransactions", {"ids": uploaded or [vault.uploaded()]}))
    return with_its_account(vault)


def uploading_over_its_account(vault: Vault) -> Exchange:
    """Upload an account of the same id and number."""
    return vault.call("uploadAccounts", vault.account())


def uploading_over_its_account_among_others(vault: Vault) -> Exchange:
    """Upload a new account and one of the same id and number."""
    return vault.call("uploadAccounts", [vault.made.account_body(vault.draw), vault.account()])


def uploading_over_its_account_by_another_number(vault: Vault) -> Exchange:
    """Upload an account of the same id and another number."""
    return vault.call("uploadAccounts", vault.account() | {"accountNumber": vault.draw.digits(9)})


def changing_its_account_to_one_without(vault: Vault) -> Exchange:
    """Change the account's transactions to none."""
    return vault.call("changeAccounts", {"accountId": vault.held.account, "transactions": []})


def taking_the_login_from_its_account(vault: Vault) -> Exchange:
    """Make the account look uploaded, then delete it."""
    vault.call("changeAccounts", {"accountId": vault.held.account, "bankLoginId": None})
    return with_its_account(vault)


def calling_it_uploaded(vault: Vault) -> Exchange:
    """Make the transaction look uploaded, then delete it."""
    vault.call("changeTransactions", {**_change(vault), "fetched": False})
    return by_its_id(vault)


def uploading_it_again(vault: Vault) -> Exchange:
    """Upload a transaction of its id, then delete it."""
    uploading_over_it(vault)
    return by_its_id(vault)


def changing_it(vault: Vault) -> Exchange:
    """Change a fetched transaction."""
    return vault.call("changeTransactions", _change(vault))


def changing_it_by_the_other_path(vault: Vault) -> Exchange:
    """Change a fetched transaction by the path of the transactions."""
    return vault.call("changeTransactionsAlias", _change(vault))


def clearing_what_it_says(vault: Vault) -> Exchange:
    """Clear a field of a fetched transaction."""
    named = {"transactionId": vault.held.fetched[0], "purpose": None}
    return vault.call("changeTransactions", named)


def changing_it_behind_an_uploaded_one(vault: Vault) -> Exchange:
    """Change an uploaded transaction and a fetched one."""
    uploaded = {"transactionId": vault.uploaded(), "purpose": "Changed"}
    return vault.call("changeTransactions", [uploaded, _change(vault)])


def changing_it_before_an_uploaded_one(vault: Vault) -> Exchange:
    """Change a fetched transaction and an uploaded one."""
    uploaded = {"transactionId": vault.uploaded(), "purpose": "Changed"}
    return vault.call("changeTransactions", [_change(vault), uploaded])


def changing_it_behind_one_that_is_there(vault: Vault) -> Exchange:
    """Change an uploaded transaction that is there already and a fetched one."""
    uploaded = {"transactionId": vault.beside, "purpose": "Changed"}
    return vault.call("changeTransactions", [uploaded, _change(vault)])


def uploading_over_it(vault: Vault) -> Exchange:
    """Upload a transaction of a fetched one's id."""
    same = {"transactionId": vault.held.fetched[0]}
    return vault.call("uploadTransactions", vault.made.transaction_body(vault.draw, **same))


def changing_an_uploaded_one_beside_it(vault: Vault) -> Exchange:
    """Change an uploaded transaction of the account."""
    change = {"transactionId": vault.beside, "purpose": "Changed"}
    return vault.call("changeTransactions", change)


def changing_its_account(vault: Vault) -> Exchange:
    """Change the account's name."""
    return vault.call("changeAccounts", {"accountId": vault.held.account, "name": "Changed"})


def changing_its_account_behind_an_uploaded_one(vault: Vault) -> Exchange:
    """Change an uploaded account and this one."""
    return vault.call("changeAccounts", _renamed(another_account(vault), vault.held.account))


def changing_its_account_before_an_uploaded_one(vault: Vault) -> Exchange:
    """Change this account and an uploaded one."""
    return vault.call("changeAccounts", _renamed(vault.held.account, another_account(vault)))


def another_account(vault: Vault) -> str:
    return vault.made.account(vault.draw, user=vault.held.user, transactions=0).account


def _renamed(*accounts: str) -> list[dict[str, str]]:
    return [{"accountId": each, "name": "Changed"} for each in accounts]


def _change(vault: Vault) -> dict[str, Any]:
    return {"transactionId": vault.held.fetched[0], "amount": 0.01, "purpose": "Changed"}


def by_name(*raids: Raid) -> dict[str, Raid]:
    """The raids by what they do."""
    return {each.__name__.replace("_", " "): each for each in raids}
