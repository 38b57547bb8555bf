"""Mutants: modules of the server with one small change each, that no file ever holds."""

import ast
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from sites import sites

SERVER = Path(__file__).parents[3] / "server" / "sandbank_server"
LAYERS = ("domain", "service")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One change to one module; `lines` are those that run it, none where an import does."""

    key: str  # stays the same when lines come and go
    module: str
    file: str
    line: int
    lines: tuple[int, ...]
    kind: str
    function: str
    before: str
    after: str
    number: int  # among the changes of its module


def mutants() -> list[Mutant]:
    """All of them, file by file."""
    files = (each for layer in LAYERS for each in sorted((SERVER / layer).glob("*.py")))
    return [mutant for file in files for mutant in _of(file)]


def _of(file: Path) -> Iterator[Mutant]:
    name = file.relative_to(SERVER).as_posix()
    seen: Counter[str] = Counter()
    for number, site in enumerate(sites(ast.parse(file.read_text("utf-8")))):
        before, after = site.told()
        key = f"{name} {site.function}: {before} → {after}"
        seen[key] += 1
        yield Mutant(
            key=key if seen[key] == 1 else f"{key} #{seen[key]}",
            module=f"sandbank_server.{name.removesuffix('.py').replace('/', '.')}",
            file=name,
            line=site.line,
            lines=tuple(site.lines),
            kind=site.kind,
            function=site.function,
            before=before,
            after=after,
            number=number,
        )


class Hook(MetaPathFinder):
    """Lets one module be imported as a mutant."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def install(self) -> None:
        """From now on; the module must not have been imported."""
        assert self._mutant.module not in sys.modules
        sys.meta_path.insert(0, self)

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module's place, with a loader that changes it."""
        if name != self._mutant.module:
            return None
        spec = PathFinder.find_spec(name, path, target)
        assert spec is not None
        assert spec.origin is not None
        spec.loader = _Loader(name, spec.origin, self._mutant.number)
        return spec


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, number: int) -> None:
        super().__init__(name, path)
        self._number = number

    def get_code(self, fullname: str) -> CodeType:
        """The changed code; what is compiled already is that of the module as it is."""
        tree = ast.parse(self.get_data(self.path))
        for number, site in enumerate(sites(tree)):
            if number == self._number:
                site.swap()
                return compile(ast.fix_missing_locations(tree), self.path, "exec")
        raise AssertionError(f"{fullname} has no change {self._number}")
