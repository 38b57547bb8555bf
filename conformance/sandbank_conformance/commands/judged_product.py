"""The options that say which product is judged, and who has it act."""

import argparse
from pathlib import Path
from typing import Any

from sandbank_conformance.commands.again import URLS, judged_again
from sandbank_conformance.config.connector import read_waivers
from sandbank_conformance.config.toml import NAME
from sandbank_conformance.watch.product.setting import Patience, Setting


def add_product_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--product",
        default="",
        metavar="COMMAND",
        help="start the product by this command; SANDBANK_… variables tell it of the sandbox",
    )
    parser.add_argument(
        "--act",
        default="",
        metavar="COMMAND",
        help="has the product do what $SANDBANK_ACTION says: link, read or disconnect; it ends "
        "once that is done, with 77 where it cannot (default: you do it)",
    )
    _add_rest(parser)


def _add_rest(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help=f"its [[waivers]] (default: {NAME} here)"
    )
    parser.add_argument(
        "--port", type=int, default=0, help="of the sandbox (default: any free one)"
    )
    parser.add_argument(
        "--patience",
        type=float,
        default=Patience().person,
        metavar="SECONDS",
        help="to wait for each action (default: %(default).0f)",
    )
    parser.add_argument(
        "--silence",
        type=float,
        default=Patience().silence,
        metavar="SECONDS",
        help="without a call, after which an action is over (default: %(default).0f)",
    )


def product_setting(arguments: argparse.Namespace) -> Setting:
    """How the product is to be watched."""
    known, most = Patience(), arguments.patience
    patience = Patience(
        person=most,
        call=min(known.call, most),
        perhaps=min(known.perhaps, most),
        silence=arguments.silence,
    )
    file = arguments.config or (Path(NAME) if Path(NAME).is_file() else None)
    return Setting(
        act=arguments.act,
        command=arguments.product,
        port=arguments.port,
        patience=patience,
        waivers=read_waivers(file) if file else (),
    )


def given_of_product(arguments: argparse.Namespace) -> dict[str, Any]:
    """How the target was named: a product serves nothing that could be named."""
    config = str(arguments.config) if arguments.config else None
    return {**dict.fromkeys(URLS), "config": config, "keep_world": False}


def product_again(arguments: argparse.Namespace, check: str) -> str:
    """The line for a shell that runs one check again."""
    return judged_again(arguments, ("product", "act", "config", "port"), check)
