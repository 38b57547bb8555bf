"""No path, query, header or method makes a server fail."""

import pytest

from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.calls import (
    OPERATIONS,
    Call,
    ones,
    operations,
    queries,
)
from sandbank_conformance.suite.general.odd import ensure_no_5xx
from sandbank_conformance.suite.general.odd_headers import HEADERS_OF, TELLING
from sandbank_conformance.suite.general.ready import refusable

SEGMENTS = (
    "%2F",
    "%FF",
    "%ED%A0%80",
    "%zz",
    "%2e%2e",
    "%0d%0aX-A:%20b",
    "'%22%3B--",
    "99999999999999999999",
    "%F0%9F%8F%A6",
    "a" * 4000,
)
VALUES = ("", "%00", "%FF", "%zz", "9" * 5000)
NUMBERS = (
    *("-1", "0", "1.5", "1e9", "999999999", "2147483647", "2147483648", "9223372036854775807"),
    *("99999999999999999999", "%D9%A1"),  # the last is no digit of ASCII
)
DATES = (
    *("2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "today"),
    *("2026-01-01T00:00:00%2B99:99", "9999-12-31T23:59:59-23:59"),
)
TOGETHER = {  # what is odd of several parameters only
    ("page", "limit"): ("page=2147483647&limit=100", "page=999999999999&limit=1", "page=0&limit=0"),
    ("from", "to"): ("from=2026-12-31&to=2026-01-01", "from=0001-01-01&to=9999-12-31"),
    ("startIndex", "endIndex"): ("startIndex=9&endIndex=1", "startIndex=1&endIndex=2147483648"),
}
KINDS = {
    **dict.fromkeys(("startIndex", "endIndex", "page", "limit"), NUMBERS),
    **dict.fromkeys(("from", "to"), DATES),
}


@requirement("GEN-01")
@pytest.mark.parametrize("operation_id", operations(lambda each: "{" in each.path))
def test_no_zero_in_a_path_makes_the_server_fail(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    for name in call.parameters:
        answer = call.send_to(_with(call, name, "%00"))

        ensure_no_5xx(answer, f"%00 as {name}")


@requirement("GEN-01")
@pytest.mark.parametrize("operation_id", ones(consumer="getRule", user_banking="getAccount"))
def test_no_id_in_a_path_makes_the_server_fail(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)
    [*_, name] = call.parameters

    for odd in SEGMENTS:
        answer = call.send_to(_with(call, name, odd))

        ensure_no_5xx(answer, f"{odd[:40]} as {name}")


@requirement("GEN-01")
@pytest.mark.parametrize("operation_id", operations(lambda each: bool(queries(each))))
def test_no_query_makes_the_server_fail(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    for name in queries(OPERATIONS[operation_id]):
        for value in (*VALUES, *KINDS.get(name, ())):
            answer = call.send(query=f"{name}={value}")

            ensure_no_5xx(answer, f"{name}={value[:40]}")
    for query in _together(operation_id):
        answer = call.send(query=query)

        ensure_no_5xx(answer, query)
    for query in (name, f"{name}=1&{name}=2", f"{name}[]=1", "%FF=%FF&=&&%", "&".join("ab" * 99)):
        answer = call.send(query=query)

        ensure_no_5xx(answer, query)


@requirement("GEN-01")
@pytest.mark.parametrize("operation_id", ones(user_banking="listAccounts"))
def test_no_header_makes_the_server_fail(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    for name, value in TELLING:
        answer = call.send(headers={name: value})

        ensure_no_5xx(answer, f"{name}: {value[:40]}")


@requirement("GEN-01")
@pytest.mark.parametrize("operation_id", operations(lambda each: each.operation_id in HEADERS_OF))
def test_no_header_of_an_operation_makes_the_server_fail(
    operation_id: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)

    for name, value in HEADERS_OF[operation_id]:
        answer = call.send(headers={name: value})

        ensure_no_5xx(answer, f"{name}: {value[:40]}")


@requirement("GEN-01")
@pytest.mark.parametrize(
    "operation_id",
    ones(consumer="listBanks", provider="issueProviderToken", user_banking="listUsers"),
)
def test_no_method_makes_the_server_fail(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    for method in ("TRACE", "PROPFIND", "BREW", "get"):
        answer = call.send_to(call.path, method=method)

        ensure_no_5xx(answer, f"the method {method}")


def _together(operation_id: str) -> list[str]:
    names = set(queries(OPERATIONS[operation_id]))
    return [query for both, odd in TOGETHER.items() if names >= {*both} for query in odd]


def _with(call: Call, name: str, odd: str) -> str:
    """The path with something odd in place of one parameter, as it is."""
    path = call.caller.client.template(call.operation_id).replace("{" + name + "}", odd)
    for other, value in {**call.caller.fixed, **call.parameters}.items():
        path = path.replace("{" + other + "}", value)
    return path
