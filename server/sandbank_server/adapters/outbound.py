"""Calls that we make: to the very machine that was judged, once, and never for long.

A bare transport and no client: no redirects, no proxies of the environment, no cookies.
"""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import httpx

from sandbank_server.adapters.destinations import Destination, Destinations, Unreachable

TIMEOUT = "timeout"
NO_CONNECTION = "no connection"
NO_ANSWER = "no HTTP answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundCall:
    """What is sent, and how much of it is waited for."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = b""
    patience: float  # seconds for everything together, looking the name up included
    most: int  # bytes of the answer's body that are read


@dataclass(slots=True)
class Reply:
    """What came back: a status, and as much of the body as was read."""

    status: int | None = None
    body: bytes = b""
    is_whole: bool = False


class Outbound:
    """Makes calls to where the owner allows."""

    def __init__(self, destinations: Destinations) -> None:
        self._destinations = destinations

    @cached_property
    def _verifying(self) -> ssl.SSLContext:
        return httpx.create_ssl_context()  # slow to make: only if there is an https address

    @cached_property
    def _unused(self) -> ssl.SSLContext:
        return httpx.create_ssl_context(verify=False)

    async def call(self, call: OutboundCall) -> Reply:
        """The answer; `Unreachable` says in a few words why there is none.

        Once there is a status, it counts, whatever becomes of the body.
        """
        reply = Reply()
        error = ""
        try:
            async with asyncio.timeout(call.patience):
                await self._exchange(call, reply)
        except TimeoutError:
            error = TIMEOUT
        except httpx.ConnectError:
            error = NO_CONNECTION
        except (httpx.HTTPError, httpx.InvalidURL):
            error = NO_ANSWER
        if reply.status is None:
            raise Unreachable(error)
        return reply

    async def _exchange(self, call: OutboundCall, reply: Reply) -> None:
        destination = await self._destinations.find(call.url)
        context = self._verifying if destination.web.scheme == "https" else self._unused
        for number, machine in enumerate(destination.machines, start=1):
            async with httpx.AsyncHTTPTransport(verify=context) as wire:
                try:
                    response = await wire.handle_async_request(_request(call, destination, machine))
                except httpx.ConnectError:
                    if number == len(destination.machines):
                        raise
                    continue
                try:
                    await _read(response, reply, call.most)
                finally:
                    await response.aclose()
                return


def _request(call: OutboundCall, destination: Destination, machine: str) -> httpx.Request:
    web = destination.web
    host = f"[{machine}]" if ":" in machine else machine
    return httpx.Request(
        call.method,
        f"{web.scheme}://{host}:{web.port}{web.target}",
        headers={
            **call.headers,
            "Host": web.authority,
            "User-Agent": "sandbank",
            "Connection": "close",
        },
        content=call.content,
        extensions={"sni_hostname": web.host},
    )


async def _read(response: httpx.Response, reply: Reply, most: int) -> None:
    reply.status = response.status_code
    async for chunk in response.stream:  # type: ignore[union-attr]  # a transport's is this one
        reply.body += chunk
        if len(reply.body) > most:
            reply.body = b""
            return
    reply.is_whole = True
