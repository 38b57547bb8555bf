"""What an earlier run has settled: who was noticed then is noticed by a suite with more checks."""

import re
from collections.abc import Sequence
from pathlib import Path

from mutants import Mutant
from table import Found, Reasons
from trial import Sentence

LINE = re.compile(r"\s*\d+ (?P<fate>.{12}) \S+:\d+ (?P<key>.*) \[(?P<check>.*)\]")


def settled(log: Path, mutants: Sequence[Mutant], reasons: Reasons) -> list[Found]:
    """Those mutants of the output of a run that were noticed, or survive for a known reason."""
    by_key = {each.key: each for each in mutants}
    lines = filter(None, map(LINE.fullmatch, log.read_text("utf-8").splitlines()))
    found = [
        Found(by_key[line["key"]], Sentence(fate=line["fate"].strip(), check=line["check"]))
        for line in lines
        if line["key"] in by_key
    ]
    settled = [each for each in found if not each.lives or reasons.why(each.mutant) is not None]
    return list({each.mutant.key: each for each in settled}.values())  # a log may be of many runs
