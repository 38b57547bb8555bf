"""`sandbank judge provider`: watches a provider at work, and says which rules it keeps."""

import argparse
import os
import shlex
import signal
import sys
from pathlib import Path
from urllib.parse import urlsplit

from sandbank_conformance.config import ConfigError
from sandbank_conformance.naming import names_of, rule_named, unknown_check
from sandbank_conformance.plans import Plan
from sandbank_conformance.proof import Outlet
from sandbank_conformance.suites import WATCH
from sandbank_conformance.verdicts import Profile
from sandbank_conformance.watch.judgement import COMMAND, Judgement
from sandbank_conformance.watch.setting import HEADER, VALUE, Patience, Setting

INTERRUPTED = 130  # what a shell makes of Ctrl-C


class JudgeCommand:
    """Judges who calls the APIs: a provider, with its connector."""

    help = "judge a provider: its connector, and the calls it makes"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        subjects = parser.add_subparsers(dest="subject", required=True, metavar="WHO")
        told = "judge a provider live, beside a sandbox of its own"
        provider = subjects.add_parser("provider", help=told, description=told)
        provider.add_argument(
            "--connector-url",
            required=True,
            metavar="U",
            help="where the provider serves /notification, /auth, /authrefresh, /availableaccounts",
        )
        _add_players(provider)
        _add_plan(provider)

    def run(self, arguments: argparse.Namespace) -> int:
        """0: all is well; 1: a rule is broken; 2: nothing was proved; 3: nobody was there."""
        try:
            setting, plan = _setting(arguments), _plan(arguments)
            if arguments.report:
                arguments.report.mkdir(parents=True, exist_ok=True)
        except (ConfigError, OSError) as error:
            print(f"{COMMAND}: {error}", file=sys.stderr)
            return 2
        outlet = Outlet(
            sys.stdout,
            arguments.report,
            lambda _, check: _again(arguments, check),
            {**_NOTHING_ELSE, "connector_url": setting.connector_url},
            github=arguments.github or os.environ.get("GITHUB_ACTIONS") == "true",
        )
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # children are to be ended
        try:
            return Judgement(setting, plan, outlet).run()
        except KeyboardInterrupt:
            print(f"\n{COMMAND}: ended before all checks were run.", file=sys.stderr)
            return INTERRUPTED


# How the target of a run of `sandbank verify` is named; the reports have a place for it.
_NOTHING_ELSE = {
    "url": None,
    "consumer_url": None,
    "provider_url": None,
    "user_banking_url": None,
    "config": None,
    "keep_world": False,
}


def _add_players(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--provider",
        default="",
        metavar="COMMAND",
        help="start the provider by this command; SANDBANK_… variables tell it of the sandbox",
    )
    parser.add_argument(
        "--visit",
        default="",
        metavar="COMMAND",
        help="plays the user at $SANDBANK_VISIT_URL, by $SANDBANK_DECISION (approve, refuse) and "
        "$SANDBANK_ACCOUNTS (all, one); it ends with 77 where it cannot (default: you do)",
    )
    parser.add_argument(
        "--port", type=int, default=0, help="of the sandbox (default: any free one)"
    )
    parser.add_argument("--header-name", default=HEADER, help="of notifications (%(default)s)")
    parser.add_argument("--header-value", default=VALUE, help="its value (%(default)s)")
    parser.add_argument(
        "--patience",
        type=float,
        default=Patience().person,
        metavar="SECONDS",
        help="to wait for the user of each visit (default: %(default).0f)",
    )


def _add_plan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--requirement",
        action="append",
        default=[],
        metavar="ID",
        help="judge by this rule only, such as CNX-03 (repeatable)",
    )
    parser.add_argument(
        "--check", action="append", default=[], metavar="NAME", help="run this check only"
    )
    parser.add_argument(
        "--profile",
        choices=[each.value for each in Profile],
        default=Profile.DOCUMENTED.value,
        help="sandbank: our choices count, too (default: %(default)s)",
    )
    parser.add_argument("--report", type=Path, metavar="DIR", help="write all reports here")
    parser.add_argument("--github", action="store_true", help="annotations for GitHub Actions")


def _setting(arguments: argparse.Namespace) -> Setting:
    url = arguments.connector_url.rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise ConfigError(
            f"--connector-url is {url!r}; expected an address like http://127.0.0.1:9000"
        )
    return Setting(
        connector_url=url,
        header=arguments.header_name,
        value=arguments.header_value,
        visit=arguments.visit,
        provider=arguments.provider,
        port=arguments.port,
        patience=Patience(person=arguments.patience),
    )


def _plan(arguments: argparse.Namespace) -> Plan:
    _refuse_unknown(arguments.check)
    return Plan(
        requirements=tuple(rule_named(each).id for each in arguments.requirement),
        checks=tuple(arguments.check),
        profile=Profile(arguments.profile),
    )


def _refuse_unknown(wanted: list[str]) -> None:
    if not wanted:
        return
    # Only now: to look for the checks takes longer than to read the options.
    from sandbank_conformance.checking import name_of
    from sandbank_conformance.verification import collected

    names = [name_of(each) for each in collected(WATCH)]
    known = {each for name in names for each in names_of(name)}
    for each in wanted:
        if each not in known:
            raise unknown_check(each, names)


def _again(arguments: argparse.Namespace, check: str) -> str:
    words = [*COMMAND.split(), "--connector-url", arguments.connector_url]
    for name in ("provider", "visit"):
        if value := getattr(arguments, name):
            words += [f"--{name}", value]
    words += ["--port", str(arguments.port)] if arguments.port else []
    return shlex.join([*words, "--check", check])
