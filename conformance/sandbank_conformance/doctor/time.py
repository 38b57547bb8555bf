"""How far the target's clock is from ours."""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from sandbank_conformance.adapters.clock import now
from sandbank_conformance.doctor.bearers import claims, moment
from sandbank_conformance.doctor.patient import Patient
from sandbank_conformance.exchange import Exchange

FAR = 60  # seconds; below, it may be the way


def look(patient: Patient, answers: Iterable[Exchange]) -> None:
    """Note a clock that is far off; the first answer that tells the time counts."""
    for answer in answers:
        told = _time(answer)
        if told is not None:
            _judge(patient, answer, told)
            return


def _judge(patient: Patient, answer: Exchange, told: datetime) -> None:
    off = (told - now()).total_seconds()
    if abs(off) <= FAR:
        patient.notes.good("the clocks agree")
        return
    is_sandbox = patient.run.owner is not None
    patient.notes.target(
        "clock",
        tried=patient.shown(answer),
        received=f"{told:%Y-%m-%d %H:%M:%S} UTC, {_duration(abs(off))} "
        f"{'ahead of' if off > 0 else 'behind'} this machine",
        change="nothing, if the sandbox's clock was moved on purpose"
        if is_sandbox
        else "set one of the clocks right: tokens and nonces may be judged as expired",
    )


def _time(answer: Exchange) -> datetime | None:
    """The time that an answer tells: of the control API, of its head, or of a new token."""
    clock = answer.at("/now")
    if answer.operation_id == "getClock" and isinstance(clock, str):
        return datetime.fromisoformat(clock)
    for pointer in ("/jwt", "/access_token"):
        token = answer.at(pointer)
        if isinstance(token, str) and (issued := moment(claims(token).get("iat"))):
            return issued
    try:
        told = parsedate_to_datetime(answer.header("date") or "")
    except ValueError:
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def _duration(seconds: float) -> str:
    for size, name in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} seconds"
