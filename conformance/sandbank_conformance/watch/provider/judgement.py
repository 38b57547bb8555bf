"""What is a provider's own in a run of `sandbank judge provider`."""

import socket
from functools import partial
from subprocess import Popen
from time import monotonic, sleep
from typing import IO

from sandbank_conformance.plans import Plan
from sandbank_conformance.proof import Outlet
from sandbank_conformance.watch.child import ChildFailed
from sandbank_conformance.watch.judgement import Judgement
from sandbank_conformance.watch.provider.setting import Setting
from sandbank_conformance.watch.provider.visits import Command, Person, Visitor
from sandbank_conformance.watch.provider.watching import watching
from sandbank_contract.vocabulary import Subject

PAUSE = 0.1  # seconds between two looks whether the connector is there


def provider_judgement(setting: Setting, plan: Plan, outlet: Outlet) -> Judgement:
    """Judges one provider by one plan."""
    visitor = _visitor(setting, outlet.out)
    return Judgement(
        subject=Subject.PROVIDER,
        setting=setting,
        plan=plan,
        outlet=outlet,
        watching=lambda sandbox: watching(setting, plan, sandbox, visitor),
        ready=partial(_await, setting),
    )


def _visitor(setting: Setting, out: IO[str]) -> Visitor:
    seconds = setting.patience.person
    if setting.visit:
        return Command(setting.visit, seconds)
    return Person(out, seconds)


def _await(setting: Setting, provider: Popen[bytes] | None) -> None:
    """Wait until somebody listens where the connector is to be."""
    end = monotonic() + setting.patience.start
    while not _listens(setting):
        if provider is not None and provider.poll() is not None:
            raise ChildFailed(
                f"the provider ended with {provider.returncode} before it listened at "
                f"{setting.connector_url}: {setting.command}"
            )
        if monotonic() > end:
            raise ChildFailed(
                f"nobody listens at {setting.connector_url}: start your provider with what is "
                "printed above, or let --provider do so"
            )
        sleep(PAUSE)


def _listens(setting: Setting) -> bool:
    try:
        socket.create_connection(setting.place, timeout=1).close()
    except OSError:
        return False
    return True
