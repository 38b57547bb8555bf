"""The Provider API: who gets a token, and whether key and token are taken.

No operation only reads. What tells is the report for an authorisation that nobody has: right
credentials find no such authorisation, wrong ones do not get that far.
"""

from functools import partial

from sandbank_conformance import playground
from sandbank_conformance.callers import Provider
from sandbank_conformance.doctor.patient import Patient, either
from sandbank_conformance.doctor.suspects import note_no_token
from sandbank_conformance.draw import once
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.target import ProviderApi

REFUSALS = (401, 403)


def look(patient: Patient) -> None:
    """Note which credentials are not right."""
    run, api = patient.run, patient.run.target.provider
    assert api is not None
    for provider in (run.provider, run.rival):
        if provider is not None and _gets_a_token(patient, provider):
            _reports(patient, provider)
    _sessions(patient, api)


def _key(provider: Provider, name: str) -> str:
    return f"[provider] {name}" if provider.name == "provider" else f"[provider.rival] {name}"


def _gets_a_token(patient: Patient, provider: Provider) -> bool:
    if provider.access.token:
        return True
    answer = provider.ask_for_token()
    if isinstance(answer.at("/access_token"), str):
        return True
    known = getattr(playground.provider(""), provider.name)
    names = ["client-id", "client-secret", "audience"]
    note_no_token(patient, provider, known, partial(_key, provider), names, answer)
    return False


def _reports(patient: Patient, provider: Provider) -> None:
    # The least that a report can say, for an id that is made up now: nothing can come of it.
    answer = provider.call(
        "reportAuthorisation", f"sandbank-doctor-{once()}", json={"data": {"status": "failure"}}
    )
    if answer.status not in REFUSALS:
        patient.notes.good(f"the {provider.name}'s key and token are taken")
        patient.only_here(_key(provider, "id"), provider.access.id)
        return
    wrong = _suspects(provider, answer)
    patient.credentials(
        _key(provider, wrong[0]),
        given=provider.access,
        tried=f"{patient.shown(answer)}, a session that nobody has",
        received=patient.said(answer),
        change=f"correct {either(wrong)}: key and token have to be the same provider's",
    )


def _suspects(provider: Provider, answer: Exchange) -> list[str]:
    """The keys that may be wrong: what a made-up key is told, a wrong key is told as well."""
    if not provider.access.token:
        return ["api-key"]
    same = provider.call(
        "reportAuthorisation",
        f"sandbank-doctor-{once()}",
        headers={"x-api-key": once()},
        json={"data": {"status": "failure"}},
    )
    is_alike = same.status == answer.status and same.received.body == answer.received.body
    return ["api-key", "token"] if is_alike else ["token", "api-key"]


def _sessions(patient: Patient, api: ProviderApi) -> None:
    held = [
        *api.sessions.onboarding,
        *api.sessions.reauthorisation,
        *api.sessions.expired,
        *api.sessions.foreign,
    ]
    if held and not patient.world.is_replaced:
        patient.notes.good(f"{len(held)} sessions are left alone: a look would use them up")
