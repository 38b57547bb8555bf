"""Where an address leads: names are looked up once, and what they are is judged and called."""

import asyncio
import re
import socket
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from sandbank_server.domain.addresses import WebAddress, WrongAddress, read_address

NOT_ALLOWED = "address not allowed"
NOT_FOUND = "name not found"
PATIENCE = 2.0  # seconds for a name, when nobody else sets a limit

_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_LOOKUPS = 16  # at once; a name that hangs holds one of them, however many ask for it

Address = IPv4Address | IPv6Address
Lookup = Callable[[str], Sequence[str]]


class Unreachable(Exception):
    """An address is not called; the message is short enough for a list of attempts."""


@dataclass(frozen=True, slots=True)
class Destination:
    """An address, and the machines that may be called for it."""

    web: WebAddress
    machines: tuple[str, ...]


def look_up(host: str) -> Sequence[str]:
    """The addresses of a host, in the order in which they are to be tried."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Destinations:
    """Finds where addresses lead; only what the owner allows is ever found."""

    def __init__(
        self, *, loopback: bool, allowed: Iterable[str] = (), look_up: Lookup = look_up
    ) -> None:
        """`allowed` are names, addresses and networks; a `ValueError` names one that is none."""
        self._loopback = loopback
        self._names: set[str] = set()
        self._networks: list[IPv4Network | IPv6Network] = []
        for each in allowed:
            self._allow(each)
        self._look_up = look_up
        self._pool = ThreadPoolExecutor(_LOOKUPS, thread_name_prefix="look-up")
        self._under_way: dict[str, asyncio.Future[Sequence[str]]] = {}

    def _allow(self, host: str) -> None:
        try:
            self._networks.append(ip_network(host.strip("[]")))
        except ValueError:
            if not _NAME.fullmatch(host):
                expected = "expected a host's name, an address or a network like 10.0.0.0/8"
                raise ValueError(f"{host!r} cannot be allowed; {expected}") from None
            self._names.add(host.lower())

    async def find(self, url: str) -> Destination:
        """Where a URL leads; `Unreachable` if it leads anywhere that is not allowed."""
        try:
            web = read_address(url)
        except WrongAddress:
            raise Unreachable(NOT_ALLOWED) from None
        machines = await self._machines(web.host)
        if not machines:
            raise Unreachable(NOT_FOUND)
        if not all(self._is_allowed(web.host, machine) for machine in machines):
            raise Unreachable(NOT_ALLOWED)
        return Destination(web, tuple(machines))

    async def fault(self, url: str) -> str | None:
        """What keeps an address from being called, or None."""
        try:
            web = read_address(url)
        except WrongAddress as error:
            return str(error)
        if web.host in self._names:
            return None  # it may come up later
        try:
            async with asyncio.timeout(PATIENCE):
                await self.find(url)
        except (Unreachable, TimeoutError) as error:
            found = "cannot be looked up" if str(error) != NOT_ALLOWED else "is not allowed"
            return f"is at a host that {found}; {self._remedy()}"
        return None

    def _remedy(self) -> str:
        here = "this machine's loopback addresses and " if self._loopback else ""
        return f"{here}what serve --allow-connector HOST names can be called"

    def _is_allowed(self, host: str, machine: str) -> bool:
        address = _plain(ip_address(machine))
        if any(address in network for network in self._networks):
            return True
        if self._loopback and address.is_loopback:
            return True
        nobody = address.is_unspecified or address.is_multicast or address.is_link_local
        return host in self._names and not nobody

    async def _machines(self, host: str) -> Sequence[str]:
        try:
            return [str(ip_address(host))]
        except ValueError:
            pass
        if host not in self._under_way:
            loop = asyncio.get_running_loop()
            asked = loop.run_in_executor(self._pool, self._look_up, host)
            asked.add_done_callback(partial(self._looked_up, host))
            self._under_way[host] = asked
        try:
            return await asyncio.shield(self._under_way[host])
        except (OSError, UnicodeError):
            return ()

    def _looked_up(self, host: str, asked: asyncio.Future[Sequence[str]]) -> None:
        self._under_way.pop(host, None)
        if not asked.cancelled():
            asked.exception()  # whoever asked may have gone by now

    def close(self) -> None:
        """Look up nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _plain(address: Address) -> Address:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
