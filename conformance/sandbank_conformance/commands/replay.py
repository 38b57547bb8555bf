"""`sandbank replay`: repeats a problem of an earlier run, and says what has become of it."""

import argparse
import sys
from pathlib import Path
from typing import Any

from sandbank_conformance.campaign import UNREACHED, UNUSABLE, status
from sandbank_conformance.commands.again import URLS
from sandbank_conformance.commands.targets import add_target_options, read_target
from sandbank_conformance.config import ConfigError
from sandbank_conformance.doctor.examination import examine
from sandbank_conformance.doctor.told import status as stopped
from sandbank_conformance.doctor.told import stopping
from sandbank_conformance.replaying import chosen, plan_of, repeat
from sandbank_conformance.report.folder import open_report
from sandbank_conformance.report.lines import Report, ReportError
from sandbank_conformance.report.replayed import Replayed
from sandbank_conformance.verification import SuiteBroken
from sandbank_conformance.wire import TransportError


class ReplayCommand:
    """Repeats one problem against the same target, with the same values."""

    help = "repeat a problem of an earlier run"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options; those that name a target stand for those of the run."""
        parser.add_argument(
            "report", type=Path, metavar="REPORT", help="its folder or report.jsonl"
        )
        parser.add_argument(
            "what",
            metavar="NUMBER|REQUIREMENT|CHECK",
            help="a problem by its number, those of a requirement, or a check by its name",
        )
        add_target_options(parser)

    def run(self, arguments: argparse.Namespace) -> int:
        """0: passes now; 1: still broken; 2: wrong usage; 3: the target was not reached."""
        try:
            report = open_report(arguments.report)
            then = chosen(report, arguments.what)
            target = read_target(_options(report, arguments))
        except (ReportError, ConfigError) as error:
            print(f"sandbank replay: {error}", file=sys.stderr)
            return UNUSABLE
        plan = plan_of(report, then)
        notes = examine(target, plan.apis)
        if notes.stop:
            print(stopping(notes))
            return stopped(notes)
        told = Replayed(sys.stdout, then, plan)
        try:
            now = repeat(target, plan, told.begin)
        except (TransportError, SuiteBroken) as error:
            print(f"sandbank replay: {error}", file=sys.stderr)
            return UNREACHED
        told.end(now)
        return status(now, plan.profile)


def _options(report: Report, arguments: argparse.Namespace) -> argparse.Namespace:
    """The options of the run, each replaced where another is given now."""
    given: dict[str, Any] = dict(report.header["given"])
    for each in (*URLS, "config"):
        given[each] = getattr(arguments, each) or given[each]
    given["config"] = Path(given["config"]) if given["config"] else None
    given["keep_world"] = arguments.keep_world or given["keep_world"]
    return argparse.Namespace(**given)
