"""Which accounts a report names: all that were granted, and none where access is renewed."""

from sandbank_conformance.conditions import NotTestable, ensure, told
from sandbank_conformance.marks import requirement
from sandbank_conformance.watch.entries import Watched
from sandbank_conformance.watch.provider.held import Account, granted, reported
from sandbank_conformance.watch.provider.scenes import Scene, Scenes


@requirement("CNX-05")
def test_accounts_that_are_connected_already_are_reported_again(scenes: Scenes) -> None:
    before, again = scenes.of("onboarding"), scenes.of("onboarding_again")
    report = report_of(again)

    missing = names(granted(before)) - names(reported([report]))
    ensure(
        not missing,
        expected=f"every account that was granted, as before: {_shown(names(granted(before)))}",
        received=f"a report without {_shown(missing)}",
        exchange=report,
    )


@requirement("CNX-05")
def test_every_account_is_reported_that_can_be_connected(scenes: Scenes) -> None:
    listed = scenes.of("listed").answers[-1]
    if listed.status != 200 or not isinstance(listed.json, list):
        raise NotTestable(f"a list of the available accounts: {told(listed)}")
    report = report_of(scenes.of("onboarding"))

    missing = names(listed.json) - names(reported([report]))
    ensure(
        not missing,
        expected=f"all accounts, which the user granted: {_shown(names(listed.json))}",
        received=f"a report without {_shown(missing)}",
        exchange=report,
    )


@requirement("CNX-05")
def test_the_one_account_that_was_granted_is_reported(scenes: Scenes) -> None:
    report = report_of(scenes.of("onboarding_of_one"))

    ensure(
        bool(reported([report])),
        expected="the account that was granted",
        received="a report without accounts",
        exchange=report,
    )


@requirement("CNX-05")
def test_a_renewal_reports_no_accounts(scenes: Scenes) -> None:
    report = report_of(scenes.of("renewal"))

    ensure(
        not reported([report]),
        expected="bankAccounts left out, or empty",
        received=f"{len(reported([report]))} accounts",
        exchange=report,
    )


def report_of(scene: Scene) -> Watched:
    """The report of a session, where it can be read."""
    if not scene.reports:
        raise NotTestable("a report of the session, which CNX-02 is about")
    if not isinstance(scene.reports[0].body, dict):
        raise NotTestable("a report that is a JSON object, which GEN-04 is about")
    return scene.reports[0]


def names(accounts: list[Account]) -> set[str]:
    """By which accounts are told apart."""
    return {str(each.get("accountIdentifier")) for each in accounts}


def _shown(found: set[str]) -> str:
    return ", ".join(sorted(found)) or "none"
