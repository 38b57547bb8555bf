"""Where a module can be changed by a little, and into what: one mutant for each change.

Wordings are left alone (texts with spaces, whatever a refusal is made of, texts with values in
them), since no document says how a refusal is worded; so are annotations and decorators.
"""

import ast
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

from changes import changes

NOT_RUN = frozenset({"annotation", "returns", "decorator_list", "type_comment"})
REFUSALS = frozenset(
    {
        *("Malformed", "Unauthorised", "Forbidden", "Unknown", "Conflict", "Gone"),
        *("Throttled", "Unavailable", "Refusal", "Violation", "Deletion", "TypeVar"),
        *("refuse_fetched", "refuse_fetched_accounts", "all_known", "add", "settle"),
    }
)
SHOWN = 120  # characters


@dataclass(frozen=True, slots=True)
class Site:
    """One place in a tree, and what comes there instead."""

    kind: str
    function: str  # empty: what an import runs
    line: int
    lines: range  # of the part of the statement that is run with it
    owner: Any
    field: str
    place: int | None  # in the field, where that is a list
    old: ast.AST
    new: ast.AST
    statement: ast.AST

    def swap(self, *, back: bool = False) -> None:
        """Put the new where the old is, or the old where it was."""
        node = self.old if back else self.new
        if self.place is None:
            setattr(self.owner, self.field, node)
        else:
            getattr(self.owner, self.field)[self.place] = node

    def told(self) -> tuple[str, str]:
        """What was there and what comes instead, as source with as much around it as is short."""
        if self.kind == "keyword":
            return _keywords(self.old, self.new)
        if self.old is self.statement:
            return _cut(_source(self.old)), _source(self.new)
        around = next(
            (each for each in (self.statement, self.owner) if len(_source(each)) <= SHOWN), None
        )
        if around is None or isinstance(around, ast.arguments):
            return _cut(_source(self.old)), _cut(_source(self.new))
        before = _source(around)
        self.swap()
        after = _source(around)
        self.swap(back=True)
        return before, after


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk is."""

    function: str
    lines: range
    statement: ast.AST


def sites(tree: ast.Module) -> Iterator[Site]:
    """Every change that can be made to a module, in the order of its source."""
    yield from _within(tree, _Place("", range(0), tree))


def _within(owner: ast.AST, at: _Place) -> Iterator[Site]:
    for field, value in ast.iter_fields(owner):
        if field in NOT_RUN:
            continue
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not _is_wording(child, owner, place):
                yield from _at(owner, field, place, child, at)


def _at(
    owner: ast.AST, field: str, place: int | None, child: ast.AST, at: _Place
) -> Iterator[Site]:
    here = _entered(child, at)
    for kind, new in changes(child, owner, field):
        line = getattr(child, "lineno", here.lines.start)
        statement = here.statement
        yield Site(
            kind, here.function, line, here.lines, owner, field, place, child, new, statement
        )
    yield from _within(child, here)


def _entered(child: ast.AST, at: _Place) -> _Place:
    if isinstance(child, ast.FunctionDef | ast.ClassDef):
        name = f"{at.function}.{child.name}".strip(".")
        return _Place(name, range(0), child)
    if isinstance(child, ast.arguments):  # their defaults are made by the import
        return _Place(at.function, range(0), at.statement)
    if not isinstance(child, ast.stmt):
        return at
    body = getattr(child, "body", None)
    end = body[0].lineno - 1 if body else child.end_lineno or child.lineno
    inside = isinstance(at.statement, ast.FunctionDef) or at.lines
    lines = range(child.lineno, max(child.lineno, end) + 1) if inside else range(0)
    return _Place(at.function, lines, child)


def _is_wording(child: ast.AST, owner: ast.AST, place: int | None) -> bool:
    if isinstance(child, ast.JoinedStr | ast.Import | ast.ImportFrom):
        return True
    if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
        return True  # a docstring, or an ellipsis
    if not isinstance(child, ast.Constant) or not isinstance(child.value, str):
        return False
    called = _named(owner.func) if isinstance(owner, ast.Call) and place is not None else ""
    return " " in child.value or called in REFUSALS


def _named(function: ast.AST) -> str:
    return getattr(function, "id", "") or getattr(function, "attr", "")


def _keywords(old: Any, new: Any) -> tuple[str, str]:
    """A call with one keyword, and without it; the others say nothing."""
    [gone] = [each for each in old.keywords if each not in new.keywords]
    name = ast.unparse(old.func)
    return f"{name}(…, {_cut(ast.unparse(gone))})", f"{name}(…)"


def _source(node: ast.AST) -> str:
    """A node in one line; of what holds statements, its head."""
    if getattr(node, "body", None) and not isinstance(node, ast.expr):
        node = copy(node)
        node.body, node.orelse = [ast.Expr(ast.Constant(...))], []  # type: ignore[attr-defined]
    return " ".join(ast.unparse(ast.fix_missing_locations(node)).split())


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
