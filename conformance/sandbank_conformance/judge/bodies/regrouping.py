"""Members that lost the object or array they were in, put back there: only in a broken text.

A text that lost its brackets has them in the object around; whose they are is told by the schema.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbank_conformance.judge.bodies.nodes import Kind, Member, Node
from sandbank_conformance.judge.bodies.places import pointer
from sandbank_conformance.judge.bodies.slips import Slip

Schema = Mapping[str, Any]


def regroup(root: Node, schema: Schema) -> list[Slip]:
    """Put strayed members back; what was missing around them is told as slips."""
    return list(_regroup(root, schema, ()))


def _regroup(node: Node, schema: Schema, path: tuple[str | int, ...]) -> Iterator[Slip]:
    if node.kind is Kind.ARRAY:
        for number, item in enumerate(node.items):
            yield from _regroup(item, schema.get("items", {}), (*path, number))
        return
    known: Mapping[str, Schema] = schema.get("properties", {})
    if node.kind is Kind.OBJECT:
        yield from _gather(node, known, path)
    for member in node.members:
        yield from _regroup(member.value, known.get(member.key, {}), (*path, member.key))


def _gather(node: Node, known: Mapping[str, Schema], path: tuple[str | int, ...]) -> Iterator[Slip]:
    for name, schema in known.items():
        inner = schema.get("items", schema)
        fitting = inner.get("properties", {}).keys() - known.keys()
        strays = [each for each in node.members if each.key in fitting]
        if name in node.names() or not strays:
            continue
        opening, closing = ("[{", "}]") if "items" in schema else ("{", "}")
        found = f"{strays[0].key} right in {path[-1] if path else 'the body'}"
        right = f'"{name}": {opening} before it, and {closing} behind the last of them'
        yield Slip(strays[0].start, found, right, pointer(path))
        node.members = [each for each in node.members if each.key not in fitting]
        node.members.append(Member(name, strays[0].start, _gathered(strays, "items" in schema)))


def _gathered(strays: list[Member], is_array: bool) -> Node:
    objects: list[Node] = []
    for each in strays:
        if not objects or (is_array and each.key in objects[-1].names()):
            objects.append(Node(Kind.OBJECT, each.start))
        objects[-1].members.append(each)
        objects[-1].end = each.value.end
    if not is_array:
        return objects[0]
    return Node(Kind.ARRAY, strays[0].start, objects[-1].end, items=objects)
