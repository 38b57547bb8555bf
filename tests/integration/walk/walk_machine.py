"""The state machine that walks all three APIs, and looks at everything when it arrives."""

import json
from typing import Any
from urllib.parse import urlsplit

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize
from integration.walk.walk_access import AccessSteps
from integration.walk.walk_account_data import compare_account
from integration.walk.walk_banks import BankSteps
from integration.walk.walk_deletions import DeletionSteps
from integration.walk.walk_model import MARKER, Model
from integration.walk.walk_rules import RuleSteps
from integration.walk.walk_statement_data import PROCESSING
from integration.walk.walk_steps import equal, often
from integration.walk.walk_stories import STORIES, StorySteps
from integration.walk.walk_values import AccountModel
from integration.walk.walk_world import Bench


class Walk(
    AccessSteps,
    BankSteps,
    StorySteps,
    RuleSteps,
    DeletionSteps,
    RuleBasedStateMachine,
):
    """One walk: legal and illegal calls in any order, each compared with the model."""

    bench: Bench
    model: Model

    @initialize(
        size=st.sampled_from(("small", "small", "small", "large")),
        processing=st.sampled_from(PROCESSING),
        story=often("", *STORIES, times=len(STORIES) // 2),
    )
    def begin(self, size: str, processing: Any, story: str) -> None:
        """The playground at noon; statements are processed as is drawn; a story may have begun."""
        self.model = self.bench.begin(size)
        self.bench.control("PATCH", "/settings", {"statementProcessing": processing})
        self.model.processing = processing
        self.tell(story)

    def teardown(self) -> None:
        """The end of a walk: the whole visible state is the expected one."""
        if self.bench.fine:
            self.bench.settle()
            self._compare_journal()
            self.compare_statements()
            self._compare_consumer()
            self._compare_uploads()
            self._compare_notifications()
            self._compare_world()
            self._compare_files()

    def _compare_consumer(self) -> None:
        for session_id in self.model.sessions:
            self.compare_session(session_id, account_too=False)
        for company in self.model.companies:
            who = self.who(company)
            path = f"/consumer/v1/{company}/bankaccounts"
            self.compare_accounts(company, self.look(path, who, [("x-application", who[1])]))
        for account in self.model.accounts.values():
            self.compare_rules(account)
            self._read_to_the_end(account)

    def _read_to_the_end(self, account: AccountModel) -> None:
        target = f"/consumer/v1/{account.company}/bankaccounts/{account.bank_account_id}"
        target += "/transactions"
        who, read = self.who(account.company), []
        while target:
            got = self.look(target, who, [("x-application", who[1])])
            compare_account(account, got["bankAccount"])
            read += [t["transactionId"] for t in got["bankTransactionList"]["transactions"]]
            url = urlsplit(got.get("next") or got["bankTransactionList"].get("next") or "")
            target = f"{url.path}?{url.query}" if url.path else ""
        equal("transactions, read by next", sorted(account.transactions), read)

    def _compare_uploads(self) -> None:
        tenants = {(u.client, u.tenant) for u in self.model.users.values()}
        tenants |= {(c, c) for c in ("upload-client", "read-client", "other-client")}
        for client, tenant in sorted(tenants):
            who = ("upload", client, "")
            got = self.look("/user-banking/users", who, [("TenantID", tenant)])
            self.compare_users(client, tenant, got)
        for user_id, user in self.model.users.items():
            self.compare_user_data(user_id, *user.accounts)

    def _compare_notifications(self) -> None:
        got: Any = self.bench.control("GET", "/notifications")
        told = [(n["event"]["type"], n["event"]["resource"]["id"]) for n in got]
        equal("notifications", self.model.told, told)

    def _compare_world(self) -> None:
        exported = self.bench.export().decode()
        lost = (self.model.deleted | self.model.replaced) & set(MARKER.findall(exported))
        assert not lost, f"deleted data is in the world's export: {lost}"
        held = sum(len(a.transactions) for a in self.model.accounts.values())
        world = json.loads(exported)
        equal("bank transactions held", held, len(world["transactions"]))
        statements = [each["statementId"] for each in world["statements"]]
        equal("statements", sorted(self.model.statements), sorted(statements))
        known, held_ones = len(self.model.candidates), len(world["bankAccountCandidates"])
        equal("candidates held", known, held_ones)
        accounts = [a for u in self.model.users.values() for a in u.accounts.values()]
        equal("upload accounts held", len(accounts), len(world["uploadAccounts"]))
        held = sum(len(a.transactions) for a in accounts)
        equal("upload transactions held", held, len(world["uploadTransactions"]))

    def _compare_files(self) -> None:
        kept = (self.model.deleted | self.model.replaced) & set(MARKER.findall(self.bench.files()))
        assert not kept, f"deleted data is in a file: {kept}"

    def _compare_journal(self) -> None:
        if not self.model.deleted:
            return
        calls = min(self.bench.calls_of_walk, 1000)
        for kept_by in (f"/journal?limit={calls}", "/audit", "/notifications"):
            text = self.bench.call("GET", f"/_sandbox{kept_by}").body.decode()
            kept = self.model.deleted & set(MARKER.findall(text))
            assert not kept, f"deleted data is in {kept_by}: {kept}"
