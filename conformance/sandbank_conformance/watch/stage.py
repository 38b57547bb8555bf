"""Everything that scenes are played with: a sandbox, the connector, a relay, browsers, the user."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import quote, urlencode

from sandbank_conformance.caller import Caller
from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, given, told
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.owner import Owner
from sandbank_conformance.trace import Trace
from sandbank_conformance.watch.entries import Entries, Watched
from sandbank_conformance.watch.landing import Landed, Landing
from sandbank_conformance.watch.relay import Relay
from sandbank_conformance.watch.setting import BANK, COMPANY, PROVIDER, Setting
from sandbank_conformance.watch.visits import Visit, Visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session between a user and the provider, and the page where it goes on."""

    id: str
    page: str  # its URL
    query: dict[str, str]  # of the page
    operation: str  # of the page
    landing: str  # the path at which the browser comes back
    announced: Exchange  # what the connector said to its notification

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
    product: Product
    connector: Caller
    relay: Relay
    entries: Entries
    landing: Landing
    visitor: Visitor
    home: str  # the URL at which browsers come back
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def settle(self) -> None:
        """Let the sandbox tell everything that is due."""
        given(self.owner.call("moveClock", json={"advance": "PT0S"}))

    def begin(self, query: str = "", **renewal: str) -> Session:
        """A session that the connector was told of; `renewal` names an account and its ids.

        `query` is what `redirect_uri` has of its own.
        """
        kind = "reauthorisation" if renewal else "onboarding"
        more = {"bankAccountId": renewal["account"]} if renewal else {"companyId": COMPANY}
        begun = given(self.owner.begin(PROVIDER, kind, **more))
        self.settle()
        session = str(begun.at("/authorisationId"))
        path = f"/back/{next(self.numbers)}"
        asked = {
            **(
                {"bankaccount": renewal["account"], "externalId": renewal["external_id"]}
                if renewal
                else {"bank": BANK}
            ),
            "authorisation_id": session,
            "redirect_uri": self.home + path + query,
            "state": str(begun.at("/state")),
        }
        operation = "showReauthorisation" if renewal else "showAuthorisation"
        return Session(
            id=session,
            page=f"{self.connector.client.address(operation)}?{urlencode(asked, quote_via=quote)}",
            query=asked,
            operation=operation,
            landing=path,
            announced=self._announced(session),
        )

    def _announced(self, resource: str) -> Exchange:
        answer = self.relay.answer_about(resource)
        if answer is None:
            raise NotTestable("a connector that answers a notification within five seconds")
        if not answer.succeeded:
            raise NotTestable(
                f"a connector that takes a good notification with a 2xx: {told(answer)}; it "
                f"comes with {self.setting.header}, and a bearer token of the sandbox's keys"
            )
        return answer

    def open_page(self, session: Session) -> Exchange:
        """The page, as a browser gets it first."""
        return self.connector.call(session.operation, query=session.query, patient=False)

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
