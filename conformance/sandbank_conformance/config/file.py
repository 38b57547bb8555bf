"""`sandbank.toml`, the options beside it, or options alone: what is known of the target."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sandbank_conformance import playground
from sandbank_conformance.config.connector import connector
from sandbank_conformance.config.consumer import consumer
from sandbank_conformance.config.lines import Path as Place
from sandbank_conformance.config.lines import lines_of
from sandbank_conformance.config.problems import Problems
from sandbank_conformance.config.provider import provider
from sandbank_conformance.config.server import OWNER_TOKEN, control, seconds, tls
from sandbank_conformance.config.table import Table
from sandbank_conformance.config.toml import NAME, read_toml
from sandbank_conformance.config.user_banking import user_banking
from sandbank_conformance.config.waivers import waivers
from sandbank_conformance.target import Target

__all__ = ["NAME", "TABLES", "Options", "read_config"]

TABLES = {"consumer": "consumer", "provider": "provider", "user_banking": "user-banking"}
NOWHERE = (
    "no API is named; expected [target] url for a server with our base paths, "
    "or the url of [consumer], [provider] or [user-banking]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line says of the target; it goes before what a file says."""

    url: str | None = None
    apis: Mapping[str, str] = field(default_factory=dict)  # API → URL
    keep_world: bool = False


def read_config(file: Path | None, options: Options) -> Target:
    """The target of a file and of options; a `ConfigError` tells everything that is wrong."""
    text, raw = read_toml(file) if file else ("", {})
    unknown = _overlay(raw, options)
    problems = Problems(str(file or ""), lines_of(text), _named(options))
    variables: dict[str, str] = {}
    found = _members(Table(raw, (), problems, variables), unknown)
    if not any(found[each] for each in TABLES):
        problems.missing((), NOWHERE)
    problems.refuse()
    if found["control"] and options.keep_world:
        found["control"] = replace(found["control"], keep_world=True)
    variables.setdefault(os.environ.get(OWNER_TOKEN, ""), OWNER_TOKEN)
    return Target(
        **found,
        source=str(file or ""),
        places={each: problems.place(_place(raw, key)) for each, key in _KEYS.items()},
        remarks=tuple(problems.remarks),
        variables={value: name for value, name in variables.items() if value},
    )


_KEYS = {**TABLES, "control": "control"}


def _members(table: Table, unknown: set[str]) -> dict[str, Any]:
    """The members of a `Target`; APIs in `unknown` are known by their URL alone."""
    server = table.table("target") or Table({}, ("target",), table.problems, {})
    url = server.address("url", "")
    found: dict[str, Any] = {"tls": tls(server), "waivers": waivers(table.tables("waivers") or ())}
    if "timeout" in server:
        found["timeout"] = found["patience"] = seconds(server)
    base = playground.target(url)
    builders: dict[str, Any] = {
        "consumer": consumer,
        "provider": provider,
        "user_banking": user_banking,
    }
    for name, build in builders.items():
        within = table.table(TABLES[name])
        default = base.api(name) if url or name in unknown else None
        found[name] = default if within is None else build(within, default)
    connector(table.table("connector"))  # for whoever judges a provider
    found["control"] = control(table.table("control"), base.control if url else None)
    seconds(server)
    server.end()
    table.end()
    return found


def _overlay(raw: dict[str, Any], options: Options) -> set[str]:
    """Put the options' URLs into a file's tables; the APIs that the file does not know."""
    unknown = {each for each in options.apis if TABLES[each] not in raw}
    if options.url is not None:
        _table(raw, "target")["url"] = options.url
        for key in _KEYS.values():
            if isinstance(raw.get(key), dict):
                raw[key].pop("url", None)
    for name, url in options.apis.items():
        _table(raw, TABLES[name])["url"] = url
    return unknown


def _table(raw: dict[str, Any], name: str) -> dict[str, Any]:
    table = raw.setdefault(name, {})
    return table if isinstance(table, dict) else {}  # what is no table is told when it is read


def _named(options: Options) -> dict[Place, str]:
    named: dict[Place, str] = {
        (TABLES[each], "url"): f"--{TABLES[each]}-url" for each in options.apis
    }
    return named if options.url is None else {**named, ("target", "url"): "URL"}


def _place(raw: Mapping[str, Any], key: str) -> Place:
    """Where the URL of an API comes from."""
    own = raw.get(key)
    return (key if isinstance(own, dict) and "url" in own else "target", "url")
