"""Kills a sandbox with a file at random moments under load; what it told must hold afterwards."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bars import Bar
from kills.kill_rounds import Outcome, kill_rounds

SEED = 2026


def measure(rounds: int) -> Outcome:
    """Kill it so many times."""
    with TemporaryDirectory(prefix="sandbank-kills-") as folder:
        return kill_rounds(Path(folder), rounds, SEED)


def figures(outcome: Outcome) -> Iterator[str]:
    """What the rounds came to."""
    yield (
        f"killed {outcome.rounds} times after {outcome.answers:,} answers; "
        f"{outcome.undone} starts found a change half written and undid it"
    )
    yield from (f"BREACH  {each}" for each in outcome.breaches[:10])


def bar(outcome: Outcome) -> Bar:
    """Nothing acknowledged is lost, nothing refused or deleted is there, in no round."""
    text = f"{outcome.rounds} kills: {len(outcome.breaches)} breaches of what was told"
    return Bar(text=text, reached=not outcome.breaches)
