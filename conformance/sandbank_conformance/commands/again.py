"""How a run, or one check of it, is asked for again: as options, and as a line for a shell."""

import argparse
import shlex
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from sandbank_conformance.config.file import NAME

URLS = ("url", "consumer_url", "provider_url", "user_banking_url")


def given_of(arguments: argparse.Namespace) -> dict[str, Any]:
    """The options that named the target; they hold no secret, for URLs may hold none."""
    urls = {each: getattr(arguments, each) for each in URLS}
    file: Path | None = arguments.config
    if file is None and not any(urls.values()):
        file = Path(NAME)
    return {
        **urls,
        "config": str(file) if file else None,
        "keep_world": bool(arguments.keep_world),
    }


def words_of(given: Mapping[str, Any]) -> list[str]:
    """The options as words of a command line."""
    words = [given["url"]] if given["url"] else []
    for name in (*URLS[1:], "config"):
        if given[name] is not None:
            words += [f"--{name.replace('_', '-')}", str(given[name])]
    return [*words, "--keep-world"] if given["keep_world"] else words


def again_of(arguments: argparse.Namespace) -> Callable[[int, str], str]:
    """From the number and the check of a problem to the line that repeats it."""
    if arguments.report:
        folder = str(arguments.report)
        return lambda number, _: shlex.join(["sandbank", "replay", folder, str(number)])
    words = ["sandbank", "verify", *words_of(given_of(arguments))]
    words += ["--seed", str(arguments.seed)] if arguments.seed != 1 else []
    if arguments.profile != "documented":
        words += ["--profile", arguments.profile]
    return lambda _, check: shlex.join([*words, "--check", check])


def judged_again(arguments: argparse.Namespace, names: Iterable[str], check: str) -> str:
    """The line for a shell that judges the same caller by one check again, by options of names."""
    words = ["sandbank", "judge", arguments.subject]
    for name in names:
        if value := getattr(arguments, name):
            words += [f"--{name.replace('_', '-')}", str(value)]
    return shlex.join([*words, "--check", check])
