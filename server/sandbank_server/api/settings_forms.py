"""The settings that the owner changes: how they are sent, and how they are shown."""

from dataclasses import replace
from decimal import Decimal

from sandbank_server.api.calls import Json
from sandbank_server.service.records import SandboxSettings, StatementProcessing

AT_ONCE = "atOnce"

_PLAIN = {
    "throttlePerSecond": "throttle_per_second",
    "expiredTokenStatus": "expired_token_status",
    "demandSignature": "demand_signature",
    "autoApprove": "auto_approve",
    "transactionsPerDay": "transactions_per_day",
}


def parse_settings(body: Json, settings: SandboxSettings) -> SandboxSettings:
    """The settings with those that are named changed."""
    changes = {_PLAIN[key]: _whole(value) for key, value in body.items() if key in _PLAIN}
    if "statementProcessing" in body:
        changes["statement_processing"] = _processing(body["statementProcessing"])
    return replace(settings, **changes)


def _whole(value: Json) -> Json:
    return int(value) if isinstance(value, Decimal) else value  # 3.0 is an integer in a schema


def _processing(sent: Json) -> StatementProcessing:
    if sent == AT_ONCE:
        return StatementProcessing()
    reads = sent.get("afterReads")
    return StatementProcessing(
        after_time=sent.get("afterTime"), after_reads=None if reads is None else int(reads)
    )


def present_settings(settings: SandboxSettings) -> dict[str, Json]:
    """All settings."""
    shown: dict[str, Json] = {key: getattr(settings, name) for key, name in _PLAIN.items()}
    return {**shown, "statementProcessing": _shown(settings.statement_processing)}


def _shown(processing: StatementProcessing) -> Json:
    if processing.after_reads is not None:
        return {"afterReads": processing.after_reads}
    if processing.after_time is not None:
        return {"afterTime": processing.after_time}
    return AT_ONCE
