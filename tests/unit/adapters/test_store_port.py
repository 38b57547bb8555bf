"""What every store promises, proved for the one in memory and the one in a file alike."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from store_builders import (
    file_store,
    memory_store,
    rule,
    rule_ids,
    upload,
    upload_ids,
    user,
    world,
)

from sandbank_server.adapters.tinydb_store import TinyDbStore
from sandbank_server.domain.rules import Rule, RuleStatus
from sandbank_server.service.keys import account_key, upload_transaction_key
from sandbank_server.service.records import SandboxSettings

OWNER = account_key("user-1", "account-1")


class Stop(Exception):
    pass


class StoreBehaviour:
    def test_a_stored_value_comes_back_equal(self, store: TinyDbStore) -> None:
        stored = upload("tx-1", value_date="2026-02-04", fetched=True)
        assert list(store.upload_transactions.all()) == []

        store.upload_transactions.put(stored)

        key = upload_transaction_key("user-1", "account-1", "tx-1")
        assert store.upload_transactions.get(key) == stored

    def test_an_unknown_key_gives_nothing_and_removing_it_changes_nothing(
        self, store: TinyDbStore
    ) -> None:
        store.rules.put(rule("a"))

        store.rules.remove("b")

        assert store.rules.get("b") is None
        assert rule_ids(store.rules.all()) == ["a"]

    def test_all_of_an_owners_values_go_and_nobody_elses(self, store: TinyDbStore) -> None:
        for number in range(4):
            store.upload_transactions.put(upload(f"tx-{number}", fetched=number % 2 == 0))
        store.upload_transactions.put(upload("tx-0", account_id="account-10", fetched=True))

        assert store.upload_transactions.remove_all("account", OWNER) == 4
        assert store.upload_transactions.remove_all("account", OWNER) == 0

        assert store.upload_transactions.count("fetched", OWNER) == 0
        assert [each.account_id for each in store.upload_transactions.all()] == ["account-10"]
        store.upload_transactions.put(upload("tx-1"))
        assert upload_ids(store.upload_transactions.find("account", OWNER)) == ["tx-1"]

    def test_a_failed_unit_brings_all_of_an_owners_values_back(self, store: TinyDbStore) -> None:
        for number in range(6):
            owner = f"account-{1 + number % 2}"
            store.upload_transactions.put(upload(f"tx-{number}", account_id=owner, fetched=True))
        before = list(store.upload_transactions.all())

        with pytest.raises(Stop):
            _fail_after(store, lambda: _remove_all_and_put(store))

        assert list(store.upload_transactions.all()) == before
        assert upload_ids(store.upload_transactions.find("fetched", OWNER)) == [
            "tx-0", "tx-2", "tx-4",
        ]  # fmt: skip

    def test_a_replaced_value_keeps_its_place(self, store: TinyDbStore) -> None:
        for rule_id in "abc":
            store.rules.put(rule(rule_id))

        store.rules.put(rule("b", name="Other"))

        assert rule_ids(store.rules.all()) == ["a", "b", "c"]
        assert rule_ids(store.rules.find("account", "account-1")) == ["a", "b", "c"]
        replaced = store.rules.get("b")
        assert replaced is not None
        assert replaced.rule_name == "Other"

    def test_an_index_gives_an_owners_values_only(self, store: TinyDbStore) -> None:
        store.rules.put(rule("a", account="x"))
        store.rules.put(rule("b", account="x/y"))
        store.rules.put(rule("c", account="x\0"))

        assert rule_ids(store.rules.find("account", "x")) == ["a"]
        assert store.rules.count("account", "x") == 1
        assert store.rules.find("account", "") == []

    def test_a_value_moves_to_its_new_owner(self, store: TinyDbStore) -> None:
        store.rules.put(rule("a", account="old"))

        store.rules.put(rule("a", account="new"))

        assert store.rules.find("account", "old") == []
        assert rule_ids(store.rules.find("account", "new")) == ["a"]

    def test_find_goes_in_order_from_start_to_before(self, store: TinyDbStore) -> None:
        for number, day in (("4", "2026-02-02"), ("3", "2026-02-02"), ("2", "2026-02-01")):
            store.upload_transactions.put(upload(number, day))
        store.upload_transactions.put(upload("1", "2026-02-03"))
        table = store.upload_transactions

        assert upload_ids(table.find("account", OWNER)) == ["2", "3", "4", "1"]
        assert upload_ids(table.find("account", OWNER, start=("2026-02-02",))) == ["3", "4", "1"]
        until = ("2026-02-02~",)
        assert upload_ids(table.find("account", OWNER, before=until)) == ["2", "3", "4"]
        assert table.count("account", OWNER, start=("2026-02-02",), before=until) == 2
        assert upload_ids(table.find("account", OWNER, offset=1, limit=2)) == ["3", "4"]
        assert table.find("account", OWNER, offset=9) == []
        assert table.find("account", OWNER, start=("2026-02-03",), before=("2026-02-01",)) == []

    def test_an_index_holds_only_what_belongs_into_it(self, store: TinyDbStore) -> None:
        store.upload_transactions.put(upload("tx-1", fetched=True))
        store.upload_transactions.put(upload("tx-2"))

        assert upload_ids(store.upload_transactions.find("fetched", OWNER)) == ["tx-1"]

    def test_users_are_found_by_the_time_they_expire(self, store: TinyDbStore) -> None:
        store.users.put(user("never"))
        store.users.put(user("later", expires_in=timedelta(seconds=1)))
        store.users.put(user("sooner", expires_in=timedelta(milliseconds=500)))
        store.users.put(user("soonest", expires_in=timedelta()))

        expiring = [each.user_id for each in store.users.find("expiring", "")]

        assert expiring == ["soonest", "sooner", "later"]

    def test_the_series_never_repeats(self, store: TinyDbStore) -> None:
        numbers = [store.sequence() for _ in range(5)]

        assert numbers == [1, 2, 3, 4, 5]

    def test_a_finished_unit_of_work_is_kept(self, store: TinyDbStore) -> None:
        with store.unit_of_work():
            store.rules.put(rule("a"))

        assert rule_ids(store.rules.all()) == ["a"]

    def test_a_failed_unit_of_work_leaves_everything_as_it_was(self, store: TinyDbStore) -> None:
        for rule_id in "abcd":
            store.rules.put(rule(rule_id))
        store.sequence()

        with pytest.raises(Stop):
            _fail_after(store, lambda: _change_everything(store))

        assert rule_ids(store.rules.all()) == ["a", "b", "c", "d"]
        assert rule_ids(store.rules.find("account", "account-1")) == ["a", "b", "c", "d"]
        assert store.rules.get("c") == rule("c")
        assert store.settings == SandboxSettings()
        assert store.sequence() == 2

    def test_a_unit_inside_another_shares_its_fate(self, store: TinyDbStore) -> None:
        with pytest.raises(Stop):
            _fail_after(store, lambda: _keep_within(store, rule("inner")))

        assert rule_ids(store.rules.all()) == []

    def test_a_failed_unit_inside_another_is_undone_alone(self, store: TinyDbStore) -> None:
        with store.unit_of_work():
            store.rules.put(rule("outer"))
            with pytest.raises(Stop):
                _fail_after(store, lambda: store.rules.put(rule("inner")))

        assert rule_ids(store.rules.all()) == ["outer"]

    def test_a_load_inside_a_failed_unit_is_undone(self, store: TinyDbStore) -> None:
        store.rules.put(rule("a"))

        with pytest.raises(Stop):
            _fail_after(store, lambda: _change_and_load(store))

        assert rule_ids(store.rules.find("account", "account-1")) == ["a"]
        assert list(store.organisations.all()) == []

    def test_a_snapshot_is_apart_from_what_comes_later(self, store: TinyDbStore) -> None:
        store.rules.put(rule("a"))
        store.sequence()
        store.change_settings(SandboxSettings(throttle_per_second=3))
        store.snapshot("before")

        for _ in range(2):
            store.rules.put(rule("b"))
            store.rules.remove("a")
            store.change_settings(SandboxSettings(demand_signature=True))
            store.sequence()
            assert store.restore("before")

            assert rule_ids(store.rules.find("account", "account-1")) == ["a"]
            assert store.settings.throttle_per_second == 3
            assert store.sequence() == 2

    def test_an_unknown_snapshot_is_not_restored(self, store: TinyDbStore) -> None:
        store.rules.put(rule("a"))

        assert not store.restore("nothing")

        assert rule_ids(store.rules.all()) == ["a"]

    def test_a_walk_over_all_values_does_not_mind_changes(self, store: TinyDbStore) -> None:
        for rule_id in "abc":
            store.rules.put(rule(rule_id))

        for each in store.rules.all():
            store.rules.remove(each.rule_id)

        assert list(store.rules.all()) == []


class TestMemoryStore(StoreBehaviour):
    @pytest.fixture
    def store(self) -> TinyDbStore:
        return memory_store()


class TestFileStore(StoreBehaviour):
    @pytest.fixture
    def store(self, path: Path) -> Iterator[TinyDbStore]:
        store = file_store(path)
        yield store
        left = store.export(), store.settings, list(store.nonces.all())
        store.close()
        again = file_store(path)
        assert (again.export(), again.settings, list(again.nonces.all())) == left
        again.close()


def _change_everything(store: TinyDbStore) -> None:
    store.rules.put(rule("c", account="other"))
    for rule_id in "ba":
        store.rules.remove(rule_id)
    store.rules.put(rule("new"))
    store.rules.put(rule("a", name="again"))
    store.rules.put(rule("new").disconnected())
    assert store.rules.find("account", "account-1")[-2].status is RuleStatus.DISCONNECTED
    store.sequence()
    store.change_settings(SandboxSettings(demand_signature=True))
    assert rule_ids(store.rules.all()) == ["c", "d", "new", "a"]


def _remove_all_and_put(store: TinyDbStore) -> None:
    store.upload_transactions.put(upload("tx-2", fetched=False))
    assert store.upload_transactions.remove_all("account", OWNER) == 3
    store.upload_transactions.put(upload("tx-4", "2026-01-01"))


def _change_and_load(store: TinyDbStore) -> None:
    store.rules.put(rule("b"))
    store.load(world())
    store.organisations.remove("org")


def _keep_within(store: TinyDbStore, value: Rule) -> None:
    with store.unit_of_work():
        store.rules.put(value)


def _fail_after(store: TinyDbStore, work: Callable[[], None]) -> None:
    with store.unit_of_work():
        work()
        raise Stop
