"""Every call that the provider made, by each rule that a caller can break alone.

They are looked at last, when all that is played has been played.
"""

import pytest

from sandbank_conformance.conditions import NotTestable, ensure
from sandbank_conformance.marks import about
from sandbank_conformance.watch.provider.scenes import Scenes
from sandbank_conformance.watch.provider.watching import ProviderWatch
from sandbank_conformance.watch.wrongs import wrongs

RULES = {
    "a call for a token": ("PRV-TOK-01", "PRV-TOK-02"),
    "a report of a session": (
        *("PRV-AUTH-02", "PRV-AUTH-03", "PRV-AUTH-04", "PRV-AUTH-06", "PRV-AUTH-09"),
        *("PRV-AUTH-11", "PRV-AUTH-16", "PRV-AUTH-19", "GEN-04"),
    ),
    "a statement": (
        *("PRV-ACC-01", "PRV-STMT-01", "PRV-STMT-02", "PRV-STMT-03"),
        *("PRV-STMT-06", "PRV-STMT-10", "PRV-STMT-11", "GEN-05"),
    ),
}
OPERATIONS = {
    "a call for a token": ("issueProviderToken",),
    "a report of a session": ("reportAuthorisation", "reportAuthorisationByQuery"),
    "a statement": ("postStatement", "getStatement"),
}
SCENES = ("onboarding", "connected", "renewal", "refusal", "fed")
CASES = [
    pytest.param(what, rule, marks=about(rule), id=rule)
    for what, rules in RULES.items()
    for rule in rules
]


@pytest.mark.parametrize(("what", "rule"), CASES)
def test_no_call_breaks_it(what: str, rule: str, scenes: Scenes, watch: ProviderWatch) -> None:
    for name in SCENES:
        scenes.try_of(name)
    calls = scenes.all_calls()
    watch.trace.begin()
    watch.trace.recall(each for each in calls if each.operation_id in OPERATIONS[what])
    if not watch.trace.exchanges:
        raise NotTestable(f"{what}: the provider made none")

    for each in wrongs(calls, watch.stage.kinds):
        if each.requirement == rule:
            ensure(False, expected=each.right, received=each.found, exchange=each.call)
