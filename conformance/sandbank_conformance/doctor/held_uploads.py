"""Whether the fetched data that a target is said to hold is there, and was fetched."""

from collections.abc import Iterator
from typing import Any

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.doctor.patient import Patient
from sandbank_conformance.readings import listed_transactions
from sandbank_conformance.target import HeldUpload

MOST = 10  # accounts that are looked at; more would only take time


def look(patient: Patient, client: Uploader) -> None:
    """Note what is not as it is said to be."""
    api = patient.run.target.user_banking
    for number, each in enumerate((api.fetched if api else ())[:MOST], start=1):
        _look_at(patient, f"[[user-banking.fetched]] no. {number}", client, each)


def _look_at(patient: Patient, place: str, client: Uploader, held: HeldUpload) -> None:
    answer = client.call("getAccount", held.user, held.account)
    if answer.status in (403, 404):
        is_known = client.call("listAccounts", held.user).succeeded
        wrong = "account" if is_known else "user"
        patient.held(
            f"{place} {wrong}",
            given=held,
            tried=patient.shown(answer),
            received=patient.said(answer),
            change=f"correct {wrong}: give one of the client's own that is there",
        )
    elif answer.succeeded:
        try:
            listed = listed_transactions(client, held.user, held.account)
        except NotTestable:
            return  # a target that shows no transactions cannot be asked about them
        login = answer.at("/bankLoginId")
        is_fetched = isinstance(login, str) and login != ""
        by_id = {each["transactionId"]: each for each in listed}
        _transactions(patient, place, held, by_id, is_fetched)


def _transactions(
    patient: Patient, place: str, held: HeldUpload, listed: dict[str, Any], is_fetched: bool
) -> None:
    """`is_fetched` says that the account itself is shown as one that came from a bank."""
    for name, received, change in _wrong(held, listed, is_fetched):
        patient.held(
            f"{place} {name}",
            given=held,
            tried=f"the transactions of {held.account} of {held.user}",
            received=received,
            change=change,
        )


def _wrong(
    held: HeldUpload, listed: dict[str, Any], is_fetched: bool
) -> Iterator[tuple[str, str, str]]:
    for name in ("fetched", "uploaded"):
        missing = [each for each in getattr(held, name) if each not in listed]
        if missing:
            received = f"{len(listed)} transactions, without {', '.join(missing)}"
            yield name, received, f"{name} = the transactionIds that are there"
    marked = {each for each, item in listed.items() if item.get("fetched") is True}
    plain = [each for each in held.fetched if each in listed and each not in marked]
    if plain and not (is_fetched and not marked):
        yield (
            "fetched",
            f"{', '.join(plain)} not shown as fetched, nor the account as fetched",
            "give transactions that were fetched from a bank: checks try to delete them",
        )
    wrong = sorted(marked & set(held.uploaded))
    if wrong:
        yield (
            "uploaded",
            f"{', '.join(wrong)} shown as fetched",
            "name them under fetched, or give transactions that were uploaded",
        )
