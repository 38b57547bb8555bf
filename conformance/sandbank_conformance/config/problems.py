"""What is wrong with a file, and what is only unwise, each with the place it stands at."""

from collections.abc import Mapping

from sandbank_conformance.config import ConfigError
from sandbank_conformance.config.lines import Path, line_of
from sandbank_conformance.target import Remark


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
        self.remarks: list[Remark] = []

    def add(self, path: Path, told: str) -> None:
        """Something that cannot be used; `told` says what would be right."""
        line = None if path in self._options else line_of(self._lines, path)
        text = self._where(path, line) + (f"{self.place(path)}: {told}" if path else told)
        self._wrong[text] = line or 0

    def remark(self, path: Path, told: str, change: str) -> None:
        """Something that works, but not as it should be."""
        self.remarks.append(Remark(place=self.place(path), told=told, change=change))

    def place(self, path: Path) -> str:
        """A key as its file has it, or the option that stands for it: `[consumer] url`."""
        return self._options.get(path) or place(path)

    def refuse(self) -> None:
        """A `ConfigError` if anything cannot be used."""
        if self._wrong:
            raise ConfigError.of(sorted(self._wrong, key=self._wrong.__getitem__))

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
