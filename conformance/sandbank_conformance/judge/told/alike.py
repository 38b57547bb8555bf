"""Calls that are alike: of thousands in a capture, most say the same as one before."""

import re
from collections import Counter

from sandbank_conformance.judge.judging import Judgement

FEW = 12  # calls that are all told
KINDS = 25  # kinds of calls that are told in full where there are many
BRIEF = 2  # further calls of a kind that are named

_INDEX = re.compile(r"/\d+(?=/|$)")


class Alike:
    """Says of each call in its turn whether it is told in full, named, or only counted."""

    def __init__(self, number: int) -> None:
        self._is_brief = number > FEW
        self._first: dict[object, Judgement] = {}
        self._times: Counter[object] = Counter()
        self._reasons: Counter[str] = Counter()

    def first(self, judgement: Judgement) -> Judgement | None:
        """The call itself, an earlier one that it is like, or None where it is only counted."""
        if not self._is_brief:
            return judgement
        if not (judgement.violations or judgement.remarks):
            self._reasons["without a fault"] += 1
            return None
        kind = _kind(judgement)
        self._times[kind] += 1
        if kind not in self._first and len(self._first) == KINDS:
            self._reasons["of further kinds, which --format json tells"] += 1
            return None
        first = self._first.setdefault(kind, judgement)
        if self._times[kind] > BRIEF + 1:
            self._reasons["like another that is told"] += 1
            return None
        return first

    @property
    def untold(self) -> int:
        """How many calls were only counted."""
        return sum(self._reasons.values())

    @property
    def reasons(self) -> str:
        """Why they were, as a part of a sentence."""
        return ", ".join(f"{number} {reason}" for reason, number in self._reasons.items())


def _kind(judgement: Judgement) -> object:
    return (
        judgement.judged.id,
        frozenset((each.requirement, _place(str(each.place))) for each in judgement.violations),
        frozenset(each.requirement or _place(str(each.place)) for each in judgement.remarks),
    )


def _place(text: str) -> str:
    return _INDEX.sub("/N", text)
