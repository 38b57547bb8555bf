"""What a check comes to where the target hardly works at all."""

import pytest

from sandbank_conformance import assess
from sandbank_conformance.assess import Finished
from sandbank_conformance.conditions import Broken
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.messages import Received, Sent
from sandbank_conformance.secrets import Secrets
from sandbank_conformance.verdicts import Outcome
from sandbank_contract.vocabulary import Level

BROKEN = Broken(expected="status 403", received="another one")


def answered(status: int, body: bytes = b"{}") -> Exchange:
    return Exchange(
        operation_id="listRules",
        api="consumer",
        caller="product",
        sent=Sent(method="GET", url="http://127.0.0.1/"),
        received=Received(
            status=status, headers=(("Content-Type", "application/json"),), body=body
        ),
    )


def outcomes(
    *exchanges: Exchange, error: BaseException | None, rule: str = "GEN-05"
) -> dict[str, Outcome]:
    finished = Finished(
        check="a.b.c",
        title="c",
        requirement=rule,
        level=Level.MUST,
        error=error,
        exchanges=exchanges,
        seconds=0,
    )
    return {each.requirement: each.outcome for each in assess.verdicts(finished, Secrets())}


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_gateway_that_reaches_nobody_proves_nothing_against_the_server(status: int) -> None:
    also = Broken(expected="the same", received="another", also=("GEN-02",))

    assert outcomes(answered(200), answered(status), error=also) == {"GEN-05": Outcome.ERRORED}


@pytest.mark.parametrize("status", [502, 504])
def test_that_nothing_may_make_it_fail_is_held_against_it_all_the_same(status: int) -> None:
    assert outcomes(answered(status), error=BROKEN, rule="GEN-01") == {"GEN-01": Outcome.FAIL}


def test_a_500_breaks_the_rule_that_is_asked_about() -> None:
    assert outcomes(answered(200), answered(500), error=BROKEN) == {"GEN-05": Outcome.FAIL}


def test_who_answers_nothing_but_5xx_proves_nothing() -> None:
    assert outcomes(answered(500), answered(500), error=None) == {"GEN-05": Outcome.NOT_TESTABLE}
    assert outcomes(answered(500), answered(403), error=None) == {"GEN-05": Outcome.PASS}


def test_a_check_that_stumbles_over_an_odd_answer_is_not_testable() -> None:
    wrapped = answered(200, b'{"rules":[]}')

    found = outcomes(wrapped, error=TypeError("string indices must be integers"))

    assert found == {"GEN-05": Outcome.NOT_TESTABLE}


def test_a_check_that_stumbles_over_nothing_odd_is_a_fault_of_ours() -> None:
    found = outcomes(answered(200, b"[]"), error=TypeError("string indices must be integers"))

    assert found == {"GEN-05": Outcome.ERRORED}
