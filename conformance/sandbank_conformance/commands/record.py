"""`sandbank record`: passes calls on to an implementation, and judges both sides of each."""

import argparse
import asyncio
import os
import signal
import socket
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sandbank_conformance.plans import APIS
from sandbank_conformance.recorder.bookkeeping import Bookkeeper
from sandbank_conformance.recorder.destination import Destination, NoDestination, destination
from sandbank_conformance.recorder.har_file import HarFile
from sandbank_conformance.recorder.judging import Judge
from sandbank_conformance.recorder.recorder import Recorder
from sandbank_conformance.recorder.telling import FORMS
from sandbank_conformance.report.looks import look_of
from sandbank_conformance.report.screen import Screen
from sandbank_conformance.target import Tls
from sandbank_conformance.tls import context

WRONG_OPTIONS = 2


class Unusable(Exception):
    """An option that cannot be followed; the message says which and why."""


class RecordCommand:
    """Stands between a caller and an implementation, and says what each does wrong."""

    help = "pass calls on to an implementation, and judge calls and answers as they go through"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--to", required=True, metavar="URL", help="the implementation, with its base path"
        )
        parser.add_argument(
            "--port", type=int, default=8081, help="where to listen; 0: any (default: %(default)s)"
        )
        parser.add_argument("--host", default="127.0.0.1", help="(default: %(default)s)")
        parser.add_argument("--har", type=Path, metavar="FILE", help="a new file for all calls")
        parser.add_argument(
            "--api",
            action="append",
            choices=[each.replace("_", "-") for each in APIS],
            help="judge calls of this API only (repeatable)",
        )
        parser.add_argument("--format", choices=FORMS, default="text", help="how to tell it")
        parser.add_argument(
            "--keep-host",
            action="store_true",
            help="pass the caller's Host on, so that answers lead back through the recorder",
        )
        parser.add_argument("--ca-file", metavar="FILE", help="certificates to trust (PEM)")
        parser.add_argument(
            "--insecure", action="store_true", help="take any certificate for the right one"
        )

    def run(self, arguments: argparse.Namespace) -> int:
        """0: all is well; 1: a call is refused or an answer fails; 2: nothing judged, or lost."""
        try:
            there = _destination(arguments)
            listener = _listener(arguments)
            har = _har(arguments.har)
        except (Unusable, NoDestination) as error:
            print(f"sandbank record: {error}", file=sys.stderr)
            return WRONG_OPTIONS
        screen = Screen(sys.stdout, look_of(sys.stdout, os.environ))
        source = str(arguments.har or "live")
        apis = [each.replace("-", "_") for each in arguments.api or APIS]
        books = Bookkeeper(Judge(source, apis), FORMS[arguments.format](screen), har)
        welcome = _welcome(arguments, there, listener)
        asyncio.run(_record(Recorder(there, books.note), listener, welcome))
        return books.end()


async def _record(recorder: Recorder, listener: socket.socket, welcome: str) -> None:
    ended = asyncio.Event()
    with _ending(asyncio.get_running_loop(), ended):
        print(welcome, file=sys.stderr, flush=True)
        await recorder.run(listener, ended)


@contextmanager
def _ending(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> Iterator[None]:
    """Ctrl-C and SIGTERM end it in good order."""

    def end(*_: object) -> None:
        loop.call_soon_threadsafe(ended.set)

    before = {each: signal.signal(each, end) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _destination(arguments: argparse.Namespace) -> Destination:
    try:
        tls = context(Tls(ca_file=arguments.ca_file or "", insecure=arguments.insecure))
    except (OSError, ssl.SSLError) as error:
        raise Unusable(f"--ca-file {arguments.ca_file}: {error}") from None
    try:
        return destination(arguments.to, tls, keeps_host=arguments.keep_host)
    except NoDestination as error:
        raise Unusable(f"--to {error}") from None


def _listener(arguments: argparse.Namespace) -> socket.socket:
    family = socket.AF_INET6 if ":" in arguments.host else socket.AF_INET
    try:
        return socket.create_server((arguments.host, arguments.port), family=family)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Unusable(f"cannot listen at {arguments.host}:{arguments.port}: {reason}") from None


def _har(path: Path | None) -> HarFile | None:
    try:
        return HarFile(path) if path else None
    except FileExistsError:
        raise Unusable(f"--har {path}: there is such a file; it is not written over") from None
    except OSError as error:
        raise Unusable(f"--har {path}: {error.strerror}") from None


def _welcome(arguments: argparse.Namespace, there: Destination, listener: socket.socket) -> str:
    host = f"[{arguments.host}]" if ":" in arguments.host else arguments.host
    here = f"http://{host}:{listener.getsockname()[1]}"
    kept = f"Calls are kept in {arguments.har}." if arguments.har else "--har FILE would keep them."
    return f"Recording: call {here} in place of {there.origin}{there.base} (Ctrl-C ends it). {kept}"
