"""The whole examination, in two steps: is everything where it is said, and is it as it is said."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from sandbank_conformance.conditions import NotTestable
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
from sandbank_conformance.doctor.patient import TABLES, TITLES, Patient
from sandbank_conformance.doctor.trouble import Trouble
from sandbank_conformance.plans import Plan
from sandbank_conformance.run import prepare
from sandbank_conformance.target import Target
from sandbank_conformance.wire import TransportError

LOOKS: dict[str, Callable[[Patient], None]] = {
    "consumer": consumer.look,
    "provider": provider.look,
    "user_banking": user_banking.look,
}


class Examination:
    """Looks at a target on behalf of a run that is to prove some of its APIs."""

    def __init__(self, target: Target, apis: Sequence[str]) -> None:
        self._apis = [each for each in apis if target.api(each)]
        # Who waits for the first check must not wait for what never answers.
        self._target = replace(target, timeout=min(target.timeout, target.patience))
        self._there: list[str] = []

    def approach(self) -> Notes:
        """Addresses, encryption, base paths, the control API; and what can be seen from here."""
        notes = Notes()
        for each in self._target.remarks:
            notes.config(
                each.place, tried="to read it", received=each.told, change=each.change, stops=False
            )
        for api in self._apis:
            roles.look(notes, self._target, api)
            bearers.look(notes, self._target, api)
        reached = self._reached(notes)
        with self._patient(notes, laid=False) as patient:
            for api in reached:
                with _guarded(notes, patient.url_place(api), f"to find {TITLES[api]}"):
                    if base.look(patient, api):
                        self._there.append(api)
            with _guarded(notes, patient.url_place("control"), "to find the control API"):
                control.look(patient)
        return notes

    def look(self, *, laid: bool) -> Notes:
        """Credentials, scopes, rights, ids, of the APIs that are there.

        `laid` says that the playground has just been loaded.
        """
        notes = Notes()
        with self._patient(notes, laid=laid) as patient:
            for api in self._there:
                with _guarded(notes, f"[{TABLES[api]}]", f"to look at {TITLES[api]}"):
                    LOOKS[api](patient)
            answers = patient.run.trace.exchanges
            with _guarded(notes, "clock", "to read the target's clock"):
                time.look(patient, answers)
        return notes

    def _reached(self, notes: Notes) -> list[str]:
        """The APIs where something answers; the others are noted."""
        target = self._target
        urls = {each: api.url for each in self._apis if (api := target.api(each))}
        if target.control:
            urls["control"] = target.control.url
        found = reach.troubles(urls.values(), target)
        reached = []
        for name, url in urls.items():
            trouble = found.get(reach.origin(url))
            if trouble is None:
                reached.append(name)
            elif name != "control" or (target.control and target.control.demanded):
                _note(notes, target.places.get(name, f"[{TABLES.get(name, name)}] url"), trouble)
        if "control" not in reached:
            self._target = replace(target, control=None)
        return [each for each in reached if each != "control"]

    @contextmanager
    def _patient(self, notes: Notes, *, laid: bool) -> Iterator[Patient]:
        with prepare(self._target, Plan()) as run:
            yield Patient(run, notes, self._apis, laid)


def _note(notes: Notes, place: str, trouble: Trouble) -> None:
    notes.config(
        place,
        tried=trouble.tried,
        received=trouble.received,
        change=trouble.change,
        unreached=trouble.unreached,
    )


@contextmanager
def _guarded(notes: Notes, place: str, tried: str) -> Iterator[None]:
    """What breaks off is noted: neither a server nor a mistake of ours may end the examination."""
    try:
        yield
    except (TransportError, NotTestable) as error:
        notes.target(place, tried=tried, received=str(error), change="mend the server there")
    except Exception as error:
        notes.suite(
            place,
            tried=tried,
            received=f"{type(error).__name__}: {error}",
            change="nothing: this is a mistake of the suite; please report it",
        )
