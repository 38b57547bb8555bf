import pytest
from bank_feed_builders import an_account
from hypothesis import given
from hypothesis import strategies as st

from sandbank_server.domain.bank_accounts import LIFECYCLE, BankAccountEvent, BankAccountStatus

EVENTS = st.lists(st.sampled_from(BankAccountEvent), max_size=12)

# The documented table: per status, the status after each event.
DOCUMENTED = {
    "pending": ("active", "authRequired", "pending", "pending", "cancelled"),
    "active": ("active", "authRequired", "active", "active", "cancelled"),
    "authRequired": ("active", "authRequired", "active", "authRequired", "cancelled"),
    "cancelled": (None, None, None, None, None),
}


@pytest.mark.parametrize("status", BankAccountStatus)
def test_the_life_of_a_bank_account_is_the_documented_table(status: BankAccountStatus) -> None:
    after = tuple(LIFECYCLE.after(status, event) for event in BankAccountEvent)

    assert after == DOCUMENTED[status]


@given(status=st.sampled_from(BankAccountStatus), events=EVENTS)
def test_a_disconnected_account_is_never_active_again(
    status: BankAccountStatus, events: list[BankAccountEvent]
) -> None:
    account = an_account("any", status=status)
    disconnected = status is BankAccountStatus.CANCELLED
    for event in events:
        moved = account.after(event)
        assert (moved is None) == disconnected
        account = moved or account
        disconnected |= event is BankAccountEvent.DISCONNECTED
        assert account.is_connected != disconnected


def test_an_illegal_move_that_nobody_judged_is_loud() -> None:
    with pytest.raises(KeyError):
        LIFECYCLE.moved(BankAccountStatus.CANCELLED, BankAccountEvent.REAUTHORISED)


def test_the_reason_of_a_status_ends_with_the_status() -> None:
    lapsed = an_account("any", status=BankAccountStatus.AUTH_REQUIRED, status_reason="lapsed")

    still_lapsed = lapsed.after(BankAccountEvent.REAUTHORISATION_FAILED)
    active = lapsed.after(BankAccountEvent.REAUTHORISED)

    assert still_lapsed == lapsed
    assert active is not None
    assert active.status_reason is None
