"""The options that say which provider is judged, and who plays with it."""

import argparse
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sandbank_conformance.commands.again import URLS, judged_again
from sandbank_conformance.config import ConfigError
from sandbank_conformance.config.connector import Connector, read_connector
from sandbank_conformance.config.toml import NAME
from sandbank_conformance.watch.provider.setting import HEADER, VALUE, Patience, Setting

HIGHEST = 65_535  # port


def add_provider_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--connector-url",
        metavar="U",
        help="where the provider serves /notification, /auth, /authrefresh, /availableaccounts",
    )
    parser.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help=f"its [connector] and [[waivers]] (default: {NAME} here, unless a URL is given)",
    )
    for name, told in _PLAYERS.items():
        parser.add_argument(f"--{name}", metavar="COMMAND", help=told)
    parser.add_argument("--port", type=int, help="of the sandbox (default: any free one)")
    parser.add_argument("--header", metavar="NAME", help=f"of notifications (default: {HEADER})")
    for name, seconds, told in (
        ("patience", Patience().person, "to wait for the user of each visit"),
        ("call-patience", Patience().call, "to wait for a call of the provider"),
    ):
        parser.add_argument(
            f"--{name}",
            type=float,
            default=seconds,
            metavar="SECONDS",
            help=f"{told} (default: %(default).0f)",
        )


_PLAYERS = {
    "provider": "start the provider by this command; SANDBANK_… variables tell it of the sandbox",
    "visit": "plays the user at $SANDBANK_VISIT_URL, by $SANDBANK_DECISION (approve, refuse) and "
    "$SANDBANK_ACCOUNTS (all, one); it ends with 77 where it cannot (default: you do)",
    "feed": "has statements sent for $SANDBANK_BANK_ACCOUNT_ID (default: they come by themselves)",
}


def provider_setting(arguments: argparse.Namespace) -> Setting:
    """What the options and the file say; a `ConfigError` says what is wrong with them."""
    file = _file(arguments)
    known = read_connector(file) if file else Connector()
    url = (arguments.connector_url or known.url).rstrip("/")
    _refuse_address(url)
    port = known.port if arguments.port is None else arguments.port
    if not 0 <= port <= HIGHEST:
        raise ConfigError(f"the sandbox's port is {port}; expected 0 to {HIGHEST}")

    def said(name: str) -> str:
        given: str | None = getattr(arguments, name)
        return known.texts.get(name, "") if given is None else given

    for name in _PLAYERS:
        _refuse_command(name, said(name))

    return Setting(
        connector_url=url,
        header=said("header") or HEADER,
        value=known.value or VALUE,
        visit=said("visit"),
        feed=said("feed"),
        command=said("provider"),
        port=port,
        patience=Patience(person=arguments.patience, call=arguments.call_patience),
        waivers=known.waivers,
    )


def _file(arguments: argparse.Namespace) -> Path | None:
    if arguments.config or arguments.connector_url:
        file: Path | None = arguments.config
        return file
    return Path(NAME) if Path(NAME).is_file() else None


def _refuse_command(name: str, command: str) -> None:
    try:
        shlex.split(command)
    except ValueError as error:
        raise ConfigError(f"--{name} is {command!r}: {error}; expected a command line") from None


def _refuse_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise ConfigError(
            f"the connector's address is {url!r}; expected --connector-url http://127.0.0.1:9000, "
            f"or the url of [connector] in {NAME}"
        )


def given_of_provider(arguments: argparse.Namespace, setting: Setting) -> dict[str, Any]:
    """How the target was named: what names a server stays empty in the report."""
    return {
        **dict.fromkeys(URLS),
        "config": str(arguments.config) if arguments.config else None,
        "keep_world": False,
        "connector_url": setting.connector_url,
    }


def provider_again(arguments: argparse.Namespace, check: str) -> str:
    """The line for a shell that runs one check again."""
    names = ("connector_url", "config", "header", *_PLAYERS, "port")
    return judged_again(arguments, names, check)
