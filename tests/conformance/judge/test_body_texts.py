"""What is read of a body here is what the server reads, and whatever is broken is located."""

import re
from random import Random
from typing import Any

import pytest

from sandbank_conformance.judge import operations
from sandbank_conformance.judge.bodies import reading, strict
from sandbank_conformance.judge.bodies.reading import Reading
from sandbank_server.api import bodies
from sandbank_server.domain.refusals import Malformed

SCHEMA = operations.by_id()["reportAuthorisation"].schema("application/json")
WHOLE = (
    '{"data":{"status":"success","bankAccounts":[{"bankAccountExternalId":"e","accountName":'
    '"Current **42","bankIdentifier":"c","branchIdentifier":"n/a","accountIdentifier":"é"}]}}',
    '[1,2.5,-0,1e5,true,null,{"a":[{}]},"x"]',
    '{"a":"\\u00e9\\ud83d\\ude00","b":"\\\\ \\n"}',
)
SNIPPETS = [
    *"{}[]:,\"'\\ \n\t019.eE+-atfnl/*#;=<>",
    *("\u201c", "\u2019", "\u2026", "\u00a0", "\ufeff", "\x00", "NaN", "Infinity", "null", "None"),
    *("{{x}}", "\\ud800", "\\u00", "//c\n", "/*", '"a":', "1e999", "0x1", "...", "9" * 5_000),
]
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "latin-1")


def spoilt(random: Random) -> bytes:
    """A body with a few characters too many, too few, or twice; now and then none."""
    text = random.choice(WHOLE)
    for _ in range(random.choice([0, 1, 1, 1, 2, 3, 8])):
        at, kind = random.randrange(len(text) + 1), random.random()
        if kind < 0.4:
            text = text[:at] + random.choice(SNIPPETS) + text[at:]
        elif kind < 0.8:
            text = text[:at] + text[at + random.randrange(1, 4) :]
        else:
            text = text[:at] + text[at : at + random.randrange(1, 60)] + text[at:]
    return text.encode(random.choice(ENCODINGS), "replace")


def read_by_the_server(raw: bytes) -> Any:
    try:
        return bodies.parse_json(raw)
    except Malformed:
        return None


def read_strictly(raw: bytes) -> Any:
    try:
        return strict.parse(raw)
    except strict.Refused:
        return None


@pytest.mark.parametrize("seed", range(6))
def test_a_body_is_read_where_the_server_reads_it_and_refused_where_that_refuses(seed: int) -> None:
    random = Random(seed)
    for _ in range(600):
        raw = spoilt(random)

        assert read_strictly(raw) == read_by_the_server(raw), raw


@pytest.mark.parametrize("seed", range(6))
def test_what_is_refused_is_located_and_nothing_else(seed: int) -> None:
    random = Random(100 + seed)
    for _ in range(300):
        raw = spoilt(random)
        found = read(raw)

        is_whole = read_by_the_server(raw) is not None or raw.strip() == b"null"
        assert bool(found.slips) is not is_whole or found.veiled, raw
        for slip in found.slips:
            line = found.at(slip.offset).line
            assert 1 <= line <= found.text.count("\n") + 1


def read(raw: bytes) -> Reading:
    return reading.read(raw, SCHEMA)


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b'"' * 300_000,
        b"/*" * 200_000,
        b"\"\n'" * 200_000,
        b'{"a":"' + b"\\" * 400_001,
        "\u201ca".encode() * 100_000,
        b"[" + b"1" * 500_000 + b"]",
    ],
    ids=lambda raw: repr(raw[:6]),
)
def test_no_body_takes_long(raw: bytes) -> None:
    assert read(raw).slips


def test_a_place_is_found_in_the_text_of_a_body_that_is_whole() -> None:
    text = '{\n  "data": {\n    "status": "done",\n    "bankAccounts": [{}, {"a": 1}]\n  }\n}'
    body = read(text.encode())

    for place in ("/data/status", "/data/bankAccounts/1/a"):
        position = body.position(place)
        assert position is not None
        rest = text.splitlines()[position.line - 1][position.column - 1 :]
        assert re.match(r'"done"|1', rest)
