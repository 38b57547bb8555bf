"""Our catalogue: which rules there are, and what is said of them."""

import re
import time

import pytest

from sandbank_contract import documents
from sandbank_contract.requirements import FOLDER, Requirement, load_catalogue, read_catalogue
from sandbank_contract.vocabulary import Basis, Level, Subject

CATALOGUE = load_catalogue()

# How many rules each group has, and the numbers that belong to operations yet to come.
GROUPS = {
    "GEN": (9, ()),
    "PRV-TOK": (2, ()),
    "PRV-AUTH": (21, ()),
    "PRV-ACC": (1, ()),
    "PRV-STMT": (12, ()),
    "PRV-QUERY": (1, ()),
    "PRV-BANK": (3, ()),
    "CON-APP": (1, ()),
    "CON-TOK": (6, ()),
    "CON-ORG": (1, ()),
    "CON-BANK": (1, ()),
    "CON-ACC": (1, ()),
    "CON-OFF": (13, ()),
    "CON-TX": (3, ()),
    "CON-RULE": (3, ()),
    "CON-LINK": (4, ()),
    "CON-LIM": (2, ()),
    "UB-TOK": (2, ()),
    "UB-USER": (2, ()),
    "UB-DEL": (11, ()),
    "UB-UP": (5, ()),
    "UB-READ": (3, ()),
    "UB-ERR": (1, ()),
    "UB-ORD": (1, ()),
    "CTL": (14, ()),
    "CNX": (11, ()),
}


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_has_every_number_but_those_yet_to_come(group: str) -> None:
    last, later = GROUPS[group]
    expected = [f"{group}-{number:02}" for number in range(1, last + 1) if number not in later]

    assert sorted(each for each in CATALOGUE if each.rpartition("-")[0] == group) == expected


def test_every_id_belongs_to_a_group() -> None:
    assert {each.rpartition("-")[0] for each in CATALOGUE} == set(GROUPS)
    assert len(CATALOGUE) == len(list(CATALOGUE))


def test_every_operation_has_a_requirement_that_names_it() -> None:
    for document in documents.load_all():
        for operation in document.operations:
            assert CATALOGUE.of(operation.operation_id)[0].names(operation)


@pytest.mark.parametrize("requirement", CATALOGUE.values(), ids=lambda one: one.id)
def test_a_text_is_a_line_of_whole_sentences(requirement: Requirement) -> None:
    for text in [requirement.text, *([requirement.also.text] if requirement.also else [])]:
        assert not text[0].islower()
        assert text.endswith(".")
        assert not re.search(r"\n|  ", text)


def test_only_what_is_documented_or_follows_from_it_is_a_must() -> None:
    weights = [(each.level, each.basis) for each in CATALOGUE.values()]
    weights += [(each.also.level, each.also.basis) for each in CATALOGUE.values() if each.also]

    assert all((level is Level.PROFILE) == (basis is Basis.CHOICE) for level, basis in weights)


def test_callers_are_bound_by_some_rules_and_those_who_serve_the_connector_by_all_of_its() -> None:
    others = {each.id for each in CATALOGUE.values() if each.subject is not Subject.SERVER}

    connector = {each for each in CATALOGUE if each.startswith("CNX-")}
    product = {"CON-OFF-09", "CON-TX-03", "CON-TOK-05", "CON-TOK-06", "UB-DEL-10"}
    product |= {"CON-LINK-03", "CON-LINK-04", "CON-LIM-01", "CON-LIM-02"}
    assert others == {"PRV-AUTH-20", "PRV-STMT-07"} | product | connector


def test_a_rule_of_every_api_is_of_those_that_the_sandbox_serves() -> None:
    general = {each for each in CATALOGUE if each.startswith("GEN-")}

    assert general & {each.id for each in CATALOGUE.of("receiveNotification")} == set()
    assert general <= {each.id for each in CATALOGUE.of("getHealth")}


def test_the_catalogue_is_read_once() -> None:
    assert load_catalogue() is load_catalogue()


def test_contract_and_catalogue_are_read_fast_enough_to_start_with() -> None:
    began = time.process_time()
    fresh = [documents.load.__wrapped__(api) for api in documents.APIS]
    read_catalogue(FOLDER, fresh)

    assert time.process_time() - began < 0.5  # some 0.06 s where it was measured
