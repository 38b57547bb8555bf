"""Providers that keep every rule in another way than the honest one."""

from itertools import cycle
from typing import Any

import httpx
from callers.honest_provider import Answer, HonestProvider, Opened, Query
from callers.registry import variant


@variant
class AnswersInOtherWords(HonestProvider):
    """Another redirect, another page, another 2xx, another refusal."""

    def page(self, target: str) -> Answer:
        return Answer(200, f"<html><body><form action='{target}'>", "text/html")

    def accepted(self) -> Answer:
        return Answer(202, "{}", "application/json")

    def send_back(self, query: Query, approved: bool) -> Answer:
        del approved
        return Answer(302, location=self.way_back(query))

    def take_notification(self, headers: Any, body: bytes) -> Answer:
        answer = super().take_notification(headers, body)
        return Answer(401, "{}", "application/json") if answer.status == 403 else answer


@variant
class TurnsAwayInWords(HonestProvider):
    """A session that it does not know gets a page, and no form."""

    def show(self, target: str, query: Query) -> Answer:
        answer = super().show(target, query)
        return Answer(200, answer.body) if answer.status == 404 else answer


@variant
class LooksByScript(HonestProvider):
    """Its page is the same whatever is asked for: what it says is seen in a browser only."""

    def show(self, target: str, query: Query) -> Answer:
        del target, query
        return Answer(200, "<!doctype html><div id=app></div><script src=app.js></script>")


@variant
class SendsAnEmptyListAtRenewal(HonestProvider):
    def result(self, query: Query, granted: list[str] | None) -> dict[str, Any]:
        told = super().result(query, granted)
        return {"bankAccounts": [], **told}


@variant
class NamesTheSessionInTheQuery(HonestProvider):
    def report(self, session: str, result: dict[str, Any]) -> None:
        self.call("PATCH", f"/authorisations?authorisationId={session}", {"data": result})


@variant
class HasAProcessForEachToken(HonestProvider):
    """Three processes, each with a token of its own."""

    def __init__(self, told: Any) -> None:
        super().__init__(told)
        self.tokens = ["", "", ""]
        self.turns = cycle(range(3))

    def bearer(self) -> str:
        turn = next(self.turns)
        if not self.token:
            self.tokens = [""] * 3
        self.token = self.tokens[turn]
        self.tokens[turn] = super().bearer()
        return self.tokens[turn]


@variant
class TriesAgainBehindTheBrowser(HonestProvider):
    """The first try is waited for, others come when the browser is back."""

    def report(self, session: str, result: dict[str, Any]) -> None:
        answer = self.try_call("PATCH", f"/authorisations/{session}", {"data": result})
        if answer is None or self.helps_to_repeat(answer):
            self.later(0.05, lambda: super(type(self), self).report(session, result))


@variant
class NeverTriesAgain(HonestProvider):
    """But for a new token."""

    def call(self, method: str, path: str, body: Any) -> httpx.Response | None:
        answer = self.try_call(method, path, body)
        if answer is not None and answer.status_code == 401 and self.helps_to_repeat(answer):
            return self.try_call(method, path, body)
        return answer


@variant
class SendsNoStatements(HonestProvider):
    """Not by itself: somebody has to ask for them."""

    def feed(self, bank_account: str) -> None:
        """Nothing."""

    def answer(self, method: str, target: str, headers: Any, body: bytes) -> Answer:
        if target != "/feed":
            return super().answer(method, target, headers, body)
        if body.decode() in self.bank_accounts:
            super().feed(body.decode())
        return Answer(204)


@variant
class ReportsInTheLast(HonestProvider):
    """It has more fields than are asked for, and says the accounts in another order."""

    def granted(self, external_id: str) -> Any:
        return {**super().granted(external_id), "currency": "EUR"}

    def conclude(self, session: Opened, query: Query, granted: list[str] | None) -> None:
        super().conclude(session, query, granted and granted[::-1])


@variant
class LooksAtNotificationsLater(HonestProvider):
    """It answers 202 at once, and a moment later it knows."""

    def learn(self, kind: str, resource: Any, more: Any) -> None:
        self.later(0.02, lambda: super(type(self), self).learn(kind, resource, more))


@variant
class HasTwoBankIdentifiers(HonestProvider):
    """Which is remarked on, and no more."""

    def available(self, external_id: str) -> dict[str, str]:
        told = super().available(external_id)
        return {**told, "bankIdentifier": f"customer-{external_id}"}
