"""Connections that are closed on purpose, bodies that are not what they were, calls that wait."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic
from typing import Any

import httpx
import pytest
from served import Served
from wire_calls import send
from wire_socket import exchange, parts_of, request, shown, status_of, target

PATIENCE = 10  # seconds


def set_fault(served: Served, operation_id: str, **fault: Any) -> None:
    served.control("POST", "/faults", json={"operationId": operation_id, **fault})


def raw(served: Served, operation_id: str) -> bytes:
    """The bytes of a good call without a body."""
    return request(*target(operation_id), *shown(served, operation_id))


@pytest.mark.parametrize(("when", "status"), [("before", "active"), ("after", "cancelled")])
def test_a_dropped_call_gets_not_a_byte(sandbox: Served, when: str, status: str) -> None:
    call = raw(sandbox, "disconnectBankAccount")
    set_fault(sandbox, "disconnectBankAccount", drop=True, when=when)

    assert exchange(sandbox, call) == b""

    assert send(sandbox, "getBankAccount").json()["status"] == status
    entry = sandbox.control("GET", "/journal?operationId=disconnectBankAccount")[0]
    assert (entry["status"], entry["response"]) == (None, {"body": None})
    assert "requirement" not in entry
    assert entry["faults"][0]["drop"] is True


def test_a_dropped_call_with_a_body_gets_not_a_byte_either(sandbox: Served) -> None:
    before = sandbox.world()
    set_fault(sandbox, "createUser", drop=True)

    with pytest.raises(httpx.RemoteProtocolError):
        send(sandbox, "createUser")

    assert sandbox.world() == before
    assert send(sandbox, "createUser").status_code == 201


def test_what_comes_behind_a_dropped_call_is_lost_with_it(sandbox: Served) -> None:
    set_fault(sandbox, "listBanks", drop=True)
    first = raw(sandbox, "listBanks").replace(b"Connection: close\r\n", b"")

    assert exchange(sandbox, first + raw(sandbox, "listBanks")) == b""


def test_a_dropped_call_leaves_no_word_on_the_terminal(
    sandbox: Served, capfd: pytest.CaptureFixture[str]
) -> None:
    set_fault(sandbox, "listBanks", drop=True)
    set_fault(sandbox, "listUsers", corrupt="brokenOff")

    for operation_id in ("listBanks", "listUsers"):
        exchange(sandbox, raw(sandbox, operation_id))

    assert capfd.readouterr() == ("", "")


def spoiled(served: Served, operation_id: str, how: str) -> tuple[dict[str, str], bytes, bytes]:
    """Headers and body of a spoiled answer, and the body as it should have been."""
    whole = parts_of(exchange(served, raw(served, operation_id)))[1]
    set_fault(served, operation_id, corrupt=how)
    answer = exchange(served, raw(served, operation_id))
    assert status_of(answer) == 200
    return (*parts_of(answer), whole)


def test_half_a_body_is_complete_as_far_as_http_can_tell(sandbox: Served) -> None:
    headers, body, whole = spoiled(sandbox, "getBank", "half")

    assert body == whole[: len(whole) // 2]
    assert headers["content-length"] == str(len(body))
    assert headers["content-type"] == "application/json"


def test_a_page_stands_where_json_should(sandbox: Served) -> None:
    headers, body, _ = spoiled(sandbox, "getBank", "html")

    assert body.startswith(b"<!DOCTYPE html>")
    assert headers["content-length"] == str(len(body))
    assert headers["content-type"].startswith("text/html")


def test_a_body_that_breaks_off_was_announced_whole(sandbox: Served) -> None:
    headers, body, whole = spoiled(sandbox, "getBank", "brokenOff")

    assert body == whole[: len(whole) // 2]
    assert headers["content-length"] == str(len(whole))


@pytest.mark.parametrize("how", ["half", "html", "brokenOff"])
def test_a_refusal_is_spoiled_like_any_answer(sandbox: Served, how: str) -> None:
    set_fault(sandbox, "getBank", corrupt=how)

    answer = exchange(sandbox, request("GET", "/consumer/v1/banks/unknown"))

    assert status_of(answer) == 403
    assert not parts_of(answer)[1].endswith(b"}")


LONG = {"delay": "PT2M"}


def eventually(holds: Callable[[], object]) -> None:
    """Returns as soon as it holds; another thread is about to bring that about."""
    until = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < until


def waiting(served: Served, pool: ThreadPoolExecutor, operation_id: str) -> Future[httpx.Response]:
    """A call that is held up by the one fault there is."""
    headers = served.product_headers()
    method, path = target(operation_id)
    future = pool.submit(served.client.request, method, served.url + path, headers=headers)
    eventually(lambda: not served.control("GET", "/faults"))
    return future


def test_a_call_that_waits_holds_up_nobody_and_goes_on_when_faults_are_removed(
    sandbox: Served,
) -> None:
    set_fault(sandbox, "disconnectBankAccount", **LONG)

    with ThreadPoolExecutor(1) as pool:
        future = waiting(sandbox, pool, "disconnectBankAccount")
        assert send(sandbox, "getBankAccount").json()["status"] == "active"
        sandbox.control("DELETE", "/faults")

        assert future.result().status_code == 204


def test_a_call_that_waits_after_its_operation_has_done_it(sandbox: Served) -> None:
    set_fault(sandbox, "disconnectBankAccount", when="after", **LONG)

    with ThreadPoolExecutor(1) as pool:
        future = waiting(sandbox, pool, "disconnectBankAccount")
        assert send(sandbox, "getBankAccount").json()["status"] == "cancelled"
        sandbox.control("DELETE", "/faults")

        assert future.result().status_code == 204


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_call_that_waits_ends_with_its_world(sandbox: Served, when: str) -> None:
    set_fault(sandbox, "disconnectBankAccount", when=when, **LONG)

    with ThreadPoolExecutor(1) as pool:
        future = waiting(sandbox, pool, "disconnectBankAccount")
        sandbox.control("POST", "/reset")

        with pytest.raises(httpx.RemoteProtocolError):
            future.result()
    assert sandbox.control("GET", "/journal?operationId=disconnectBankAccount") == []
    assert send(sandbox, "getBankAccount").json()["status"] == "active"


def test_what_is_deleted_while_an_answer_waits_is_not_in_the_journal(sandbox: Served) -> None:
    set_fault(sandbox, "listTransactions", when="after", **LONG)

    with ThreadPoolExecutor(1) as pool:
        future = waiting(sandbox, pool, "listTransactions")
        assert send(sandbox, "disconnectBankAccount").status_code == 204
        sandbox.control("DELETE", "/faults")
        future.result()

    kept = sandbox.control("GET", "/journal?operationId=listTransactions")
    assert [one["response"]["body"] for one in kept] == [
        {"removed": "The data in this body was deleted."}
    ]


def test_a_caller_who_gives_up_waiting_may_have_been_served_all_the_same(sandbox: Served) -> None:
    set_fault(sandbox, "disconnectBankAccount", delay="PT0.2S")

    with pytest.raises(TimeoutError):
        exchange(sandbox, raw(sandbox, "disconnectBankAccount"), timeout=0.1)

    eventually(lambda: sandbox.control("GET", "/journal?operationId=disconnectBankAccount"))
    assert send(sandbox, "getBankAccount").json()["status"] == "cancelled"


def test_a_delay_ends_by_itself_by_real_time(sandbox: Served) -> None:
    set_fault(sandbox, "getBank", delay="PT0.1S")
    set_fault(sandbox, "getBank", delay="PT0.1S", when="after")

    answer = send(sandbox, "getBank")

    assert answer.status_code == 200
    assert answer.elapsed.total_seconds() >= 0.2
