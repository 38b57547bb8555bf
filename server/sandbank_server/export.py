"""`sandbank export`: a world as JSON that people can read, change and give to `--world`."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sandbank_server.adapters.clock import SandboxClock
from sandbank_server.adapters.database_file import DatabaseFile
from sandbank_server.adapters.disk import Disk, StoreFileError, write_whole
from sandbank_server.adapters.documents import MemoryStorage
from sandbank_server.adapters.file_contents import read_tables, refused
from sandbank_server.adapters.tinydb_store import TinyDbStore
from sandbank_server.settings import SettingsError
from sandbank_server.state import begin_with

World = Mapping[str, Sequence[Mapping[str, object]]]

_encode = json.JSONEncoder(ensure_ascii=False).encode


class ExportCommand:
    """Writes a world."""

    help = "write a world as JSON, one record a line, fit for serve --world"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", metavar="FILE", help="where to write it; - is the output")
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--db", type=Path, metavar="FILE", help="of the file of a sandbox")
        source.add_argument(
            "--world",
            default="playground",
            metavar="NAME|FILE",
            help="what a sandbox would begin with (default: %(default)s)",
        )
        parser.add_argument(
            "--skip-damaged",
            action="store_true",
            help="with --db: leave out what cannot be read, and name it",
        )

    def run(self, arguments: argparse.Namespace) -> int:
        """Write it; 2 when it cannot be read or written."""
        try:
            if arguments.db:
                world = _stored(arguments.db, skip_damaged=arguments.skip_damaged)
            else:
                world = _initial(arguments.world)
            _write(arguments.file, world)
        except (StoreFileError, SettingsError) as error:
            print(f"sandbank export: {error}", file=sys.stderr)
            return 2
        return 0


def _stored(path: Path, *, skip_damaged: bool) -> World:
    if not path.exists():
        raise StoreFileError(f"{path}: there is no such file")
    file = DatabaseFile(path, check=not skip_damaged)
    try:
        tables, problems = read_tables(file)
        if problems and not skip_damaged:
            raise refused(file, problems)
    finally:
        file.close()
    for problem in problems:
        print(f"left out: {problem}", file=sys.stderr)
    storage = MemoryStorage()
    storage.write({**tables})
    return TinyDbStore(SandboxClock(), storage).export()


def _initial(name: str) -> World:
    store = TinyDbStore(SandboxClock())
    begin_with(name, store)
    return store.export()


def _write(file: str, world: World) -> None:
    if file == "-":
        sys.stdout.writelines(_lines(world))
        return
    try:
        write_whole(Path(file), (line.encode() for line in _lines(world)), Disk())
    except OSError as error:
        raise StoreFileError(f"{file}: cannot be written: {error.strerror or error}") from None


def _lines(world: World) -> Iterator[str]:
    between = "{\n"
    for name, records in world.items():
        yield f"{between}{_encode(name)}: ["
        between = "\n  "
        for record in records:
            yield f"{between}{_encode(record)}"
            between = ",\n  "
        yield "\n]" if records else "]"
        between = ",\n"
    yield "\n}\n"
