"""Providers that break rules, each by one habit; and those that keep them in another way."""

from typing import Any, TypeVar

from callers.honest_provider import Answer, HonestProvider, Opened, Query

P = TypeVar("P", bound=type[HonestProvider])
DISHONEST: dict[type[HonestProvider], set[str]] = {}
VARIANTS: list[type[HonestProvider]] = []


def breaks(*requirements: str) -> Any:
    """A provider breaks exactly these rules."""

    def note(provider: P) -> P:
        DISHONEST[provider] = set(requirements)
        return provider

    return note


def variant(provider: P) -> P:
    """A provider is honest, in another way."""
    VARIANTS.append(provider)
    return provider


@breaks("CNX-02")
class RedirectsFirst(HonestProvider):
    def conclude(self, session: Opened, query: Query, granted: list[str] | None) -> None:
        self.later(0.1, lambda: self.report(session.id, self.result(query, granted)))


@breaks("CNX-02")
class NeverReportsARefusal(HonestProvider):
    def conclude(self, session: Opened, query: Query, granted: list[str] | None) -> None:
        if granted is not None:
            super().conclude(session, query, granted)


@breaks("CNX-03")
class LosesTheQuery(HonestProvider):
    def way_back(self, query: Query) -> str:
        return f"{query['redirect_uri'].partition('?')[0]}?state={query['state']}"


@breaks("CNX-03")
class AddsASecondQuestionMark(HonestProvider):
    def way_back(self, query: Query) -> str:
        return f"{query['redirect_uri']}?state={query['state']}"


@breaks("CNX-03")
class StaysAfterARefusal(HonestProvider):
    def send_back(self, query: Query, approved: bool) -> Answer:
        if approved:
            return super().send_back(query, approved)
        return Answer(200, "<!doctype html><p>As you like.")


@breaks("CNX-11")
class ShowsPlainText(HonestProvider):
    def page(self, target: str) -> Answer:
        del target
        return Answer(200, "Sign in", "text/plain")


@variant
class SeesOther(HonestProvider):
    """Another redirect, another page, another 2xx."""

    def page(self, target: str) -> Answer:
        del target
        return Answer(200, "<html><body>Hello", "text/html")

    def accepted(self) -> Answer:
        return Answer(202, "{}", "application/json")

    def send_back(self, query: Query, approved: bool) -> Answer:
        del approved
        return Answer(302, location=self.way_back(query))
