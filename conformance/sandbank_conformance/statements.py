"""Statements that a provider posts, and what comes of them: at once, or after a while."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from time import monotonic, sleep
from typing import Any, TypeVar

from sandbank_conformance import readings, statement_bodies
from sandbank_conformance.callers import Provider
from sandbank_conformance.conditions import NotTestable, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING, Exchange
from sandbank_conformance.statement_bodies import START, Json, statement, without
from sandbank_conformance.stock import Parts, Stock

V = TypeVar("V")

REFUSED, COMPLETED, FAILED = "refused", "completed", "failed"

PATIENCE, OURS, LEAST = 20.0, 2.0, 0.5  # seconds for a statement; less after disappointments
LAG = 1.0  # seconds until what was processed is shown
PAUSE, MOVE = 0.1, "PT30S"  # between two looks, in our time and on a clock that can be moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Fed:
    """A bank account, and the transactions that were sent for it."""

    account: str
    sent: tuple[Json, ...] = ()


class Statements:
    """A provider posts statements and waits for their ends, a product reads what came of them."""

    def __init__(self, parts: Parts, stock: Stock) -> None:
        assert parts.provider is not None
        assert parts.product is not None
        self._provider = parts.provider
        self._product = parts.product
        self._stock = stock
        self._owner = parts.owner
        self._ground = parts.ground
        self._tried = 0  # statements in a row that did not end in time

    def pending(self, draw: Draw, **members: str) -> str:
        """A bank account that no statement has come for, made now if that can be."""
        try:
            return self._stock.new_account(draw, requestedStartDate=START, **members)
        except NotTestable:
            if members:
                raise
            return self._stock.account(status="pending")

    def fed(self, draw: Draw, count: int = 1) -> Fed:
        """A bank account for which transactions have come."""
        try:
            account = self.pending(draw)
        except NotTestable:
            account = self._stock.account()
        return self.feed(account, *self.drawn(draw, account, count))

    def lapsed(self, draw: Draw, count: int = 0) -> Fed:
        """A bank account that waits for a new authorisation, because its provider said so."""
        fed = self.fed(draw, count) if count else Fed(account=self.pending(draw))
        self.completed(self.lapse(fed.account))
        if self.status(fed.account) != "authRequired":
            raise NotTestable("a bank account that a statement has made authRequired")
        return fed

    def feed(self, account: str, *listed: Json, **detail: Any) -> Fed:
        """Post a statement that has to be taken in and processed."""
        self.completed(self.post(account, *listed, **detail))
        return Fed(account=account, sent=listed)

    def drawn(self, draw: Draw, account: str, count: int = 1, **members: Any) -> list[Json]:
        """Transactions that nobody has sent."""
        return statement_bodies.transactions(draw, account, count, **members)

    def lapse(self, account: str) -> Exchange:
        """Tell that a new authorisation is needed, by an empty list of transactions or by none."""
        body = self.body(account, status="authRequired")
        answer = self.send(body)
        return self.send(without(body, "transactionDetails")) if answer.refused else answer

    def post(self, account: str, *listed: Json, status: str = "", **data: Any) -> Exchange:
        """The answer to a statement of a bank account."""
        return self.send(self.body(account, *listed, status=status, **data))

    def body(self, account: str, *listed: Json, status: str = "", **data: Any) -> Json:
        """A statement that names the bank of its bank account."""
        return statement(self.bank_of(account), account, listed, status=status, **data)

    def bank_of(self, account: str) -> str:
        """The bank that a bank account is at."""
        return str(given(self._product.call("getBankAccount", account), "/bankId"))

    def send(self, body: Any, **options: Any) -> Exchange:
        """The answer to a statement as it is."""
        return self._provider.call("postStatement", json=body, **options)

    def completed(self, answer: Exchange) -> None:
        """A statement has to be taken in and processed, for what a check is about."""
        given(answer)
        if (end := self.end_of(answer)) != COMPLETED:
            raise NotTestable(f"a statement that is processed; this one ended {end}")

    def end_of(self, answer: Exchange, by: Provider | None = None) -> str:
        """How a statement ended that was answered so: `refused`, `completed` or `failed`."""
        if answer.refused:
            return REFUSED
        provider, statement_id = by or self._provider, self.id_of(answer)
        for _ in self._looks(self._patience):
            shown = given(provider.call("getStatement", statement_id))
            if (status := provider.client.items(shown, "/data/status")) in (COMPLETED, FAILED):
                self._tried = 0
                return str(status)
        self._tried += 1
        raise NotTestable(
            "a statement that is completed or failed after a while; where an answer tells is said "
            f'by [provider.answers] getStatement = "/…": {told(shown)}'
        )

    def id_of(self, answer: Exchange) -> str:
        """The id of a statement that was taken in."""
        found = self._provider.client.items(given(answer), "/data/_id")
        if isinstance(found, str | int):
            return str(found)
        raise NotTestable(
            "the id of a statement; where an answer holds it is said by "
            f'[provider.answers] postStatement = "/…": {told(answer)}'
        )

    def settle(self, answer: Exchange) -> None:
        """Wait for a statement's end, seen or not: nothing of it comes later."""
        try:
            self.end_of(answer)
        except NotTestable:
            for _ in self._looks(LAG):
                pass

    def held(self, account: str, count: int = 0) -> dict[int, Any]:
        """The transactions that the product is shown; `count` of them at least are waited for."""
        return self.eventually(
            lambda: readings.transactions(self._product, account), lambda all_: len(all_) >= count
        )

    def amounts(self, account: str, count: int = 0) -> list[Decimal]:
        """What is held for a bank account, by its amounts in rising order."""
        return amounts_of(self.held(account, count).values())

    def status(self, account: str, wanted: str = "") -> Any:
        """The status of a bank account; one that is wanted is waited for."""
        return self.eventually(
            lambda: given(self._product.call("getBankAccount", account), "/status"),
            lambda status: status == (wanted or status),
        )

    def eventually(self, read: Callable[[], V], holds: Callable[[V], bool]) -> V:
        """What is read once it is as wanted, or else what was read last."""
        for _ in self._looks(LAG):
            value = read()
            if holds(value):
                break
        return value

    @property
    def _patience(self) -> float:
        return max(LEAST, (OURS if self._ground.is_ours else PATIENCE) / (1 << self._tried))

    def _looks(self, seconds: float) -> Iterator[None]:
        """Times to look, one at least; in between, time passes."""
        end = monotonic() + seconds
        while True:
            yield
            if monotonic() > end:
                return
            sleep(PAUSE)
            if self._owner is not None and self._ground.is_ours:
                self._owner.advance(MOVE)


def amounts_of(listed: Any) -> list[Decimal]:
    """The amounts of transactions in rising order, as sent or as shown."""
    amounts = [each.get("transactionAmount", NOTHING) for each in listed]
    if not all(isinstance(each, int | float) for each in amounts):
        raise NotTestable(f"transactions with amounts that are numbers: {amounts[:3]}")
    return sorted(Decimal(str(each)) for each in amounts)
