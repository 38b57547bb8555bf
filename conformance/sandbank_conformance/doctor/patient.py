"""The target under examination: how it is called, and what of it cannot be wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sandbank_conformance.doctor.findings import Notes
from sandbank_conformance.doctor.knock import goal, is_page
from sandbank_conformance.doctor.world import World, is_playground, is_playground_id
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.run import Run

TITLES = {
    "consumer": "the Consumer API",
    "provider": "the Provider API",
    "user_banking": "the User banking API",
}
TABLES = {"consumer": "consumer", "provider": "provider", "user_banking": "user-banking"}
NO_API = "this is no bank-feed API"
SHOWN = 160  # characters of a body

LOADED = (
    "not all that the playground has is there now, and need not be: "
    "`sandbank verify` loads the playground, which has it"
)
REFUSED = (
    "nothing here: the world that is there has these credentials; either the server refuses what "
    "is right, or something before it changes or drops headers, host or path"
)


def either(names: Sequence[str]) -> str:
    """Names to choose from."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


@dataclass(frozen=True, slots=True)
class Patient:
    """A target with its callers, its world, and the notes about it."""

    run: Run
    notes: Notes
    world: World

    def url_place(self, api: str) -> str:
        """The key or option that its URL comes from."""
        return self.run.target.places.get(api, f"[{TABLES.get(api, api)}] url")

    def said(self, answer: Exchange) -> str:
        """An answer in one line, without secrets."""
        body = answer.received.body.decode("utf-8", "replace")
        place = answer.operation_id or urlsplit(answer.sent.url).path[:80]
        shown = _cut(" ".join(self.run.secrets.masked(body).split())) or "without a body"
        return f"{answer.status} to {answer.sent.method} {place} {shown}"

    def not_an_api(self, answer: Exchange) -> str:
        """What came in place of an API's answer, in one line."""
        if answer.status == 501 or is_page(answer):
            with_what = "with a web page" if is_page(answer) else "to a documented call"
            return f"{answer.status} {with_what}: {NO_API}"
        if answer.status // 100 == 3:
            place = f"to {goal(answer)}" if goal(answer) else "nowhere"
            return f"{answer.status}, which leads {place}"
        return self.said(answer)

    def shown(self, answer: Exchange, words: str = "") -> str:
        """A call in one line, without secrets."""
        sent = answer.sent
        return self.run.secrets.masked(f"{sent.method} {sent.url} {words}".strip())

    def credentials(
        self, place: str, *, given: Any, tried: str, received: str, change: str
    ) -> None:
        """Note that a caller is refused: what the playground itself has cannot be wrong."""
        if not self.is_loaded(given):
            self.notes.config(place, tried=tried, received=received, change=change)
        elif self.world.has(given):
            self.notes.target(place, tried=tried, received=received, change=REFUSED)
        else:
            self.notes.good(LOADED)

    def held(self, place: str, *, given: Any, tried: str, received: str, change: str) -> None:
        """Note that something is not as it is said to be; nobody said so of the playground's."""
        if not is_playground(given):
            self.notes.config(place, tried=tried, received=received, change=change)
        elif self.is_loaded(given):
            self.notes.good(LOADED)
        else:
            self.notes.target(
                place,
                tried=tried,
                received=received,
                change=f"{change}; until then some checks are not testable",
            )

    def is_loaded(self, given: Any) -> bool:
        """Whether it will be there, because it is the playground's and that is going to be."""
        return is_playground(given) and self.world.is_replaced

    def only_here(self, place: str, value: str) -> None:
        """Note what is in the world that is there now, and not in the one that is to be loaded."""
        if not is_playground_id(value) and self.world.is_replaced:
            self.notes.config(
                place,
                tried="to find it in the playground, which `sandbank verify` loads",
                received=f"{value} is not in the playground, only in the world that is there now",
                change="[control] keep-world = true, or --keep-world: then that world is used",
            )


def _cut(text: str) -> str:
    """The beginning of a text, up to the end of a word, or of a member."""
    if len(text) <= SHOWN:
        return text
    end = max(text.rfind(each, SHOWN // 2, SHOWN) for each in " ,")
    return f"{text[: end + 1 if end > 0 else SHOWN].rstrip()}…"
