"""`sandbank init`: writes a commented `sandbank.toml` to begin with."""

import argparse
import sys
from pathlib import Path

from sandbank_conformance.config.file import NAME
from sandbank_conformance.doctor.installed import INSTALLING, missing

TEMPLATE = Path(__file__).parents[1] / "config" / NAME


class InitCommand:
    """Writes a file that describes the playground, and says how to describe anything else."""

    help = "write a commented sandbank.toml to begin with"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            default=Path(NAME),
            metavar="FILE",
            help="(default: %(default)s)",
        )
        parser.add_argument("--force", action="store_true", help="overwrite a file that is there")

    def run(self, arguments: argparse.Namespace) -> int:
        """0 when it is written; 2 when it cannot be, or something is there already."""
        file: Path = arguments.file
        try:
            with file.open("w" if arguments.force else "x", encoding="utf-8") as target:
                target.write(TEMPLATE.read_text(encoding="utf-8"))
        except FileExistsError:
            told = f"{file} is there already; --force overwrites it"
        except OSError as error:
            told = f"{file} cannot be written: {error.strerror}"
        else:
            _tell_next(file)
            return 0
        print(f"sandbank init: {told}", file=sys.stderr)
        return 2


def _tell_next(file: Path) -> None:
    print(f"{file} describes a sandbox at http://127.0.0.1:8080. Next:")
    option = "" if file == Path(NAME) else f" --config {file}"
    print(f"  sandbank doctor{option}   examines the target, and changes nothing there")
    if lacking := missing():
        print(f"  {INSTALLING}   brings what verify lacks: {', '.join(lacking)}")
    print(f"  sandbank verify{option}   proves it against the documented rules")
