"""The user of a bank or a provider: what they decide, and commands that stand in for them."""

import os
import shlex
import subprocess
from collections.abc import Mapping
from enum import StrEnum

from sandbank_conformance.conditions import NotTestable

CANNOT = 77  # the exit status of a command that cannot do what is asked


class Decision(StrEnum):
    """What the user does once they have signed in."""

    APPROVE = "approve"
    REFUSE = "refuse"


def run_to_its_end(
    option: str, command: str, variables: Mapping[str, str], seconds: float
) -> subprocess.CompletedProcess[bytes]:
    """Run a command of an option's; `NotTestable` where it comes to no end in time."""
    try:
        return subprocess.run(
            shlex.split(command),
            env={**os.environ, **variables},
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotTestable(f"a command for {option} that comes to its end: {error}") from None
