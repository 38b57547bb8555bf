"""Providers whose connector breaks rules, each by one habit."""

import json
from typing import Any

import httpx
import jwt
from callers.honest_provider import ACCOUNTS, Answer, HonestProvider, Opened, Query
from callers.registry import breaks

Headers = Any


@breaks("CNX-02")
class RedirectsFirst(HonestProvider):
    def conclude(self, session: Opened, query: Query, granted: list[str] | None) -> None:
        self.later(0.1, lambda: self.report(session.id, self.result(query, granted)))


@breaks("CNX-02")
class NeverReportsARefusal(HonestProvider):
    def conclude(self, session: Opened, query: Query, granted: list[str] | None) -> None:
        if granted is not None:
            super().conclude(session, query, granted)


@breaks("CNX-02")
class ReportsTheNewestSession(HonestProvider):
    """Whatever session the user went through."""

    def conclude(self, session: Opened, query: Query, granted: list[str] | None) -> None:
        del session
        super().conclude(list(self.sessions.values())[-1], query, granted)


@breaks("CNX-03")
class LosesTheQuery(HonestProvider):
    def way_back(self, query: Query) -> str:
        return f"{query['redirect_uri'].partition('?')[0]}?state={query['state']}"


@breaks("CNX-03")
class AddsASecondQuestionMark(HonestProvider):
    def way_back(self, query: Query) -> str:
        return f"{query['redirect_uri']}?state={query['state']}"


@breaks("CNX-03")
class ForgetsTheState(HonestProvider):
    def way_back(self, query: Query) -> str:
        return query["redirect_uri"]


@breaks("CNX-03")
class StaysAfterARefusal(HonestProvider):
    def send_back(self, query: Query, approved: bool) -> Answer:
        if approved:
            return super().send_back(query, approved)
        return Answer(200, "<!doctype html><p>As you like.")


@breaks("CNX-11")
class ShowsPlainText(HonestProvider):
    def page(self, target: str) -> Answer:
        return Answer(200, super().page(target).body, "text/plain")


@breaks("CNX-11")
class ListsAccountsWithoutTheirType(HonestProvider):
    def available(self, external_id: str) -> dict[str, str]:
        return {k: v for k, v in super().available(external_id).items() if k != "accountType"}


@breaks("CNX-01")
class IgnoresTheHeader(HonestProvider):
    def has_header(self, headers: Headers) -> bool:
        del headers
        return True


@breaks("CNX-01")
class IgnoresTheToken(HonestProvider):
    def has_token(self, headers: Headers) -> bool:
        del headers
        return True


@breaks("CNX-01")
class ReadsTokensWithoutVerifyingThem(HonestProvider):
    def has_token(self, headers: Headers) -> bool:
        token = headers.get("authorization", "").removeprefix("Bearer ")
        try:
            jwt.decode(token, options={"verify_signature": False})
        except jwt.PyJWTError:
            return False
        return True


@breaks("CNX-04")
class KnowsEverySession(HonestProvider):
    def is_known(self, session: str) -> bool:
        del session
        return True


@breaks("CNX-05")
class LeavesOutWhatIsConnected(HonestProvider):
    def result(self, query: Query, granted: list[str] | None) -> dict[str, Any]:
        connected = set(self.bank_accounts.values())
        left = granted and [each for each in granted if each not in connected]
        return super().result(query, left or granted)


@breaks("CNX-05")
class ReportsOneOfSeveral(HonestProvider):
    def result(self, query: Query, granted: list[str] | None) -> dict[str, Any]:
        return super().result(query, granted and [*granted[:1], *list(ACCOUNTS)[1:2]])


@breaks("CNX-05", "PRV-AUTH-11")
class SendsAccountsAtRenewal(HonestProvider):
    def result(self, query: Query, granted: list[str] | None) -> dict[str, Any]:
        return super().result({each: query[each] for each in query if each == "bank"}, granted)


@breaks("CNX-06", "CNX-09")
class ReportsTwice(HonestProvider):
    def report(self, session: str, result: dict[str, Any]) -> None:
        super().report(session, result)
        super().report(session, result)


@breaks("CNX-06")
class ReportsWheneverTheFormComes(HonestProvider):
    def log_in(self, query: Query, form: Query) -> Answer:
        self.sessions[query["authorisation_id"]].done = False
        return super().log_in(query, form)


@breaks("CNX-06", "CNX-09")
class InsistsOnItsReport(HonestProvider):
    def helps_to_repeat(self, answer: httpx.Response) -> bool:
        return answer.status_code == 409 or super().helps_to_repeat(answer)


@breaks("CNX-07")
class RefusesUnknownTypes(HonestProvider):
    def take_notification(self, headers: Headers, body: bytes) -> Answer:
        if self.is_trusted(headers) and b"resourceRenamed" in body:
            return Answer(400)
        return super().take_notification(headers, body)


@breaks("CNX-07")
class RefusesWhatItWasTold(HonestProvider):
    def take_notification(self, headers: Headers, body: bytes) -> Answer:
        known = self.sessions.keys() | self.bank_accounts.keys()
        if self.is_trusted(headers) and any(each.encode() in body for each in known):
            return Answer(409)
        return super().take_notification(headers, body)


@breaks("CNX-07")
class BreaksDownOverGarbage(HonestProvider):
    broken = False

    def take_notification(self, headers: Headers, body: bytes) -> Answer:
        try:
            json.loads(body)
        except ValueError:
            self.broken = True
        if self.broken:
            self.broken = b"authorisation" not in body  # for as long as it takes to restart
            return Answer(500)
        return super().take_notification(headers, body)


@breaks("CNX-07", "PRV-STMT-02")
class FeedsAgainWhenToldAgain(HonestProvider):
    def account_created(self, bank_account: str, more: Any) -> None:
        if bank_account not in self.gone:
            self.bank_accounts.pop(bank_account, None)
        super().account_created(bank_account, more)
