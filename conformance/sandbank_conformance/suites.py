"""Where checks are: those of servers, and those of callers, which are judged by watching them."""

from pathlib import Path

HERE = Path(__file__).parent
SUITE = HERE / "suite"
WATCH = HERE / "watch"


def root_of(path: Path) -> Path | None:
    """The folder of checks that a file is in."""
    return next((each for each in (SUITE, WATCH) if path.is_relative_to(each)), None)
