"""Ways in which data that was fetched from a bank could get lost or changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.suite.user_banking.looks import after, look, part
from sandbank_conformance.target import HeldUpload
from sandbank_conformance.uploads import Uploads


@dataclass(frozen=True, slots=True)
class Vault:
    """An account with fetched transactions, and who tries to get at them."""

    uploader: Uploader
    made: Uploads
    draw: Draw
    held: HeldUpload
    transactions: dict[str, Any]  # as they were read at first, by id

    @property
    def fetched(self) -> dict[str, Any]:
        """The fetched transactions as they were read at first."""
        return {each: self.transactions[each] for each in self.held.fetched}

    def now(self) -> dict[str, Any]:
        """The transactions as they are read now; none where they can no longer be read."""
        return part(after(self.uploader, self.held.user), self.held, "transactions")

    def call(self, operation_id: str, body: Any) -> Exchange:
        """Call for the account, or for the accounts of its user."""
        of_user = operation_id in ("uploadAccounts", "changeAccounts", "deleteAccounts")
        ids = (self.held.user,) if of_user else (self.held.user, self.held.account)
        return self.uploader.call(operation_id, *ids, json=body)

    def account(self) -> dict[str, Any]:
        """The account as it would be uploaded over what is there."""
        answer = given(self.uploader.call("getAccount", self.held.user, self.held.account))
        named = ("accountId", "accountNumber", "iban", "currency", "type")
        shown = {each: answer.at(f"/{each}") for each in named}
        body = self.made.account_body(self.draw, transactions=1)
        del body["accountNumber"]
        return body | {each: value for each, value in shown.items() if isinstance(value, str)}

    def uploaded(self) -> str:
        """A transaction uploaded beside the fetched ones just now."""
        body = self.made.transaction_body(self.draw)
        given(self.call("uploadTransactions", body))
        return str(body["transactionId"])


Raid = Callable[[Vault], Exchange]  # its last call's answer


def vault(uploader: Uploader, made: Uploads, draw: Draw, *, mixed: bool) -> Vault:
    """An account with fetched transactions, and uploaded ones if `mixed`."""
    held = made.mixed(draw) if mixed else made.fetched(draw)
    shown = part(look(uploader, held.user), held, "transactions")
    if not set(held.fetched) <= set(shown):
        raise NotTestable(
            f"the fetched transactions {held.fetched} in the reading of {held.account}"
        )
    return Vault(uploader, made, draw, held, shown)


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


def with_its_account(vault: Vault) -> Exchange:
    """Delete the account."""
    return vault.uploader.call("deleteAccount", vault.held.user, vault.held.account)


def with_its_account_by_id(vault: Vault) -> Exchange:
    """Delete the account by its id."""
    return vault.call("deleteAccounts", {"ids": [vault.held.account]})


def with_its_account_among_others(vault: Vault) -> Exchange:
    """Delete an uploaded account and this one."""
    other = vault.made.account(vault.draw, user=vault.held.user)
    return vault.call("deleteAccounts", {"ids": [other.account, vault.held.account]})


def with_its_account_once_it_is_all_there_is(vault: Vault) -> Exchange:
    """Delete what was uploaded beside it, then the account."""
    uploaded = [each for each in vault.transactions if each not in vault.held.fetched]
    given(vault.call("deleteTransactions", {"ids": [*uploaded, vault.uploaded()]}))
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


def uploading_over_it(vault: Vault) -> Exchange:
    """Upload a transaction of a fetched one's id."""
    same = {"transactionId": vault.held.fetched[0]}
    return vault.call("uploadTransactions", vault.made.transaction_body(vault.draw, **same))


def changing_its_account(vault: Vault) -> Exchange:
    """Change the account's name."""
    return vault.call("changeAccounts", {"accountId": vault.held.account, "name": "Changed"})


def changing_its_account_behind_an_uploaded_one(vault: Vault) -> Exchange:
    """Change an uploaded account and this one."""
    other = vault.made.account(vault.draw, user=vault.held.user)
    ids = (other.account, vault.held.account)
    return vault.call("changeAccounts", [{"accountId": each, "name": "Changed"} for each in ids])


def _change(vault: Vault) -> dict[str, Any]:
    return {"transactionId": vault.held.fetched[0], "amount": 0.01, "purpose": "Changed"}


def named(*raids: Raid) -> list[Any]:
    """The raids as the variations of a check."""
    return [pytest.param(each, id=each.__name__.replace("_", " ")) for each in raids]
