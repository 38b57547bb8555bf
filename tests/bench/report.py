"""What was measured, as a Markdown page, and whether it reaches what is demanded."""

from collections.abc import Callable, Iterator, Sequence
from statistics import median

from comparison import Comparison
from load import Run
from sizes import BATCH, Cost
from startup import Startup


def table(*rows: Sequence[object]) -> Iterator[str]:
    """A table of Markdown, its heads first; all columns but the first are figures."""
    heads, *rest = rows
    yield _row(heads)
    yield _row(["---", *["---:"] * (len(heads) - 1)])
    yield from map(_row, rest)


def _row(cells: Sequence[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def loads(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """The table of the loads."""
    speed = ("requests/s", "p99, ms", "p99 at half load, ms", "not 2xx", "times Prism")
    heads = ("call", "server", *speed)
    yield from table(heads, *(row for each in comparisons for row in _of_call(each)))


def _of_call(comparison: Comparison) -> Iterator[Sequence[object]]:
    name = comparison.name
    for server, runs in comparison.runs.items():
        halves = comparison.halves.get(server, [])
        yield (
            name,
            server,
            _spread([run.per_second for run in runs]),
            f"{_median_of(runs, _p99):.1f}",
            f"{_median_of(halves, _p99):.1f}" if halves else "",
            sum(run.other_answers + run.socket_errors for run in [*runs, *halves]),
            _ratio(comparison, server),
        )
        name = ""


def _p99(run: Run) -> float:
    return run.p99_ms


def _ratio(comparison: Comparison, server: str) -> str:
    ratios = times_prism(comparison, server)
    return f"{median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})" if ratios else ""


def times_prism(comparison: Comparison, server: str) -> list[float]:
    """The requests a second of a server to Prism's, round by round."""
    pairs = zip(comparison.runs[server], comparison.runs.get("Prism", []), strict=False)
    return [own.per_second / peer.per_second for own, peer in pairs]


def _median_of(runs: Sequence[Run], figure: Callable[[Run], float]) -> float:
    return median(figure(run) for run in runs)


def sizes(costs: Sequence[Cost]) -> Iterator[str]:
    """The table of the sizes."""
    batch = f"delete {BATCH}, ms"
    heads = ("transactions", "read, ms", "page, ms", "write, ms", batch, "start, s", "memory, MB")
    rows = [
        (
            f"{each.size:,}",
            *(f"{figure:.3f}" for figure in each.of_calls),
            f"{each.batch_ms:.1f}",
            f"{each.start_s:.2f}",
            f"{each.resident_mb:.0f}",
        )
        for each in costs
    ]
    yield from table(heads, *rows)


def startup(found: Sequence[Startup]) -> Iterator[str]:
    """The table of the starts, and what a reset takes."""
    heads = ("server", "first answer after, s", "memory after it, MB")
    rows = [
        (each.name, _spread(each.seconds, digits=2), _spread(each.resident_mb)) for each in found
    ]
    yield from table(heads, *rows)
    yield ""
    yield f"A reset of the sandbox: {_spread(found[0].reset_ms, digits=1)} ms."


def _spread(values: Sequence[float], digits: int = 0) -> str:
    figures = (median(values), min(values), max(values))
    middle, least, most = (f"{each:,.{digits}f}" for each in figures)
    return f"{middle} ({least}-{most})"
