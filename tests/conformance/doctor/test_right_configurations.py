"""What is right is found to be right: no mistake is named where there is none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from doctor_cases import Ask
from doctor_fronts import certificate, front, passed
from served import Served, serving

from sandbank_server.settings import Settings

HERE = '[target]\nurl = "$URL"\n'
CONSUMER = """\
[consumer]
url = "$URL/consumer/v1"
application = "sandbank.eu.product"
organisation = "0a000000-0000-4000-8000-000000000001"
company = "0b000000-0000-4000-8000-000000000001"
signing-key = "env:SIGNING_KEY"
bank = "0c000000-0000-4000-8000-000000000001"
[[consumer.accounts]]
id = "0d000000-0000-4000-8000-000000000001"
transactions = 250
rules = 2
[consumer.sibling]
company = "0b000000-0000-4000-8000-000000000003"
"""
USER_BANKING = """\
[user-banking]
url = "$URL/user-banking"
client-id = "upload-client"
client-secret = "env:UPLOAD_SECRET"
[[user-banking.fetched]]
user = "user-1"
account = "acc-mixed-1"
fetched = ["tx-mf-1"]
uploaded = ["tx-m-1"]
"""


@pytest.fixture(autouse=True)
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNING_KEY", "playground-signing-key-1")
    monkeypatch.setenv("UPLOAD_SECRET", "upload-secret")


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(HERE, id="the playground"),
        pytest.param(f"{HERE}[control]\nkeep-world = true\n", id="a world that is kept"),
        pytest.param(f"{HERE}[control]\nuse = false\n", id="no control API"),
        pytest.param(CONSUMER, id="the Consumer API only"),
        pytest.param(USER_BANKING, id="the User banking API only"),
        pytest.param(
            f'{HERE}[consumer]\nurl = "$URL/api/v1"\npath-style = "long"\n', id="long paths"
        ),
        pytest.param(
            f'{HERE}[consumer]\ntoken-url = "$URL/api/v1/accesstoken"\n', id="tokens elsewhere"
        ),
    ],
)
def test_nothing_is_named(ask: Ask, file: str) -> None:
    told = ask("doctor", file)

    assert told.status == 0, told.text
    for kind in ("CONFIG", "TARGET", "SUITE"):
        assert kind not in told.text


def test_fixed_tokens_are_taken(ask: Ask, sandbox: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = {
        "consumer": sandbox.product_headers(),
        "provider": sandbox.provider_headers(),
        "user-banking": sandbox.upload_headers(),
    }
    file = HERE
    for table, headers in tokens.items():
        monkeypatch.setenv(f"TOKEN_{table[:4]}", headers["authorization"].partition(" ")[2])
        file += f'[{table}]\ntoken = "env:TOKEN_{table[:4]}"\n'
    told = ask("doctor", file)

    assert told.status == 0, told.text
    assert "CONFIG" not in told.text


@pytest.mark.parametrize("trust", ["ca-file", "insecure"])
def test_a_server_of_ones_own_is_trusted(
    ask: Ask, sandbox: Served, tmp_path: Path, trust: str
) -> None:
    context, trusted = certificate(tmp_path, "127.0.0.1")
    line = {"ca-file": f'ca-file = "{trusted}"', "insecure": "insecure = true"}[trust]

    with front(passed, sandbox.url, tls=context) as url:
        file = f'[target]\nurl = "{url}"\n{line}\n'
        told = ask("doctor", file, "--api", "provider", "--api", "user-banking")

    assert told.status == 0, told.text
    assert ("CONFIG [target] insecure" in told.text) == (trust == "insecure")


def test_a_slash_too_many_is_told_and_tolerated(ask: Ask) -> None:
    told = ask("doctor", f'{HERE}[provider]\nurl = "$URL/provider/v1/"\n')

    assert told.status == 0, told.text
    assert "received the slash at the end of" in told.text
    assert "/provider/v1 " in told.text.partition("change write ")[2]


def test_a_secret_in_the_file_is_told_and_tolerated(ask: Ask) -> None:
    told = ask("doctor", f'{HERE}[provider]\napi-key = "provider-a-key"\n')

    assert told.status == 0, told.text
    assert told.names("[provider] api-key", 'api-key = "env:NAME" here')


@pytest.fixture
def own() -> Iterator[Served]:
    with serving(Settings(port=0)) as served:
        yield served


def test_an_empty_world_is_no_mistake_where_the_playground_is_loaded(ask: Ask, own: Served) -> None:
    own.control("POST", "/reset", json={"world": "empty"})
    told = ask("doctor", f'[target]\nurl = "{own.url}"\n')

    assert told.status == 0, told.text
    assert told.text.count("`sandbank verify` loads the playground, which has it") == 1
    assert "TARGET" not in told.text


def test_a_world_that_was_used_can_be_kept(ask: Ask, own: Served) -> None:
    account = (
        "0b000000-0000-4000-8000-000000000001/bankaccounts/0d000000-0000-4000-8000-000000000001"
    )
    own.call("DELETE", f"/consumer/v1/{account}", headers=own.product_headers())
    told = ask("doctor", f'[target]\nurl = "{own.url}"\n', "--keep-world")

    assert told.status == 0, told.text
    assert "TARGET [[consumer.accounts]] no. 1 status" in told.text


def test_a_world_that_was_used_is_nothing_to_tell_of_where_it_is_replaced(
    ask: Ask, own: Served
) -> None:
    account = (
        "0b000000-0000-4000-8000-000000000001/bankaccounts/0d000000-0000-4000-8000-000000000001"
    )
    own.call("DELETE", f"/consumer/v1/{account}", headers=own.product_headers())
    told = ask("verify", f'[target]\nurl = "{own.url}"\n')

    assert told.status == 0, told.text
    assert "[[consumer.accounts]]" not in told.text
    assert "TARGET" not in told.text


def test_a_clock_that_was_moved_is_told(ask: Ask, own: Served) -> None:
    own.advance("P3D")
    told = ask("doctor", f'[target]\nurl = "{own.url}"\n')

    assert told.status == 0, told.text
    assert "3 days ahead of this machine" in told.text


def test_the_owners_token_comes_from_the_environment(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(Settings(port=0).guarded_by("the-owner")) as guarded:
        monkeypatch.setenv("SANDBANK_OWNER_TOKEN", "the-owner")
        told = ask("doctor", f'[target]\nurl = "{guarded.url}"\n')

    assert told.status == 0, told.text
    assert "the control API takes us for the owner" in told.text
