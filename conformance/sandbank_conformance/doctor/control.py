"""The control API: whether it is there, takes us for the owner, and is of the same sandbox."""

from collections.abc import Collection

from sandbank_conformance.client import Client, Line
from sandbank_conformance.doctor.findings import Notes
from sandbank_conformance.doctor.patient import Patient
from sandbank_conformance.doctor.reach import NOWHERE, origin
from sandbank_conformance.draw import once
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.owner import Owner, owner_of
from sandbank_conformance.target import Control
from sandbank_conformance.trace import Trace

OURS = "urn:sandbank:problem:"  # begins the type of every problem that a sandbox tells
WITHOUT = "or go without it: [control] use = false"


def look(patient: Patient, apis: Collection[str]) -> None:
    """Note what keeps us from being the owner; a target that is no sandbox has nothing to note.

    Without `apis`, nothing was found that checks could change.
    """
    control = patient.run.target.control
    if control is None:
        patient.notes.good("no control API is asked for: what checks change stays changed")
    elif patient.run.owner is not None:
        patient.notes.good(f"the control API takes us for the owner at {control.url}")
        _same_sandbox(patient, control, patient.run.owner, apis)
        _stays(patient)
    else:
        _no_owner(patient, control, is_told=bool(apis))


def _stays(patient: Patient) -> None:
    if refusal := patient.world.refusal:
        patient.notes.target(
            patient.url_place("control"),
            tried=f"a snapshot under a name that none may have: {patient.shown(refusal)}",
            received=patient.said(refusal),
            change="nothing, if the world cannot be changed and put back: the playground is then "
            "not loaded, and what checks change stays changed",
        )


def _no_owner(patient: Patient, control: Control, *, is_told: bool) -> None:
    answer = _clock(patient, control)
    if answer.status in (401, 403) and _is_sandbox(answer):
        _refused(patient.notes, patient, control, answer)
    elif control.demanded:
        patient.notes.config(
            patient.url_place("control"),
            tried=patient.shown(answer),
            received=patient.said(answer),
            change=f"give the URL of a sandbox's control API, which ends in /_sandbox; {WITHOUT}",
        )
    elif is_told:
        patient.notes.good("there is no control API: what checks change stays changed")


def _refused(notes: Notes, patient: Patient, control: Control, answer: Exchange) -> None:
    change = (
        "put what `sandbank serve` printed at its start into the variable SANDBANK_OWNER_TOKEN, "
        f'or name another: [control] token = "env:NAME"; {WITHOUT}'
    )
    notes.config(
        "[control] token",
        tried=patient.shown(answer, "with the token" if control.token else "without a token"),
        received=patient.said(answer),
        change=change,
        stops=not control.keep_world,  # what is not to be changed need not be steered
    )


def _clock(patient: Patient, control: Control) -> Exchange:
    return owner_of(Line(patient.run.wire, Trace()), control).call("getClock")


def _is_sandbox(answer: Exchange) -> bool:
    kind = answer.at("/type")
    return isinstance(kind, str) and kind.startswith(OURS)


def _same_sandbox(patient: Patient, control: Control, owner: Owner, apis: Collection[str]) -> None:
    """A control API at another place may be another sandbox's: its journal tells."""
    target = patient.run.target
    for name in apis:
        api = target.api(name)
        if api is None or origin(api.url) == origin(control.url):
            continue
        marked = f"{NOWHERE}-{once()}"
        client = Client(Line(patient.run.wire, Trace()), name, api)
        call = client.ask_anything("GET", marked, caller="doctor")
        journal = owner.call("listJournal", query={"limit": 50})
        if journal.succeeded and marked not in journal.received.body.decode("utf-8", "replace"):
            patient.notes.config(
                "[control] url",
                tried=f"{patient.shown(call)}, then the sandbox's journal at {control.url}",
                received="a journal without that call: it is another sandbox's",
                change=f"give the control API of the same server as {patient.url_place(name)}; "
                f"{WITHOUT}",
            )
