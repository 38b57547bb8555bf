from decimal import Decimal

import pytest

from sandbank_server.domain.days import day, is_day


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("2026-01-31", "2026-01-31"),
        ("2024-02-29", "2024-02-29"),
        ("2026-01-31T00:30:00+02:00", "2026-01-31"),
        ("2026-01-31t23:59:59.123z", "2026-01-31"),
        (0, "1970-01-01"),
        (-1, "1969-12-31"),
        (1_769_860_800, "2026-01-31"),
        (Decimal("1769860800.9"), "2026-01-31"),
        ("1000-01-01", "1000-01-01"),
        ("2999-12-31T23:59:59Z", "2999-12-31"),
        (32_503_679_999, "2999-12-31"),
        (-30_610_224_000, "1000-01-01"),
    ],
)
def test_a_day_is_read_in_three_forms(sent: str | int | Decimal, read: str) -> None:
    assert day(sent) == read


@pytest.mark.parametrize(
    "sent",
    [
        "2026-02-30",
        "2026-13-01",
        "0000-01-01",
        "20260131",
        "2026-1-31",
        "2026-01-31\n",
        "2026-01-31T12:00:00",
        "2026-01-31T25:00:00Z",
        "٢٠٢٦-01-31",
        "1769860800",
        "",
        "0999-12-31",
        "3000-01-01",
        32_503_680_000,
        -30_610_224_001,
        Decimal("1E+400"),
    ],
)
def test_what_is_no_day_of_the_calendar_is_none(sent: str | int | Decimal) -> None:
    assert day(sent) is None


def test_only_a_plain_day_filters() -> None:
    assert is_day("2026-01-31")
    assert not is_day("2026-01-31T12:00:00Z")
    assert not is_day("2026-02-30")
    assert not is_day("3000-01-01")
