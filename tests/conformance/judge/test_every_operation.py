"""Every operation of the three APIs is known, and the examples of its document are right."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from sandbank_conformance.adapters.clock import now
from sandbank_conformance.judge import operations
from sandbank_conformance.judge.files import Wish, check
from sandbank_conformance.judge.judging import Judgement
from sandbank_conformance.judge.operations import FORM, JSON, Judged
from sandbank_conformance.judge.secrecy import Masks

BASES = {"consumer": "/consumer/v1", "provider": "/provider/v1", "user_banking": "/user-banking"}
HEADERS = {
    "providerKey": "x-api-key: key-of-a-provider",
    "providerToken": "Authorization: Bearer token-of-a-provider",
    "application": "x-application: an.application",
    "companyToken": "Authorization: Bearer token-of-a-company",
    "uploadToken": "Authorization: Bearer token-of-a-client",
}


def examples(judged: Judged) -> Iterator[tuple[str, str]]:
    """Every body that the document gives, with its kind; one empty where there is none."""
    if not judged.content:
        yield "", ""
    for kind, described in judged.content.items():
        for each in described["examples"].values():
            yield kind, written(kind, each["value"])


def written(kind: str, value: Any) -> str:
    return urlencode(value) if kind == FORM else json.dumps(value)


def request(judged: Judged, base: str, kind: str, body: str) -> str:
    """The call as a document describes it, in an .http file."""
    path, query, headers = judged.operation.path, {}, [HEADERS[each] for each in judged.schemes]
    for each in judged.parameters:
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", quote(str(each["example"])))
        elif each["in"] == "query" and "example" in each:
            query[each["name"]] = each["example"]
        elif each["in"] == "header" and each["required"]:
            headers.append(f"{each['name']}: {each['example']}")
    target = f"https://service.example{base}{path}{'?' if query else ''}{urlencode(query)}"
    headers += [f"Content-Type: {kind}"] if kind else []
    return "\n".join([f"{judged.operation.method} {target}", *headers, "", body])


def judged_example(judged: Judged, base: str, kind: str, body: str) -> Judgement:
    checked = check(
        "call.http", request(judged, base, kind, body).encode(), Wish(now=now()), Masks()
    )
    (judgement,) = checked.judgements
    return judgement


@pytest.mark.parametrize("judged", operations.load(), ids=lambda each: each.id)
def test_what_a_document_gives_as_an_example_breaks_no_rule(judged: Judged) -> None:
    for kind, body in examples(judged):
        for base in (BASES[judged.api], "", "/gateway/eu-1"):
            judgement = judged_example(judged, base, kind, body)

            assert judgement.judged is judged
            assert judgement.violations == ()


@pytest.mark.parametrize(
    "judged", [each for each in operations.load() if JSON in each.content], ids=lambda each: each.id
)
def test_a_body_that_is_none_is_refused_by_every_operation(judged: Judged) -> None:
    judgement = judged_example(judged, BASES[judged.api], JSON, '{"a": 1,}')

    assert judgement.answer.status == 400
    assert judgement.answer.requirement in ("GEN-04", "PRV-TOK-01")


@pytest.mark.parametrize(
    "judged", [each for each in operations.load() if each.schemes], ids=lambda each: each.id
)
def test_every_credential_is_missed(judged: Judged) -> None:
    kind, body = next(examples(judged))
    text = request(judged, BASES[judged.api], kind, body)
    for header in {HEADERS[each] for each in judged.schemes}:
        without = text.replace(f"{header}\n", "")
        (judgement,) = check("call.http", without.encode(), Wish(now=now()), Masks()).judgements

        assert judgement.answer.status in (401, 403)
        name = header.partition(":")[0].lower()
        assert [each.place.name.lower() for each in judgement.violations] == [name]
