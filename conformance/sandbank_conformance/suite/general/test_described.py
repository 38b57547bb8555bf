"""Answers are those that the documents describe."""

import pytest

from sandbank_conformance.callers import Product, Uploader
from sandbank_conformance.conditions import ensure, given
from sandbank_conformance.described_answers import misfits
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.run import Run
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.general.calls import operations
from sandbank_conformance.suite.general.ready import ready
from sandbank_conformance.suite.general.tenants import new_tenant
from sandbank_conformance.uploads import Uploads

FOUND = 302  # where a user is sent on: as good an answer as a 2xx


@smoke
@requirement("GEN-09")
@pytest.mark.parametrize("operation_id", operations())
def test_an_answer_is_as_its_document_describes_it(operation_id: str, run: Run, draw: Draw) -> None:
    call = ready(run, draw, operation_id)

    answer = call.send()

    _ensure_described(answer if answer.status == FOUND else given(answer))


@requirement("GEN-09")
@of_api("consumer")
def test_a_list_of_nothing_is_as_its_document_describes_it(
    product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)

    for each in ("listRules", "listTransactions"):
        _ensure_described(given(product.call(each, account)))
    _ensure_described(given(product.call("listBanks", query={"name": draw.word(20)})))


@requirement("GEN-09")
@of_api("user_banking")
def test_a_list_of_no_uploads_is_as_its_document_describes_it(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw, transactions=0)

    _ensure_described(given(uploader.call("listAccounts", uploads.user())))
    for query in ({}, {"page": 7}, {"from": "2026-03-01"}):
        path = (upload.user, upload.account)
        _ensure_described(given(uploader.call("listAccountTransactions", *path, query=query)))


@requirement("GEN-09")
@of_api("user_banking")
def test_a_list_of_no_users_is_as_its_document_describes_it(
    uploader: Uploader, run: Run, draw: Draw
) -> None:
    _ensure_described(given(new_tenant(run, uploader, draw).call("listUsers")))


def _ensure_described(answer: Exchange) -> None:
    found = misfits(answer)
    ensure(
        not found,
        expected="status, media type and body as the document describes them",
        received="; ".join(found),
        exchange=answer,
    )
