"""No path, query, header or method makes a server fail."""

import pytest

from sandbank_conformance.caller import Caller
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.calls import OPERATIONS, operations, queries
from sandbank_conformance.suite.general.odd import ensure_no_5xx
from sandbank_conformance.suite.general.ready import refusable

SEGMENTS = (
    "%00",
    "%2F",
    "%FF",
    "%ED%A0%80",
    "%zz",
    "%2e%2e",
    "%0d%0aX-A:%20b",
    "'%22%3B--",
    "99999999999999999999",
    "a" * 4000,
)
FEW = ("%00",)
VALUES = (
    "",
    "-1",
    "1.5",
    "99999999999999999999",
    "9" * 4000,
    "%00",
    "%FF",
    "%ED%A0%80",
    "%D9%A1",  # a digit, but not one of ASCII
    "2026-02-30",
    "2026-01-01T00:00:00%2B99:99",
)
HEADERS = (
    ("Content-Type", ""),
    ("Content-Type", "garbage"),
    ("Content-Type", "application/json; charset=utf-16"),
    ("Content-Type", "application/json; charset=no-such-charset"),
    ("Content-Type", "application/json; charset"),
    ("Content-Type", "multipart/form-data"),
    ("Content-Encoding", "gzip"),
    ("Accept", "application/xml"),
    ("Accept", ";;q=x,"),
    ("Accept-Language", "\u20ac" * 50),
    ("Authorization", ""),
    ("Authorization", "Bearer"),
    ("Authorization", "Bearer "),
    ("Authorization", "Bearer a.b.c"),
    ("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30."),
    ("Authorization", "Bearer \u20ac"),
    ("Authorization", "Basic \u20ac:"),
    ("Authorization", f"Bearer {'a' * 5000}"),
    ("x-application", "\u20ac"),
    ("x-api-key", "\u20ac"),
    ("X-Nonce", "\u20ac"),
    ("X-Signature", "%%%"),
    ("X-Company-Id", "\u20ac"),
    ("TenantID", ""),
    ("TenantID", "\u20ac"),
    ("TenantID", "../" * 500),
    ("Cookie", "\u20ac=;=;"),
    ("If-Match", '"'),
    ("Range", "bytes=9-1"),
    ("X-Forwarded-For", "\u20ac"),
    ("X-HTTP-Method-Override", "\u20ac"),
)
CALLED = (  # one that reads, one that writes, and those that give tokens
    "getAccessToken",
    "createRule",
    "reportAuthorisation",
    "issueUploadToken",
    "listAccounts",
)


@requirement("GEN-01")
@pytest.mark.parametrize("operation_id", operations(lambda each: "{" in each.path))
def test_no_id_in_a_path_makes_the_server_fail(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)
    names = list(call.parameters)
    template = call.caller.client.template(operation_id)

    for name in names:
        for odd in SEGMENTS if name == names[-1] else FEW:
            place = template.replace("{" + name + "}", odd)
            answer = call.send_to(_filled(place, call.caller, call.parameters))

            ensure_no_5xx(answer, f"{odd[:40]} as {name}")


@requirement("GEN-01")
@pytest.mark.parametrize("operation_id", operations(lambda each: bool(queries(each))))
def test_no_query_makes_the_server_fail(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    for name in queries(OPERATIONS[operation_id]):
        for value in VALUES:
            answer = call.send(query=f"{name}={value}")

            ensure_no_5xx(answer, f"{name}={value[:40]}")
        for query in (
            name,
            f"{name}=1&{name}=2",
            f"{name}%5B%5D=1",
            "%FF=%FF&=&&",
            "&".join("ab" * 99),
        ):
            answer = call.send(query=query)

            ensure_no_5xx(answer, query)


@requirement("GEN-01")
@pytest.mark.parametrize("operation_id", operations(lambda each: each.operation_id in CALLED))
def test_no_header_makes_the_server_fail(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    for name, value in HEADERS:
        answer = call.send(headers={name: value})

        ensure_no_5xx(answer, f"{name}: {value[:40]}")


@requirement("GEN-01")
@pytest.mark.parametrize(
    "operation_id",
    [
        pytest.param("listBanks", marks=of_api("consumer"), id="consumer"),
        pytest.param("issueProviderToken", marks=of_api("provider"), id="provider"),
        pytest.param("listUsers", marks=of_api("user_banking"), id="user_banking"),
    ],
)
def test_no_method_makes_the_server_fail(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    for method in ("TRACE", "PROPFIND", "LINK", "BREW", "get"):
        answer = call.send_to(call.path, method=method)

        ensure_no_5xx(answer, f"the method {method}")


def _filled(template: str, caller: Caller, parameters: dict[str, str]) -> str:
    for name, value in {**caller.fixed, **parameters}.items():
        template = template.replace("{" + name + "}", value)
    return template
