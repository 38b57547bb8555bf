"""Steps of a walk: a product links what is available by the access it has."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from integration.walk.walk_account_data import compare_account
from integration.walk.walk_accounts import AccountSteps
from integration.walk.walk_consumer_calls import CONSUMERS, ConsumerCaller
from integration.walk.walk_linking_data import (
    compare_offers,
    listed_by_the_played_bank,
    taken_over,
    use_choice,
)
from integration.walk.walk_steps import NOWHERE, NUMBERS, encoded, equal, first, pick
from integration.walk.walk_values import AccountModel, Fields, Real


class CandidateSteps(AccountSteps):
    """Listing candidates, and linking them."""

    @rule(caller=CONSUMERS, numbers=st.lists(NUMBERS, max_size=2))
    def list_available(self, caller: ConsumerCaller, numbers: list[int]) -> None:
        """What could be linked by the access of some accounts."""
        accounts = [self.account_at(caller, number) for number in numbers]
        names = [each.bank_account_id if each else NOWHERE for each in accounts]
        company = self.company_of(caller)
        strange = any(each is None or each.company != company for each in accounts)
        gone = any(each is not None and not each.connected for each in accounts)
        reply = self.attempt(
            first(
                self.credentials_verdict(caller),
                None if names else 400,
                self.company_verdict(caller),
                404 if strange else None,
                409 if gone else None,
                200,
            ),
            "GET",
            self.place(caller, f"/availablebankaccounts?bankAccountIds={','.join(names)}"),
            self.headers(caller),
            changes=True,
        )
        if reply.status == 200:
            named = [each for each in accounts if each]
            for each in named:
                listed_by_the_played_bank(self.model, each)
            compare_offers(self.model, named, reply.json())

    @rule(caller=CONSUMERS, number=NUMBERS, start=st.sampled_from((None, "2026-02-01")))
    def link_available(self, caller: ConsumerCaller, number: int, start: str | None) -> None:
        """A product links a candidate, its own or another company's."""
        known = [real for real, each in self.model.candidates.items() if each.candidate_id]
        real = pick(known, number) if known and number else None
        named = self.model.candidates[real].candidate_id if real else NOWHERE
        body: Fields = {"bankAccountCandidateId": named}
        body |= {"requestedStartDate": start} if start else {}
        content, raw, _ = encoded("json", body)
        reply = self.attempt(
            first(
                self.credentials_verdict(caller),
                self.company_verdict(caller),
                None if real and real[0] == self.company_of(caller) else 404,
                409 if real and self.is_connected(real) else None,
                201,
            ),
            "POST",
            self.place(caller, "/linkavailablebankaccount"),
            [*self.headers(caller), *content],
            raw,
        )
        if real and reply.status == 201:
            self._linked(reply.json(), real, body)

    def _linked(self, got: Any, real: Real, body: Fields) -> None:
        external_id, rest = taken_over(self.model, real, body)
        assert external_id is not None
        account = AccountModel(got["bankAccountId"], *real[:2], "pending", *real[2:], external_id)
        assert account.bank_account_id not in self.model.accounts, "an id was given twice"
        equal("requestedStartDate", rest["requestedStartDate"], got["requestedStartDate"])
        use_choice(self.model, account)
        self.model.accounts[account.bank_account_id] = account
        self.model.told.append(("resourceCreated", account.bank_account_id))
        compare_account(account, got)
        self.compare_all_of(account)
