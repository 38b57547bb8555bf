"""Of several faults, the first in the order of judgement decides."""

import pytest

from sandbank_conformance.conditions import ensure_status
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.calls import OPERATIONS, WITHOUT_CREDENTIALS, operations
from sandbank_conformance.suite.general.ready import refusable

TOO_LARGE = b" " * (10 * 1024 * 1024 + 1)
TEXT = {"Content-Type": "text/plain"}
NO_TOKEN = {"Authorization": None}
GARBLED = b"{"
CREDENTIALS = (401, 403)  # which of them it is belongs to other rules

BODIES_OF_COMPANIES = operations(
    lambda each: "{companyId}" in each.path and each.method in ("POST", "PUT", "PATCH")
)
EVERY_API = [
    pytest.param("createRule", marks=of_api("consumer"), id="consumer"),
    pytest.param("reportAuthorisation", marks=of_api("provider"), id="provider"),
]


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", EVERY_API)
def test_an_unknown_path_comes_before_credentials(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    answer = call.send_to(f"{call.path}/{draw.word()}/{draw.word()}", headers=WITHOUT_CREDENTIALS)

    ensure_status(answer, 404)


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", EVERY_API)
def test_an_unknown_method_comes_before_credentials(
    operation_id: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)

    answer = call.send_to(call.path, method="DELETE", headers=WITHOUT_CREDENTIALS)

    ensure_status(answer, 405)


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", EVERY_API)
def test_an_unknown_method_comes_before_the_size(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    answer = call.send_to(call.path, method="DELETE", content=TOO_LARGE)

    ensure_status(answer, 405)


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", EVERY_API)
def test_the_size_comes_before_credentials(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    answer = call.send(headers=WITHOUT_CREDENTIALS, content=TOO_LARGE)

    ensure_status(answer, 413)


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", BODIES_OF_COMPANIES)
def test_credentials_come_before_media_type_and_body(
    operation_id: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)

    answer = call.send(headers={**NO_TOKEN, **TEXT}, content=GARBLED)

    ensure_status(answer, *CREDENTIALS)


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", BODIES_OF_COMPANIES)
def test_an_application_comes_before_the_body(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    answer = call.send(headers={"x-application": None, **TEXT}, content=GARBLED)

    ensure_status(answer, *CREDENTIALS)


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", BODIES_OF_COMPANIES)
def test_the_media_type_comes_before_the_body(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    answer = call.send(headers=TEXT, content=GARBLED)

    ensure_status(answer, 415)


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", BODIES_OF_COMPANIES)
def test_the_body_comes_before_the_company(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)
    company = call.parameters["companyId"]

    answer = call.send_to(call.path.replace(company, draw.alike(company)), content=GARBLED)

    ensure_status(answer, 400)


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", operations(lambda each: "{bankAccountId}" in each.path))
def test_the_company_comes_before_the_account(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)
    company, account = call.parameters["companyId"], call.ids[0]
    elsewhere = call.path.replace(company, draw.alike(company))

    answer = call.send_to(elsewhere.replace(account, draw.alike(account)))

    ensure_status(answer, 403)


@requirement("GEN-07")
@pytest.mark.parametrize(
    "operation_id",
    [each for each in BODIES_OF_COMPANIES if "{bankAccountId}" in OPERATIONS[each.id].path],
)
def test_the_body_comes_before_the_account(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)
    nobodys = tuple(draw.alike(each) for each in call.ids)

    answer = call.send(ids=nobodys, content=GARBLED)

    ensure_status(answer, 400)
