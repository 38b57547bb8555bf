"""What checks of statements share: that one is turned away, and that nothing came of it."""

from collections.abc import Collection
from typing import Any

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import ensure, ensure_unchanged, told
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.readings import afterwards, seen_again
from sandbank_conformance.statements import COMPLETED, REFUSED, Statements
from sandbank_conformance.suite.consumer.essentials import essentials

Json = dict[str, Any]


class Watched:
    """Bank accounts as they were before statements that are turned away."""

    def __init__(self, product: Product, *accounts: str) -> None:
        self._product = product
        self._before = {each: essentials(product, each) for each in accounts}

    def ensure_untouched(self, by: Exchange, also: Collection[str] = ()) -> None:
        """All of them are as they were; where the statement was refused, that is promised twice."""
        after = seen_again(self._before, self._read)
        refused = ("GEN-02",) if by.refused else ()
        ensure_unchanged(self._before, after, by=by, also=(*also, *refused))

    def _read(self) -> dict[str, Any]:
        return {each: afterwards(essentials, self._product, each) for each in self._before}


def ensure_turned_away(
    statements: Statements,
    answer: Exchange,
    by: Provider | None = None,
    also: Collection[str] = (),
) -> None:
    """A statement is refused at once, or comes to nothing after a while."""
    end = statements.end_of(answer, by)
    ensure(
        end != COMPLETED,
        expected="an error: a 4xx, or a statement that ends failed",
        received=f"{told(answer)}; the statement ended {end}",
        exchange=answer,
        also=also,
    )


def is_refused(statements: Statements, answer: Exchange) -> bool:
    """Whether a statement was refused; one that was not has to have ended before the next."""
    return statements.end_of(answer) == REFUSED


def ensure_processed(statements: Statements, answer: Exchange, why: str = "") -> None:
    """A statement is worked off in the end; `why` it has to be is told where it is not."""
    end = statements.end_of(answer)
    ensure(
        end == COMPLETED,
        expected=": ".join(filter(None, ("a statement that is processed", why))),
        received=f"{told(answer)}; it ended {end}",
        exchange=answer,
    )
