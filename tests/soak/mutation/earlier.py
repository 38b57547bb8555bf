"""What an earlier run has found: who was noticed then is noticed by a suite with more checks."""

import re
from collections.abc import Sequence
from pathlib import Path

from mutants import Mutant
from table import ALIVE, Found
from trial import Sentence

LINE = re.compile(r"\s*\d+ (?P<fate>.{12}) \S+:\d+ (?P<key>.*) \[(?P<check>.*)\]")


def noticed(log: Path, mutants: Sequence[Mutant]) -> list[Found]:
    """Those mutants that the output of a run says were noticed."""
    by_key = {each.key: each for each in mutants}
    lines = filter(None, map(LINE.fullmatch, log.read_text("utf-8").splitlines()))
    return [
        Found(by_key[line["key"]], Sentence(fate=line["fate"].strip(), check=line["check"]))
        for line in lines
        if line["key"] in by_key and line["fate"].strip() not in ALIVE
    ]
