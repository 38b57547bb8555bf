"""Answers are those that the documents describe."""

import pytest

from sandbank_conformance.conditions import ensure, given
from sandbank_conformance.described_answers import misfits
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.calls import operations
from sandbank_conformance.suite.general.ready import ready


@smoke
@requirement("GEN-09")
@pytest.mark.parametrize("operation_id", operations())
def test_an_answer_is_as_its_document_describes_it(operation_id: str, run: Run, draw: Draw) -> None:
    call = ready(run, draw, operation_id)

    answer = given(call.send())

    found = misfits(answer)
    ensure(
        not found,
        expected="status, media type and body as the document describes them",
        received="; ".join(found),
        exchange=answer,
    )
