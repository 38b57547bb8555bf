"""What all calls of a recording come to."""

from collections import Counter

from sandbank_conformance.judge.told import words
from sandbank_conformance.recorder.judging import Recorded
from sandbank_conformance.verdicts import Outcome

WELL, WRONG, INCOMPLETE = 0, 1, 2


class Tally:
    """Counts calls, and what was found of them."""

    def __init__(self) -> None:
        self.calls = 0
        self.verdicts: Counter[str] = Counter()
        self.passed_over = 0
        self.unanswered = 0
        self.broken: Counter[tuple[Outcome, str]] = Counter()  # rules, of answers
        self.rules: dict[str, None] = {}  # all that were met, in order
        self.lost = 0  # calls that are not in the HAR, or could not be judged

    def add(self, recorded: Recorded) -> None:
        """Count a call."""
        self.calls += 1
        if recorded.passed.answered is None:
            self.unanswered += 1
        if recorded.judgement is None:
            self.passed_over += 1
            return
        self.verdicts[words.verdict(recorded.judgement)] += 1
        for violation in recorded.judgement.violations:
            self.rules.setdefault(violation.requirement)
        for each in recorded.findings:
            if each.outcome is not None:
                self.broken[each.outcome, each.requirement] += 1
                self.rules.setdefault(each.requirement)

    @property
    def status(self) -> int:
        """1: a call is refused, or an answer fails; 2: nothing judged, or something lost."""
        if self.verdicts["REFUSED"] or any(each is Outcome.FAIL for each, _ in self.broken):
            return WRONG
        return INCOMPLETE if self.lost or not self.verdicts else WELL
