"""Deleting by ids: what is not a list of ids under `ids` deletes nothing at all."""

from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.suite.user_banking.batches import (
    ALMOST_ALL,
    BARE,
    LOST,
    NOT_IDS,
    NULL,
    PLAINLY_LOST,
    UNCLEAR,
    Batch,
)
from sandbank_conformance.suite.user_banking.rows import ensure_each, made


@smoke
@requirement("UB-DEL-04")
def test_a_bare_array_deletes_nothing(batch: Batch) -> None:
    batch.ensure_none_deletes(BARE)


@requirement("UB-DEL-04", level="profile")
def test_a_bare_array_answers_400(batch: Batch) -> None:
    upload = batch.account()

    answers = made(upload, batch.with_each(BARE))

    ensure_each(answers, 400)


@smoke
@requirement("UB-DEL-05")
def test_a_body_without_ids_deletes_nothing(batch: Batch) -> None:
    batch.ensure_none_deletes({**LOST, **NULL})


@requirement("UB-DEL-05", level="profile")
def test_a_body_without_ids_answers_400(batch: Batch) -> None:
    upload = batch.account()

    answers = made(upload, batch.with_each(PLAINLY_LOST))

    ensure_each(answers, 400)


@requirement("UB-DEL-05", level="profile")
def test_a_body_that_is_not_all_ids_answers_400_and_deletes_nothing(batch: Batch) -> None:
    answers = batch.ensure_none_deletes(UNCLEAR)

    ensure_each(answers, 400)


@requirement("UB-UP-05")
def test_a_body_that_names_no_ids_answers_400(batch: Batch) -> None:
    upload = batch.account()

    answers = made(upload, batch.with_each(NOT_IDS))

    ensure_each(answers, 400)


@requirement("UB-DEL-02")
def test_no_id_stands_for_all(batch: Batch) -> None:
    batch.ensure_none_deletes(ALMOST_ALL)
