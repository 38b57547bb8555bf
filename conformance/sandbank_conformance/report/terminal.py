"""A run as somebody follows it: progress, each problem as it is found, and what it comes to."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import IO, Any

from sandbank_conformance.report import endings
from sandbank_conformance.report.lines import Report
from sandbank_conformance.report.looks import Look
from sandbank_conformance.report.plain import plain
from sandbank_conformance.report.progress import Progress
from sandbank_conformance.report.rules import PROBLEMS
from sandbank_conformance.report.screen import CYAN, MAGENTA, RED, YELLOW, Screen
from sandbank_conformance.report.stories import fields
from sandbank_conformance.verdicts import Outcome, Profile, Verdict

STORIES = 10  # problems that are told in full while the run goes on
BRIEF = 3  # further problems of a rule that are named

VARIABLES = (
    "The curl lines take tokens and keys from variables. To set those of a problem, with a new "
    "token:\n"
    '  eval "$(sandbank replay REPORT NUMBER --export)"     REPORT is the folder of --report'
)

COLOURS = {
    Outcome.FAIL: RED,
    Outcome.ERRORED: MAGENTA,
    Outcome.WARN: YELLOW,
    Outcome.DIFFERS: CYAN,
}


class Terminal:
    """Hears verdicts, and prints what helps whoever waits for them."""

    def __init__(
        self, out: IO[str], profile: Profile, again: Callable[[int, str], str], look: Look
    ) -> None:
        """`again` makes the line that repeats a problem, of its number and its check."""
        self._profile = profile
        self._again = again
        self._look = look
        self._screen = Screen(out, look)
        self._progress: Progress | None = None
        self._header: Mapping[str, Any] = {}
        self._verdicts: list[Verdict] = []
        self._problems = 0
        self._told: Counter[str] = Counter()  # problems that were told, by requirement

    def begin(self, header: Mapping[str, Any]) -> None:
        """What is proved, and what becomes of the target's world."""
        plan = header["plan"]
        self._header = header
        self._screen.say(header["world"])
        self._screen.say(
            f"Proving {header['target']} · profile {plan['profile']} · seed {plan['seed']} · "
            f"{header['checks']} checks"
        )
        self._screen.say()
        self._progress = Progress(self._screen, self._look, header["checks"])

    def verdict(self, verdict: Verdict) -> None:
        """Where the run is, and the whole story of what breaks it."""
        assert self._progress is not None
        self._verdicts.append(verdict)
        self._problems += verdict.outcome in PROBLEMS
        loud = self._is_loud(verdict)
        self._progress.verdict(verdict, breaks=loud)
        if loud:
            self._tell(verdict)

    def _is_loud(self, verdict: Verdict) -> bool:
        loud = {Outcome.FAIL, Outcome.WARN, Outcome.ERRORED}
        return verdict.breaks(self._profile) or (verdict.outcome in loud and not verdict.waiver)

    def _tell(self, verdict: Verdict) -> None:
        """In full where it is the first of its rule; then by name, and then only in the sum."""
        told = self._told[verdict.requirement]
        self._told[verdict.requirement] += 1
        first = not told and len(self._told) <= STORIES
        if told > BRIEF:
            return
        assert self._progress is not None
        self._progress.pause()
        self._tell_head(verdict)
        for name, text in fields(verdict) if first else ():
            if name == "curl":
                self._screen.say(f"  {name:<9} {text}")  # unwrapped: it is to be copied
            else:
                self._screen.field(name, text)
        if told < BRIEF:
            self._screen.say(f"  again     {self._again(self._problems, verdict.check)}\n")
        else:
            self._screen.say("  Any more of this rule are counted at the end.\n")

    def _tell_head(self, verdict: Verdict) -> None:
        head = f"{self._problems}. {verdict.outcome} {verdict.requirement} ({verdict.level})"
        colour = COLOURS[verdict.outcome]
        self._screen.say(f"{self._screen.coloured(head, colour)}  {plain(verdict.title)}")

    def broken_off(self) -> None:
        """The run could not go on."""
        if self._progress is not None:
            self._progress.end_topic()
        self._screen.say()

    def interrupted(self, world: str) -> None:
        """Somebody ended the run; `world` says what became of the target's world."""
        self.broken_off()
        report = Report(header=self._header, verdicts=tuple(self._verdicts), footer={})
        if self._header:
            endings.tell_so_far(self._screen, report)
        self._screen.say(plain(world))

    def end(self, footer: Mapping[str, Any]) -> None:
        """What came out, by rule and by check."""
        self.broken_off()
        report = Report(header=self._header, verdicts=tuple(self._verdicts), footer=footer)
        endings.tell(self._screen, report)
        if self._needs_variables():
            self._screen.say(VARIABLES)

    def _needs_variables(self) -> bool:
        """Whether a line was printed to be copied that a shell cannot fill in yet."""
        if "subject" in self._header:
            return False  # a caller has its own
        return any("$" in each.curl for each in self._verdicts if self._is_loud(each))
