"""The whole examination: is everything where it is said to be, and is it as it is said to be."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sandbank_conformance.doctor import (
    base,
    bearers,
    consumer,
    control,
    provider,
    reach,
    roles,
    time,
    user_banking,
)
from sandbank_conformance.doctor.findings import Notes
from sandbank_conformance.doctor.guard import guarded
from sandbank_conformance.doctor.patient import TABLES, TITLES, Patient
from sandbank_conformance.doctor.trouble import Trouble
from sandbank_conformance.doctor.world import World
from sandbank_conformance.plans import Plan
from sandbank_conformance.run import prepare
from sandbank_conformance.target import Target

LOOKS: dict[str, Callable[[Patient], None]] = {
    "consumer": consumer.look,
    "provider": provider.look,
    "user_banking": user_banking.look,
}


def examine(target: Target, apis: Sequence[str]) -> Notes:
    """All that can be said before a run that is to prove these APIs; nothing is changed."""
    return _Examination(target, apis).notes()


class _Examination:
    def __init__(self, target: Target, apis: Sequence[str]) -> None:
        self._apis = [each for each in apis if target.api(each)]
        # Who waits for the first check must not wait for what never answers.
        self._target = replace(target, timeout=min(target.timeout, target.patience))
        self._notes = Notes()

    def notes(self) -> Notes:
        """First whether everything is where it is said to be, then whether it is as it is said."""
        for each in self._target.remarks:
            self._notes.config(
                each.place, tried="to read it", received=each.told, change=each.change, stops=False
            )
        for api in self._apis:
            roles.look(self._notes, self._target, api)
            bearers.look(self._notes, self._target, api)
        asked, reached = self._target.control, self._reached()
        with prepare(self._target, Plan()) as run:
            patient = Patient(run, self._notes, World(run))
            there = base.look(patient, reached)
            if run.target.control or (there and asked is None):
                with guarded(patient, patient.url_place("control"), "to find the control API"):
                    control.look(patient, there)
            for api in there:
                with guarded(patient, f"[{TABLES[api]}]", f"to look at {TITLES[api]}"):
                    LOOKS[api](patient)
            if there:
                with guarded(patient, "clock", "to read the target's clock"):
                    time.look(patient, run.trace.exchanges)
        return self._notes

    def _reached(self) -> list[str]:
        """The APIs where something answers; the others are noted."""
        target = self._target
        urls = {each: api.url for each in self._apis if (api := target.api(each))}
        if target.control:
            urls["control"] = target.control.url
        found = reach.troubles(urls.values(), target)
        silent = {
            name: found[at] for name, url in urls.items() if (at := reach.origin(url)) in found
        }
        for name, trouble in silent.items():
            if name != "control" or (target.control and target.control.demanded):
                _note(
                    self._notes, target.places.get(name, f"[{TABLES.get(name, name)}] url"), trouble
                )
        if "control" in silent:
            self._target = replace(target, control=None)
        return [each for each in self._apis if each not in silent]


def _note(notes: Notes, place: str, trouble: Trouble) -> None:
    notes.config(
        place,
        tried=trouble.tried,
        received=trouble.received,
        change=trouble.change,
        unreached=trouble.unreached,
    )
