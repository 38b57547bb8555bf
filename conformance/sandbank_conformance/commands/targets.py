"""The options that say what is to be proved, the same for every command that calls a target."""

import argparse
import sys
from pathlib import Path

from sandbank_conformance.config import ConfigError
from sandbank_conformance.config.file import NAME, TABLES, Options, read_config
from sandbank_conformance.target import Target


def add_target_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("url", nargs="?", metavar="URL", help="a server with our base paths")
    parser.add_argument("--consumer-url", metavar="U", help="the Consumer API, base path included")
    parser.add_argument("--provider-url", metavar="U", help="the Provider API")
    parser.add_argument("--user-banking-url", metavar="U", help="the User banking API")
    parser.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help=f"what there is to know of the target (default: {NAME} here, unless a URL is given)",
    )
    parser.add_argument(
        "--keep-world",
        action="store_true",
        help="do not load the playground through the control API, even if it is put back",
    )


def read_target(arguments: argparse.Namespace) -> Target:
    """The target that the options name; a `ConfigError` says what is wrong with them."""
    given = {each: getattr(arguments, f"{each}_url") for each in TABLES}
    options = Options(
        url=arguments.url,
        apis={each: url for each, url in given.items() if url is not None},
        keep_world=arguments.keep_world,
    )
    file: Path | None = arguments.config
    if file is None and options.url is None and not options.apis:
        file = _found()
    return read_config(file, options)


def _found() -> Path:
    file = Path(NAME)
    if not file.is_file():
        raise ConfigError(
            "name a server to prove, for example http://127.0.0.1:8080, "
            f"or describe it in {NAME}: `sandbank init` writes one"
        )
    print(f"Reading {file}, which is here.", file=sys.stderr)
    return file
