"""The options that say what is to be proved, the same for every command that calls a target."""

import argparse
from dataclasses import replace
from pathlib import Path

from sandbank_conformance import playground
from sandbank_conformance.config import ConfigError
from sandbank_conformance.target import Target


def add_target_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("url", nargs="?", metavar="URL", help="a server with our base paths")
    parser.add_argument("--consumer-url", metavar="U", help="the Consumer API, base path included")
    parser.add_argument("--provider-url", metavar="U", help="the Provider API")
    parser.add_argument("--user-banking-url", metavar="U", help="the User banking API")
    parser.add_argument("--config", type=Path, metavar="FILE", help="a sandbank.toml")
    parser.add_argument(
        "--keep-world",
        action="store_true",
        help="do not load the playground through the control API, even if it is put back",
    )


def read_target(arguments: argparse.Namespace) -> Target:
    """The target that the options name; a `ConfigError` says what is wrong with them."""
    urls = (arguments.consumer_url, arguments.provider_url, arguments.user_banking_url)
    if arguments.url is None and not any(urls):
        raise ConfigError("name a server to prove: sandbank verify http://127.0.0.1:8080")
    if arguments.url is None:
        target = Target()
    else:
        target = playground.target(arguments.url, keep_world=arguments.keep_world)
    if arguments.consumer_url:
        target = replace(target, consumer=playground.consumer(arguments.consumer_url))
    if arguments.provider_url:
        target = replace(target, provider=playground.provider(arguments.provider_url))
    if arguments.user_banking_url:
        target = replace(target, user_banking=playground.user_banking(arguments.user_banking_url))
    return target
