"""What is wrong with a file, and what is only unwise, each with the place it stands at."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from sandbank_conformance.config import ConfigError
from sandbank_conformance.config.lines import Path, line_of
from sandbank_conformance.target import Remark
from sandbank_contract.errors import one_of

BASE = ("target", "url")  # whose server has the values of every table


class Problems:
    """Collects everything, so that all of it is told at once."""

    def __init__(
        self, file: str, lines: Mapping[Path, int], options: Mapping[Path, str] | None = None
    ) -> None:
        """`options` are the members that come from the command line, by their option's name."""
        self._file = file
        self._lines = dict(lines)
        self._options = options or {}
        self._wrong: dict[str, int] = {}  # with the line that each stands at
        self._missing: dict[str, Path] = {}  # those that say that a member is not there
        self._there: list[Path] = []  # what is there, but misspelt or of no use
        self.remarks: list[Remark] = []

    def add(self, path: Path, told: str) -> str:
        """Something that cannot be used; `told` says what would be right."""
        line = None if path in self._options else line_of(self._lines, path)
        text = self._where(path, line) + (f"{self.place(path)}: {told}" if path else told)
        self._wrong[text] = line or 0
        if path and path == BASE[: len(path)]:
            self._there.append(path)
        return text

    def missing(self, path: Path, told: str) -> None:
        """Something that is not there; not told where it is there, under a misspelt name."""
        self._missing[self.add(path, told)] = path

    def unknown(self, path: Path, known: Iterable[str]) -> None:
        """A name that nobody knows, with the one that was perhaps meant."""
        *table, name = path
        meant = _meant(str(name), list(known))
        if meant:
            self._there.append((*table, meant))
            self.add(path, f"{name!r} is unknown; did you mean {meant!r}?")
        else:
            self.add(path, one_of(name, known))

    def remark(self, path: Path, told: str, change: str) -> None:
        """Something that works, but not as it should be."""
        self.remarks.append(Remark(place=self.place(path), told=told, change=change))

    def place(self, path: Path) -> str:
        """A key as its file has it, or the option that stands for it: `[consumer] url`."""
        return self._options.get(path) or place(path)

    def refuse(self) -> None:
        """A `ConfigError` if anything cannot be used."""
        told = [each for each in self._wrong if not self._follows(each)]
        if told:
            raise ConfigError.of(sorted(told, key=self._wrong.__getitem__))

    def _follows(self, text: str) -> bool:
        """Whether something is missing only because of what is told besides."""
        path = self._missing.get(text)
        return path is not None and any(
            path[: len(each)] == each or BASE[: len(each)] == each or (not path and _is_api(each))
            for each in self._there
        )

    def _where(self, path: Path, line: int | None) -> str:
        if path in self._options or not self._file:
            return ""
        return f"{self._file}, line {line}: " if line else f"{self._file}: "


def place(path: Path) -> str:
    """A key with its table: `[consumer] url`, `[[consumer.accounts]] no. 2 status`."""
    names = [each for each in path if isinstance(each, str)]
    numbers = [n for n, each in enumerate(path) if isinstance(each, int)]
    if not numbers:
        table, key = names[:-1], names[-1] if names else ""
        return f"[{'.'.join(table)}] {key}" if table else f"[{key}]"
    last = numbers[-1]
    table = [each for each in path[:last] if isinstance(each, str)]
    rest = ".".join(str(each) for each in path[last + 1 :])
    return f"[[{'.'.join(table)}]] no. {int(path[last]) + 1} {rest}".strip()


def _meant(name: str, known: Sequence[str]) -> str:
    """The known name that is nearest, if any is near."""
    usual = name.strip().lower().replace("_", "-")
    near = get_close_matches(usual, known, n=1) or get_close_matches(name, known, n=1)
    return near[0] if near else ""


def _is_api(path: Path) -> bool:
    """Whether it may be what says that there is an API: its table, or its URL."""
    return len(path) == 1 or path[1:] == ("url",)
