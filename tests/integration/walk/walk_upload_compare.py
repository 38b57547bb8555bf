"""How answers of the User banking API are held against the model."""

from typing import Any

from integration.walk.walk_model import seconds
from integration.walk.walk_steps import amount, equal
from integration.walk.walk_values import PAGE, UploadAccountModel, UserModel


def compare_user(user_id: str, user: UserModel, got: Any) -> None:
    """Hold an answered user against the model."""
    equal("userId", user_id, got["userId"])
    kind = (user.type, user.automatic_analysis)
    equal("user", kind, (got["type"], got["automaticAnalysis"]))
    expires = got.get("expiresAt")
    equal("expiresAt", user.expires, expires and seconds(expires))


def compare_accounts(user: UserModel, got: Any) -> None:
    """Hold a list of uploaded and fetched accounts against the model."""
    equal("accounts", sorted(user.accounts), sorted(a["accountId"] for a in got))
    for item in got:
        compare_upload_account(item["accountId"], user.accounts[item["accountId"]], item)


def compare_upload_account(account_id: str, account: UploadAccountModel, got: Any) -> None:
    """Hold one account against the model; null and absent are the same."""
    expected = {k: v for k, v in account.fields.items() if v is not None}
    expected["accountId"] = account_id
    shown = {k: v for k, v in got.items() if v is not None}
    for item in (expected, shown):
        if "balance" in item:
            item["balance"] = amount(item["balance"])
    equal("account", expected, shown)


def compare_transactions(
    account: UploadAccountModel,
    got: Any,
    page: int = 1,
    limit: int = PAGE,
    dates: tuple[str, str] = ("", ""),
) -> None:
    """Hold a page of transactions against the model."""
    held = sorted((t.fields["bookingDate"], k) for k, t in account.transactions.items())
    asked = [(d, k) for d, k in held if dates[0] <= d <= (dates[1] or "9")]
    shown = [k for _, k in asked[(page - 1) * limit : page * limit]]
    meta = {"page": page, "limit": limit, "total": len(asked)}
    equal("meta of transactions", meta, got["meta"])
    equal("transactions", shown, [t["transactionId"] for t in got["data"]])
    for item in got["data"]:
        transaction = account.transactions[item["transactionId"]]
        equal("fetched", transaction.fetched, item.get("fetched", False))
        for name, value in transaction.fields.items():
            same = amount if name == "amount" else lambda it: it
            equal(name, same(value), same(item.get(name)))
