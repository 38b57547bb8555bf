"""Where a module can be changed by a little, and into what: one mutant for each change.

Wordings are left alone (texts with spaces, whatever a refusal is made of, texts with values in
them), since no document says how a refusal is worded; so are annotations and decorators.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from changes import changes

NOT_RUN = frozenset({"annotation", "returns", "decorator_list", "type_comment"})
REFUSALS = frozenset(
    {
        *("Malformed", "Unauthorised", "Forbidden", "Unknown", "Conflict", "Throttled"),
        *("Unavailable", "Refusal", "Violation", "Deletion", "TypeVar", "refuse_fetched"),
        *("refuse_fetched_accounts", "all_known", "add", "settle"),
    }
)
SHOWN = 160  # characters


@dataclass(frozen=True, slots=True)
class Site:
    """One place in a tree, and what comes there instead."""

    kind: str
    function: str  # empty: what an import runs
    lines: range  # of the part of the statement that is run with it
    owner: Any
    field: str
    place: int | None  # in the field, where that is a list
    new: ast.AST
    shown: ast.AST  # what a reader wants to see of it

    def swap(self) -> ast.AST:
        """Put the new where the old is; the old is given back."""
        value = getattr(self.owner, self.field)
        if self.place is None:
            setattr(self.owner, self.field, self.new)
            return value  # type: ignore[no-any-return]
        old, value[self.place] = value[self.place], self.new
        return old  # type: ignore[no-any-return]

    def told(self) -> tuple[str, str]:
        """What was there and what comes instead, as source."""
        before = _source(self.shown)
        shown = self.new if self.shown is getattr(self.owner, self.field, None) else self.shown
        old = self.swap()
        after = _source(shown)
        _restore(self, old)
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
        shown = child if isinstance(child, ast.stmt) else _context(owner, here)
        yield Site(kind, here.function, here.lines, owner, field, place, new, shown)
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


def _context(owner: ast.AST, at: _Place) -> ast.AST:
    """As much as tells where it is: the whole statement, or of a longer one the expression."""
    whole = at.statement
    if isinstance(whole, ast.FunctionDef | ast.ClassDef | ast.Module):
        return owner
    return owner if getattr(whole, "body", None) and isinstance(owner, ast.expr) else whole


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


def _source(node: ast.AST) -> str:
    text = " ".join(ast.unparse(ast.fix_missing_locations(node)).split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _restore(site: Site, old: ast.AST) -> None:
    value = getattr(site.owner, site.field)
    if site.place is None:
        setattr(site.owner, site.field, old)
    else:
        value[site.place] = old
