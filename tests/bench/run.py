"""`make bench`: start, memory, pytest plugin, speed beside Prism, kills; 1 when a bar is missed.

What cannot be measured here, because wrk or Prism is missing, is said and misses no bar.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import killing
import load
import machine
import plugin
import prism
import report
import startup
from comparison import Comparison, Plan, compare
from load import LoadError
from processes import StartError


def main() -> int:
    """Measure, print, judge; 2 when it could not be measured."""
    arguments = _arguments()
    print(machine.description())
    try:
        started = startup.measure(arguments.starts)
        in_tests = plugin.measure()
        comparisons = _compare(arguments)
        killed = killing.measure(arguments.kills)
    except (LoadError, StartError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    print("", *report.startup(started), *plugin.figures(in_tests), sep="\n")
    if comparisons:
        print("", *report.loads(comparisons), sep="\n")
    print("", *killing.figures(killed), sep="\n")
    bars = [
        *report.bars(started, comparisons),
        *plugin.bars(in_tests),
        killing.bar(killed),
    ]
    print("", *(f"{'reached' if bar.reached else 'MISSED '}  {bar.text}" for bar in bars), sep="\n")
    return 0 if all(bar.reached for bar in bars) else 1


def _compare(arguments: argparse.Namespace) -> list[Comparison]:
    if load.wrk() is None:
        print("NOT MEASURED: speed. wrk is missing; install it, such as by: apt install wrk")
        return []
    peer = prism.find()
    if peer is None:
        print(
            "NOT MEASURED: the ratio to Prism. Neither prism nor npm was found; install Node.js "
            "with npm, or name Prism's command in SANDBANK_PRISM."
        )
    else:
        print(f"Peer: {prism.version(peer)}")
    with TemporaryDirectory(prefix="sandbank-bench-") as folder:
        return compare(
            Plan(
                rounds=arguments.rounds,
                seconds=arguments.seconds,
                prism=peer or "",
                folder=Path(folder),
            )
        )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=_positive, default=5, help="default: %(default)s")
    parser.add_argument("--seconds", type=_positive, default=4, help="of each load (%(default)s)")
    parser.add_argument("--starts", type=_positive, default=5, help="default: %(default)s")
    parser.add_argument("--kills", type=_positive, default=200, help="default: %(default)s")
    return parser.parse_args()


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected at least 1, got {number}")
    return number


if __name__ == "__main__":
    sys.exit(main())
