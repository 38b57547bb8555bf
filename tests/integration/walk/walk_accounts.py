"""Steps of a walk: bank accounts and their transactions, as a product calls for them."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from integration.walk.walk_account_data import (
    BAD_INDEXES,
    INDEXES,
    REQUESTS,
    compare_account,
    compare_page,
    request_body,
    request_verdict,
)
from integration.walk.walk_consumer_calls import CONSUMERS, ConsumerCaller, ConsumerSteps
from integration.walk.walk_linking_data import taken_over, use_choice
from integration.walk.walk_model import BANK_OF
from integration.walk.walk_steps import (
    NOWHERE,
    NUMBERS,
    SENDINGS,
    Verdict,
    encoded,
    equal,
    first,
    often,
)
from integration.walk.walk_values import AccountModel


class AccountSteps(ConsumerSteps):
    """Creating, listing, reading and disconnecting bank accounts, paging transactions."""

    @rule(
        caller=CONSUMERS,
        request=often("whole", *REQUESTS, times=8),
        provider=often("provider-a", "provider-b", times=3),
        identifier=st.sampled_from(("acct-1", "acct-2", "acct-4", "acct-7", "walk-1", "walk-2")),
        sending=SENDINGS,
    )
    def create_account(
        self, caller: ConsumerCaller, request: str, provider: str, identifier: str, sending: str
    ) -> None:
        """Connect a real account, connected or not, wrong bodies among."""
        company, bank = self.company_of(caller), BANK_OF[provider]
        real = (company, bank, "customer-1:playground", identifier)
        body = request_body(bank, identifier, request)
        content, raw, sent = encoded(sending, body)
        expected = first(
            self.credentials_verdict(caller),
            sent,
            request_verdict(request, self.company_verdict(caller)),
            self.company_verdict(caller),
            409 if self.is_connected(real) else None,
            201,
        )
        reply = self.attempt(
            expected, "POST", self.path(caller, ""), [*self.headers(caller), *content], raw
        )
        if reply.status == 201:
            account = AccountModel("", *real[:2], "pending", *real[2:], "")
            account.currency = body.get("defaultCurrency")
            self._created(reply.json(), body, account)

    @rule(caller=CONSUMERS)
    def list_accounts(self, caller: ConsumerCaller) -> None:
        """All accounts that the company ever connected."""
        expected = first(self.credentials_verdict(caller), self.company_verdict(caller), 200)
        reply = self.attempt(expected, "GET", self.path(caller, ""), self.headers(caller))
        if reply.status == 200:
            self.compare_accounts(self.company_of(caller), reply.json())

    @rule(caller=CONSUMERS, number=NUMBERS)
    def read_account(self, caller: ConsumerCaller, number: int) -> None:
        """One account."""
        account = self.account_at(caller, number)
        reply = self.attempt(
            first(*self._reach(caller, account), 200),
            "GET",
            self.path(caller, f"/{_id(account)}"),
            self.headers(caller),
        )
        if account and reply.status == 200:
            compare_account(account, reply.json())

    @rule(caller=CONSUMERS, number=NUMBERS)
    def disconnect(self, caller: ConsumerCaller, number: int) -> None:
        """Disconnect an account, with all that follows."""
        account = self.account_at(caller, number)
        gone = 409 if account and not account.connected else None
        reply = self.attempt(
            first(*self._reach(caller, account), gone, 204),
            "DELETE",
            self.path(caller, f"/{_id(account)}"),
            self.headers(caller),
        )
        if account and reply.status == 204:
            self._disconnected(account)
            self.compare_all_of(account)

    @rule(caller=CONSUMERS, number=NUMBERS, start=INDEXES, end=INDEXES, bad=often("", *BAD_INDEXES))
    def page_transactions(
        self, caller: ConsumerCaller, number: int, start: int | None, end: int | None, bad: str
    ) -> None:
        """One page of transactions."""
        account = self.account_at(caller, number)
        asked: dict[str, Any] = {"startIndex": start, "endIndex": end}
        if number % 2 and bad:
            asked["startIndex"] = bad
        query = "&".join(f"{k}={v}" for k, v in asked.items() if v is not None)
        wrong = 400 if number % 2 and bad else None
        reached = self._reach(caller, account)
        reply = self.attempt(
            first(reached[0], wrong, *reached[1:], 200),
            "GET",
            self.path(caller, f"/{_id(account)}/transactions?{query}"),
            self.headers(caller),
        )
        if account and reply.status == 200:
            compare_page(account, start, end, reply.json())

    def is_connected(self, real: tuple[str, str, str, str]) -> bool:
        """Whether a real account is connected already; a cancelled one never counts."""
        return any(a.connected and a.real == real for a in self.model.accounts.values())

    def compare_accounts(self, company: str, got: Any) -> None:
        """Hold a list of accounts against the model."""
        own = {k: a for k, a in self.model.accounts.items() if a.company == company}
        equal("accounts listed", sorted(own), sorted(a["bankAccountId"] for a in got))
        for item in got:
            compare_account(own[item["bankAccountId"]], item)

    def compare_all_of(self, account: AccountModel) -> None:
        """Read back an account with its rules and transactions."""
        raise NotImplementedError

    def _reach(self, caller: ConsumerCaller, account: AccountModel | None) -> list[Verdict]:
        own = account is not None and account.company == self.company_of(caller)
        missing = None if own else 404
        return [self.credentials_verdict(caller), self.company_verdict(caller), missing]

    def _created(self, got: Any, body: Any, account: AccountModel) -> None:
        account.bank_account_id, account.external_id = got["bankAccountId"], got["externalId"]
        external_id, rest = taken_over(self.model, account.real, body)
        equal("externalId", external_id or account.external_id, account.external_id)
        assert account.bank_account_id not in self.model.accounts, "an id was given twice"
        for name, value in {**rest, **body}.items():
            equal(name, value, got[name])
        use_choice(self.model, account)
        self.model.accounts[account.bank_account_id] = account
        self.model.told.append(("resourceCreated", account.bank_account_id))
        compare_account(account, got)
        self.compare_all_of(account)

    def _disconnected(self, account: AccountModel) -> None:
        self.model.disconnect(account)
        for one in account.rules.values():
            one.status = "disconnected"
        for session in self.model.sessions.values():
            waiting = session.status_at(self.model.now) == "open"
            if waiting and session.account == account.bank_account_id:
                session.status = "revoked"
        self.model.told.append(("resourceDeleted", account.bank_account_id))


def _id(account: AccountModel | None) -> str:
    return account.bank_account_id if account else NOWHERE
