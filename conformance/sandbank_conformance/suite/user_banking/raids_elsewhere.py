"""Ways in which fetched data could get lost through another account of its user."""

from sandbank_conformance.exchange import Exchange
from sandbank_conformance.suite.user_banking.raids import another_account
from sandbank_conformance.suite.user_banking.vaults import Vault


def uploading_its_id_to_another_account(vault: Vault) -> Exchange:
    """Upload a transaction of its id to an uploaded account, then delete that one there."""
    path, fetched = (vault.user, another_account(vault)), vault.held.fetched[0]
    body = vault.made.transaction_body(vault.draw, transactionId=fetched)
    vault.uploader.call("uploadTransactions", *path, json=body)
    return vault.uploader.call("deleteTransactions", *path, json={"ids": [fetched]})


def uploading_another_account_with_its_id(vault: Vault) -> Exchange:
    """Upload an account with a transaction of its id, then delete that account."""
    account, fetched = vault.made.account_body(vault.draw), vault.held.fetched[0]
    body = vault.made.transaction_body(vault.draw, transactionId=fetched)
    vault.call("uploadAccounts", account | {"transactions": [body]})
    return vault.uploader.call("deleteAccount", vault.user, account["accountId"])


def moving_it_to_another_account(vault: Vault) -> Exchange:
    """Change the account that it belongs to."""
    moved = {"transactionId": vault.held.fetched[0], "accountId": another_account(vault)}
    return vault.call("changeTransactions", moved)


def by_its_id_in_another_account(vault: Vault) -> Exchange:
    """Delete its id from an uploaded account."""
    path, ids = (vault.user, another_account(vault)), {"ids": [vault.held.fetched[0]]}
    return vault.uploader.call("deleteTransactions", *path, json=ids)
