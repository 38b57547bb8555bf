"""`sandbank replay`: repeats a problem of an earlier run, and says what has become of it."""

import argparse
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sandbank_conformance.commands.again import URLS
from sandbank_conformance.commands.targets import add_target_options, read_target
from sandbank_conformance.config import ConfigError
from sandbank_conformance.doctor.examination import examine
from sandbank_conformance.doctor.told import status as stopped
from sandbank_conformance.doctor.told import stopping
from sandbank_conformance.exporting import exports, wanted
from sandbank_conformance.ground import Busy
from sandbank_conformance.plans import Plan
from sandbank_conformance.proof import UNREACHED, UNUSABLE, status
from sandbank_conformance.replaying import chosen, plan_of, repeat
from sandbank_conformance.report.folder import open_report
from sandbank_conformance.report.lines import Report, ReportError
from sandbank_conformance.report.replayed import Replayed
from sandbank_conformance.report.rules import subject_of
from sandbank_conformance.target import Target
from sandbank_conformance.verdicts import Verdict
from sandbank_conformance.verification import SuiteBroken
from sandbank_conformance.wire import TransportError
from sandbank_contract.vocabulary import Subject

INTERRUPTED = 130  # what a shell makes of Ctrl-C


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
        parser.add_argument(
            "--export",
            action="store_true",
            help="repeat nothing, and print the variables of the curl lines with new tokens: "
            'eval "$(sandbank replay REPORT NUMBER --export)"',
        )
        add_target_options(parser)

    def run(self, arguments: argparse.Namespace) -> int:
        """0: passes now; 1: still broken; 2: wrong usage; 3: the target was not reached."""
        try:
            report = open_report(arguments.report)
            _refuse_callers(report)
            then = chosen(report, arguments.what)
            target = read_target(_options(report, arguments))
        except (ReportError, ConfigError) as error:
            print(f"sandbank replay: {error}", file=sys.stderr)
            return UNUSABLE
        if arguments.export:
            return _export(target, then)
        return _repeat(target, plan_of(report, then), then)


def _repeat(target: Target, plan: Plan, then: Sequence[Verdict]) -> int:
    notes = examine(target, plan.apis)
    if notes.stop:
        print(stopping(notes))
        return stopped(notes)
    told = Replayed(sys.stdout, then, plan)
    try:
        now = repeat(target, plan, told.begin)
    except Busy as error:
        print(f"sandbank replay: {error}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        print("\nsandbank replay: ended before its checks were run.", file=sys.stderr)
        return INTERRUPTED
    except (TransportError, SuiteBroken) as error:
        print(f"sandbank replay: {error}", file=sys.stderr)
        return UNREACHED
    told.end(now)
    return status(now, plan.profile)


def _export(target: Target, verdicts: Sequence[Verdict]) -> int:
    """Lines for `eval`, which is why whatever else there is to say goes to the other stream."""
    names = wanted(verdicts)
    found = exports(target, names)
    for name, value in found.items():
        print(f"export {name}={shlex.quote(value)}")
    for name in names:
        if name not in found:
            told = "is not to be had outside of its check, or its caller gets no token"
            print(f"sandbank replay: {name} {told}", file=sys.stderr)
    return UNUSABLE if names and not found else 0


def _refuse_callers(report: Report) -> None:
    subject = subject_of(report)
    if subject is not Subject.SERVER:
        raise ConfigError(
            f"a {subject} was judged, and it makes the calls: to repeat a check, run "
            f"`sandbank judge {subject}` with --check and the name of the check"
        )


def _options(report: Report, arguments: argparse.Namespace) -> argparse.Namespace:
    """The options of the run, each replaced where another is given now."""
    given: dict[str, Any] = dict(report.header["given"])
    for each in (*URLS, "config"):
        given[each] = getattr(arguments, each) or given[each]
    given["config"] = Path(given["config"]) if given["config"] else None
    given["keep_world"] = arguments.keep_world or given["keep_world"]
    return argparse.Namespace(**given)
