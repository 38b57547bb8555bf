"""What a command of the user's prints: what can be made neither through the API nor by us."""

import json
import shlex
import subprocess
from typing import Any

from sandbank_conformance.conditions import NotTestable

PATIENCE = 60  # seconds that a command may take


def words(command: str) -> list[str]:
    """The words that it prints, one at least."""
    printed = _output(command).split()
    if not printed:
        raise NotTestable(f"an id from the command {command!r}: it printed nothing")
    return printed


def json_object(command: str) -> dict[str, Any]:
    """The JSON object that it prints."""
    try:
        printed = json.loads(text := _output(command))
    except ValueError:
        printed = None
    if not isinstance(printed, dict):
        raise NotTestable(f"a JSON object from the command {command!r}: it printed {text[:200]!r}")
    return printed


def _output(command: str) -> str:
    try:
        done = subprocess.run(
            shlex.split(command), capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotTestable(f"what the command {command!r} prints: {error}") from None
    if done.returncode:
        raise NotTestable(
            f"what the command {command!r} prints: it ended with {done.returncode}; "
            f"{done.stderr.strip()[:200]}"
        )
    return done.stdout
