"""The calls of the check that runs now, in order."""

from sandbank_conformance.exchange import Exchange

MOST = 400  # calls that are kept; a reader of pages needs no more


class Trace:
    """Every call since the last `begin`, from whichever thread it came."""

    def __init__(self) -> None:
        self._exchanges: list[Exchange] = []

    def begin(self) -> None:
        """Forget the calls of the check before."""
        self._exchanges = []

    def note(self, exchange: Exchange) -> None:
        """Keep one call."""
        if len(self._exchanges) < MOST:
            self._exchanges.append(exchange)

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The calls so far."""
        return tuple(self._exchanges)

    @property
    def changed_something(self) -> bool:
        """Whether a call may have changed the state of the target."""
        return any(each.sent.method not in ("GET", "HEAD", "OPTIONS") for each in self._exchanges)
