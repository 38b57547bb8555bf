"""What a waiver does to a whole run: its verdicts, its exit status, its last lines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from served import serving

from sandbank_server.cli import main
from sandbank_server.service import offboarding
from sandbank_server.settings import Settings

WAIVER = '[[waivers]]\nrequirement = "CON-OFF-03"\nowner = "payments"\nreason = "known"\n'


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """A sandbox that leaves the rules of a disconnected account active."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(offboarding, "_disconnect_rules", lambda *_: None)
    with serving(Settings(port=0)) as served:
        yield served.url


def proved(url: str, waivers: str = "") -> int:
    Path("sandbank.toml").write_text(f'[target]\nurl = "{url}"\n{waivers}')
    return main(["verify", "--requirement", "CON-OFF-03"])


def test_a_rule_that_is_broken_ends_the_run_with_1(forgetful: str) -> None:
    assert proved(forgetful) == 1


def test_a_rule_that_is_waived_does_not(forgetful: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = proved(forgetful, f"{WAIVER}expires = 2999-12-31\n")

    assert status == 0, capsys.readouterr().out


def test_a_waiver_whose_day_is_over_waives_nothing(
    forgetful: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = proved(forgetful, f'{WAIVER}expires = "2020-12-31"\n')

    told = " ".join(capsys.readouterr().out.split())
    assert status == 1
    assert "The waiver of CON-OFF-03 by payments expired on 2020-12-31" in told


def test_a_waiver_of_a_rule_that_is_met_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with serving(Settings(port=0)) as served:
        status = proved(served.url, f"{WAIVER}expires = 2999-12-31\n")

    assert status == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "The waiver of CON-OFF-03 by payments can go" in told
