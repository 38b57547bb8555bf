"""A provider changes the banks that products can connect through it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sandbank_server.domain.bank_changes import BankChanges, NamedBank
from sandbank_server.domain.organisations import Bank
from sandbank_server.domain.refusals import Unknown, named
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.identities import unused
from sandbank_server.service.ports import Sandbox


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedBanks:
    """The banks as they are now, each list in the order in which it was sent."""

    created: tuple[Bank, ...]
    updated: tuple[Bank, ...]
    removed: tuple[Bank, ...]


def change(sandbox: Sandbox, caller: ProviderCaller, changes: BankChanges) -> ChangedBanks:
    """Make all of the changes, or none where one names a bank that is not the caller's.

    What waits for a provider goes to the addresses of its banks from then on.
    """
    mine = _banks(sandbox, caller, (*changes.to_update, *changes.to_remove))
    changed = ChangedBanks(
        created=_kept(
            sandbox,
            (
                new.as_bank(unused(sandbox.ids, sandbox.store.banks.get), caller.provider_id)
                for new in changes.to_create
            ),
        ),
        updated=_kept(sandbox, (it.applied_to(mine[it.principal_id]) for it in changes.to_update)),
        removed=_kept(sandbox, (it.removed(mine[it.principal_id]) for it in changes.to_remove)),
    )
    sandbox.outbox.look()
    return changed


def _banks(
    sandbox: Sandbox, caller: ProviderCaller, naming: Iterable[NamedBank]
) -> dict[str, Bank]:
    """The banks by their ids; `Unknown` names those that the caller does not have."""
    found = {each: sandbox.store.banks.get(each.principal_id) for each in naming}
    mine = {
        bank.bank_id: bank
        for each, bank in found.items()
        if bank and bank.provider_id == caller.provider_id and each.names(bank)
    }
    unknown = [each.principal_id for each in found if each.principal_id not in mine]
    if unknown:
        foreign = any(bank and bank.provider_id != caller.provider_id for bank in found.values())
        raise Unknown(
            "PRV-BANK-02",
            "unknown_bank",
            f"You have no bank of this principalId with this externalRef: {named(unknown)}.",
            truth="GEN-05" if foreign else None,
        )
    return mine


def _kept(sandbox: Sandbox, banks: Iterable[Bank]) -> tuple[Bank, ...]:
    kept = []
    for bank in banks:  # one by one, so that the next id is none that was just given
        sandbox.store.banks.put(bank)
        kept.append(bank)
    return tuple(kept)
