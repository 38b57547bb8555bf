"""Everything that scenes are played with: a sandbox, the connector, a relay, browsers, the user."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import quote, urlencode

from sandbank_conformance.caller import Caller
from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, given, told
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.judge.cases import SessionKind
from sandbank_conformance.owner import Owner
from sandbank_conformance.trace import Trace
from sandbank_conformance.watch.entries import Entries, Watched
from sandbank_conformance.watch.provider.landing import Landed, Landing
from sandbank_conformance.watch.provider.relay import Relay
from sandbank_conformance.watch.provider.setting import BANK, COMPANY, PROVIDER, Setting
from sandbank_conformance.watch.provider.visits import Visit, Visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A bank account that the company has connected."""

    id: str
    external_id: str  # the provider's own
    announced: Exchange  # what the connector said when it was told of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session between a user and the provider, and the page where it goes on."""

    id: str
    kind: SessionKind
    page: str  # its URL
    query: dict[str, str]  # of the page
    operation: str  # of the page
    landing: str  # the path at which the browser comes back

    @property
    def redirect_uri(self) -> str:
        """Where the browser is to be sent."""
        return self.query["redirect_uri"]

    @property
    def state(self) -> str:
        """What is to be added to it."""
        return self.query["state"]


@dataclass(slots=True)
class Stage:
    """What scenes are played with."""

    setting: Setting
    trace: Trace
    owner: Owner
    unseen: Owner  # whose calls no report tells of
    product: Product
    connector: Caller
    relay: Relay
    entries: Entries
    landing: Landing
    visitor: Visitor
    home: str  # the URL at which browsers come back
    kinds: dict[str, SessionKind] = field(default_factory=dict)  # of the sessions begun
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def settle(self) -> None:
        """Let the sandbox tell everything that is due."""
        given(self.unseen.call("moveClock", json={"advance": "PT0S"}))

    def begin(self, query: str = "", account: Held | None = None) -> Session:
        """A session that the connector was told of, and took."""
        session = self.begin_unheard(query, account)
        self.announced(session.id)
        self.wait(self.setting.patience.flight)  # who answers 202 may not have looked at it yet
        return session

    def begin_unheard(self, query: str = "", account: Held | None = None) -> Session:
        """A session, whatever the connector says; to renew access where an account is named.

        `query` is what `redirect_uri` has of its own.
        """
        kind = SessionKind.REAUTHORISATION if account else SessionKind.ONBOARDING
        more = {"bankAccountId": account.id} if account else {"companyId": COMPANY}
        begun = given(self.owner.begin(PROVIDER, kind.value, **more))
        self.settle()
        session, path = str(begun.at("/authorisationId")), f"/back/{next(self.numbers)}"
        self.kinds[session] = kind
        asked = {
            **_whose(account),
            "authorisation_id": session,
            "redirect_uri": self.home + path + query,
            "state": str(begun.at("/state")),
        }
        operation = "showReauthorisation" if account else "showAuthorisation"
        return Session(
            id=session,
            kind=kind,
            page=f"{self.connector.client.address(operation)}?{urlencode(asked, quote_via=quote)}",
            query=asked,
            operation=operation,
            landing=path,
        )

    def announced(self, resource: str) -> Exchange:
        """What the connector said to the notification about a resource, which has to be a 2xx."""
        answer = self.relay.answer_about(resource)
        if answer is None:
            raise NotTestable("a connector that answers a notification within five seconds")
        if not answer.succeeded:
            raise NotTestable(
                f"a connector that takes a good notification with a 2xx: {told(answer)}; it "
                f"comes with {self.setting.header}, and a bearer token of the sandbox's keys"
            )
        return answer

    def wait(self, seconds: float = 0.0) -> None:
        """Give the provider time for calls that it must not make, by default as much as is set."""
        self.entries.wait(lambda _: False, 0, seconds or self.setting.patience.silence)

    def credentials(self) -> Mapping[str, str]:
        """Header and token as the connector is to be called with now; a token is good for minutes.

        They come with any notification: the oldest is told once more, and goes no further.
        """
        oldest = given(self.unseen.call("listNotifications"), "/0/notificationId")
        self.relay.holds = True
        given(self.unseen.call("redeliverNotification", str(oldest)))
        self.settle()
        self.relay.drop()
        return self.relay.credentials

    def notify(self, event: Any, credentials: Mapping[str, str]) -> Exchange:
        """Tell the connector something that the sandbox never would."""
        content = event if isinstance(event, bytes) else json.dumps(event).encode()
        headers = {**credentials, "Content-Type": "application/json"}
        return self.connector.call(
            "receiveNotification", headers=headers, content=content, patient=False
        )

    def open_page(self, session: Session, **others: str) -> Exchange:
        """The page, as a browser gets it first; `others` are other parameters of its query."""
        query = {**session.query, **others}
        return self.connector.call(session.operation, query=query, patient=False)

    def visit(self, session: Session, visit: Visit, since: int) -> Landed | None:
        """Have the user visit a page; the browser that came back, if one did."""
        patience = self.setting.patience
        self.visitor.visit(visit)
        if not self.visitor.is_done:
            return self._wait_for_person(session, since)
        return self.landing.wait(session.landing, patience.browser)

    def _wait_for_person(self, session: Session, since: int) -> Landed | None:
        patience = self.setting.patience

        def something(calls: list[Watched]) -> bool:
            back = self.landing.wait(session.landing, 0) is not None
            return back or any(each.session == session.id for each in calls)

        if not self.entries.wait(something, since, patience.person):
            raise NotTestable(f"somebody who visits the page within {patience.person:.0f} seconds")
        return self.landing.wait(session.landing, patience.browser)


def _whose(account: Held | None) -> dict[str, str]:
    if account is None:
        return {"bank": BANK}
    return {"bankaccount": account.id, "externalId": account.external_id}
