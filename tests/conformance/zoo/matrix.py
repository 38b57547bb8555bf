"""`make zoo`: the whole suite against every animal; what comes of it is `conformance/ZOO.md`."""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import monotonic

from zoo import checks, outing, telling
from zoo.animals import LIARS, VARIANTS
from zoo.outing import HONEST, Result, results
from zoo.pages import Page
from zoo.peer import Findings, Peer, apis_of

PAGE = Path(__file__).parents[3] / "conformance" / "ZOO.md"


def main() -> int:
    """Judge everybody, write the page; 1 when somebody was missed or wronged."""
    options = _options()
    began = monotonic()
    animals = [outing.of(each, (options.seed,), options.share) for each in [*LIARS, *VARIANTS]]
    found: dict[str, Result] = {}
    for each in results([outing.of_the_honest(), *animals], options.processes):
        found[each.animal] = each
        if (each.missed and each.animal in LIARS) or each.wronged or each.errored:
            print(f"{each.animal}: missed {set(each.missed)}, wronged {set(each.wronged)}")
            print(each.told)
    telling.keep({name: found[name].telling for name in LIARS})
    page = Page(
        results=found,
        suite=[(each.name, each.requirement) for each in checks.suite()],
        peer=_peer(options.peer, options.peer_every, options.processes),
        peer_examples=options.peer,
        share=options.share,
        seed=options.seed,
    )
    PAGE.write_text(page.text())
    print(f"{PAGE.name} written after {monotonic() - began:.0f} s")
    return int(page.is_wrong or bool(found[HONEST].untestable))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=int, default=1, help="run one in so many other checks")
    parser.add_argument("--processes", type=int, default=0, help="default: one for each core")
    parser.add_argument("--peer", type=int, default=5, help="examples of Schemathesis; 0: no peer")
    parser.add_argument("--peer-every", type=int, default=1, help="let it at every so manieth liar")
    return parser.parse_args()


def _peer(examples: int, every: int, processes: int) -> dict[str, bool]:
    """Which liars plain Schemathesis catches, of those it was let at."""
    if not examples:
        return {}
    peer = Peer(examples=examples)
    honest = peer.findings(None)
    chosen = [each for each in sorted(LIARS) if apis_of(LIARS[each])][::every]
    with ProcessPoolExecutor(processes or None, mp_context=get_context("spawn")) as pool:
        found = pool.map(_findings, [peer] * len(chosen), chosen)
        return {name: bool(each - honest) for name, each in zip(chosen, found, strict=True)}


def _findings(peer: Peer, name: str) -> Findings:
    return peer.findings(LIARS[name])


if __name__ == "__main__":
    sys.exit(main())
