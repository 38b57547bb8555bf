"""How a sandbox is set up: read once from the command line, then frozen."""

from dataclasses import dataclass, replace
from ipaddress import ip_address
from pathlib import Path

DURABILITIES = ("always", "interval")


class SettingsError(Exception):
    """A setting cannot be used; the message names it, its value and what would be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the composition root needs to know."""

    host: str = "127.0.0.1"
    port: int = 8080  # 0 is any free one
    db: Path | None = None  # None keeps everything in memory
    durability: str = "always"  # or "interval": whether a change is in the file when answered
    world: str = "playground"  # a world's name, or the path of a file
    seed: int | None = None
    strict: bool = False
    allow_hosts: tuple[str, ...] = ()
    allow_connectors: tuple[str, ...] = ()  # names, addresses and networks that may be called
    owner_token: str | None = None  # what control API and pages ask for

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise SettingsError(f"--port is {self.port}; expected 0 (any free port) to 65535")
        if self.durability not in DURABILITIES:
            raise SettingsError(
                f"--durability is {self.durability!r}; expected {' or '.join(DURABILITIES)}"
            )

    @property
    def is_always_durable(self) -> bool:
        """Whether a change is in the file when it is answered."""
        return self.durability == "always"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    def guarded_by(self, owner_token: str) -> "Settings":
        """The same, with a token that control API and pages ask for."""
        return replace(self, owner_token=owner_token)
