from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sandbank_server.adapters.agenda import Agenda

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_what_is_due_is_taken_once_the_earliest_first() -> None:
    agenda = Agenda()
    for name, seconds in (("late", 9), ("second", 2), ("first", 1)):
        agenda.put(name, at(seconds))

    assert agenda.take(at(2)) == ["first", "second"]
    assert agenda.take(at(2)) == []
    assert agenda.next() == at(9)


def test_a_name_has_the_time_that_was_noted_last() -> None:
    agenda = Agenda()
    agenda.put("moved", at(1))
    agenda.put("moved", at(5))
    agenda.put("moved", at(5))

    assert agenda.next() == at(5)
    assert agenda.take(at(4)) == []
    assert agenda.take(at(5)) == ["moved"]
    assert agenda.next() is None


def test_what_was_forgotten_is_never_due() -> None:
    agenda = Agenda()
    agenda.put("gone", at(1))

    agenda.clear()

    assert (agenda.next(), agenda.take(at(9))) == (None, [])


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), max_size=30))
def test_it_agrees_with_a_plain_table(notes: list[tuple[str, int]]) -> None:
    agenda, table = Agenda(), {}
    for name, seconds in notes:
        agenda.put(name, at(seconds))
        table[name] = seconds

    assert agenda.next() == (at(min(table.values())) if table else None)
    assert set(agenda.take(at(4))) == {name for name, seconds in table.items() if seconds <= 4}
