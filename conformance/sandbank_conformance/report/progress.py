"""How far a run has come: one line that is written over, or one for each topic."""

from collections import Counter
from time import monotonic

from sandbank_conformance.report.looks import Look
from sandbank_conformance.report.screen import Screen
from sandbank_conformance.report.words import counted, several
from sandbank_conformance.verdicts import Outcome, Verdict

_SECONDS = 0.08  # between two looks at the line


class Progress:
    """Hears every verdict, and shows where the run is."""

    def __init__(self, screen: Screen, look: Look, checks: int) -> None:
        self._screen = screen
        self._look = look
        self._checks = checks
        self._done: set[str] = set()
        self._broken = 0
        self._topic = ""
        self._outcomes: Counter[Outcome] = Counter()  # of the topic
        self._shown = 0.0

    def verdict(self, verdict: Verdict, *, breaks: bool) -> None:
        """One more."""
        topic = ".".join(verdict.check.split("[")[0].split(".")[:2])
        if topic != self._topic:
            self.end_topic()
            self._topic = topic
        self._done.add(verdict.check)
        self._broken += breaks
        self._outcomes[verdict.outcome] += 1
        if self._look.live and monotonic() - self._shown > _SECONDS:
            self._shown = monotonic()
            broken = f" · {several(self._broken, 'problem')}" if self._broken else ""
            self._screen.over(f"{len(self._done)} of {self._checks} checks · {topic}{broken}")

    def pause(self) -> None:
        """Make room for something else."""
        if self._look.live:
            self._screen.over("")

    def end_topic(self) -> None:
        """What the topic came to."""
        self.pause()
        if not self._look.live and self._outcomes:
            self._screen.say(f"{self._topic:<40} {counted(self._outcomes)}")
        self._outcomes.clear()
