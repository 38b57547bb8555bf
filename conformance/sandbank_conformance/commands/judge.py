"""`sandbank judge`: watches a provider or a product at work, and says which rules it keeps."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sandbank_conformance.commands.judged_product import (
    add_product_options,
    given_of_product,
    product_again,
    product_setting,
)
from sandbank_conformance.commands.judged_provider import (
    add_provider_options,
    given_of_provider,
    provider_again,
    provider_setting,
)
from sandbank_conformance.config import ConfigError
from sandbank_conformance.naming import names_of, rule_named, unknown_check
from sandbank_conformance.plans import Plan
from sandbank_conformance.proof import Outlet
from sandbank_conformance.suites import WATCH
from sandbank_conformance.verdicts import Profile
from sandbank_conformance.watch.judgement import Judgement
from sandbank_conformance.watch.product.judgement import product_judgement
from sandbank_conformance.watch.provider.judgement import provider_judgement

INTERRUPTED = 130  # what a shell makes of Ctrl-C


class JudgeCommand:
    """Judges who calls the APIs: a provider, with its connector, or a product."""

    help = "judge a provider, its connector included, or a product by the calls that it makes"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        subjects = parser.add_subparsers(dest="subject", required=True, metavar="WHO")
        for subject, add_options in _OPTIONS.items():
            told = f"judge a {subject} live, beside a sandbox of its own"
            parser = subjects.add_parser(subject, help=told, description=told)
            add_options(parser)
            _add_plan(parser)

    def run(self, arguments: argparse.Namespace) -> int:
        """0: all is well; 1: a rule is broken; 2: nothing was proved; 3: nobody was there."""
        command = f"sandbank judge {arguments.subject}"
        try:
            judgement = _JUDGEMENTS[arguments.subject](arguments, _plan(arguments))
            if arguments.report:
                arguments.report.mkdir(parents=True, exist_ok=True)
        except (ConfigError, OSError) as error:
            print(f"{command}: {error}", file=sys.stderr)
            return 2
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # children are to be ended
        try:
            return judgement.run()
        except KeyboardInterrupt:
            print(f"\n{command}: ended before all checks were run.", file=sys.stderr)
            return INTERRUPTED


def _of_provider(arguments: argparse.Namespace, plan: Plan) -> Judgement:
    setting = provider_setting(arguments)
    given = given_of_provider(arguments, setting)
    return provider_judgement(setting, plan, _outlet(arguments, provider_again, given))


def _of_product(arguments: argparse.Namespace, plan: Plan) -> Judgement:
    outlet = _outlet(arguments, product_again, given_of_product(arguments))
    return product_judgement(product_setting(arguments), plan, outlet)


_OPTIONS = {"provider": add_provider_options, "product": add_product_options}
_JUDGEMENTS: Mapping[str, Callable[[argparse.Namespace, Plan], Judgement]] = {
    "provider": _of_provider,
    "product": _of_product,
}


def _outlet(
    arguments: argparse.Namespace,
    again: Callable[[argparse.Namespace, str], str],
    given: Mapping[str, Any],
) -> Outlet:
    return Outlet(
        sys.stdout,
        arguments.report,
        lambda _, check: again(arguments, check),
        given,
        github=arguments.github or os.environ.get("GITHUB_ACTIONS") == "true",
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


def _plan(arguments: argparse.Namespace) -> Plan:
    rules = tuple(rule_named(each).id for each in arguments.requirement)
    if rules or arguments.check:
        _refuse_unknown(arguments.subject, rules, arguments.check)
    return Plan(
        requirements=rules, checks=tuple(arguments.check), profile=Profile(arguments.profile)
    )


def _refuse_unknown(subject: str, rules: Sequence[str], checks: Sequence[str]) -> None:
    # Only now: to look for the checks takes longer than to read the options.
    from sandbank_conformance.checking import name_of
    from sandbank_conformance.verification import collected

    items = collected(WATCH / subject)
    names = [name_of(each) for each in items]
    known = {each for name in names for each in names_of(name)}
    for each in checks:
        if each not in known:
            raise unknown_check(each, names)
    proved = {mark.args[0] for it in items for mark in it.iter_markers("sandbank_requirement")}
    for rule in rules:
        if rule not in proved:
            raise ConfigError(f"{rule} is nothing that a {subject} is judged by")
