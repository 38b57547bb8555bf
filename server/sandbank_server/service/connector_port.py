"""What calls providers: to the use cases it is three small protocols."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sandbank_server.domain.candidates import AvailableAccount


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """What else the user of an account could link: whom to ask, and in which words."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    external_id: str  # of the account that is linked already


class AvailableAccounts(Protocol):
    """Whoever asks providers which accounts could be linked."""

    async def listed(self, enquiry: Enquiry) -> Sequence[AvailableAccount]:
        """What a provider lists, a few hundred at most; nothing where that fails or takes long."""


class NobodyAsks:
    """No provider is asked, and so none lists anything."""

    async def listed(self, enquiry: Enquiry) -> Sequence[AvailableAccount]:  # noqa: ARG002
        """Nothing."""
        return ()
