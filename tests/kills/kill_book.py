"""What one worker was told, and what the sandbox must therefore hold after a kill.

All is told in facts: the name of a transaction that is there, a session that was reported, a bank
account that is cancelled.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

World = Mapping[str, Sequence[Mapping[str, object]]]
Facts = frozenset[str]

NOTHING: Facts = frozenset()


def facts(world: World) -> Facts:
    """What a world's export says."""
    return frozenset(
        [
            *(str(each["transactionId"]) for each in world["uploadTransactions"]),
            *(str(each["uniqueId"]) for each in world["transactions"]),
            *(
                reported(str(each["authorisationId"]))
                for each in world["authorisations"]
                if each["status"] != "open"
            ),
            *(
                cancelled(str(each["bankAccountId"]))
                for each in world["bankAccounts"]
                if each["status"] == "cancelled"
            ),
        ]
    )


def reported(session: str) -> str:
    """The fact that a session was reported."""
    return f"reported {session}"


def cancelled(bank_account: str) -> str:
    """The fact that a bank account is cancelled."""
    return f"cancelled {bank_account}"


@dataclass(slots=True)
class Book:
    """The facts of one worker, who makes one call at a time."""

    there: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)  # for good
    never: set[str] = field(default_factory=set)  # since the call was refused
    coming: Facts = NOTHING  # by the call that has no answer yet
    going: Facts = NOTHING
    answers: int = 0
    surprise: str | None = None  # an answer that nothing explains

    def call(self, *, coming: Facts = NOTHING, going: Facts = NOTHING) -> None:
        """A call begins that is to bring and to remove facts."""
        self.coming, self.going = coming, going

    def done(self) -> None:
        """It was answered with success."""
        self.there = (self.there | self.coming) - self.going
        self.gone |= self.going
        self._end()

    def refused(self) -> None:
        """It was answered with a refusal."""
        self.never |= self.coming - self.there
        self._end()

    def _end(self) -> None:
        self.coming = self.going = NOTHING
        self.answers += 1

    def breaches(self, held: Facts) -> Iterator[str]:
        """Where a sandbox holds other than it told."""
        if self.surprise:
            yield self.surprise
        yield from _named("acknowledged and lost", self.there - self.going - held)
        yield from _named("deleted and back", self.gone & held)
        yield from _named("refused and there", self.never & held)
        happened = (self.coming & held) | (self.going - held)
        left_out = (self.coming - held) | (self.going & held)
        if happened and left_out:
            yield f"half done: {sorted(happened)[:3]}, but not {sorted(left_out)[:3]}"

    def learn(self, held: Facts) -> None:
        """Take over how the call ended that had no answer."""
        if (self.coming | self.going) and self.coming <= held and not self.going & held:
            self.there = (self.there | self.coming) - self.going
            self.gone |= self.going
        self.coming = self.going = NOTHING


def _named(what: str, names: set[str] | Facts) -> Iterator[str]:
    if names:
        yield f"{what}: {', '.join(sorted(names)[:3])} ({len(names)})"
