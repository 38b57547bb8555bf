"""What breaks off is noted: neither a server nor a mistake of ours may end an examination."""

from collections.abc import Iterator
from contextlib import contextmanager

from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.doctor.patient import Patient
from sandbank_conformance.wire import TransportError


@contextmanager
def guarded(patient: Patient, place: str, tried: str) -> Iterator[None]:
    """One look; whatever comes after it is looked at all the same."""
    try:
        yield
    except (TransportError, NotTestable) as error:
        told = patient.run.secrets.masked(str(error))
        patient.notes.target(place, tried=tried, received=told, change="mend the server there")
    except Exception as error:
        patient.notes.suite(
            place,
            tried=tried,
            received=patient.run.secrets.masked(f"{type(error).__name__}: {error}"),
            change="nothing: this is a mistake of the suite; please report it",
        )
