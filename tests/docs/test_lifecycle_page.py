"""The page of the state machines is drawn from the tables that the server moves by."""

import re
from importlib import import_module
from pkgutil import iter_modules

import lifecycle_page
import pytest

from sandbank_contract.lifecycles import load_lifecycles
from sandbank_server import domain
from sandbank_server.domain.lifecycle import Lifecycle
from sandbank_server.domain.lifecycles import LIFECYCLES

SHOWN = lifecycle_page.PAGE.read_text("utf-8")


def section(machine: str) -> str:
    return SHOWN.partition(f"## The life of a {machine}\n")[2].partition("\n## ")[0]


def test_the_page_is_as_the_tables_are_now() -> None:
    assert lifecycle_page.text() == SHOWN, "docs/lifecycles.md is stale; run: make docs"


def test_no_table_is_left_out() -> None:
    modules = [
        import_module(f"{domain.__name__}.{each.name}") for each in iter_modules(domain.__path__)
    ]
    tables = [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Lifecycle)
    ]

    assert {id(each) for each in tables} == {id(each) for each in LIFECYCLES.values()}


@pytest.mark.parametrize("machine", LIFECYCLES)
def test_every_move_stands_in_the_diagram_and_no_other(machine: str) -> None:
    edges = re.findall(r"^    (\w+) --> (\w+): (.*)$", section(machine), re.MULTILINE)
    drawn = {
        (before, event, after) for before, after, events in edges for event in events.split(", ")
    }

    table = LIFECYCLES[machine].table
    moves = {(str(before), str(event), str(after)) for (before, event), after in table.items()}
    by_the_clock = {("open", "lapsed", "expired")} if machine == "session" else set()
    assert drawn == moves | by_the_clock


@pytest.mark.parametrize("machine", LIFECYCLES)
def test_nothing_leads_out_of_an_end(machine: str) -> None:
    ends = re.findall(r"^    (\w+) --> \[\*\]$", section(machine), re.MULTILINE)

    assert set(ends) == set(load_lifecycles()[machine].ends)
    assert not {str(before) for before, _ in LIFECYCLES[machine].table} & set(ends)
