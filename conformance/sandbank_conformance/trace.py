"""The calls of the check that runs now, in order."""

from collections import Counter
from collections.abc import Iterable

from sandbank_conformance.exchange import Exchange

MOST = 400  # calls that are kept; a reader of pages needs no more


class Trace:
    """Every call since the last `begin`, from whichever thread it came."""

    def __init__(self) -> None:
        self._exchanges: list[Exchange] = []
        self._calls: Counter[tuple[str, int]] = Counter()  # operationId and status, of all checks

    def begin(self) -> None:
        """Forget the calls of the check before."""
        self._exchanges = []

    def note(self, exchange: Exchange) -> None:
        """Keep one call."""
        self.count(exchange.operation_id, exchange.status)
        if len(self._exchanges) < MOST:
            self._exchanges.append(exchange)

    def recall(self, exchanges: Iterable[Exchange]) -> None:
        """Keep calls that were made before, and are counted already."""
        self._exchanges += exchanges

    def note_unanswered(self, exchange: Exchange) -> None:
        """Keep a call that got no answer, however many there are: it is the one that decides."""
        self._exchanges.append(exchange)

    def count(self, operation_id: str, status: int) -> None:
        """Count a call that is not kept."""
        self._calls[operation_id, status] += 1

    def calls(self) -> dict[str, dict[str, int]]:
        """How often each documented operation was answered with which status, in the whole run."""
        told: dict[str, dict[str, int]] = {}
        for (operation_id, status), times in sorted(self._calls.items()):
            if operation_id:
                told.setdefault(operation_id, {})[str(status)] = times
        return told

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The calls so far."""
        return tuple(self._exchanges)

    @property
    def changed_something(self) -> bool:
        """Whether a call may have changed the state of the target."""
        return any(each.sent.method not in ("GET", "HEAD", "OPTIONS") for each in self._exchanges)
