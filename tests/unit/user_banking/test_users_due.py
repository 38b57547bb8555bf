from datetime import timedelta

from user_banking_client import Client, but_for, everything
from user_banking_world import NOON, a_user

from sandbank_server.domain.refusals import Unknown
from sandbank_server.service.due import do_what_is_due

MINUTE, MICROSECOND = timedelta(minutes=1), timedelta(microseconds=1)


def test_nobody_goes_before_the_time(client: Client) -> None:
    client.sandbox.store.users.put(a_user(expires_at=NOON + MINUTE))
    before = everything(client.sandbox)

    client.sandbox.clock.advance(MINUTE - MICROSECOND)
    do_what_is_due(client.sandbox)

    assert everything(client.sandbox) == before


def test_a_user_expires_at_the_time_with_all_banking_data_fetched_too(client: Client) -> None:
    client.sandbox.store.users.put(a_user(expires_at=NOON + MINUTE))
    before = everything(client.sandbox)

    client.sandbox.clock.advance(MINUTE)
    do_what_is_due(client.sandbox)

    after = everything(client.sandbox)
    for table in ("users", "uploadAccounts", "uploadTransactions"):
        assert after[table] == but_for(before[table], lambda row: row["userId"] == "user-1")
    assert ("user-1", None) in after["forgotten"]
    client.refusal(Unknown, "get_user")


def test_an_expiry_is_audited_like_a_deletion(client: Client) -> None:
    client.sandbox.store.users.put(a_user(expires_at=NOON))

    do_what_is_due(client.sandbox)

    entry = everything(client.sandbox)["audit"][-1]
    assert (entry.api, entry.client, entry.action) == ("user_banking", "client", "expireUser")
    assert (entry.at, entry.ids, entry.count) == (NOON, ("user-1",), 7)


def test_all_who_are_due_go_and_nobody_else(client: Client) -> None:
    users = client.sandbox.store.users
    for number, delay in enumerate((-MINUTE, MICROSECOND, timedelta(), timedelta(days=400))):
        users.put(a_user(f"u-{number}", sequence=10 + number, expires_at=NOON + delay))

    do_what_is_due(client.sandbox)

    listed = [user["userId"] for user in client.shows("list_users")["data"]]
    assert listed == ["user-1", "u-1", "u-3"]


def test_what_is_due_happens_once(client: Client) -> None:
    client.sandbox.store.users.put(a_user(expires_at=NOON))
    do_what_is_due(client.sandbox)
    before = everything(client.sandbox)

    do_what_is_due(client.sandbox)

    assert everything(client.sandbox) == before
