"""`sandbank init` writes a file that works as it is, and overwrites nothing."""

import re
from pathlib import Path

import pytest

from sandbank_conformance import playground
from sandbank_conformance.commands.init import TEMPLATE
from sandbank_conformance.config.file import Options, read_config
from sandbank_server.cli import main


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SANDBANK_OWNER_TOKEN", raising=False)


def test_the_file_describes_the_playground() -> None:
    assert main(["init"]) == 0
    target = read_config(Path("sandbank.toml"), Options())
    known = playground.target("http://127.0.0.1:8080")

    assert (target.consumer, target.provider) == (known.consumer, known.provider)
    assert (target.user_banking, target.control) == (known.user_banking, known.control)
    assert target.remarks == ()


def test_a_file_that_is_there_stays(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.toml").write_text("mine")

    assert main(["init", "mine.toml"]) == 2
    assert Path("mine.toml").read_text() == "mine"
    assert "mine.toml is there already; --force overwrites it" in capsys.readouterr().err


def test_a_file_that_is_there_is_overwritten_by_force(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.toml").write_text("mine")

    assert main(["init", "mine.toml", "--force"]) == 0
    assert Path("mine.toml").read_text() == TEMPLATE.read_text()
    assert "sandbank verify --config mine.toml" in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "nowhere/mine.toml"]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_everything_in_comments_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each example may be taken out of its comment as it stands."""
    text = re.sub(r"^# ?(?=\[|[a-z-]+ = )", "", TEMPLATE.read_text(), flags=re.MULTILINE)
    text = text.replace('ca-file = "ca.pem"', "")  # a file that is not there
    for name in re.findall(r"env:([A-Z_]+)", text):
        monkeypatch.setenv(name, f"the {name}")
    Path("all.toml").write_text(text)
    target = read_config(Path("all.toml"), Options())

    assert target.consumer
    assert target.consumer.sibling
    assert target.consumer.product.signing_key == "the SIGNING_KEY"
    assert target.waivers
    assert target.provider
    assert target.provider.sessions.onboarding_command == "./open-session.sh"
