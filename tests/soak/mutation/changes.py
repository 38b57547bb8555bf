"""The small changes: what a single node of a module's tree may become."""

import ast
from collections.abc import Iterator
from copy import copy
from typing import Any

Change = tuple[str, ast.AST]  # the kind of change, and the new node

COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
OTHER = {"any": "all", "all": "any", "min": "max", "max": "min"}
DROPPED = frozenset({"sorted", "reversed", "set", "frozenset", "tuple", "list", "dict"})
METHODS = frozenset({"strip", "upper", "lower", "casefold", "rstrip", "lstrip"})
CONDITIONS = {"test": (ast.If, ast.While, ast.IfExp, ast.Assert), "ifs": (ast.comprehension,)}


def changes(node: ast.AST, owner: ast.AST, field: str) -> Iterator[Change]:
    """What a node may become, where it stands in its owner's field."""
    if field in CONDITIONS and isinstance(owner, CONDITIONS[field]):
        yield from _negated(node)
    make: Any = MAKERS.get(type(node))
    if make is not None:
        yield from make(node)


def _negated(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.expr) and not isinstance(node, ast.Compare | ast.UnaryOp):
        yield "condition", ast.UnaryOp(op=ast.Not(), operand=node)


def _compare(node: ast.Compare) -> Iterator[Change]:
    for place, each in enumerate(node.ops):
        for other in COMPARED[type(each)]:
            ops = [*node.ops[:place], other(), *node.ops[place + 1 :]]
            yield "comparison", _with(node, ops=ops)


def _bool_op(node: ast.BoolOp) -> Iterator[Change]:
    yield "and/or", _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())


def _unary_op(node: ast.UnaryOp) -> Iterator[Change]:
    if isinstance(node.op, ast.Not):
        yield "not", node.operand


def _bin_op(node: ast.BinOp) -> Iterator[Change]:
    if other := COMPUTED.get(type(node.op)):
        yield "arithmetic", _with(node, op=other())


def _constant(node: ast.Constant) -> Iterator[Change]:
    match node.value:
        case bool():
            yield "constant", ast.Constant(not node.value)
        case int() | float():
            yield "constant", ast.Constant(node.value + 1)
        case str():
            yield "constant", ast.Constant("" if node.value else "x")


def _return(node: ast.Return) -> Iterator[Change]:
    if node.value is not None and not _is_none(node.value):
        yield "return", ast.Return(ast.Constant(None))


def _expression(node: ast.Expr) -> Iterator[Change]:
    if not isinstance(node.value, ast.Constant):
        yield "statement", ast.Pass()


def _assignment(node: ast.Assign) -> Iterator[Change]:
    if not all(isinstance(each, ast.Name | ast.Tuple | ast.List) for each in node.targets):
        yield "statement", ast.Pass()


def _statement(_: ast.stmt) -> Iterator[Change]:
    yield "statement", ast.Pass()


def _continue(_: ast.Continue) -> Iterator[Change]:
    yield "loop", ast.Break()


def _break(_: ast.Break) -> Iterator[Change]:
    yield "loop", ast.Continue()


def _call(node: ast.Call) -> Iterator[Change]:
    match node.func:
        case ast.Name(id=name) if name in OTHER:
            yield "call", _with(node, func=ast.Name(OTHER[name], ast.Load()))
        case ast.Name(id=name) if name in DROPPED and len(node.args) == 1:
            yield "call", node.args[0]
        case ast.Name(id="replace"):
            for place, each in enumerate(node.keywords):
                if each.arg is not None:
                    rest = [*node.keywords[:place], *node.keywords[place + 1 :]]
                    yield "keyword", _with(node, keywords=rest)
        case ast.Attribute(value=value, attr=name) if name in METHODS and not node.args:
            yield "call", value


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _with(node: Any, **fields: Any) -> Any:
    other = copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


MAKERS: dict[type[ast.AST], Any] = {
    ast.Compare: _compare,
    ast.BoolOp: _bool_op,
    ast.UnaryOp: _unary_op,
    ast.BinOp: _bin_op,
    ast.Constant: _constant,
    ast.Return: _return,
    ast.Expr: _expression,
    ast.Assign: _assignment,
    ast.AugAssign: _statement,
    ast.Delete: _statement,
    ast.Raise: _statement,
    ast.Continue: _continue,
    ast.Break: _break,
    ast.Call: _call,
}
