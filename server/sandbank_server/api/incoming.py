"""A request as it comes in, before anything of it is judged."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.types import Scope


@dataclass(frozen=True, slots=True)
class Request:
    """The outside of a request, before anything is judged."""

    scope: Scope
    headers: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, scope: Scope) -> "Request":
        """The request of an ASGI scope."""
        headers: dict[str, tuple[str, ...]] = {}
        for raw_name, raw_value in scope["headers"]:
            name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
            headers[name] = (*headers[name], value) if name in headers else (value,)
        return cls(scope, headers)

    @property
    def path(self) -> str:
        """The path as it was sent, still encoded."""
        raw: bytes = self.scope.get("raw_path") or self.scope["path"].encode()
        return raw.decode("latin-1")

    @property
    def target(self) -> str:
        """Path and query as sent."""
        query = self.scope["query_string"].decode("latin-1")
        return f"{self.path}?{query}" if query else self.path

    @property
    def declared_length(self) -> int:
        """The Content-Length, 0 where there is none that can be read."""
        text = self.headers.get("content-length", ("",))[0]
        return int(text[:20]) if text.isascii() and text.isdigit() else 0

    @property
    def base_url(self) -> str:
        """Scheme, host and port as the caller named them."""
        host = self.headers.get("host", ("127.0.0.1",))[0]
        return f"{self.scope['scheme']}://{host}"
