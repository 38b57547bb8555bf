"""Every call that the product made, by each rule that a caller can break alone.

They are looked at last, when the whole story has been played.
"""

from collections.abc import Mapping, Sequence

import pytest

from sandbank_conformance.conditions import NotTestable, ensure
from sandbank_conformance.marks import about
from sandbank_conformance.watch.product.story import Story
from sandbank_conformance.watch.product.test_tokens import TOKEN
from sandbank_conformance.watch.wrongs import Wrong, wrongs

RULES: Mapping[str, Sequence[str]] = {
    "a call for a token": ("CON-TOK-01", "CON-TOK-03"),
    "a call for its company": ("CON-OFF-08", "CON-TOK-04", "CON-ACC-01", "GEN-03", "GEN-04"),
}
EXPIRED = "token_expired"  # what is done about one, another rule is about

CASES = [
    pytest.param(what, rule, marks=about(rule), id=rule)
    for what, rules in RULES.items()
    for rule in rules
]


def counts(wrong: Wrong) -> bool:
    """Whether a call is to blame for what was found."""
    return bool(wrong.call.at("/code") != EXPIRED)


@pytest.mark.parametrize(("what", "rule"), CASES)
def test_no_call_breaks_it(what: str, rule: str, story: Story) -> None:
    calls = [
        each
        for each in story.whole()
        if (each.operation_id == TOKEN) == (what == "a call for a token")
    ]
    if not calls:
        raise NotTestable(f"{what}: the product made none")

    for each in wrongs(calls, {}):
        if each.requirement == rule and counts(each):
            ensure(False, expected=each.right, received=each.found, exchange=each.call)
