"""`make bench`: how fast, how small and how safe; writes docs/bench.md, 1 when a bar is missed.

What cannot be measured here, because wrk or a peer is missing, is said and misses no bar.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import bars
import killing
import load
import machine
import peers
import plugin
import report
import sizes
import startup
from bars import Bar
from comparison import Plan, compare
from load import LoadError
from processes import StartError

PAGE = Path(__file__).parents[2] / "docs" / "bench.md"
PARTS = ("startup", "loads", "sizes", "plugin", "kills")

Part = tuple[str, list[str], list[Bar]]  # its heading, what was measured, what is demanded


def main() -> int:
    """Measure, write, judge; 2 when it could not be measured."""
    arguments = _arguments()
    heading, page = machine.description(), ""
    print(heading)
    parts: list[Part] = []
    try:
        for name in PARTS:
            if name not in arguments.without:
                parts.append(_MEASURED[name](arguments))
                page = "\n".join(_page(heading, parts)) + "\n"
                arguments.page.write_text(page, encoding="utf-8")  # an hour's figures are not lost
    except (LoadError, StartError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    print(page)
    return 0 if all(bar.reached for _, _, demanded in parts for bar in demanded) else 1


def _page(heading: str, parts: Sequence[Part]) -> Iterator[str]:
    yield "# What was measured"
    yield f"\n{heading}. Written by `make bench`; the ratios matter, not the figures."
    for title, lines, demanded in parts:
        yield f"\n## {title}\n"
        yield from lines
        yield ""
        yield from (f"- {'reached' if b.reached else '**missed**'}: {b.text}" for b in demanded)


def _startup(arguments: argparse.Namespace) -> Part:
    found = startup.measure(arguments.starts, peers.find())
    lines = [
        f"Medians of {arguments.starts} starts in turn, in brackets the extremes. The sandbox",
        "serves all its APIs with the playground world, a peer one document of the three.",
        "",
        *report.startup(found),
    ]
    return "Start, memory and reset", lines, [*bars.of_startup(found[0])]


def _plugin(_: argparse.Namespace) -> Part:
    found = plugin.measure()
    lines = [f"- {each}" for each in plugin.figures(found)]
    return "The pytest plugin", lines, plugin.bars(found)


def _loads(arguments: argparse.Namespace) -> Part:
    title = f"Speed, with {load.CONNECTIONS} connections"
    if load.wrk() is None:
        return title, ["Not measured: wrk is missing; `apt install wrk` installs it."], []
    mocks = peers.find()
    with TemporaryDirectory(prefix="sandbank-bench-") as folder:
        plan = Plan(
            rounds=arguments.rounds, seconds=arguments.seconds, peers=mocks, folder=Path(folder)
        )
        found = compare(plan)
    named = ", ".join(f"{each.name} {each.version}" for each in mocks) or "none: npm is missing"
    lines = [
        f"Load from wrk; peers: {named}. All servers get the same calls in turn, in",
        f"{arguments.rounds} rounds of {arguments.seconds} s; medians, in brackets the extremes.",
        "Peers keep nothing and answer a GET with their document's example, of 2 transactions;",
        "WireMock validates nothing either. At half load each connection pauses by chance.",
        "",
        *report.loads(found),
    ]
    return title, lines, [*bars.of_loads(found)]


def _sizes(arguments: argparse.Namespace) -> Part:
    title = "Calls one at a time, with a file of so many transactions"
    if load.wrk() is None:
        return title, ["Not measured: wrk is missing."], []
    found = sizes.measure(arguments.sizes, arguments.rounds, arguments.seconds)
    return title, [*report.sizes(found)], [*bars.of_sizes(found)]


def _kills(arguments: argparse.Namespace) -> Part:
    found = killing.measure(arguments.kills)
    return "Kills", [*killing.figures(found)], [killing.bar(found)]


_MEASURED = dict(zip(PARTS, (_startup, _loads, _sizes, _plugin, _kills), strict=True))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=_positive, default=5, help="default: %(default)s")
    parser.add_argument("--seconds", type=_positive, default=4, help="of each load (%(default)s)")
    parser.add_argument("--starts", type=_positive, default=5, help="default: %(default)s")
    parser.add_argument("--kills", type=_positive, default=200, help="default: %(default)s")
    parser.add_argument("--sizes", type=_positive, nargs="+", default=sizes.SIZES)
    parser.add_argument("--without", choices=PARTS, nargs="+", default=(), help="leave out")
    parser.add_argument("--page", type=Path, default=PAGE, help="default: docs/bench.md")
    return parser.parse_args()


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected at least 1, got {number}")
    return number


if __name__ == "__main__":
    sys.exit(main())
