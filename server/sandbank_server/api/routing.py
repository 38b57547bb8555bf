"""From a path to an operation: every segment exactly, no redirects, a complete `Allow`.

Starlette's router answers a trailing slash with a redirect (which would turn `DELETE …/accounts/`
into the batch delete), lists one method in `Allow`, and splits ids that contain an encoded slash;
so the documents' paths are kept in a tree of segments of our own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from connexion.middleware.abstract import ROUTING_CONTEXT, SpecMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbank_contract.documents import METHODS
from sandbank_server.api.aliases import canonical


@dataclass(frozen=True, slots=True)
class Route:
    """One operation at one path."""

    base_path: str
    operation_id: str
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The routes of a path by method, and what its templates caught."""

    routes: dict[str, Route]
    values: tuple[str, ...]

    @property
    def is_of_a_company(self) -> bool:
        """Whether the path names a company, as the long paths do."""
        return any("companyId" in route.parameters for route in self.routes.values())


@dataclass(slots=True)
class _Node:
    literals: dict[str, "_Node"] = field(default_factory=dict)
    template: "_Node | None" = None
    routes: dict[str, Route] = field(default_factory=dict)

    def grow(self, segment: str) -> "_Node":
        if not segment.startswith("{"):
            return self.literals.setdefault(segment, _Node())
        if self.template is None:
            self.template = _Node()
        return self.template


class RouteTree:
    """All paths of all documents; a literal segment wins over a template."""

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, base_path: str, path: str, method: str, operation_id: str) -> None:
        """Add one operation."""
        segments = [*base_path.split("/")[1:], *path.split("/")[1:]]
        node = self._root
        for segment in segments:
            node = node.grow(segment)
        names = tuple(segment[1:-1] for segment in segments if segment.startswith("{"))
        node.routes[method.upper()] = Route(base_path, operation_id, names)

    def match(self, segments: Sequence[str]) -> Match | None:
        """What stands at a path, or None."""
        return _match(self._root, segments, 0, ())


def _match(node: _Node, segments: Sequence[str], at: int, values: tuple[str, ...]) -> Match | None:
    if at == len(segments):
        return Match(node.routes, values) if node.routes else None
    segment = segments[at]
    literal = node.literals.get(segment)
    found = _match(literal, segments, at + 1, values) if literal else None
    if found or node.template is None or not segment:
        return found
    return _match(node.template, segments, at + 1, (*values, segment))


def segments_of(scope: Scope) -> list[str]:
    """The decoded segments of a request's path; an encoded slash stays inside its segment."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    segments = raw.decode("latin-1").split("/")[1:]
    return [unquote(segment) for segment in segments] if b"%" in raw else segments


class Routing(SpecMiddleware):
    """Connexion's routing step, on the tree above; what no route matches goes on unrouted."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.tree = RouteTree()

    def add_api(self, specification: Any, *, base_path: str, **_: object) -> None:
        """Take in one document's paths."""
        for path, item in specification["paths"].items():
            for method in METHODS:
                if method in item:
                    self.tree.add(base_path, path, method, item[method]["operationId"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Attach the operation, or the methods that the path allows, and go on."""
        if scope["type"] == "http":
            self._route(scope)
        await self.app(scope, receive, send)

    def _route(self, scope: Scope) -> None:
        segments, organisation_id = canonical(segments_of(scope))
        found = self.tree.match(segments)
        context: dict[str, object] = {"segments": segments, "allowed": (), "operation_id": None}
        scope.setdefault("extensions", {})[ROUTING_CONTEXT] = context
        if found is None or (organisation_id is not None and not found.is_of_a_company):
            return
        context["allowed"] = tuple(sorted(found.routes))
        route = found.routes.get(scope["method"])
        if route is None:
            return
        context["api_base_path"] = route.base_path
        context["operation_id"] = route.operation_id
        path = dict(zip(route.parameters, found.values, strict=True))
        if organisation_id is not None:
            path["organisationId"] = organisation_id
        scope["path_params"] = path
