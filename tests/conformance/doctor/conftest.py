"""The honest sandbox, and the command line before it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from doctor_cases import Ask, Told
from served import Served, serving

from sandbank_server.cli import main
from sandbank_server.settings import Settings

CHECK = "general.routing.an_unknown_path_never_succeeds"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Served]:
    with serving(Settings(port=0, seed=7)) as served:
        yield served


@pytest.fixture
def ask(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> Ask:
    """Runs a command with a file as it stands, in which `$URL` and `$HOST` are the sandbox's."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SANDBANK_EMPTY", "")
    monkeypatch.delenv("SANDBANK_OWNER_TOKEN", raising=False)

    def run(command: str, file: str, *options: str) -> Told:
        if "$" in file:
            url = request.getfixturevalue("sandbox").url
            file = file.replace("$URL", url).replace("$HOST", url.removeprefix("http://"))
        (tmp_path / "sandbank.toml").write_text(file)
        if command == "verify":
            options += ("--check", CHECK)  # whoever gets so far has seen enough
        status = main([command, "--config", "sandbank.toml", *options])
        printed = capsys.readouterr()
        return Told(" ".join((printed.out + printed.err).split()), status)

    return run
