"""What checks of the User banking API work on: users, accounts and transactions, made anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.ground import Ground
from sandbank_conformance.owner import Owner
from sandbank_conformance.printed import json_object
from sandbank_conformance.target import HeldUpload, UserBankingApi

USER = {"type": "person", "automaticAnalysis": "suspended"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An account that was uploaded for a check."""

    user: str
    account: str
    number: str
    transactions: tuple[str, ...]


class Uploads:
    """Makes what a check needs; ids are drawn, so that they meet nobody else's."""

    def __init__(
        self, api: UserBankingApi, uploader: Uploader, owner: Owner | None, ground: Ground
    ) -> None:
        self._api = api
        self._uploader = uploader
        self._control = owner
        self._ground = ground

    @property
    def _owner(self) -> Owner | None:
        return self._control if self._ground.is_ours else None

    def user(self, uploader: Uploader | None = None, tenant: str | None = None) -> str:
        """A new user."""
        uploader = uploader or self._uploader
        made = (uploader.through(tenant) if tenant else uploader).call("createUser", json=USER)
        return str(given(made, "/userId"))

    def account(
        self,
        draw: Draw,
        *,
        user: str = "",
        transactions: int = 3,
        uploader: Uploader | None = None,
        tenant: str | None = None,
        **members: Any,
    ) -> Upload:
        """A new account with transactions; of a new user unless one is named."""
        if tenant:
            uploader = (uploader or self._uploader).through(tenant)
        body = {**self.account_body(draw, transactions=transactions), **members}
        return self.upload(user or self.user(uploader), body, uploader)

    def upload(
        self, user: str, body: Mapping[str, Any], uploader: Uploader | None = None
    ) -> Upload:
        """An account uploaded as it is."""
        given((uploader or self._uploader).call("uploadAccounts", user, json=body))
        return _upload(user, body)

    def several(self, user: str, bodies: Sequence[Mapping[str, Any]]) -> list[Upload]:
        """Accounts uploaded together, as they are."""
        given(self._uploader.call("uploadAccounts", user, json=list(bodies)))
        return [_upload(user, each) for each in bodies]

    def account_body(self, draw: Draw, *, transactions: int = 0) -> dict[str, Any]:
        """An account as it is uploaded; the target's own members are added to it."""
        return {
            **self._api.bodies.get("uploadAccounts", {}),
            "accountId": f"acc-{draw.word()}",
            "accountNumber": draw.digits(),
            "currency": "EUR",
            "type": "GIRO",
            "balance": draw.amount(),
            "name": "Verify",
            "transactions": [self.transaction_body(draw) for _ in range(transactions)],
        }

    def transaction_body(self, draw: Draw, **members: Any) -> dict[str, Any]:
        """A transaction as it is uploaded."""
        return {
            "transactionId": f"tx-{draw.word()}",
            "amount": draw.amount(),
            "bookingDate": f"2026-01-{draw.integer(1, 28):02}",
            "purpose": f"Verify {draw.word(6)}",
            **members,
        }

    def fetched(self, draw: Draw) -> HeldUpload:
        """An account that holds nothing but three transactions fetched from a bank."""
        if self._owner is None:
            return self._held(mixed=False)
        user, account = self.user(), f"acc-{draw.word()}"
        new = {
            "accountId": account,
            "bankLoginId": f"login-{draw.word(6)}",
            "accountNumber": draw.digits(),
            "currency": "EUR",
            "type": "GIRO",
        }
        return self._planted(draw, user, new, transactions=3)

    def mixed(self, draw: Draw) -> HeldUpload:
        """An uploaded account with uploaded transactions and one that was fetched."""
        if self._owner is None:
            return self._held(mixed=True)
        upload = self.account(draw)
        return self._planted(
            draw,
            upload.user,
            {"accountId": upload.account},
            transactions=1,
            uploaded=upload.transactions,
        )

    def _planted(
        self,
        draw: Draw,
        user: str,
        account: Mapping[str, Any],
        *,
        transactions: int,
        uploaded: Sequence[str] = (),
    ) -> HeldUpload:
        assert self._owner is not None
        fetched = [self.transaction_body(draw) for _ in range(transactions)]
        body = {"accounts": [{**account, "transactions": fetched}]}
        given(self._owner.call("plantFetchedAccounts", user, json=body))
        return HeldUpload(
            user=user,
            account=account["accountId"],
            fetched=tuple(each["transactionId"] for each in fetched),
            uploaded=tuple(uploaded),
        )

    def _held(self, *, mixed: bool) -> HeldUpload:
        if command := self._api.mixed_command if mixed else self._api.fetched_command:
            return _printed(command)
        for each in self._api.fetched:
            if bool(each.uploaded) == mixed:
                return each
        raise NotTestable(
            "an account with fetched transactions"
            f"{' and uploaded ones' if mixed else ' only'}: "
            '[[user-banking.fetched]] user = "…", account = "…", fetched = ["…"]'
        )


def _upload(user: str, body: Mapping[str, Any]) -> Upload:
    return Upload(
        user=user,
        account=body["accountId"],
        number=body["accountNumber"],
        transactions=tuple(each["transactionId"] for each in body["transactions"]),
    )


def _printed(command: str) -> HeldUpload:
    """An account that the user's own command has brought about."""
    printed = json_object(command)
    try:
        return HeldUpload(
            user=str(printed["user"]),
            account=str(printed["account"]),
            fetched=tuple(map(str, printed["fetched"])),
            uploaded=tuple(map(str, printed.get("uploaded", ()))),
        )
    except (KeyError, TypeError) as error:
        raise NotTestable(
            f"user, account and fetched from the command {command!r}: {error!r} is not there"
        ) from None
