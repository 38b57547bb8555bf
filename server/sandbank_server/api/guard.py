"""The outermost step: who may knock at all.

A web page that the user happens to visit can neither drive nor read the sandbox: a name that
resolves here by trick fails at `Host`, a request sent from a foreign page fails at `Origin`.
"""

from collections.abc import Collection, Iterable
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from sandbank_server.api.errors import Misdirected, NoSuchPath, answer_to, style_of
from sandbank_server.api.responses import Sender
from sandbank_server.api.routing import segments_of
from sandbank_server.domain.refusals import Forbidden, Refusal


class Guard:
    """Checks Host and Origin before anything else looks at a request."""

    def __init__(self, app: ASGIApp, sender: Sender, allowed_hosts: Iterable[str]) -> None:
        self._app = app
        self._sender = sender
        self._allowed = frozenset({"localhost", *(name.lower() for name in allowed_hosts)})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        refusal = self._judge(scope) if scope["type"] == "http" else None
        if refusal is None:
            await self._app(scope, receive, send)
        else:
            await self._sender.send(answer_to(refusal, style_of(segments_of(scope))), send)

    def _judge(self, scope: Scope) -> Refusal | None:
        if not scope["path"].startswith("/"):  # OPTIONS * asks about the server, not a path
            return NoSuchPath("GEN-03", "path_unknown", "There is nothing at this path.")
        hosts, origins, sites = _where_from(scope)
        host = hosts[0].decode("latin-1").lower() if len(hosts) == 1 else ""
        if not self._is_ours(host):
            return Misdirected(
                "GEN-05",
                "host_not_allowed",
                "The Host header names somebody else; a name of this sandbox is allowed with "
                "--allow-host NAME.",
            )
        foreign = any(_host_of(origin.decode("latin-1")) != host for origin in origins)
        if foreign or _is_cross_site(scope, sites):
            return Forbidden(
                "GEN-05", "origin_not_allowed", "Pages of other origins may not call the sandbox."
            )
        return None

    def _is_ours(self, host: str) -> bool:
        name = _name_of(host)
        return name in self._allowed or _is_address(name)


@lru_cache(maxsize=64)
def _name_of(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


@lru_cache(maxsize=64)
def _is_address(name: str) -> bool:
    # A browser is led astray by a name that resolves here; an address is what it says.
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _where_from(scope: Scope) -> tuple[list[bytes], list[bytes], list[bytes]]:
    hosts: list[bytes] = []
    origins: list[bytes] = []
    sites: list[bytes] = []
    found = {b"host": hosts, b"origin": origins, b"sec-fetch-site": sites}
    for name, value in scope["headers"]:
        if name in found:
            found[name].append(value)
    return hosts, origins, sites


def _is_cross_site(scope: Scope, sites: Collection[bytes]) -> bool:
    # A form or link of a foreign page: fine for looking at a page, not for changing anything.
    is_foreign = b"cross-site" in sites or b"same-site" in sites
    return is_foreign and scope["method"] not in ("GET", "HEAD")
