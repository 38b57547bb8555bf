"""The User banking API: who gets a token with which scopes, and what was fetched."""

from collections.abc import Sequence
from functools import partial

from sandbank_conformance import playground
from sandbank_conformance.callers import Uploader
from sandbank_conformance.doctor import held_uploads
from sandbank_conformance.doctor.patient import Patient
from sandbank_conformance.doctor.suspects import note_no_token
from sandbank_conformance.exchange import Exchange

UPLOAD, READ = "banking-upload", "banking"
ROLES = {"uploader": "client", "reader": "reader", "other uploader": "other"}
KEYS = {"uploader": "user-banking", "reader": "user-banking.reader"}


def look(patient: Patient) -> None:
    """Note which credentials, scopes and ids are not right."""
    run = patient.run
    for client in (run.uploader, run.reader, run.other_uploader):
        if client is not None and _gets_a_token(patient, client):
            _reads(patient, client)
            if client.name == "uploader" and not client.access.token:
                _narrows(patient, client)


def key(client: Uploader, name: str) -> str:
    """Where a client's credential stands: `[user-banking.reader] client-id`."""
    return f"[{KEYS.get(client.name, 'user-banking.other')}] {name}"


def _gets_a_token(patient: Patient, client: Uploader) -> bool:
    if client.access.token:
        return True
    answer = client.ask_for_token()
    if isinstance(answer.at("/access_token"), str):
        scope = answer.at("/scope")
        _scopes(patient, client, scope.split() if isinstance(scope, str) else None)
        return True
    known = getattr(playground.user_banking(""), ROLES[client.name])
    names = ["client-id", "client-secret"]
    note_no_token(patient, client, known, partial(key, client), names, answer)
    return False


def _scopes(patient: Patient, client: Uploader, scopes: Sequence[str] | None) -> None:
    if scopes is None:
        return  # not every server says what it grants
    reads_only = client.name == "reader"
    if reads_only == (UPLOAD in scopes):
        wanted = f"{READ} alone" if reads_only else f"{READ} and {UPLOAD}"
        patient.held(
            key(client, "client-id"),
            given=client.access,
            tried=f"the scopes of the {client.name}'s token",
            received=f"the scopes {' '.join(scopes) or '(none)'}",
            change=f"give a client with the scope {wanted}",
        )


def _reads(patient: Patient, client: Uploader) -> None:
    answer = client.call("listUsers")
    if not answer.succeeded:
        _refused(patient, client, answer)
        return
    patient.notes.good(f"the {client.name} lists users")
    if client.access.client_id:
        patient.only_here(key(client, "client-id"), client.access.client_id)
    if client.name == "uploader":
        _tenant(patient, client)
        held_uploads.look(patient, client)


def _refused(patient: Patient, client: Uploader, answer: Exchange) -> None:
    if answer.status in (401, 403):
        wrong = "token" if client.access.token else "client-id"
        patient.credentials(
            key(client, wrong),
            given=client.access,
            tried=patient.shown(answer),
            received=patient.said(answer),
            change=f"correct {wrong}: give one that may list users",
        )
    else:
        patient.notes.target(
            key(client, "client-id"),
            tried=patient.shown(answer),
            received=patient.said(answer),
            change="mend the server, or say where users are listed: [user-banking.paths] listUsers",
        )


def _tenant(patient: Patient, client: Uploader) -> None:
    api, name = patient.run.target.user_banking, client.access.client_id
    if api is None or not api.tenants or not name:
        return
    answer = client.through(name).call("listUsers")
    if answer.refused:
        patient.credentials(
            "[user-banking] tenants",
            given=client.access,
            tried=patient.shown(answer, f"with TenantID: {name}"),
            received=patient.said(answer),
            change="tenants = false, if TenantID does not name a tenant of the client",
        )


def _narrows(patient: Patient, client: Uploader) -> None:
    answer = client.ask_for_token(scope=READ)
    if answer.at("/scope") != READ:
        patient.notes.target(
            "[user-banking] client-id",
            tried=f"a token narrowed by scope={READ}: {patient.shown(answer)}",
            received=patient.said(answer) if not answer.succeeded else "other scopes than asked",
            change="nothing, if tokens cannot be narrowed: checks of that are not testable",
        )
