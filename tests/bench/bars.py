"""What is demanded of the figures; what was not measured demands nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from comparison import FILE, MEMORY, Comparison
from report import times_prism
from sizes import BATCH, Cost
from startup import Startup

SLOWEST_START = 0.8  # seconds, with the playground
MOST_MEMORY = 100.0  # MB, idle
SLOWEST_RESET = 10.0  # ms, of the playground
LEAST_RATIO = {MEMORY: 1.5, FILE: 1.0}  # to the requests a second of Prism
COMPARED = ("PATCH authorisation", "GET 2 transactions")  # Prism answers with 2, too
SLOWEST_P99 = 25.0  # ms at half load
DEAREST_SIZE = 1.3  # times what a call costs at the least size
SLOWEST_BATCH = 20.0  # ms
LARGE = 250_000  # transactions up to which the bars of size hold
SLOWEST_LARGE_START = 3.0  # seconds
MOST_LARGE_MEMORY = 700.0  # MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar, and whether it was reached."""

    text: str
    reached: bool


def at_most(what: str, figure: float, most: float, unit: str) -> Bar:
    """A figure that may not be greater."""
    return Bar(text=f"{what}: {figure:.2f} {unit} ≤ {most:g} {unit}", reached=figure <= most)


def of_startup(startup: Startup) -> Iterator[Bar]:
    """Start, memory and reset of the sandbox with the playground."""
    yield at_most("start", median(startup.seconds), SLOWEST_START, "s")
    yield at_most("memory", median(startup.resident_mb), MOST_MEMORY, "MB")
    yield at_most("reset", median(startup.reset_ms), SLOWEST_RESET, "ms")


def of_loads(comparisons: Sequence[Comparison]) -> Iterator[Bar]:
    """Answers, p99 at half load, and the ratios to Prism."""
    for each in comparisons:
        runs = [run for server in LEAST_RATIO for run in each.runs[server]]
        others = sum(run.other_answers + run.socket_errors for run in runs)
        text = f"{each.name}: {others} answers of the sandbox other than 2xx"
        yield Bar(text=text, reached=others == 0)
        for server, halves in each.halves.items():
            p99 = median(run.p99_ms for run in halves)
            yield at_most(f"{each.name}, {server}, p99 at half load", p99, SLOWEST_P99, "ms")
        if each.name in COMPARED and "Prism" in each.runs:
            yield from (_ratio(each, server, least) for server, least in LEAST_RATIO.items())


def _ratio(comparison: Comparison, server: str, least: float) -> Bar:
    ratio = median(times_prism(comparison, server))
    text = f"{comparison.name}, {server}: {ratio:.2f} of Prism's requests/s ≥ {least}"
    return Bar(text=text, reached=ratio >= least)


def of_sizes(costs: Sequence[Cost]) -> Iterator[Bar]:
    """What many transactions may cost more than few."""
    least = costs[0]
    for each in costs[1:]:
        if each.size > LARGE:
            continue
        for name, cost, base in zip(
            ("read", "page", "write"), each.of_calls, least.of_calls, strict=True
        ):
            what = f"a {name} at {each.size:,} to one at {least.size:,}"
            yield at_most(what, cost / base, DEAREST_SIZE, "times")
        yield at_most(f"{BATCH} deleted at {each.size:,}", each.batch_ms, SLOWEST_BATCH, "ms")
        yield at_most(f"start at {each.size:,}", each.start_s, SLOWEST_LARGE_START, "s")
        yield at_most(f"memory at {each.size:,}", each.resident_mb, MOST_LARGE_MEMORY, "MB")
