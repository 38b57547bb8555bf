"""Closing a connection on purpose, for which ASGI has no message."""

from typing import Any

from starlette.types import Send


class HungUp(Exception):
    """There is no connection of our own to close: whoever called the application has to."""


def hang_up(send: Send) -> None:
    """Close the connection of a call, without a byte more than was sent so far."""
    # What uvicorn gives as `send` is a method of the call as it keeps it.
    call: Any = getattr(send, "__self__", None)
    transport = getattr(call, "transport", None)
    if transport is None:
        raise HungUp
    transport.close()
    call.disconnected = True  # else uvicorn takes the answer for forgotten, and sends a 500
