"""`[provider]`: the Provider API, the providers that call it, and sessions for their reports."""

import shlex
from typing import Any

from sandbank_conformance.config.common import common
from sandbank_conformance.config.table import Table, shown
from sandbank_conformance.target import HeldSession, ProviderAccess, ProviderApi, Sessions

KINDS = ("onboarding", "reauthorisation", "expired", "foreign")


def provider(table: Table, base: ProviderApi | None) -> ProviderApi:
    """The API as its table has it; what is left out there is as in `base`."""
    access = _provider(table, "provider", base.provider if base else None, "")
    rival, default = table.table("rival"), base.rival if base else None
    api = ProviderApi(
        **common(table, "provider", base),
        provider=access,
        rival=_rival(rival, base, access) if rival else default,
        sessions=_sessions(table.table("sessions"), base.sessions if base else Sessions()),
        expired_token=table.secret("expired-token", base.expired_token if base else ""),
    )
    table.end()
    return api


def _rival(table: Table, base: ProviderApi | None, first: ProviderAccess) -> ProviderAccess:
    access = _provider(table, "rival", base.rival if base else None, first.audience)
    table.end()
    return access


def _provider(
    table: Table, name: str, base: ProviderAccess | None, audience: str
) -> ProviderAccess:
    token = table.secret("token", base.token if base else "")
    needless = "" if token else None  # only whoever asks for tokens needs them
    client = table.text("client-id", base.client_id if base else needless, "the client's id")
    return ProviderAccess(
        name=name,
        id=table.text("id", base.id if base and base.client_id == client else client),
        client_id=client,
        client_secret=table.secret("client-secret", base.client_secret if base else needless),
        api_key=table.secret("api-key", base.api_key if base else None),
        audience=table.text(
            "audience", base.audience if base else audience or needless, "who tokens are for"
        ),
        token=token,
    )


def _sessions(table: Table | None, base: Sessions) -> Sessions:
    if table is None:
        return base
    held: dict[str, Any] = {each: _held(table, each, getattr(base, each)) for each in KINDS}
    commands: dict[str, Any] = {
        f"{each}_command": command(table, f"{each}-command", getattr(base, f"{each}_command"))
        for each in KINDS
    }
    table.end()
    return Sessions(**held, **commands)


def command(table: Table, name: str, default: str) -> str:
    """A command as for a shell, without what only a shell understands."""
    text = table.text(name, default, 'a command: "./open-session.sh"')
    try:
        shlex.split(text)
    except ValueError as error:
        table.wrong(name, f"{text!r} is no command: {error}")
        return ""
    return text


def _held(table: Table, name: str, base: tuple[HeldSession, ...]) -> tuple[HeldSession, ...]:
    value = table.anything(name)
    if value is None:
        return base
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(HeldSession(id=each) for each in value)
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        table.wrong(name, f'{shown(value)}; expected a list of ids: ["…", "…"]')
        return ()
    return tuple(_session(each) for each in table.tables(name) or ())


def _session(table: Table) -> HeldSession:
    session = HeldSession(
        id=table.text("id", None, "an authorisationId"), account=table.text("account", "")
    )
    table.end()
    return session
