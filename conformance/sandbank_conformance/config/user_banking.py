"""`[user-banking]`: the User banking API, the clients that call it, and fetched data."""

from sandbank_conformance.config.common import common
from sandbank_conformance.config.provider import command
from sandbank_conformance.config.table import Table
from sandbank_conformance.target import HeldUpload, UploadAccess, UserBankingApi


def user_banking(table: Table, base: UserBankingApi | None) -> UserBankingApi:
    """The API as its table has it; what is left out there is as in `base`."""
    api = UserBankingApi(
        **common(table, "user_banking", base),
        client=_client(table, "uploader", base.client if base else None),
        reader=_other(table, "reader", "reader", base.reader if base else None),
        other=_other(table, "other", "other uploader", base.other if base else None),
        tenants=table.flag("tenants", base.tenants if base else True),
        fetched=_fetched(table, base.fetched if base else ()),
        fetched_command=command(table, "fetched-command", base.fetched_command if base else ""),
        mixed_command=command(table, "mixed-command", base.mixed_command if base else ""),
        expired_token=table.secret("expired-token", base.expired_token if base else ""),
    )
    table.end()
    return api


def _other(table: Table, key: str, name: str, base: UploadAccess | None) -> UploadAccess | None:
    within = table.table(key)
    if within is None:
        return base
    access = _client(within, name, base)
    within.end()
    return access


def _client(table: Table, name: str, base: UploadAccess | None) -> UploadAccess:
    token = table.secret("token", base.token if base else "")
    needless = "" if token else None  # only whoever asks for tokens needs them
    return UploadAccess(
        name=name,
        client_id=table.text("client-id", base.client_id if base else needless, "the client's id"),
        client_secret=table.secret("client-secret", base.client_secret if base else needless),
        token=token,
    )


def _fetched(table: Table, base: tuple[HeldUpload, ...]) -> tuple[HeldUpload, ...]:
    tables = table.tables("fetched")
    return base if tables is None else tuple(_upload(each) for each in tables)


def _upload(table: Table) -> HeldUpload:
    upload = HeldUpload(
        user=table.text("user", None, "a userId"),
        account=table.text("account", None, "an accountId"),
        fetched=table.texts("fetched") or (),
        uploaded=table.texts("uploaded") or (),
    )
    if not upload.fetched and "fetched" not in table:
        table.missing("fetched", 'transactionIds: ["…", "…"]')
    table.end()
    return upload
