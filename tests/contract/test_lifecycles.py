"""How the things live that have a status, in the contract and in the server alike."""

from pathlib import Path
from typing import Any

import pytest
from contract_builders import written

from sandbank_contract.errors import ContractError
from sandbank_contract.lifecycles import REFUSED, find, load_lifecycles, read_lifecycles
from sandbank_server.domain import authorisations, bank_accounts, statements
from sandbank_server.domain.lifecycles import LIFECYCLES
from sandbank_server.domain.notifications import NotificationOutcome

BY_THE_CLOCK = "lapsed"  # the server keeps an open session and judges it by the time

ENTRY: dict[str, Any] = {
    "machine": "door",
    "begins": "shut",
    "ends": ["broken"],
    "events": [
        {"event": "opened", "means": "somebody opened it", "operations": ["open"]},
        {"event": "hit", "means": "somebody hit it", "operations": []},
    ],
    "moves": [
        {"from": "shut", "event": "opened", "to": "open"},
        {"from": "shut", "event": "hit", "to": "broken"},
    ],
}


@pytest.mark.parametrize("machine", LIFECYCLES)
def test_what_the_contract_tells_is_what_the_server_does(machine: str) -> None:
    told = {
        (each.before, each.event): each.after
        for each in load_lifecycles()[machine].transitions
        if each.event != BY_THE_CLOCK
    }

    served = LIFECYCLES[machine].table
    assert {pair: after for pair, after in told.items() if after != REFUSED} == served
    assert not {pair for pair, after in told.items() if after == REFUSED} & set(served)


def test_every_machine_of_the_contract_is_the_servers_and_the_other_way_round() -> None:
    assert set(load_lifecycles()) == set(LIFECYCLES)


def test_every_status_is_one_of_the_servers() -> None:
    told = {
        status
        for machine in load_lifecycles().values()
        for each in machine.transitions
        for status in (each.before, each.after, machine.begins, *machine.ends)
    }

    assert told - {REFUSED} == {
        *bank_accounts.BankAccountStatus,
        *authorisations.AuthorisationStatus,
        *statements.StatementStatus,
        *NotificationOutcome,
    }


def test_a_transition_that_is_not_there_is_answered_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="did you mean 'active disconnected cancelled'"):
        find("bank account", "active", "disconnect", "cancelled")


def test_a_transition_is_caused_where_its_event_has_an_operation(tmp_path: Path) -> None:
    machine = read_lifecycles(written(tmp_path / "lives.yaml", [ENTRY]), {"open"})["door"]

    assert [machine.caused(each) for each in machine.transitions] == [True, False]


@pytest.mark.parametrize(
    ("moves", "message"),
    [
        ({"from": "shut", "event": "opend", "to": "open"}, "did you mean 'opened'"),
        ({"from": "broken", "event": "opened", "to": "open"}, "broken, which is an end"),
        ({"from": "shut", "event": "hit", "to": "open"}, "hit leads twice from shut"),
    ],
)
def test_a_life_that_cannot_be_is_refused(
    tmp_path: Path, moves: dict[str, str], message: str
) -> None:
    entry = {**ENTRY, "moves": [*ENTRY["moves"], moves]}

    with pytest.raises(ContractError, match=message):
        read_lifecycles(written(tmp_path / "lives.yaml", [entry]), {"open"})
