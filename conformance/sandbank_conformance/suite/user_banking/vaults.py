"""Accounts that hold what was fetched from a bank."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.suite.user_banking.looks import after, look, part
from sandbank_conformance.suite.user_banking.rows import Row
from sandbank_conformance.target import HeldUpload
from sandbank_conformance.uploads import Uploads


@dataclass(frozen=True, slots=True)
class Vault:
    """An account with fetched transactions, and who tries to get at them."""

    uploader: Uploader
    made: Uploads
    draw: Draw
    held: HeldUpload
    seen: dict[str, Any]  # all that its user had when it was read at first

    @property
    def user(self) -> str:
        """Whose account it is."""
        return self.held.user

    @property
    def transactions(self) -> dict[str, Any]:
        """The transactions as they were read at first, by id."""
        return part(self.seen, self.held, "transactions")

    @property
    def beside(self) -> str:
        """An uploaded transaction that is there already."""
        others = [each for each in self.transactions if each not in self.held.fetched]
        if not others:
            raise NotTestable(f"an uploaded transaction in {self.held.account}")
        return others[0]

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


@dataclass(frozen=True, slots=True)
class Vaults:
    """Where such accounts come from: all fetched, or with uploaded transactions if `mixed`."""

    uploader: Uploader
    made: Uploads
    draw: Draw
    mixed: bool

    def new(self) -> Vault:
        """One that shows its fetched transactions; a mixed one shows an uploaded one, too."""
        held = self.made.mixed(self.draw) if self.mixed else self.made.fetched(self.draw)
        vault = self._of(held)
        if self.mixed and set(held.fetched) == set(vault.transactions):
            vault.uploaded()  # those that there were have been used up
            vault = self._of(held)
        return vault

    def _of(self, held: HeldUpload) -> Vault:
        vault = Vault(self.uploader, self.made, self.draw, held, look(self.uploader, held.user))
        if not set(held.fetched) <= set(vault.transactions):
            raise NotTestable(
                f"the fetched transactions {held.fetched} in the reading of {held.account}"
            )
        return vault

    def row(self, **options: Any) -> Row[Vault]:
        """Calls in a row that must not change one; `options` say what counts."""
        return Row(keeper=self.uploader, make=self.new, first=lambda it: it.seen, **options)


def fetched_ids(vault: Vault, seen: Any) -> set[str]:
    """The ids of the fetched transactions that are seen."""
    return set(vault.held.fetched) & set(part(seen, vault.held, "transactions"))


def fetched_values(vault: Vault, seen: Any) -> dict[str, Any]:
    """The fetched transactions that are seen, as they are seen."""
    shown = part(seen, vault.held, "transactions")
    return {each: value for each, value in shown.items() if each in vault.held.fetched}


def the_account(vault: Vault, seen: Any) -> Any:
    """The account and its transactions as they are seen, and nothing else of the user's."""
    return seen.get(vault.held.account) if isinstance(seen, dict) else seen


Raid = Callable[[Vault], Exchange]  # its last call's answer
