"""`sandbank serve`: binds, says what runs where, and serves until it is stopped."""

import argparse
import gc
import secrets
import socket
import sys
from contextlib import suppress
from pathlib import Path

import uvicorn

from sandbank_contract.errors import ContractError
from sandbank_server.api.handlers import UnmatchedHandlers
from sandbank_server.app import Application, build
from sandbank_server.settings import DURABILITIES, Settings, SettingsError
from sandbank_server.welcome import welcome

BACKLOG = 2048
# What calls leave behind is seldom a cycle, and each look for one holds up those who wait: the
# younger generations are looked through in short breaks, the oldest next to never.
BREAKS = 1_000, 10, 10_000  # allocations, and rounds of the younger generation, between looks


class ServeCommand:
    """Runs the sandbox."""

    help = "run the sandbox"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--host", default="127.0.0.1", help="address to bind (default: %(default)s)"
        )
        parser.add_argument(
            "--port", type=int, default=8080, help="0 is any free one (default: %(default)s)"
        )
        _add_file(parser)
        parser.add_argument(
            "--world",
            default="playground",
            metavar="NAME|FILE",
            help="what is there at the start: playground, empty or a world file",
        )
        parser.add_argument(
            "--seed", type=int, help="the same seed gives the same ids, keys and tokens: for tests"
        )
        parser.add_argument(
            "--strict", action="store_true", help="check every answer against the contract"
        )
        _add_neighbours(parser)

    def run(self, arguments: argparse.Namespace) -> int:
        """Serve until Ctrl-C; 2 when a setting, world, file or port cannot be used."""
        try:
            settings = _settings(arguments)
            listener = _bind(settings)
            application = _built(settings)
        except (SettingsError, ContractError, UnmatchedHandlers) as error:
            print(f"sandbank serve: {error}", file=sys.stderr)
            return 2
        host, port = listener.getsockname()[:2]
        if application.state.notice:
            print(application.state.notice, file=sys.stderr)
        print(welcome(settings, host, port), flush=True)
        return _serve(application, listener)


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--db", type=Path, metavar="FILE", help="keep all state in FILE (default: in memory)"
    )
    parser.add_argument(
        "--durability",
        choices=DURABILITIES,
        default="always",
        help="with --db: a change is on the disk when it is answered, or within a second "
        "(default: %(default)s)",
    )


def _add_neighbours(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="another name callers may use for this server (repeatable)",
    )
    parser.add_argument(
        "--allow-connector",
        action="append",
        default=[],
        metavar="HOST",
        help="a name, address or network where a provider's connector may be called, besides "
        "loopback addresses while the server itself is bound to one (repeatable)",
    )


def _built(settings: Settings) -> Application:
    # What is there at the start stays: the collector need not look through it, not even once.
    gc.disable()
    try:
        application = build(settings)
        gc.freeze()
        gc.set_threshold(*BREAKS)
    finally:
        gc.enable()
    return application


def _settings(arguments: argparse.Namespace) -> Settings:
    settings = Settings(
        host=arguments.host,
        port=arguments.port,
        db=arguments.db,
        durability=arguments.durability,
        world=arguments.world,
        seed=arguments.seed,
        strict=arguments.strict,
        allow_hosts=tuple(arguments.allow_host),
        allow_connectors=tuple(arguments.allow_connector),
    )
    return settings if settings.is_loopback else settings.guarded_by(secrets.token_urlsafe(24))


def _bind(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"cannot listen on {settings.host} port {settings.port}: {error.strerror or error}; "
            "choose another with --port, or --port 0 for any free one"
        ) from None
    return listener


def _serve(application: Application, listener: socket.socket) -> int:
    config = uvicorn.Config(
        application,
        log_level="warning",
        access_log=False,
        date_header=False,
        server_header=False,
        ws="none",
        lifespan="on",
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
    with suppress(KeyboardInterrupt):  # uvicorn has ended cleanly by then
        uvicorn.Server(config).run(sockets=[listener])
    print("Sandbank has stopped.", flush=True)
    return 0
