"""Random walks over a store against a plain list: indexes, order and undo never differ."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from store_builders import file_store, memory_store, upload

from sandbank_server.adapters.tinydb_store import TinyDbStore
from sandbank_server.domain.uploads import UploadTransaction
from sandbank_server.service.keys import account_key, upload_transaction_key

DAYS = st.sampled_from(["2026-02-01", "2026-02-02", "2026-02-03"])
TRANSACTIONS = st.builds(
    upload,
    st.sampled_from("abcdefg"),
    DAYS,
    account_id=st.sampled_from(["x", "x/y"]),
    fetched=st.booleans(),
)


def key_of(value: UploadTransaction) -> str:
    return upload_transaction_key(value.user_id, value.account_id, value.transaction_id)


class StoreWalk(RuleBasedStateMachine):
    """The model is a dict in the order of coming; every answer is worked out from it."""

    def __init__(self) -> None:
        super().__init__()
        self.store = self.open()
        self.model: dict[str, UploadTransaction] = {}
        self.kept: dict[str, UploadTransaction] | None = None
        self.units: list[tuple[Any, dict[str, UploadTransaction]]] = []

    def open(self) -> TinyDbStore:
        return memory_store()

    @rule(value=TRANSACTIONS)
    def put(self, value: UploadTransaction) -> None:
        self.store.upload_transactions.put(value)
        self.model[key_of(value)] = value

    @rule(data=st.data())
    @precondition(lambda self: self.model)
    def remove(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.model)))
        self.store.upload_transactions.remove(key)
        del self.model[key]

    @rule(account=st.sampled_from(["x", "x/y", "x/"]), fetched=st.booleans())
    def remove_all(self, account: str, fetched: bool) -> None:
        gone = {
            key
            for key, value in self.model.items()
            if value.account_id == account and (value.fetched or not fetched)
        }
        index = "fetched" if fetched else "account"
        owner = account_key("user-1", account)
        assert self.store.upload_transactions.remove_all(index, owner) == len(gone)
        self.model = {key: value for key, value in self.model.items() if key not in gone}

    @rule(data=st.data(), purpose=st.text(max_size=3))
    @precondition(lambda self: self.model)
    def change(self, data: st.DataObject, purpose: str) -> None:
        self.put(
            replace(self.model[data.draw(st.sampled_from(sorted(self.model)))], purpose=purpose)
        )

    @rule()
    @precondition(lambda self: len(self.units) < 2)
    def begin(self) -> None:
        unit = self.store.unit_of_work()
        unit.__enter__()
        self.units.append((unit, dict(self.model)))

    @rule()
    @precondition(lambda self: self.units)
    def commit(self) -> None:
        self.units.pop()[0].__exit__(None, None, None)

    @rule()
    @precondition(lambda self: self.units)
    def fail(self) -> None:
        unit, before = self.units.pop()
        error = RuntimeError()
        assert not unit.__exit__(RuntimeError, error, None)
        self.model = before

    @rule()
    def snapshot(self) -> None:
        self.store.snapshot("walk")
        self.kept = dict(self.model)

    @rule()
    @precondition(lambda self: self.kept is not None)
    def restore(self) -> None:
        assert self.store.restore("walk")
        assert self.kept is not None
        self.model = dict(self.kept)

    @invariant()
    def all_values_stand_in_their_order(self) -> None:
        assert list(self.store.upload_transactions.all()) == list(self.model.values())

    @invariant()
    def every_index_agrees_with_a_scan(self) -> None:
        table = self.store.upload_transactions
        for account in ("x", "x/y"):
            owner = account_key("user-1", account)
            held = [each for each in self.model.values() if each.account_id == account]
            held.sort(key=lambda each: (each.booking_date, each.transaction_id))
            later = [each for each in held if each.booking_date >= "2026-02-02"]
            assert table.find("account", owner) == held
            assert table.find("account", owner, start=("2026-02-02",), limit=2) == later[:2]
            glimpses = table.glimpse("account", owner, start=("2026-02-02",), limit=2)
            assert [(each.transaction_id, each.purpose) for each in glimpses] == [
                (each.transaction_id, each.purpose) for each in later[:2]
            ]
            assert table.count("account", owner, before=("2026-02-02",)) == len(held) - len(later)
            assert table.count("fetched", owner) == sum(each.fetched for each in held)

    def teardown(self) -> None:
        while self.units:
            self.commit()


class FileStoreWalk(StoreWalk):
    """The same, with a file that is closed and opened again in between."""

    def open(self) -> TinyDbStore:
        self.folder = TemporaryDirectory()
        return file_store(self.path)

    @property
    def path(self) -> Path:
        return Path(self.folder.name) / "bank.db"

    @rule()
    @precondition(lambda self: not self.units)
    def reopen(self) -> None:
        self.store.close()
        self.store = file_store(self.path)
        self.kept = None

    def teardown(self) -> None:
        super().teardown()
        self.store.close()
        self.folder.cleanup()


StoreWalk.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
FileStoreWalk.TestCase.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)
TestMemoryStoreWalk = StoreWalk.TestCase
TestFileStoreWalk = FileStoreWalk.TestCase
