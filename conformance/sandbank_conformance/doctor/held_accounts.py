"""Whether the bank accounts that a target is said to hold are there, and as they are said to be."""

from sandbank_conformance.callers import Product
from sandbank_conformance.doctor.patient import Patient
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.target import HeldAccount

MOST = 30  # accounts that are looked at; more would only take time


def look(patient: Patient, product: Product) -> None:
    """Note what is not as it is said to be."""
    held = product.access.accounts[:MOST]
    for number, each in enumerate(held, start=1):
        answer = product.call("getBankAccount", each.id)
        table = "consumer" if product.name == "product" else f"consumer.{product.name}"
        _account(patient, f"[[{table}.accounts]] no. {number}", product, each, answer)


def _account(
    patient: Patient, place: str, product: Product, held: HeldAccount, answer: Exchange
) -> None:
    status = answer.at("/status")
    if answer.status in (403, 404):
        patient.held(
            f"{place} id",
            given=held,
            tried=patient.shown(answer),
            received=patient.said(answer),
            change=f"give the id of a bank account of company {product.access.company}",
        )
    elif isinstance(status, str) and status != held.status:
        patient.held(
            f"{place} status",
            given=held,
            tried=patient.shown(answer),
            received=f'the status "{status}", where "{held.status}" is said',
            change=f'status = "{status}", or the id of an account that is {held.status}',
        )
    elif answer.succeeded:
        patient.only_here(f"{place} id", held.id)
        _contents(patient, place, product, held)


def _contents(patient: Patient, place: str, product: Product, held: HeldAccount) -> None:
    for name, operation_id, pointer in (
        ("transactions", "listTransactions", "/bankTransactionList/total"),
        ("rules", "listRules", ""),
    ):
        said: int = getattr(held, name)
        if not said:
            continue
        answer = product.call(operation_id, held.id)
        found = answer.at(pointer)
        number = len(found) if isinstance(found, list) else found
        if answer.succeeded and isinstance(number, int) and number < said:
            patient.held(
                f"{place} {name}",
                given=held,
                tried=patient.shown(answer),
                received=f"{number} {name}, where {said} are said",
                change=f"{name} = {number}, or the id of an account that has more",
            )
