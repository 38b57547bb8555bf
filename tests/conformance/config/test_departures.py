"""Long paths, tokens from elsewhere, commands, and secrets under the user's own names."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sandbank_conformance import playground
from sandbank_conformance.client import Client, Line
from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.curl import curl
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.messages import Received, Sent
from sandbank_conformance.plans import Plan
from sandbank_conformance.printed import json_object, words
from sandbank_conformance.run import prepare
from sandbank_conformance.secrets import Secrets
from sandbank_conformance.target import ConsumerApi, HeldSession, HeldUpload, Sessions, Target
from sandbank_conformance.trace import Trace
from sandbank_conformance.wire import Wire

PATH = {"organisationId": "o", "companyId": "c", "bankAccountId": "a"}


def client(**members: str) -> Client:
    known = playground.consumer("http://here")
    api = ConsumerApi(url="http://here", product=known.product, **members)  # type: ignore[arg-type]
    return Client(Line(Wire(), Trace()), "consumer", api)


def test_long_paths_name_the_organisation_before_the_company() -> None:
    long = client(path_style="long")

    assert long.address("getBankAccount", PATH) == (
        "http://here/organisations/o/companies/c/bankaccounts/a"
    )
    assert long.address("listBanks") == "http://here/banks"
    assert client().address("getBankAccount", PATH) == "http://here/c/bankaccounts/a"


def test_tokens_may_come_from_elsewhere() -> None:
    elsewhere = client(token_url="https://login/token")

    assert elsewhere.address("getAccessToken") == "https://login/token"
    assert elsewhere.address("listBanks") == "http://here/banks"


def told(header: str, secrets: Secrets) -> str:
    sent = Sent(method="GET", url="http://here/$HOME", headers=(("Authorization", header),))
    exchange = Exchange(
        operation_id="",
        api="consumer",
        caller="product",
        sent=sent,
        received=Received(status=200, headers=(), body=b""),
    )
    return curl(exchange, secrets)


def test_a_line_for_a_shell_has_the_users_own_variables_and_no_others() -> None:
    secrets = Secrets()
    secrets.add("open-sesame", "MY_TOKEN")

    assert told("Bearer open-sesame", secrets).endswith(
        '"http://here/\\$HOME" -H "Authorization: Bearer $MY_TOKEN"'
    )
    assert '"Authorization: ${MY_TOKEN}s $5"'.replace("$5", "\\$5") in told(
        "open-sesames $5", secrets
    )


def printing(text: str) -> str:
    return f'{sys.executable} -c "print({text!r})"'


def test_a_command_prints_words_or_an_object() -> None:
    assert words(printing("one two")) == ["one", "two"]
    assert json_object(f"echo {json.dumps(json.dumps({'a': 1}))}") == {"a": 1}


@pytest.mark.parametrize("command", ["false", "no-such-command", "true"])
def test_a_command_that_fails_makes_nothing_testable(command: str) -> None:
    with pytest.raises(NotTestable, match=command):
        words(command)


def test_sessions_and_fetched_accounts_come_from_commands(tmp_path: Path) -> None:
    script = tmp_path / "fetch.py"
    script.write_text('print(\'{"user": "u", "account": "a", "fetched": ["t"]}\')')
    provider, banking = playground.provider("http://p"), playground.user_banking("http://u")
    target = Target(
        provider=replace(provider, sessions=Sessions(reauthorisation_command="echo s a")),
        user_banking=replace(banking, fetched_command=f"{sys.executable} {script}"),
    )
    with prepare(target, Plan()) as run:
        assert run.stock.reauthorisation() == HeldSession(id="s", account="a")
        assert run.uploads
        assert run.uploads.fetched(run.draw("x")) == HeldUpload(
            user="u", account="a", fetched=("t",)
        )
