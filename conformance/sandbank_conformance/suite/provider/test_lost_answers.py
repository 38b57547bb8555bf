"""A provider that has had no answer sends its statement again, and nothing counts twice."""

import pytest

from sandbank_conformance.conditions import ensure, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.statements import Statements, amounts_of
from sandbank_conformance.suite.control.faulty import ensure_silence, set_fault

pytestmark = of_api("consumer")

FAULTS = [
    pytest.param({"drop": True, "when": "before"}, id="dropped before it was taken in"),
    pytest.param({"drop": True, "when": "after"}, id="dropped after it was taken in"),
    pytest.param({"corrupt": "brokenOff"}, id="answered by half"),
]


@requirement("PRV-STMT-09")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_statement_counts_once_that_is_sent_again_because_it_was(
    fault: dict[str, object], owner: Owner, statements: Statements, draw: Draw
) -> None:
    account = statements.pending(draw)
    sent = statements.drawn(draw, account, 3)
    body = statements.body(account, *sent)
    given(set_fault(owner, "postStatement", **fault))
    ensure_silence(lambda: statements.send(body))

    statements.settle(statements.send(body))

    found, wanted = statements.amounts(account, len(sent)), amounts_of(sent)
    ensure(
        found == wanted,
        expected=f"{len(wanted)} transactions, each once",
        received=f"{len(found)} transactions",
    )
