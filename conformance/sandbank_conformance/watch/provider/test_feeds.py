"""The statements that a provider sends, one after the other."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sandbank_conformance.conditions import NotTestable, ensure
from sandbank_conformance.exchange import follow
from sandbank_conformance.marks import requirement
from sandbank_conformance.watch.entries import Watched
from sandbank_conformance.watch.provider.held import statements_of
from sandbank_conformance.watch.provider.scenes import Scene, Scenes

SPAN = timedelta(days=14)
IN_FLIGHT = ("PRV-STMT-07", "PRV-STMT-12")  # by which a second statement is refused
WHAT = ("transactionAmount", "datePosted", "description")  # makes two transactions look alike


@requirement("CNX-10")
def test_no_statement_comes_for_an_account_that_is_disconnected(scenes: Scenes) -> None:
    scene = scenes.of("disconnected")

    for each in statements(scene):
        ensure(
            False,
            expected="no statement once the disconnection has been told",
            received=f"a statement, answered {each.status}",
            exchange=each,
        )


@requirement("PRV-STMT-07")
def test_no_transaction_is_two_weeks_older_than_the_newest_of_its_statement(
    scenes: Scenes,
) -> None:
    for each in statements(scenes.of("fed")):
        found = dates(each)
        ensure(
            not found or found[-1] - found[0] <= SPAN,
            expected="transactions of fourteen days at most",
            received=f"transactions of {(found[-1] - found[0]).days} days" if found else "none",
            exchange=each,
        )


@requirement("PRV-STMT-07")
def test_the_oldest_statement_comes_first(scenes: Scenes) -> None:
    several = [each for each in statements(scenes.of("fed")) if each.succeeded and dates(each)]

    for one, other in pairwise(several):
        ensure(
            dates(one)[0] <= dates(other)[-1],
            expected=f"no later statement that ends before {dates(one)[0].date()}",
            received=f"one of transactions until {dates(other)[-1].date()}",
            exchange=other,
        )


@requirement("PRV-STMT-07")
def test_one_statement_of_an_account_is_under_way(scenes: Scenes) -> None:
    for each in statements(scenes.of("fed")):
        ensure(
            each.requirement not in IN_FLIGHT,
            expected="the next statement when the one before is processed",
            received=f"a statement while another was processing, answered {each.status}",
            exchange=each,
        )


@requirement("CNX-09")
def test_a_statement_that_is_sent_again_has_no_second_effect(scenes: Scenes) -> None:
    ensure_counted_once(statements(scenes.of("statement_lost")))


@requirement("PRV-STMT-09")
def test_a_statement_that_is_sent_again_is_known_by_its_unique_ids(scenes: Scenes) -> None:
    ensure_counted_once(statements(scenes.of("statement_lost")))


def ensure_counted_once(sent: list[Watched]) -> None:
    """A statement whose answer was lost is not sent as a new one."""
    lost, *others = sent
    if not others:
        raise NotTestable("a statement that is sent again when its answer is lost")
    for each in others:
        ensure(
            _values(each, *WHAT) != _values(lost, *WHAT)
            or _values(each, "uniqueId") == _values(lost, "uniqueId"),
            expected="the same uniqueIds again, by which the statement is known",
            received="the same transactions with other uniqueIds, which count twice",
            exchange=each,
        )


def statements(scene: Scene) -> list[Watched]:
    """The statements of the account that a scene is about."""
    assert scene.account is not None
    return statements_of(scene.account, scene.calls)


def dates(statement: Watched) -> list[datetime]:
    """When its transactions were posted, the oldest first; those that can be read."""
    found = []
    for each in transactions(statement):
        try:
            moment = datetime.fromisoformat(str(each.get("datePosted")))
        except ValueError:
            continue
        found.append(moment.replace(tzinfo=None))
    return sorted(found)


def transactions(statement: Watched) -> list[Any]:
    """Its transactions, as far as they can be read."""
    listed = follow(statement.body, "/data/transactionDetails")
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _values(statement: Watched, *names: str) -> list[tuple[str, ...]]:
    found = transactions(statement)
    return sorted(tuple(str(each.get(name)) for name in names) for each in found)
