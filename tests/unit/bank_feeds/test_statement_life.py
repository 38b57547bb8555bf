import pytest
from bank_feed_builders import a_posting

from sandbank_server.domain.bank_accounts import BankAccountEvent
from sandbank_server.domain.statements import (
    LIFECYCLE,
    AccountReport,
    Statement,
    StatementError,
    StatementEvent,
    StatementStatus,
)

_S, _E = StatementStatus, StatementEvent
SAD = StatementError(code="sad", message="It is so.")


def statement(**changes: object) -> Statement:
    fields = {"statement_id": "st", "provider_id": "provider-a", "bank_account_id": "active"}
    return Statement(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_statement_that_has_ended_stays_as_it_is() -> None:
    assert LIFECYCLE.table == {
        (_S.PROCESSING, _E.PROCESSED): _S.COMPLETED,
        (_S.PROCESSING, _E.DISCONNECTED): _S.FAILED,
    }


@pytest.mark.parametrize(
    ("event", "status"), [(_E.PROCESSED, _S.COMPLETED), (_E.DISCONNECTED, _S.FAILED)]
)
def test_a_statement_that_ends_holds_no_transactions_any_more(
    event: StatementEvent, status: StatementStatus
) -> None:
    under_way = statement(transactions=(a_posting(),), reads_left=3)

    ended = under_way.ended(event, SAD)

    assert ended == statement(status=status, errors=(SAD,))


@pytest.mark.parametrize(
    ("transactions", "said", "event"),
    [
        ((), None, None),
        ((), AccountReport.ACTIVE, BankAccountEvent.TRANSACTIONS_CAME),
        ((), AccountReport.AUTH_REQUIRED, BankAccountEvent.AUTHORISATION_LAPSED),
        ((a_posting(),), None, BankAccountEvent.TRANSACTIONS_CAME),
        ((a_posting(),), AccountReport.ACTIVE, BankAccountEvent.TRANSACTIONS_CAME),
    ],
)
def test_what_a_statement_does_to_its_account(
    transactions: tuple[object, ...], said: AccountReport | None, event: BankAccountEvent | None
) -> None:
    assert statement(transactions=transactions, account_status=said).account_event == event
