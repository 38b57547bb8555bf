"""Deleting by ids: what is not a list of ids under `ids` deletes nothing at all."""

import pytest

from sandbank_conformance.conditions import ensure_status
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.suite.user_banking.batches import (
    BARE,
    LOST,
    NOT_IDS,
    UNCLEAR,
    Batch,
    Fault,
    faults,
)
from sandbank_conformance.suite.user_banking.looks import after, ensure_untouched, held


@smoke
@pytest.mark.parametrize("fault", BARE)
@requirement("UB-DEL-04")
def test_a_bare_array_deletes_nothing(batch: Batch, fault: Fault) -> None:
    before = held(batch.uploader, batch.upload)

    answer = batch.send(**fault(batch.ids))

    ensure_untouched(before, after(batch.uploader, batch.upload.user), by=answer)


@requirement("UB-DEL-04", level="profile")
def test_a_bare_array_answers_400(batch: Batch) -> None:
    for fault in faults(BARE):
        answer = batch.send(**fault(batch.ids))

        ensure_status(answer, 400)


@pytest.mark.parametrize("fault", LOST)
@requirement("UB-DEL-05")
def test_a_body_without_ids_deletes_nothing(batch: Batch, fault: Fault) -> None:
    before = held(batch.uploader, batch.upload)

    answer = batch.send(**fault(batch.ids))

    ensure_untouched(before, after(batch.uploader, batch.upload.user), by=answer)


@requirement("UB-DEL-05", level="profile")
def test_a_body_without_ids_answers_400(batch: Batch) -> None:
    for fault in faults(LOST):
        answer = batch.send(**fault(batch.ids))

        ensure_status(answer, 400)


@pytest.mark.parametrize("fault", UNCLEAR)
@requirement("UB-DEL-05", level="profile")
def test_a_body_that_is_not_all_ids_answers_400_and_deletes_nothing(
    batch: Batch, fault: Fault
) -> None:
    before = held(batch.uploader, batch.upload)

    answer = batch.send(**fault(batch.ids))

    ensure_status(answer, 400)
    ensure_untouched(before, after(batch.uploader, batch.upload.user), by=answer)


@pytest.mark.parametrize("fault", NOT_IDS)
@requirement("UB-UP-05")
def test_a_body_that_names_no_ids_answers_400(batch: Batch, fault: Fault) -> None:
    before = held(batch.uploader, batch.upload)

    answer = batch.send(**fault(batch.ids))

    ensure_status(answer, 400)
    ensure_untouched(before, after(batch.uploader, batch.upload.user), by=answer)


@pytest.mark.parametrize("almost", ["*", "all"])
@requirement("UB-DEL-02")
def test_no_id_stands_for_all(batch: Batch, almost: str) -> None:
    before = held(batch.uploader, batch.upload)

    answer = batch.send(json={"ids": [almost]})

    ensure_untouched(before, after(batch.uploader, batch.upload.user), by=answer)
