"""What `sandbank check --format json` prints is what its schema says."""

import json
import subprocess
from typing import Any

import jsonschema_rs
import pytest
from corpus import specimens
from test_check_command import SANDBANK

from sandbank_conformance.judge.files import Checked
from sandbank_conformance.judge.secrecy import Masks
from sandbank_conformance.judge.told import as_json

VALIDATOR = jsonschema_rs.Draft202012Validator(json.loads(as_json.SCHEMA.read_text()))


def told(*files: Checked) -> Any:
    return json.loads(as_json.written(files, Masks()))


def test_every_file_of_the_corpus_is_told_as_the_schema_says() -> None:
    for specimen in specimens():
        VALIDATOR.validate(told(specimen.checked()))


def test_a_file_that_could_not_be_judged_is_told_as_the_schema_says() -> None:
    VALIDATOR.validate(told(Checked(source="no-such-file", trouble="cannot be read")))
    VALIDATOR.validate(told())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), 2),
        (("status",), 3),
        (("files", 0, "calls", 0, "verdict"), "FINE"),
        (("files", 0, "calls", 0, "violations", 0, "requirement"), "XYZ-01"),
        (("files", 0, "calls", 0, "violations", 0, "pointer"), "data"),
        (("files", 0, "calls", 0, "answer", "status"), "400"),
        (("files", 0, "calls", 0, "more"), 1),
    ],
)
def test_the_schema_refuses_what_is_never_printed(path: tuple[Any, ...], value: Any) -> None:
    document = told(*(each.checked() for each in specimens() if "branch-empty" in each.name))
    VALIDATOR.validate(document)

    *way, last = path
    place = document
    for step in way:
        place = place[step]
    place[last] = value

    assert not VALIDATOR.is_valid(document)


def test_the_schema_is_printed_without_any_file() -> None:
    command = [str(SANDBANK), "check", "--schema"]
    done = subprocess.run(command, capture_output=True, timeout=60, check=True)

    assert done.stdout == as_json.SCHEMA.read_bytes()
