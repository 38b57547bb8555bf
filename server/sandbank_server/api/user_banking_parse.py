"""From calls of the User banking API to what their use cases take: who, where, which page."""

from dataclasses import replace

from sandbank_server.api.calls import Call
from sandbank_server.domain import days
from sandbank_server.domain.findings import Findings
from sandbank_server.domain.refusals import Malformed, Violation
from sandbank_server.domain.texts import is_blank
from sandbank_server.service.callers import Anyone, UploadCaller
from sandbank_server.service.paging import Wanted
from sandbank_server.service.upload_tokens import UploadCredentials
from sandbank_server.service.users import AccountPath, NewUser, UserPath

LONGEST_NUMBER = 1000  # digits of a page; a longer one is beyond the last page all the same
NO_TENANT = ""  # what a doubled TenantID names: nothing that anybody reaches


def caller(call: Call[UploadCaller]) -> UploadCaller:
    """The caller with the tenant it asks for."""
    names = call.headers.get("tenantid", ())
    asked = names[0] if len(names) == 1 else NO_TENANT
    return replace(call.caller, tenant=asked if names else None)


def user_path(call: Call[UploadCaller]) -> UserPath:
    """The user of the path."""
    return UserPath(user_id=call.path["user-id"])


def account_path(call: Call[UploadCaller]) -> AccountPath:
    """The account of the path."""
    return AccountPath(user_id=call.path["user-id"], account_id=call.path["account-id"])


def credentials(call: Call[Anyone]) -> UploadCredentials:
    """The form of the token endpoint."""
    form = call.body or {}
    findings = Findings()
    for name in ("client_id", "client_secret"):
        if is_blank(form.get(name, "")):
            findings.add(f"/{name}", "is missing")
    if form.get("grant_type") != "client_credentials":
        findings.add("/grant_type", "must be client_credentials")
    findings.settle("GEN-04")
    return UploadCredentials(
        client_id=form["client_id"],
        client_secret=form["client_secret"],
        scope=form.get("scope"),
    )


def new_user(call: Call[UploadCaller]) -> NewUser:
    """The user to make."""
    seconds = call.body.get("expiresIn")
    return NewUser(
        type=call.body["type"],
        automatic_analysis=call.body["automaticAnalysis"],
        expires_in=None if seconds is None else int(seconds),
    )


def user_page(call: Call[UploadCaller]) -> Wanted:
    """The page of users asked for."""
    return Wanted(number=_number(call, "page", 1))


def transaction_page(call: Call[UploadCaller]) -> Wanted:
    """The page of transactions asked for; `from` and `to` are inclusive."""
    since, until = _day(call, "from"), _day(call, "to")
    return Wanted(
        number=_number(call, "page", 1),
        limit=_number(call, "limit", 100),
        start=None if since is None else (since,),
        before=None if until is None else (f"{until}~",),  # above every day that is not later
    )


def _number(call: Call[UploadCaller], name: str, default: int) -> int:
    return int((call.parameter(name) or str(default))[:LONGEST_NUMBER])


def _day(call: Call[UploadCaller], name: str) -> str | None:
    text = call.parameter(name)
    if text is not None and not days.is_day(text):
        raise Malformed(
            "GEN-04",
            "A query parameter breaks the contract.",
            (Violation(f"/query/{name}", "must be a day as YYYY-MM-DD"),),
        )
    return text
