"""How liars overlook whose data it is, or that it was fetched from a bank."""

from collections.abc import Iterable
from typing import Any

import pytest

from sandbank_server.domain.uploads import UploadAccount
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.protection import refuse_fetched

Place = tuple[Any, str]  # a module and a name in it


def overlook(patch: pytest.MonkeyPatch, operation: Place, guard: Place, other: Any) -> None:
    """Puts another guard in the place of one, during one operation."""
    real = getattr(*operation)

    def deviating(*arguments: Any) -> Any:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(*guard, other)
            return real(*arguments)

    patch.setattr(*operation, deviating)


def by_login(
    _sandbox: Sandbox, requirement: str, done: str, accounts: Iterable[UploadAccount]
) -> None:
    """Refuses fetched accounts, and overlooks fetched transactions in uploaded ones."""
    refuse_fetched(requirement, done, (it.account_id for it in accounts if it.fetched))
