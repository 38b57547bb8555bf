"""Mutation testing: is every rule of `domain/` and `service/` held by a check of `verify`?

`make mutants` runs all of them and writes `conformance/MUTANTS.md`. ARGS="--sample 300 --seed 1"
takes a random part, ARGS="--only domain/rules.py" those whose key holds a text. After checks were
added, ARGS="--again LOG" runs what survived an earlier run, of which LOG is the output, for no
reason that is known.
"""

import argparse
import random
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic

import earlier
import table
from mutants import Mutant, mutants
from reach import Reach
from table import Found
from trials import Trials, measured


def main() -> int:
    """0: every survivor is explained; 1: one is not; 2: the server itself does not pass."""
    options = _options()
    every = mutants()
    chosen = _chosen(every, options)
    print("Running the suite against the server as it is …", flush=True)
    settled = earlier.settled(options.again, every, table.reasons()) if options.again else []
    known = {each.mutant.key for each in settled}
    chosen = [each for each in chosen if each.key not in known]
    began, reach = monotonic(), measured()
    if reach.against:
        print("It does not pass; there is nothing to measure:", *reach.against, sep="\n  ")
        return 2
    print(f"{len(reach.seconds)} checks pass. {len(chosen)} of {len(every)} mutants:", flush=True)
    found = [*settled, *_found(reach, chosen, options.processes)]
    result = table.Result(
        found=found,
        made=len(every),
        checks=len(reach.seconds),
        seed=options.seed if len(found) < len(every) else None,
        seconds=monotonic() - began,
    )
    return _told(result, options)


def _found(reach: Reach, chosen: Sequence[Mutant], processes: int) -> list[Found]:
    """What becomes of each; whoever interrupts it keeps what there is so far."""
    found: list[Found] = []
    with suppress(KeyboardInterrupt):
        for mutant, sentence in Trials(reach, processes).sentences(chosen):
            found.append(Found(mutant, sentence))
            told = f"{sentence.fate:<12} {mutant.file}:{mutant.line} {mutant.key}"
            print(f"{len(found):>4} {told} [{sentence.check}]", flush=True)
    return found


def _told(result: table.Result, options: argparse.Namespace) -> int:
    reasons = table.reasons()
    if not options.only:
        table.FILE.write_text(table.markdown(result, reasons), encoding="utf-8")
        print(f"Written: {table.FILE}")
    bare = [each for each in result.survivors if reasons.why(each.mutant) is None]
    print(f"{len(result.survivors)} of {len(result.found)} survived, {len(bare)} unexplained")
    for each in bare:
        print(f"  {each.mutant.key}")
    return 1 if bare else 0


def _chosen(every: Sequence[Mutant], options: argparse.Namespace) -> list[Mutant]:
    if options.only:
        return [each for each in every if options.only in each.key]
    chosen = random.Random(options.seed).sample(every, len(every))  # no file waits for the last
    return chosen[: options.sample or None]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="so many; default: all")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--only", default="", metavar="TEXT", help="mutants whose key holds it")
    parser.add_argument("--again", type=Path, metavar="LOG", help="the output of an earlier run")
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
