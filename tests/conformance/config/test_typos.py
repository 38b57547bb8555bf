"""A typo is told, and not what follows from it."""

from pathlib import Path

import pytest

from sandbank_conformance.config import ConfigError
from sandbank_conformance.config.file import Options, read_config

BANKING = '[user-banking]\nurl = "http://u"\n'


def refused(folder: Path, text: str) -> list[str]:
    """What is told, line by line, without the file."""
    file = folder / "sandbank.toml"
    file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        read_config(file, Options())
    lines = [each for each in str(caught.value).splitlines() if "CONFIG" in each]
    return [each.partition(": ")[2] for each in lines]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[targett]\nurl = "http://here"\n[consumer]\nbank = "b"\n[provider]\nid = "p"\n',
            "target",
        ),
        ('[Target]\nurl = "http://here"\n[user-banking]\ntenants = false\n', "target"),
        ('[target]\nulr = "http://here"\n[consumer]\nbank = "b"\n', "url"),
        ('[consumr]\nurl = "http://here"\n', "consumer"),
        (f'{BANKING}client-id = "c"\nclient_secret = "s"\n', "client-secret"),
        (f'{BANKING}client-id = "c"\nCLIENT-SECRET = "s"\n', "client-secret"),
    ],
)
def test_a_typo_is_all_that_is_told(tmp_path: Path, text: str, told: str) -> None:
    lines = refused(tmp_path, text)

    assert len(lines) == 1, lines
    assert lines[0].endswith(f"is unknown; did you mean '{told}'?")


def test_a_url_that_is_none_is_all_that_is_told(tmp_path: Path) -> None:
    lines = refused(tmp_path, '[target]\nurl = 8080\n[consumer]\nbank = "b"\n')

    assert lines == ['[target] url: 8080; expected a URL: "https://…"']


def test_what_is_missing_for_another_reason_is_told_beside_a_typo(tmp_path: Path) -> None:
    lines = refused(tmp_path, f'{BANKING}cliend-id = "c"\n')

    assert [each.partition(";")[0] for each in lines] == [
        "[user-banking] client-secret: is missing",
        "[user-banking] cliend-id: 'cliend-id' is unknown",
    ]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ('["a", 1]', '["a", 1]'),
        ("{ a = true }", "{ a = true }"),
        ("2027-01-31", "2027-01-31"),
        ("1.5", "1.5"),
    ],
)
def test_a_value_is_told_as_a_file_has_it(tmp_path: Path, value: str, told: str) -> None:
    lines = refused(tmp_path, f'[target]\nurl = "http://h"\n[consumer]\ncompany = {value}\n')

    assert lines == [f"[consumer] company: {told}; expected the company's id"]


def test_a_port_that_is_none_is_told_in_our_words(tmp_path: Path) -> None:
    lines = refused(tmp_path, '[target]\nurl = "http://here:http"\n')

    assert lines == [
        "[target] url: 'http://here:http' has a port that is none; "
        "expected a number from 1 to 65535"
    ]
