"""Values become documents and come back equal; nothing that equals its default is kept."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbank_server.adapters.codec import codec_of
from sandbank_server.adapters.documents import StoredDocument
from sandbank_server.adapters.reflection import camel_case
from sandbank_server.adapters.table_shape import TableShape
from sandbank_server.adapters.tables import SHAPES
from sandbank_server.adapters.times import format_time, parse_time, resolve_time
from sandbank_server.domain.durations import parse_duration
from sandbank_server.domain.organisations import Bank
from sandbank_server.domain.rules import AccountsPosting, Rule, RuleAction, RuleStatus

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
RULE = Rule(
    rule_id="r",
    bank_account_id="a",
    rule_name="n",
    rule_conditions=(),
    rule_actions=(
        RuleAction(
            split_percentage=Decimal("33.30"),
            accounts_postings=(AccountsPosting(type="nominal", code="4000"),),
        ),
    ),
    status=RuleStatus.DISCONNECTED,
)


def test_a_document_is_plain_json_with_camel_case_keys() -> None:
    assert codec_of(Rule).encode(RULE) == {
        "ruleId": "r",
        "bankAccountId": "a",
        "ruleName": "n",
        "ruleConditions": [],
        "ruleActions": [
            {
                "splitPercentage": "33.30",
                "accountsPostings": [{"type": "nominal", "code": "4000"}],
            }
        ],
        "status": "disconnected",
    }


def test_a_document_gives_the_value_back_with_its_types() -> None:
    value = codec_of(Rule).decode(codec_of(Rule).encode(RULE))

    assert value == RULE
    assert value.status is RuleStatus.DISCONNECTED
    assert str(value.rule_actions[0].split_percentage) == "33.30"


def test_every_table_has_its_keys_in_camel_case() -> None:
    assert camel_case("primary_country2_char_iso") == "primaryCountry2CharIso"
    assert "bankUrl" in codec_of(Bank).encode(
        Bank(
            bank_id="b",
            provider_id="p",
            name="n",
            primary_country="GBR",
            primary_country2_char_iso="GB",
            bank_url="https://bank.example",
        )
    )


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
@given(data=st.data())
def test_any_value_of_any_table_comes_back_equal(
    shape: TableShape[object], data: st.DataObject
) -> None:
    value = data.draw(st.from_type(shape.type))

    codec = codec_of(shape.type)

    assert codec.decode(codec.encode(value)) == value


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
@settings(max_examples=25)
@given(data=st.data())
def test_a_document_shows_what_its_value_does(shape: TableShape[Any], data: st.DataObject) -> None:
    value = data.draw(st.from_type(shape.type))
    document: Any = shape.document(codec_of(shape.type).encode(value))

    shown = [name for name, it in vars(type(document)).items() if isinstance(it, property)]

    assert {*shown} >= {field.name for field in fields(shape.type)}
    for name in shown:
        assert getattr(document, name) == getattr(value, name), name
    assert shape.key(document) == shape.key(value)
    places = [shape.place(document, 1, "key", each).entries for each in (document, value)]
    assert places[0] == places[1]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
@settings(max_examples=25)
@given(data=st.data())
def test_many_documents_are_placed_as_each_would_be(
    shape: TableShape[Any], data: st.DataObject
) -> None:
    values = data.draw(st.lists(st.from_type(shape.type), unique_by=shape.key))
    documents = [shape.document(codec_of(shape.type).encode(value)) for value in values]
    keys, ranks = [shape.key(value) for value in values], range(7, 7 + len(values))

    rows = shape.place_all(documents, ranks, keys, values)

    placed = [(row.rank, row.entries) for row in rows.values()]
    alone = map(shape.place, documents, ranks, keys, values)
    assert placed == [(row.rank, row.entries) for row in alone]
    assert [*rows] == keys


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_no_field_hides_what_makes_a_document_a_mapping(shape: TableShape[Any]) -> None:
    properties = codec_of(shape.type).properties

    assert not properties.keys() & {*dir(StoredDocument)}


st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False))


@given(st.datetimes(timezones=st.just(timezone(timedelta(hours=2)))).filter(lambda t: t.year > 1))
def test_a_time_is_written_in_utc_and_read_back(time: datetime) -> None:
    text = format_time(time)

    assert text.endswith("Z")
    assert parse_time(text) == time


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("PT20M", timedelta(minutes=20)),
        ("-P1DT2H", -timedelta(days=1, hours=2)),
        ("+P2W", timedelta(weeks=2)),
        ("PT0.5S", timedelta(milliseconds=500)),
        ("-P0D", timedelta()),
    ],
)
def test_a_duration_has_a_sign(text: str, length: timedelta) -> None:
    assert parse_duration(text) == length
    assert resolve_time(text, NOON) == NOON + length


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1", "PT5", "P1M", "P1Y", "1D", "P1DT", "p1d", "P\u0661D", "PT1S1M"]
)
def test_what_is_no_duration_is_none(text: str) -> None:
    assert parse_duration(text) is None
    assert resolve_time(text, NOON) is None


@pytest.mark.parametrize(
    "text", ["P999999999D", "-P999999999W", "2026-01-31", "2026-02-30T00:00:00Z", "noon"]
)
def test_what_names_no_time_is_none(text: str) -> None:
    assert resolve_time(text, NOON) is None


def test_a_duration_names_no_time_where_there_is_no_now() -> None:
    assert resolve_time("PT1M", None) is None
