"""Which handler serves which path."""

from __future__ import annotations

from collections.abc import Callable

from . import (
    consumer_access,
    consumer_accounts,
    consumer_rules,
    linking,
    provider,
    provider_banks,
    statements,
    ub_access,
    ub_accounts,
    ub_transactions,
)
from .web import Call, Reply

Handler = Callable[[Call], Reply]
ACCOUNT = "/consumer/v1/{companyId}/bankaccounts/{bankAccountId}"
USER = "/user-banking/users/{user-id}"
UPLOADS = USER + "/banking/accounts"

TABLE: dict[str, dict[str, Handler]] = {
    "/provider/v1/oauth/token": {"POST": provider.issue_token},
    "/provider/v1/authorisations": {"PATCH": provider.report_by_query},
    "/provider/v1/authorisations/{authorisationId}": {"PATCH": provider.report_by_path},
    "/provider/v1/statements": {"POST": statements.post_statement},
    "/provider/v1/statements/{statementId}": {"GET": statements.get_statement},
    "/provider/v1/accountqueries": {"POST": provider_banks.query_account},
    "/provider/v1/banks": {"POST": provider_banks.change_banks},
    "/consumer/v1/accesstoken": {"GET": consumer_access.get_access_token},
    "/consumer/v1/organisations": {"POST": consumer_access.create_organisation},
    "/consumer/v1/banks": {"GET": consumer_access.list_banks},
    "/consumer/v1/banks/{bankId}": {"GET": consumer_access.get_bank},
    "/consumer/v1/{companyId}/bankaccounts": {
        "GET": consumer_accounts.list_accounts,
        "POST": consumer_accounts.create_account,
    },
    "/consumer/v1/{companyId}/indirectlinkaccount": {"GET": linking.begin_linking},
    "/consumer/v1/{companyId}/availablebankaccounts": {"GET": linking.list_available},
    "/consumer/v1/{companyId}/linkavailablebankaccount": {"POST": linking.link_available},
    "/consumer/v1/{companyId}/sessions/{token}": {"GET": linking.poll},
    ACCOUNT + "/indirectauth": {"GET": linking.begin_reauthorisation},
    ACCOUNT: {"GET": consumer_accounts.get_account, "DELETE": consumer_accounts.disconnect},
    ACCOUNT + "/transactions": {"GET": consumer_accounts.list_transactions},
    ACCOUNT + "/rules": {"GET": consumer_rules.list_rules, "POST": consumer_rules.create_rule},
    ACCOUNT + "/rules/{ruleId}": {
        "GET": consumer_rules.get_rule,
        "PUT": consumer_rules.replace_rule,
        "PATCH": consumer_rules.change_rule,
        "DELETE": consumer_rules.delete_rule,
    },
    "/user-banking/auth": {"POST": ub_access.issue_token},
    "/user-banking/users": {"GET": ub_access.list_users, "POST": ub_access.create_user},
    USER: {"GET": ub_access.get_user, "DELETE": ub_access.delete_user},
    UPLOADS: {
        "GET": ub_accounts.list_accounts,
        "POST": ub_accounts.upload_accounts,
        "PATCH": ub_accounts.change_accounts,
        "DELETE": ub_accounts.delete_accounts,
    },
    UPLOADS + "/{account-id}": {
        "GET": ub_accounts.get_account,
        "DELETE": ub_accounts.delete_account,
        "PATCH": ub_transactions.change_transactions,
    },
    UPLOADS + "/{account-id}/transactions": {
        "GET": ub_transactions.list_transactions,
        "POST": ub_transactions.upload_transactions,
        "PATCH": ub_transactions.change_transactions,
        "DELETE": ub_transactions.delete_transactions,
    },
}
PATTERNS = [(tuple(pattern.split("/")[1:]), methods) for pattern, methods in TABLE.items()]


def find(segments: list[str]) -> tuple[dict[str, Handler], dict[str, str]] | None:
    """The methods and ids of a path; an empty segment fits nothing."""
    for pattern, methods in PATTERNS:
        if (
            len(pattern) == len(segments)
            and all(segments)
            and all(
                want == have or want.startswith("{")
                for want, have in zip(pattern, segments, strict=True)
            )
        ):
            ids = {w[1:-1]: h for w, h in zip(pattern, segments, strict=True) if w.startswith("{")}
            return methods, ids
    return None
