"""A provider that is down for a while misses nothing that happened meanwhile."""

from collections import defaultdict

from integration.connector.little_provider import LittleProvider, nobody, provider
from integration.connector.telling import connect, disconnect, outcomes, serve_at, settled, told
from served import Served

ACCOUNTS = ("one", "two", "three", "four")


def _came(little: LittleProvider, count: int) -> dict[str, list[str]]:
    """The types of so many notifications, for each account in the order of their arrival."""
    came = defaultdict(list)
    for _ in range(count):
        received = little.next()
        came[received.about].append(received.json["type"])
    return came


def test_what_happened_while_a_provider_was_down_arrives_in_order(sandbox: Served) -> None:
    port = nobody()
    serve_at(sandbox, f"http://127.0.0.1:{port}")
    accounts = [connect(sandbox, name) for name in ACCOUNTS]
    for account in reversed(accounts):
        disconnect(sandbox, account)  # answered 204
    waiting = outcomes(settled(sandbox))

    with provider(port=port) as little:
        sandbox.advance("PT1S")
        came = _came(little, 2 * len(accounts))
        assert little.came.empty()

    assert waiting == ["pending"] * 2 * len(accounts)
    assert came == {each: ["resourceCreated", "resourceDeleted"] for each in accounts}
    assert outcomes(told(sandbox)) == ["delivered"] * 2 * len(accounts)
