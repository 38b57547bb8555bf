"""`sandbank verify`: proves an implementation, and says what it found."""

import argparse
import os
import signal
import sys
from pathlib import Path

from sandbank_conformance.campaign import Campaign
from sandbank_conformance.commands.again import again_of, given_of
from sandbank_conformance.commands.selection import add_names, left_out, plan_of
from sandbank_conformance.commands.targets import add_target_options, read_target
from sandbank_conformance.config import ConfigError
from sandbank_conformance.proof import Outlet
from sandbank_conformance.verdicts import Profile

INTERRUPTED = 130  # what a shell makes of Ctrl-C


class VerifyCommand:
    """Proves any implementation against the documented rules."""

    help = "prove an implementation against the documented rules"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        add_target_options(parser)
        add_names(parser)
        selection = parser.add_mutually_exclusive_group()
        selection.add_argument("--smoke", action="store_true", help="the most telling checks only")
        selection.add_argument(
            "--full", action="store_true", help="every check, and generated requests as well"
        )
        parser.add_argument(
            "--profile",
            choices=[each.value for each in Profile],
            default=Profile.DOCUMENTED.value,
            help="sandbank: our choices count, too (default: %(default)s)",
        )
        parser.add_argument("--seed", type=int, default=1, help="of all values that are drawn")
        parser.add_argument("--report", type=Path, metavar="DIR", help="write all reports here")
        parser.add_argument(
            "--github",
            action="store_true",
            help="print annotations for GitHub Actions (default: where GITHUB_ACTIONS=true)",
        )

    def run(self, arguments: argparse.Namespace) -> int:
        """0: all is well; 1: a rule is broken; 2: wrong usage; 3: the target was not reached."""
        try:
            target = read_target(arguments)
            plan = plan_of(arguments)
            for line in left_out(plan, target):
                print(f"sandbank verify: {line}", file=sys.stderr)
            _make(arguments.report)
        except ConfigError as error:
            print(f"sandbank verify: {error}", file=sys.stderr)
            return 2
        outlet = Outlet(
            sys.stdout,
            arguments.report,
            again_of(arguments),
            given_of(arguments),
            github=arguments.github or os.environ.get("GITHUB_ACTIONS") == "true",
        )
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # the world is to be put back
        try:
            return Campaign(target, plan, outlet).run()
        except KeyboardInterrupt:
            print("\nsandbank verify: ended before all checks were run.", file=sys.stderr)
            return INTERRUPTED


def _make(folder: Path | None) -> None:
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"--report {folder} cannot be written to: {error.strerror}") from None
