"""What calls providers: to the use cases it is two small protocols."""

from typing import Protocol


class Outbox(Protocol):
    """Whoever sends the notifications that the store holds as pending."""

    def post(self, lane: str) -> None:
        """Send what waits in a lane; returns at once, and nobody waits for a provider."""

    def look(self) -> None:
        """See what can be sent now that the time, the world or an address is another."""

    async def settled(self) -> None:
        """Come back when all that is due was tried, or when the time for that is over."""


class Unattended:
    """An outbox that nobody looks into: what is pending stays so."""

    def post(self, lane: str) -> None:
        """Leave it there."""

    def look(self) -> None:
        """Leave everything there."""

    async def settled(self) -> None:
        """Come back at once."""


class Addresses(Protocol):
    """Which addresses may be called."""

    async def fault(self, url: str) -> str | None:
        """What keeps an address from being called, or None; a name is looked up for it."""
