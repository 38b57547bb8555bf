"""Steps of a walk: a provider posts statements, sees how far they are, and asks for accounts."""

import json
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from integration.walk.walk_model import PROVIDER_OF, markers
from integration.walk.walk_reports import ReportSteps
from integration.walk.walk_session_data import REPORTERS, Reporter
from integration.walk.walk_statement_data import (
    BANK,
    BANKS,
    ODD,
    REFUSING,
    REPEATS,
    SAID,
    SENT,
    Post,
    accounts_in,
    bank_named,
    body_of,
    state_verdict,
)
from integration.walk.walk_steps import (
    NOWHERE,
    NUMBERS,
    SENDINGS,
    Verdict,
    encoded,
    equal,
    first,
    often,
    pick,
)
from integration.walk.walk_values import AccountModel, Fields, StatementModel

STATEMENTS = "/provider/v1/statements"
RIGHT = Reporter("", "right", "path")


class StatementSteps(ReportSteps):
    """Posting statements, reading them, and account queries, rightly and wrongly."""

    @rule(
        number=NUMBERS,
        reporter=REPORTERS,
        content=SENT,
        said=SAID,
        repeat=REPEATS,
        bank=BANKS,
        odd=often("", *ODD, times=60),
        sending=SENDINGS,
    )
    def post_statement(
        self,
        number: int,
        reporter: Reporter,
        content: list[str],
        said: str | None,
        repeat: str,
        bank: str,
        odd: str,
        sending: str,
    ) -> None:
        """A provider posts a statement of an account, its own or not."""
        account = pick(list(self.model.accounts.values()), number) if number else None
        content = [] if said == "authRequired" and number % 4 else content
        post = self._drawn_up(account, content, said, repeat, bank_named(account, bank))
        post.wrong = 400 if said == "authRequired" and content else None
        if odd:
            ODD[odd](post.data, self._another(account))
            post.wrong = 400
        provider = reporter.provider or post.provider
        post.foreign = bool(bank) or provider != post.provider
        self._send(post, reporter, provider, sending)

    @rule(
        number=NUMBERS,
        content=SENT,
        said=st.sampled_from((None, "active")),
        repeat=REPEATS,
        reads=st.integers(0, 3),
    )
    def receive_transactions(
        self, number: int, content: list[str], said: str | None, repeat: str, reads: int
    ) -> None:
        """A provider posts a statement as it should, and reads how far it is."""
        connected = [a for a in self.model.accounts.values() if a.connected]
        ruled = [a for a in connected if a.rules]
        choices = ruled if number % 2 and ruled else connected
        if not choices:
            return
        account = pick(choices, number // 2)
        post = self._drawn_up(account, content, said, repeat, account.bank)
        statement_id = self._send(post, RIGHT, post.provider, "json")
        for _ in range(reads if statement_id else 0):
            self._read(statement_id, post.provider, RIGHT)

    @rule(number=NUMBERS, reporter=REPORTERS)
    def read_statement(self, number: int, reporter: Reporter) -> None:
        """How far a statement is; one that waits to be read comes closer to its end."""
        newest_first = list(self.model.statements)[::-1]
        statement_id = pick(newest_first, number // 4) if number else NOWHERE
        statement = self.model.statements.get(statement_id)
        of_it = statement.provider if statement else "provider-a"
        self._read(statement_id, reporter.provider or of_it, reporter)

    @rule(number=NUMBERS, reporter=REPORTERS, bank=BANKS, sending=SENDINGS)
    def query_account(self, number: int, reporter: Reporter, bank: str, sending: str) -> None:
        """Which account it is that a provider calls so."""
        account = pick(list(self.model.accounts.values()), number) if number else None
        at = account.bank if account else BANK
        external_id = account.external_id if account else NOWHERE
        provider = reporter.provider or PROVIDER_OF[at]
        body = {"data": {"bankId": bank_named(account, bank), "externalId": external_id}}
        headers, raw, refused = self._provider_call(reporter, provider, sending, body)
        mine = account is not None and provider == PROVIDER_OF[at] and not bank
        expected = first(*refused, None if mine else 404, 200)
        # It asks, though it is a POST: the world stays as it is.
        reply = self.attempt(
            expected, "POST", "/provider/v1/accountqueries", headers, raw, changes=False
        )
        if account and reply.status == 200:
            found, got = self._called(account.bank, external_id), reply.json()["data"]
            equal("the account found", found.bank_account_id, got["bankAccountId"])
            equal("its status", found.status, got["status"])

    def compare_statements(self) -> None:
        """Hold every statement of the walk against the model."""
        for statement_id, statement in self.model.statements.items():
            headers = self._report_headers(statement.provider, "right")
            got = self.seen(f"{STATEMENTS}/{statement_id}", headers)["data"]
            self._was_read(statement_id, statement, got)
        self.bench.changed()

    def _drawn_up(
        self,
        account: AccountModel | None,
        content: list[str],
        said: str | None,
        repeat: str,
        bank: str,
    ) -> Post:
        """A statement, its transactions with uniqueIds that were used before or not."""
        self.model.unique_ids_given += len(content)
        given = self.model.unique_ids_given
        ids = [f"walk-{given - n}" for n in range(len(content))]
        if ids and repeat == "held" and account and account.unique_ids:
            ids[-1] = min(account.unique_ids)
        if ids and repeat == "twice":
            ids = [ids[0]] * len(ids)
        named = account.bank_account_id if account else NOWHERE
        provider = PROVIDER_OF[account.bank if account else BANK]
        return Post(account, provider, body_of(named, bank, content, said, ids), ids)

    def _send(self, post: Post, reporter: Reporter, provider: str, sending: str) -> str:
        """The id of the statement if it was accepted."""
        account, body = post.account, {"data": post.data}
        headers, raw, refused = self._provider_call(reporter, provider, sending, body)
        waits = account is not None and self.model.under_way(account.bank_account_id) is not None
        state = state_verdict(None if post.foreign else account, waits, post.unique_ids)
        expected = first(*refused, post.wrong, state, 202)
        reply = self.attempt(expected, "POST", STATEMENTS, headers, raw)
        self._remember(post.data, raw)
        if account is None or reply.status != 202:
            return ""
        statement_id: str = reply.json()["data"]["_id"]
        assert statement_id not in self.model.statements, "an id was given twice"
        self.model.accept(statement_id, post.statement())
        self.compare_all_of(account)
        return statement_id

    def _read(self, statement_id: str, provider: str, reporter: Reporter) -> None:
        statement = self.model.statements.get(statement_id)
        mine = statement is not None and statement.provider == provider
        expected = first(REFUSING.get(reporter.fault), None if mine else 404, 200)
        counts = expected == {200} and statement is not None and statement.reads is not None
        headers = self._report_headers(provider, reporter.fault)
        target = f"{STATEMENTS}/{statement_id}"
        reply = self.attempt(expected, "GET", target, headers, changes=counts)
        if statement and reply.status == 200:
            self._was_read(statement_id, statement, reply.json()["data"])
            self.compare_all_of(self.model.accounts[statement.account])

    def _provider_call(
        self, reporter: Reporter, provider: str, sending: str, body: object
    ) -> tuple[list[tuple[str, str]], bytes, list[Verdict]]:
        """Headers and content of a call, and what is said of them alone."""
        media_type, raw, sent = encoded(sending, body)
        headers = self._report_headers(provider, reporter.fault, media_type)
        sent = 415 if reporter.fault == "no media type" else sent
        return headers, raw, [REFUSING.get(reporter.fault), sent]

    def _another(self, account: AccountModel | None) -> str:
        named = account.bank_account_id if account else NOWHERE
        return next(each for each in self.model.accounts if each != named)

    def _called(self, bank: str, external_id: str) -> AccountModel:
        """The newest account that is connected, else the newest, of those that are called so."""
        accounts = self.model.accounts.values()
        alike = [a for a in accounts if (a.bank, a.external_id) == (bank, external_id)]
        return ([a for a in alike if a.connected] or alike)[-1]

    def _remember(self, data: Fields, raw: bytes) -> None:
        """Whoever is named may ask that the journal forgets; who was disconnected has asked."""
        marks = {each for each in markers(json.dumps(data)) if each.encode() in raw}
        for named in accounts_in(data) & set(self.model.accounts):
            account = self.model.accounts[named]
            if account.connected:
                account.sent |= marks
            else:
                self.model.deleted |= marks

    def _was_read(self, statement_id: str, statement: StatementModel, got: Any) -> None:
        equal("_id", statement_id, got["_id"])
        equal("status of the statement", statement.status, got["status"])
        equal("whether there are errors", statement.status == "failed", bool(got["errors"]))
        self.model.count_read(statement)
