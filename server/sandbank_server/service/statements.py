"""A provider posts statements of its bank accounts, and sees how far their processing is."""

from collections import Counter
from contextlib import suppress

from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.refusals import Conflict, Unavailable, Unknown, named
from sandbank_server.domain.statement_faults import refuse_faults
from sandbank_server.domain.statements import NewStatement, Statement
from sandbank_server.service import processing, provider_reach
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.identities import unused
from sandbank_server.service.keys import unique_id_key
from sandbank_server.service.ports import Sandbox

_NAMED = 10  # uniqueIds in a refusal; of a thousand nobody reads more


def post(sandbox: Sandbox, caller: ProviderCaller, new: NewStatement) -> Statement:
    """Accept a statement whole or refuse it whole; it is processed as the settings say."""
    refuse_faults(new, sandbox.clock.now())
    account = provider_reach.bank_account(sandbox, caller, new.bank_id, new.bank_account_id)
    _judge_account(sandbox, account)
    _refuse_repeats(sandbox, new)
    statement = Statement(
        statement_id=unused(sandbox.ids, sandbox.store.statements.get),
        provider_id=caller.provider_id,
        bank_account_id=account.bank_account_id,
        account_status=new.account_status,
        transactions=new.transactions,
    )
    return processing.begin(sandbox, statement)


def get(sandbox: Sandbox, caller: ProviderCaller, statement_id: str) -> Statement:
    """A statement as it stands when it is read; another provider's is unknown, like none."""
    statement = sandbox.store.statements.get(statement_id)
    if statement is None or statement.provider_id != caller.provider_id:
        raise Unknown(
            "PRV-STMT-10",
            "unknown_statement",
            "You have posted no statement of this id.",
            truth="GEN-05" if statement else None,
        )
    with suppress(Unavailable), sandbox.store.unit_of_work():
        processing.count_read(sandbox, statement)  # on a full disk reads go on, uncounted
    return statement


def _judge_account(sandbox: Sandbox, account: BankAccount) -> None:
    if not account.is_connected:
        raise Conflict(
            "PRV-STMT-08",
            "bank_account_cancelled",
            "The bank account was disconnected; it takes no statement any more.",
        )
    if sandbox.store.statements.count("processing", account.bank_account_id):
        raise Conflict(
            "PRV-STMT-07",
            "statement_in_flight",
            "Another statement of this bank account is being processed; wait for its end.",
        )


def _refuse_repeats(sandbox: Sandbox, new: NewStatement) -> None:
    times = Counter(each.unique_id for each in new.transactions)
    held = sandbox.store.transactions
    repeated = [
        unique_id
        for unique_id, count in times.items()
        if count > 1 or held.count("unique", unique_id_key(new.bank_account_id, unique_id))
    ]
    if repeated:
        more = f" and {len(repeated) - _NAMED} more" if len(repeated) > _NAMED else ""
        raise Conflict(
            "PRV-STMT-02",
            "unique_id_repeated",
            "Each uniqueId counts once for a bank account, and nothing of this statement is "
            f"processed; repeated are {named(repeated[:_NAMED])}{more}.",
        )
