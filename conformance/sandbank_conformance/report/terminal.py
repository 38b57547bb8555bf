"""A run as somebody follows it: progress, each failure as it is found, and what it comes to."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import IO, Any
from urllib.parse import urlsplit

from sandbank_conformance.verdicts import Outcome, Profile, Verdict, count
from sandbank_contract.requirements import load_catalogue

WIDTH = 100

_LETTERS = {
    Outcome.PASS: ".",
    Outcome.FAIL: "F",
    Outcome.WARN: "w",
    Outcome.DIFFERS: "d",
    Outcome.NOT_TESTABLE: "-",
    Outcome.ERRORED: "E",
}
_COLOURS = {Outcome.FAIL: 31, Outcome.ERRORED: 35, Outcome.WARN: 33, Outcome.DIFFERS: 36}


class Terminal:
    """Hears verdicts, and prints what helps whoever waits for them."""

    def __init__(self, out: IO[str], profile: Profile, again: str, *, colours: bool) -> None:
        """`again` begins the command that repeats one check; its name is added."""
        self._out = out
        self._profile = profile
        self._again = again
        self._colours = colours
        self._topic = ""
        self._verdicts: list[Verdict] = []

    def begin(self, header: Mapping[str, Any]) -> None:
        """What is proved, and what becomes of the target's world."""
        self._print(header["world"])
        self._print(
            f"Proving {header['target']} · profile {header['plan']['profile']} · "
            f"seed {header['plan']['seed']} · {header['checks']} checks"
        )

    def verdict(self, verdict: Verdict) -> None:
        """One letter for each verdict, and the whole story of what breaks the run."""
        self._verdicts.append(verdict)
        topic = ".".join(verdict.check.split(".")[:2])
        if topic != self._topic:
            self._topic = topic
            self._out.write(f"\n{topic:<34} ")
        self._out.write(self._coloured(_LETTERS[verdict.outcome], verdict.outcome))
        if self._is_told_at_once(verdict):
            self._out.write("\n")
            self._tell(verdict)
            self._topic = ""
        self._out.flush()

    def end(self, footer: Mapping[str, Any]) -> None:
        """What differs, what could not be tested and why, and the sum."""
        self._out.write("\n")
        self._list_differences()
        self._list_missing()
        counts = count(self._verdicts)
        told = " · ".join(f"{number} {name}" for name, number in counts.items() if number)
        self._print(f"\n{told} · {footer['seconds']:.1f} s")
        waived = sum(each.waiver is not None for each in self._verdicts)
        if waived:
            self._print(f"{waived} waived.")
        for line in footer.get("remarks", ()):
            self._print(line)
        self._print(_conclusion(self._verdicts, self._profile))

    def _is_told_at_once(self, verdict: Verdict) -> bool:
        loud = {Outcome.FAIL, Outcome.WARN, Outcome.ERRORED}
        return verdict.breaks(self._profile) or (verdict.outcome in loud and not verdict.waiver)

    def _tell(self, verdict: Verdict) -> None:
        known = load_catalogue()[verdict.requirement]
        head = f"{verdict.outcome} {verdict.requirement} ({verdict.level})"
        self._print(f"{self._coloured(head, verdict.outcome)}  {verdict.title}")
        part = known.also if known.also and known.also.level == verdict.level else known
        self._field("rule", part.text)
        self._field("source", f"{known.source.page}, {known.source.section}")
        self._field("expected", verdict.expected)
        self._field("received", verdict.received)
        for number, step in enumerate(verdict.steps[-8:], start=max(1, len(verdict.steps) - 7)):
            self._field(
                "steps" if number == max(1, len(verdict.steps) - 7) else "", _step(step, number)
            )
        if verdict.curl:
            self._print(f"  curl      {verdict.curl}")
        self._print(f"  again     {self._again} {verdict.check!r}".replace('"', "'"))
        self._out.write("\n")

    def _field(self, name: str, text: str) -> None:
        indent = " " * 12
        self._print(
            textwrap.fill(
                " ".join(text.split()),
                WIDTH,
                initial_indent=f"  {name:<10}",
                subsequent_indent=indent,
                break_on_hyphens=False,
                break_long_words=False,
            )
        )

    def _list_differences(self) -> None:
        differing = [each for each in self._verdicts if each.outcome is Outcome.DIFFERS]
        if differing and self._profile is Profile.DOCUMENTED:
            self._print("\nDiffers from Sandbank's choice, where the documents leave one:")
            for each in differing:
                self._print(f"  {each.requirement:<12} {each.title}: {each.received}"[:WIDTH])

    def _list_missing(self) -> None:
        missing = Counter(
            each.missing for each in self._verdicts if each.outcome is Outcome.NOT_TESTABLE
        )
        if missing:
            self._print("\nNot testable, because this is missing:")
            for what, times in missing.most_common():
                self._field("", f"{times} x {what}")

    def _coloured(self, text: str, outcome: Outcome) -> str:
        colour = _COLOURS.get(outcome)
        return f"\033[{colour}m{text}\033[0m" if self._colours and colour else text

    def _print(self, text: str) -> None:
        self._out.write(f"{text}\n")


def _step(step: Mapping[str, Any], number: int) -> str:
    request, response = step["request"], step["response"]
    parts = urlsplit(request["url"])
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    return f"{number}. {step['caller']}: {request['method']} {target} → {response['status']}"


def _conclusion(verdicts: Iterable[Verdict], profile: Profile) -> str:
    verdicts = list(verdicts)
    broken = sorted({each.requirement for each in verdicts if each.breaks(profile)})
    if broken:
        return f"Broken: {', '.join(broken)}. `sandbank explain {broken[0]}` says more."
    if not any(each.outcome is Outcome.PASS for each in verdicts):
        return "Nothing was proved."
    errored = sum(each.outcome is Outcome.ERRORED for each in verdicts)
    if errored:
        return f"No rule is broken as far as could be seen; {errored} checks got no answer."
    return "All rules that could be tested are met."
