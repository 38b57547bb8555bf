"""The command line goes before the file, and a file is found where nothing else is named."""

import argparse
from pathlib import Path

import pytest

from sandbank_conformance.commands.targets import add_target_options, read_target
from sandbank_conformance.config import ConfigError
from sandbank_conformance.target import Target

FILE = """\
[target]
url = "http://file"
[consumer]
url = "http://file/c"
company = "mine"
[control]
url = "http://file/control"
keep-world = true
"""


def target(*words: str) -> Target:
    parser = argparse.ArgumentParser()
    add_target_options(parser)
    return read_target(parser.parse_args(words))


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_file_that_is_there_is_read_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    Path("sandbank.toml").write_text(FILE)
    found = target()

    assert found.source == "sandbank.toml"
    assert found.consumer
    assert found.consumer.url == "http://file/c"
    assert "Reading sandbank.toml" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["http://line"], ["--provider-url", "http://line/p"]])
def test_a_file_that_is_not_asked_for_is_left_alone(words: list[str]) -> None:
    Path("sandbank.toml").write_text("this is not TOML")

    assert target(*words).source == ""


def test_a_url_goes_before_every_url_of_the_file() -> None:
    Path("other.toml").write_text(FILE)
    found = target("http://line", "--config", "other.toml")

    assert found.consumer
    assert found.consumer.url == "http://line/consumer/v1"
    assert found.consumer.product.company == "mine"
    assert found.control
    assert (found.control.url, found.control.keep_world) == ("http://line/_sandbox", True)
    assert found.places["consumer"] == "URL"


def test_the_url_of_one_api_goes_before_that_of_the_file() -> None:
    Path("other.toml").write_text(FILE)
    found = target("--consumer-url", "http://line/c/", "--config", "other.toml")

    assert found.consumer
    assert (found.consumer.url, found.consumer.product.company) == ("http://line/c", "mine")
    assert found.provider
    assert found.provider.url == "http://file/provider/v1"
    assert found.places["consumer"] == "--consumer-url"


def test_the_url_of_one_api_alone_is_that_of_the_playground() -> None:
    found = target("--user-banking-url", "http://line/u")

    assert found.user_banking
    assert found.user_banking.client.client_id == "upload-client"
    assert found.consumer is found.provider is found.control is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "name a server to prove"),
        (["localhost:8080"], "CONFIG  URL: 'localhost:8080' begins with neither"),
        (["--consumer-url", "http://x?y"], "CONFIG  --consumer-url: 'http://x?y' has a query"),
        (["--config", "nowhere.toml"], "`sandbank init` writes one"),
    ],
)
def test_what_cannot_be_used_is_told(words: list[str], told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        target(*words)

    assert told in str(caught.value)


def test_keeping_the_world_can_be_asked_for_beside_a_file() -> None:
    Path("sandbank.toml").write_text('[target]\nurl = "http://file"\n')
    found = target("--keep-world")

    assert found.control
    assert found.control.keep_world
