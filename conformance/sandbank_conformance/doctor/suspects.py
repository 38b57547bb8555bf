"""Which credentials may be wrong of a client that gets no token."""

from collections.abc import Callable, Sequence
from typing import Any

from sandbank_conformance.callers import Provider, Uploader
from sandbank_conformance.doctor.patient import Patient, either
from sandbank_conformance.draw import once
from sandbank_conformance.exchange import Exchange


def note_no_token(
    patient: Patient,
    caller: Provider | Uploader,
    known: Any,
    key: Callable[[str], str],
    names: Sequence[str],
    answer: Exchange,
) -> None:
    """Note what may be wrong, by an answer that has no token; `key` says where a name stands."""
    tried = f"a token for the {caller.name}: {patient.shown(answer)}"
    if answer.status // 100 == 4:
        wrong = _suspects(caller, known, names, answer)
        patient.credentials(
            key(wrong[0]),
            given=caller.access,
            tried=tried,
            received=patient.said(answer),
            change=f"correct {either(wrong)}",
        )
    else:
        patient.notes.target(
            key("client-id"),
            tried=tried,
            received=patient.said(answer),
            change='let it answer {"access_token": "…"}; or give one: token = "env:NAME"',
        )


def _suspects(
    caller: Provider | Uploader, known: Any, names: Sequence[str], answer: Exchange
) -> list[str]:
    """The keys, the likeliest first; `known` is who the playground has in this role.

    Who goes by the playground otherwise is wrong where it does not; and a server that refuses
    a made-up client in other words knows this one.
    """
    other = [each for each in names if _of(caller.access, each) != _of(known, each)]
    wrong = other if 0 < len(other) < len(names) else list(names)
    if len(wrong) > 1 and "client-id" in wrong and _is_known(caller, answer):
        wrong.remove("client-id")
    return wrong


def _of(access: Any, key: str) -> Any:
    return getattr(access, key.replace("-", "_"), None)


def _is_known(caller: Provider | Uploader, answer: Exchange) -> bool:
    name = once()
    made_up = caller.ask_for_token(client_id=name)
    return made_up.refused and _told(made_up, name) != _told(answer, caller.access.client_id)


def _told(answer: Exchange, name: str) -> tuple[int, bytes]:
    return answer.status, answer.received.body.replace(name.encode(), b"")
