"""`[connector]`: a provider that is judged live, and who plays its user."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sandbank_conformance.config.lines import lines_of
from sandbank_conformance.config.problems import Problems
from sandbank_conformance.config.table import Table
from sandbank_conformance.config.toml import read_toml
from sandbank_conformance.config.waivers import waivers
from sandbank_conformance.verdicts import Waiver

TEXTS = ("header", "visit", "feed", "provider")


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """What a file says of a provider; what it does not say is empty."""

    url: str = ""
    value: str = ""  # of the header
    texts: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    waivers: tuple[Waiver, ...] = ()


def connector(table: Table | None) -> Connector:
    """The table, where it is there."""
    if table is None:
        return Connector()
    found = Connector(
        url=table.address("url", ""),
        value=table.secret("value", ""),
        texts={name: table.text(name, "") for name in TEXTS},
        port=int(table.number("port", 0, whole=True)),
    )
    table.end()
    return found


def read_connector(file: Path) -> Connector:
    """What a file says of a provider, and its waivers; a `ConfigError` tells what is wrong.

    What it says of servers is not looked at.
    """
    table, problems = _read(file)
    found = connector(table.table("connector"))
    known = waivers(table.tables("waivers") or ())
    problems.refuse()
    return replace(found, waivers=known)


def read_waivers(file: Path) -> tuple[Waiver, ...]:
    """The waivers of a file; a `ConfigError` tells what is wrong with them.

    What else it says is not looked at.
    """
    table, problems = _read(file)
    known = waivers(table.tables("waivers") or ())
    problems.refuse()
    return known


def _read(file: Path) -> tuple[Table, Problems]:
    text, raw = read_toml(file)
    problems = Problems(str(file), lines_of(text))
    return Table(raw, (), problems, {}), problems
