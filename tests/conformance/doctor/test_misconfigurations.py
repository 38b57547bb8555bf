"""Every mistake in a configuration is named, with what to change, before any check is run."""

import pytest
from doctor_cases import EVERYTHING, Ask, Wrong
from served import Served


@pytest.mark.parametrize("wrong", EVERYTHING, ids=lambda each: each.name)
def test_a_mistake_is_named_before_any_check(wrong: Wrong, ask: Ask, sandbox: Served) -> None:
    told = ask("verify", wrong.file)

    assert told.status == wrong.status, told.text
    assert told.names(wrong.place, wrong.change.replace("$URL", sandbox.url)), told.text
    assert "Proving" not in told.text


def test_there_are_enough_mistakes() -> None:
    assert len({each.name for each in EVERYTHING}) == len(EVERYTHING) >= 50


def test_several_mistakes_are_named_at_once(ask: Ask) -> None:
    told = ask(
        "verify",
        '[target]\nurl = "$URL"\n[consumer]\ncompany = "nope"\n[provider]\napi-key = "nope"\n'
        '[[user-banking.fetched]]\nuser = "no"\naccount = "no"\nfetched = ["no"]\n',
    )

    for place in (
        "[consumer] company",
        "[provider] api-key",
        "[[user-banking.fetched]] no. 1 user",
    ):
        assert f"CONFIG {place}" in told.text
    assert "3 things have to be put right" in told.text


def test_no_secret_is_shown(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THE_KEY", "a-very-secret-key")
    told = ask("doctor", '[target]\nurl = "$URL"\n[provider]\napi-key = "env:THE_KEY"\n')

    assert "CONFIG [provider] api-key" in told.text
    assert "a-very-secret-key" not in told.text


def test_nothing_is_changed_at_the_target(ask: Ask, sandbox: Served) -> None:
    before = sandbox.world()

    for each in EVERYTHING[-8:]:
        ask("doctor", each.file)
    ask("doctor", '[target]\nurl = "$URL"\n')

    assert sandbox.world() == before
