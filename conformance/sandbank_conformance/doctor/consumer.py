"""The Consumer API: who gets a token, what it opens, and whether the bank is there."""

from dataclasses import replace

from sandbank_conformance.callers import Product
from sandbank_conformance.client import Client, Line
from sandbank_conformance.doctor import held_accounts, signatures
from sandbank_conformance.doctor.patient import Patient, either
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.target import ConsumerApi
from sandbank_conformance.trace import Trace

STYLE = "[consumer] path-style"


def look(patient: Patient) -> None:
    """Note which credentials, rights and ids are not right."""
    run, api = patient.run, patient.run.target.consumer
    assert api is not None
    kept_out = signatures.look(patient)
    for product in (run.product, run.sibling, run.stranger):
        if product is None or product.name in kept_out:
            continue
        if _gets_a_token(patient, product):
            _reads(patient, api, product)
        if any(each.place == STYLE for each in patient.notes.findings):
            return  # the same would be said of everybody
    if run.product is not None:
        _bank(patient, api, run.product)
        _other_application(patient, api, run.product)


def key(product: Product, name: str) -> str:
    """Where a product's credential stands: `[consumer.sibling] company`."""
    return f"{signatures.table(product)} {name}"


def _gets_a_token(patient: Patient, product: Product) -> bool:
    if product.access.token:
        return True
    answer = product.ask_for_token()
    if isinstance(answer.at("/jwt"), str):
        return True
    if answer.status // 100 == 4:
        wrong, why = _suspects(product)
        patient.credentials(
            key(product, wrong[0]),
            given=replace(product.access, accounts=()),
            tried=f"a token for the {product.name}: {patient.shown(answer)}",
            received=patient.said(answer),
            change=f"correct {either(wrong)}{why}",
        )
    else:
        patient.notes.target(
            key(product, "company"),
            tried=f"a token for the {product.name}: {patient.shown(answer)}",
            received=patient.said(answer),
            change='let it answer {"jwt": "…"}; or give a token: token = "env:NAME"',
        )
    return False


def _suspects(product: Product) -> tuple[list[str], str]:
    """The keys that may be wrong, the likeliest first, and how that is known."""
    unsigned: dict[str, str | None] = {"X_Signature": None}
    if product.access.signing_key and product.ask_for_token(**unsigned).succeeded:
        return ["signing-key"], ": without a signature the token is given"
    if product.ask_for_token(X_Company_Id=None).succeeded:
        return ["company"], ": the organisation alone is given a token"
    if product.ask_for_token(X_Company_Id=None, **unsigned).succeeded:
        return ["company", "signing-key"], ": the organisation alone is given one, unsigned"
    application = {"x-application": product.access.application}
    banks = product.client.ask("listBanks", {}, caller=product.name, headers=application)
    signing = ["signing-key"] if product.access.signing_key else []
    if banks.succeeded:
        return ["organisation", "company", *signing], ": the application may list banks"
    return ["application", "organisation", "company", *signing], ""


def _reads(patient: Patient, api: ConsumerApi, product: Product) -> None:
    answer = product.call("listBankAccounts")
    if answer.succeeded:
        patient.notes.good(f"the {product.name} reads the accounts of {product.access.company}")
        patient.only_here(key(product, "company"), product.access.company)
        held_accounts.look(patient, product)
    elif answer.status // 100 == 5:
        patient.notes.target(
            key(product, "company"),
            tried=patient.shown(answer),
            received=patient.said(answer),
            change="mend the server: without its accounts little can be proved",
        )
    elif other := _other_style(patient, api, product):
        patient.notes.config(
            STYLE,
            tried=patient.shown(answer),
            received=patient.said(answer),
            change=f'path-style = "{other}": that way the accounts are read',
        )
    else:
        _refused(patient, product, answer)


def _other_style(patient: Patient, api: ConsumerApi, product: Product) -> str:
    """The other path style, if the accounts are read that way."""
    style = "long" if api.path_style == "short" else "short"
    other = replace(api, path_style=style, paths={})
    client = Client(Line(patient.run.wire, Trace()), "consumer", other)
    answer = client.ask(
        "listBankAccounts", product.fixed, caller=product.name, headers=product.headers
    )
    return style if answer.succeeded else ""


def _refused(patient: Patient, product: Product, answer: Exchange) -> None:
    if product.access.token:
        wrong = ["token", "application", "company"]
        change = "give a token of this company for this application"
    else:
        wrong = ["company", "application"]
        change = "give a company whose accounts the application may read"
    patient.credentials(
        key(product, wrong[0]),
        given=replace(product.access, accounts=()),
        tried=patient.shown(answer),
        received=patient.said(answer),
        change=f"{change}: {either(wrong)}; or correct [consumer.paths] listBankAccounts",
    )


def _bank(patient: Patient, api: ConsumerApi, product: Product) -> None:
    if not api.bank:
        return
    application = {"x-application": product.access.application}
    answer = product.client.ask(
        "getBank", {"bankId": api.bank}, caller=product.name, headers=application
    )
    if answer.succeeded:
        patient.notes.good(f"the bank {api.bank} is there")
    elif answer.status == 404:
        patient.held(
            "[consumer] bank",
            given=api.bank,
            tried=patient.shown(answer),
            received=patient.said(answer),
            change="give the id of a bank where the product can create accounts",
        )


def _other_application(patient: Patient, api: ConsumerApi, product: Product) -> None:
    if not api.other_application:
        return
    answer = product.client.ask(
        "listBanks", {}, caller=product.name, headers={"x-application": api.other_application}
    )
    if answer.status in (401, 403):
        patient.held(
            "[consumer] other-application",
            given=api.other_application,
            tried=patient.shown(answer, f"with x-application: {api.other_application}"),
            received=patient.said(answer),
            change="name a second application that the target knows",
        )
