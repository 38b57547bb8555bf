"""How a check says what it proves."""

from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from sandbank_contract import lifecycles
from sandbank_contract.requirements import Requirement, load_catalogue
from sandbank_contract.vocabulary import Level

C = TypeVar("C", bound=Callable[..., Any])


def requirement(requirement_id: str, *, level: str = "") -> Callable[[C], C]:
    """Marks a check with the requirement it proves.

    `level` picks the requirement's other part where it has two, as in `level="profile"`.
    """
    mark = about(requirement_id, level=level)

    def marked(check: C) -> C:
        done: C = mark(check)
        return done

    return marked


def about(requirement_id: str, *, level: str = "") -> pytest.MarkDecorator:
    """The same for one variation of a check."""
    known = load_catalogue()[requirement_id]
    chosen = level_of(known, level)
    return pytest.mark.sandbank_requirement(known.id, chosen.value)


def level_of(known: Requirement, level: str = "") -> Level:
    """The level of a requirement's part; `ValueError` where it has no part of that level."""
    levels = [known.level, *([known.also.level] if known.also else [])]
    chosen = Level(level) if level else known.level
    if chosen not in levels:
        raise ValueError(f"{known.id} has no part of level {chosen}; it has {levels}")
    return chosen


def transition(machine: str, before: str, event: str, after: str) -> pytest.MarkDecorator:
    """Marks a check, or one of its variations, with a move of `lifecycles.yaml` that it shows."""
    lifecycles.find(machine, before, event, after)
    return pytest.mark.sandbank_transition(machine, before, event, after)


smoke = pytest.mark.sandbank_smoke  # part of the short selection


def of_api(*names: str) -> pytest.MarkDecorator:
    """Marks a check, or one of its variations, with the APIs without which it is about nothing."""
    return pytest.mark.sandbank_api(*names)
