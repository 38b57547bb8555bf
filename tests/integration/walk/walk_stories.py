"""Where a walk begins: at once, or in the middle of a story that random steps seldom come to."""

from collections.abc import Mapping, Sequence

from integration.walk.walk_candidates import CandidateSteps
from integration.walk.walk_consumer_calls import ConsumerCaller
from integration.walk.walk_linking import LinkingSteps
from integration.walk.walk_reports import ReportSteps
from integration.walk.walk_session_data import Reporter

PRODUCT = ConsumerCaller(fault="right", company=0, elsewhere="", long="")
PROVIDER = Reporter(provider="", fault="right", form="path")
NEWEST, ANY = -1, 1

_CHOSEN = ("begin", "grant", "choose")
_CONNECTED = (*_CHOSEN, "connect")
STORIES: Mapping[str, Sequence[str]] = {
    "": (),
    "a session is asked for": ("begin", "ask"),
    "a session is not asked for": ("begin", "wait"),
    "a session is granted": ("begin", "ask", "grant"),
    "a choice waits": _CHOSEN,
    "a choice is connected": _CONNECTED,
    "a choice is asked for": (*_CONNECTED, "ask"),
    "a choice is disconnected": (*_CONNECTED, "disconnect"),
    "a choice was disconnected": (*_CONNECTED, "disconnect", "connect"),
    "a grant is listed": ("begin", "grant", "list"),
    "an account is authorised anew": ("renew", "approve"),
}


class StorySteps(LinkingSteps, ReportSteps, CandidateSteps):
    """Steps taken as they should be, before the random ones."""

    def tell(self, story: str) -> None:
        """Take the steps of a story, each held against the model like any other."""
        for step in STORIES[story]:
            getattr(self, f"_{step}")()

    def _begin(self) -> None:
        self.begin_linking(PRODUCT, "provider-a", "bankId")

    def _ask(self) -> None:
        self.poll(PRODUCT, NEWEST, "current", 1)

    def _grant(self) -> None:
        self.report(NEWEST, PROVIDER, "success", ["walk-1", "walk-2", "acct-4"], "", "json")

    def _choose(self) -> None:
        self.choose(ANY, "walk-1")

    def _connect(self) -> None:
        chosen = list(self.model.sessions.values())[NEWEST].chosen
        self.create_account(PRODUCT, "whole", "provider-a", chosen or "walk-1", "json")

    def _disconnect(self) -> None:
        self.disconnect(PRODUCT, NEWEST)

    def _wait(self) -> None:
        self.let_time_pass("PT1H")

    def _list(self) -> None:
        self.list_available(PRODUCT, [self._connected_one()])

    def _renew(self) -> None:
        self.begin_reauthorisation(PRODUCT, self._connected_one())

    def _approve(self) -> None:
        self.report(NEWEST, PROVIDER, "success", [], "", "json")

    def _connected_one(self) -> int:
        """What picks an account of the product's company that is not cancelled."""
        company = self.company_of(PRODUCT)
        own = [each for each in self.model.accounts.values() if each.company == company]
        place = next(n for n, account in enumerate(own) if account.connected)
        return place - len(own)  # from the end: 0 and 1 pick none, and others' accounts
