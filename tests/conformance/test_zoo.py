"""The zoo is complete: `make soak` and `make zoo` hold the suite against every animal in it."""

from dataclasses import replace

import pytest
import zoo.liars
import zoo.variants  # noqa: F401  both fill `zoo.animals`
from zoo.animals import LIARS, VARIANTS
from zoo.outing import Outing, go

from sandbank_contract.requirements import load_catalogue
from sandbank_contract.vocabulary import Level, Subject


def test_every_rule_for_servers_has_a_liar() -> None:
    rules = {name for name, each in load_catalogue().items() if each.subject is Subject.SERVER}

    assert rules - {broken for each in LIARS.values() for broken in each.breaks} == set()


def test_every_rule_that_leaves_a_choice_has_a_legal_server_that_chose_otherwise() -> None:
    choices = {
        name
        for name, each in load_catalogue().items()
        if each.subject is Subject.SERVER
        and Level.PROFILE in (each.level, each.also.level if each.also else None)
    }

    assert choices - {differs for each in VARIANTS.values() for differs in each.breaks} == set()


def test_what_an_animal_does_otherwise_is_there_to_be_done() -> None:
    lost = {}
    for name, animal in {**LIARS, **VARIANTS}.items():
        with pytest.MonkeyPatch.context() as patch:
            try:
                animal.deviation(patch)
            except AttributeError as error:  # what was moved or renamed
                lost[name] = error

    assert lost == {}


def test_an_animal_that_cannot_go_out_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(_: pytest.MonkeyPatch) -> None:
        raise AttributeError("what was to be changed is gone")

    liar = replace(next(iter(LIARS.values())), name="lost", deviation=lost)
    monkeypatch.setitem(LIARS, "lost", liar)

    found = go(Outing(animal="lost", seeds=(1, 2), checks=("any",)))

    assert [each.seed for each in found] == [1, 2]
    for each in found:
        assert each.errored
        assert "what was to be changed is gone" in each.told
