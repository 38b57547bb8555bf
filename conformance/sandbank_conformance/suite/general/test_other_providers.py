"""What belongs to a provider is neither shown to another provider, nor changed by it."""

from dataclasses import replace

import pytest

from sandbank_conformance.callers import Provider
from sandbank_conformance.conditions import ensure_success, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.calls import Call, operations
from sandbank_conformance.suite.general.foreign import Asked
from sandbank_conformance.suite.general.ready import ready

pytestmark = of_api("provider")

REPORTS = operations(lambda each: each.operation_id.startswith("reportAuthorisation"))


def _about(call: Call, session: str) -> Exchange:
    """The report, about another session."""
    if call.ids:
        return call.send(ids=(session,))
    return call.send(query={"authorisationId": session})


@smoke
@requirement("GEN-05")
@pytest.mark.parametrize("operation_id", REPORTS)
def test_a_session_of_another_provider_is_like_an_unknown_one(
    operation_id: str, rival: Provider, run: Run, draw: Draw
) -> None:
    call = replace(ready(run, draw, operation_id), caller=rival)
    session = (*call.ids, *call.query.values())[0]
    asked = Asked((session,), draw)

    asked.by(lambda ids: _about(call, *ids))

    asked.ensure_told_nothing(also=("PRV-AUTH-18",))


@requirement("GEN-05")
@pytest.mark.parametrize("operation_id", REPORTS)
def test_a_session_is_not_used_up_by_another_provider(
    operation_id: str, rival: Provider, run: Run, draw: Draw
) -> None:
    given(ready(run, draw, operation_id).send())
    call = ready(run, draw, operation_id)
    replace(call, caller=rival).send()

    answer = call.send()

    ensure_success(answer)
