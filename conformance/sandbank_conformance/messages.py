"""What goes over the wire: a request, and its answer."""

from dataclasses import dataclass

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One request. A header may come twice; the path is sent as it is."""

    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One answer. `beyond` are bytes behind a head that allows none; it needs Connection: close."""

    status: int
    headers: Headers
    body: bytes
    beyond: bytes = b""
    seconds: float = 0.0

    def header(self, name: str) -> str | None:
        """The first header of a name, in whatever case; None without one."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)
