"""Calls in a row that must not change anything: looked at once, and one by one only if they did."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable, ensure, told
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.suite.user_banking.looks import after, confirmed, ensure_untouched, look
from sandbank_conformance.uploads import Upload


class OfUser(Protocol):
    """What belongs to a user."""

    @property
    def user(self) -> str:
        """Whose it is."""


T = TypeVar("T", bound=OfUser)

Acts = Mapping[str, Callable[[T], Exchange]]  # calls by name, the last of each counts


def all_of_it(_: Any, seen: Any) -> Any:
    """Everything that is seen of a user counts."""
    return seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Generic[T]):
    """What calls in a row could change, and how it is seen whether they did."""

    keeper: Uploader
    make: Callable[[], T]  # anew each time
    first: Callable[[T], Any] | None = None  # all that was seen of its user when it was made
    part: Callable[[T, Any], Any] = all_of_it  # what counts of all that is seen of the user
    hold: Callable[..., None] = ensure_untouched  # how before and after are held together

    def ensure_kept(self, acts: Acts[T]) -> dict[str, Exchange]:
        """None of the calls changes anything; their answers."""
        thing = self.make()
        before = self._before(thing)
        answers = made(thing, acts)
        now = self._now(thing)
        if before != now:
            self._look_after_each(acts)
            if not any(each.succeeded for each in answers.values()):
                self.hold(before, now, by=list(answers.values())[-1])
        return answers

    def _look_after_each(self, acts: Acts[T]) -> None:
        for name, act in acts.items():
            thing = self.make()
            before = self._before(thing)
            for answer in made(thing, {name: act}, missing=True).values():
                self.hold(before, self._now(thing), by=answer)

    def _before(self, thing: T) -> Any:
        seen = self.first(thing) if self.first else look(self.keeper, thing.user)
        return self.part(thing, confirmed(seen, thing) if isinstance(thing, Upload) else seen)

    def _now(self, thing: T) -> Any:
        return self.part(thing, after(self.keeper, thing.user))


def made(thing: T, acts: Acts[T], *, missing: bool = False) -> dict[str, Exchange]:
    """The answers to calls; those that cannot be made are left out, but not all of them."""
    answers: dict[str, Exchange] = {}
    reasons: list[NotTestable] = []
    for name, act in acts.items():
        try:
            answers[name] = act(thing)
        except NotTestable as reason:
            reasons.append(reason)
    if not answers and reasons and not missing:
        raise reasons[0]
    return answers


def ensure_each(answers: Mapping[str, Exchange], *statuses: int) -> None:
    """Each answer has one of these statuses; without any, each is a refusal."""
    wrong = {
        name: each
        for name, each in answers.items()
        if not (each.status in statuses if statuses else each.refused)
    }
    wanted = " or ".join(map(str, statuses)) or "a refusal (4xx)"
    ensure(
        not wrong,
        expected=f"{wanted} to each of {len(answers)} calls",
        received="; ".join(f"to {name}: {told(each)}" for name, each in wrong.items()),
        exchange=next(iter(wrong.values()), None),
    )
