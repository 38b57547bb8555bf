"""A file becomes a target, or everything that is wrong with it is told."""

from pathlib import Path

import pytest

from sandbank_conformance import playground
from sandbank_conformance.config import ConfigError
from sandbank_conformance.config.file import Options, read_config
from sandbank_conformance.target import HeldAccount, HeldSession, HeldUpload, Target, Tls

PROVIDER = """\
[provider]
url = "https://bank.example/provider"
client-id = "c"
client-secret = "env:THE_SECRET"
audience = "a"
api-key = "env:THE_KEY"
"""


@pytest.fixture(autouse=True)
def _variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THE_SECRET", "the secret itself")
    monkeypatch.setenv("THE_KEY", "the key itself")
    monkeypatch.delenv("SANDBANK_OWNER_TOKEN", raising=False)


def read(folder: Path, text: str, options: Options | None = None) -> Target:
    file = folder / "sandbank.toml"
    file.write_text(text)
    return read_config(file, options or Options())


def refused(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        read(folder, text)
    return str(caught.value).replace(str(folder / "sandbank.toml"), "FILE")


def test_the_playground_needs_its_url_only(tmp_path: Path) -> None:
    target = read(tmp_path, '[target]\nurl = "http://here:8080"\n')
    known = playground.target("http://here:8080")

    assert (target.consumer, target.provider) == (known.consumer, known.provider)
    assert (target.user_banking, target.control) == (known.user_banking, known.control)
    assert target.places["provider"] == "[target] url"


def test_what_is_given_replaces_what_is_known_of_the_playground(tmp_path: Path) -> None:
    target = read(
        tmp_path,
        '[target]\nurl = "http://here"\n'
        '[consumer]\ncompany = "c"\n[[consumer.accounts]]\nid = "a"\n',
    )

    assert target.consumer
    assert target.consumer.product.company == "c"
    assert target.consumer.product.accounts == (HeldAccount(id="a"),)
    assert target.consumer.product.application == "sandbank.eu.product"
    assert target.consumer.url == "http://here/consumer/v1"


def test_an_api_of_its_own_is_proved_alone(tmp_path: Path) -> None:
    target = read(tmp_path, PROVIDER)

    assert target.provider
    assert target.consumer is target.user_banking is target.control is None
    assert target.provider.rival is None
    assert target.provider.provider.client_secret == "the secret itself"
    assert target.variables == {"the secret itself": "THE_SECRET", "the key itself": "THE_KEY"}
    assert target.remarks == ()


def test_a_sibling_is_like_the_product_and_a_rival_has_the_audience(tmp_path: Path) -> None:
    target = read(
        tmp_path,
        PROVIDER + '[provider.rival]\nclient-id = "r"\nclient-secret = "s"\napi-key = "k"\n'
        '[consumer]\nurl = "http://c"\napplication = "a"\norganisation = "o"\ncompany = "1"\n'
        'signing-key = "x"\n[consumer.sibling]\ncompany = "2"\n'
        '[consumer.stranger]\norganisation = "p"\ncompany = "3"\n',
    )

    assert target.provider
    assert target.provider.rival
    assert (target.provider.rival.id, target.provider.rival.audience) == ("r", "a")
    assert target.consumer
    assert target.consumer.sibling
    assert (target.consumer.sibling.organisation, target.consumer.sibling.company) == ("o", "2")
    assert target.consumer.sibling.signing_key == "x"
    assert target.consumer.stranger
    assert (target.consumer.stranger.application, target.consumer.stranger.signing_key) == ("a", "")


def test_a_fixed_token_makes_the_client_needless(tmp_path: Path) -> None:
    target = read(
        tmp_path,
        '[provider]\nurl = "http://p"\napi-key = "k"\ntoken = "env:THE_SECRET"\n'
        '[user-banking]\nurl = "http://u"\ntoken = "env:THE_KEY"\n',
    )

    assert target.provider
    assert target.provider.provider.token == "the secret itself"
    assert target.user_banking
    assert target.user_banking.client.client_id == ""


def test_what_a_target_holds_is_read(tmp_path: Path) -> None:
    target = read(
        tmp_path,
        PROVIDER + "[provider.sessions]\n"
        'onboarding = ["1", "2"]\nreauthorisation = [{ id = "3", account = "a" }]\n'
        'expired-command = "print-one --now"\n'
        '[user-banking]\nurl = "http://u"\nclient-id = "c"\nclient-secret = "s"\n'
        '[[user-banking.fetched]]\nuser = "u"\naccount = "a"\nfetched = ["t"]\n',
    )

    assert target.provider
    assert target.provider.sessions.onboarding == (HeldSession(id="1"), HeldSession(id="2"))
    assert target.provider.sessions.reauthorisation == (HeldSession(id="3", account="a"),)
    assert target.provider.sessions.expired_command == "print-one --now"
    assert target.user_banking
    assert target.user_banking.fetched == (HeldUpload(user="u", account="a", fetched=("t",)),)


def test_departures_are_read_by_operation(tmp_path: Path) -> None:
    target = read(
        tmp_path,
        '[target]\nurl = "http://here"\ntimeout = 5\ninsecure = true\n'
        '[consumer.paths]\nlistBanks = "/v2/banks"\n'
        '[consumer.bodies.createBankAccount]\naccountType = "business"\n'
        '[user-banking.answers]\nlistAccounts = "/data"\n',
    )

    assert target.consumer
    assert target.consumer.paths == {"listBanks": "/v2/banks"}
    assert target.consumer.bodies == {"createBankAccount": {"accountType": "business"}}
    assert target.user_banking
    assert target.user_banking.answers == {"listAccounts": "/data"}
    assert (target.timeout, target.patience, target.tls) == (5, 5, Tls(insecure=True))


def test_everything_that_is_wrong_is_told_at_once_in_order(tmp_path: Path) -> None:
    told = refused(
        tmp_path,
        '[provider]\nurl = "http://p"\ncliend-id = "c"\n\n[consumer]\n'
        'url = "ftp://c"\npath-style = 3\n[consumer.paths]\ngetBank = "/{bankID}"\n',
    )

    assert told.splitlines()[0].endswith("things are wrong with the configuration:")
    numbers = [int(each.split("line ")[1].split(":")[0]) for each in told.splitlines()[1:]]
    assert numbers == sorted(numbers)
    assert "FILE, line 3: [provider] cliend-id: 'cliend-id' is unknown; did you mean" in told
    assert "FILE, line 1: [provider] client-secret: is missing" in told
    assert "client-id: is missing" not in told
    assert "FILE, line 6: [consumer] url: 'ftp://c' begins with neither" in told
    assert "FILE, line 7: [consumer] path-style: 3; expected a text in quotes" in told
    assert "FILE, line 9: [consumer.paths] getBank: {bankID}: 'bankID' is unknown" in told


def test_the_value_of_a_secret_is_never_told(tmp_path: Path) -> None:
    told = refused(tmp_path, f"{PROVIDER}token = 12345\n")

    assert '[provider] token: a number; expected "env:NAME"' in told
    assert "12345" not in told
