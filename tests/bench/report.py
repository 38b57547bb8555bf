"""The figures as tables, and the bars they have to reach."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from comparison import Comparison
from load import Run
from startup import Startup

SLOWEST_START = 1.0  # seconds
MOST_MEMORY = 100.0  # MB
LEAST_RATIO = 1.0  # sandbox's requests a second to Prism's

_ROW = "{:<20} {:<8} {:>23} {:>11} {:>10} {:>7}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar, and whether it was reached."""

    text: str
    reached: bool


def loads(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """The table of the loads."""
    yield _ROW.format("call", "server", "requests/s (min-max)", "p99 ms", "not 204", "errors")
    for comparison in comparisons:
        yield _load("sandbox", comparison.name, comparison.sandbox)
        if comparison.prism:
            yield _load("Prism", "", comparison.prism)
            ratios = _ratios(comparison)
            spread = f"{min(ratios):.2f}-{max(ratios):.2f}"
            yield _ROW.format("", "ratio", f"{median(ratios):.2f} ({spread})", "", "", "")


def _load(server: str, name: str, runs: Sequence[Run]) -> str:
    return _ROW.format(
        name,
        server,
        _spread([run.per_second for run in runs]),
        f"{_median_of(runs, lambda run: run.p99_ms):.1f}",
        sum(run.other_answers for run in runs),
        sum(run.socket_errors for run in runs),
    )


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):,.0f} ({min(values):,.0f}-{max(values):,.0f})"


def _median_of(runs: Sequence[Run], figure: Callable[[Run], float]) -> float:
    return median(figure(run) for run in runs)


def _ratios(comparison: Comparison) -> list[float]:
    pairs = zip(comparison.sandbox, comparison.prism, strict=True)
    return [own.per_second / peer.per_second for own, peer in pairs]


def startup(startup: Startup) -> Iterator[str]:
    """Start and memory."""
    yield f"start to the first answer: {_each(startup.seconds, 's', 2)}"
    yield f"memory after a first call: {_each(startup.resident_mb, 'MB', 1)}"


def _each(values: Sequence[float], unit: str, digits: int) -> str:
    return (
        f"median {median(values):.{digits}f} {unit} "
        f"({min(values):.{digits}f}-{max(values):.{digits}f}, {len(values)} starts)"
    )


def bars(startup: Startup, comparisons: Sequence[Comparison]) -> list[Bar]:
    """What was demanded of these figures; a ratio that was not measured demands nothing."""
    seconds, resident_mb = startup.median_seconds, startup.median_mb
    return [
        Bar(text=f"start {seconds:.2f} s < {SLOWEST_START} s", reached=seconds < SLOWEST_START),
        Bar(
            text=f"memory {resident_mb:.1f} MB < {MOST_MEMORY:.0f} MB",
            reached=resident_mb < MOST_MEMORY,
        ),
        *(_only_204(comparison) for comparison in comparisons),
        *(_ratio(comparison) for comparison in comparisons if comparison.prism),
    ]


def _only_204(comparison: Comparison) -> Bar:
    runs = [*comparison.sandbox, *comparison.prism]
    others = sum(run.other_answers + run.socket_errors for run in runs)
    return Bar(text=f"{comparison.name}: {others} answers other than 204", reached=others == 0)


def _ratio(comparison: Comparison) -> Bar:
    ratio = median(_ratios(comparison))
    text = f"{comparison.name}: {ratio:.2f} of Prism's requests/s >= {LEAST_RATIO}"
    return Bar(text=text, reached=ratio >= LEAST_RATIO)
