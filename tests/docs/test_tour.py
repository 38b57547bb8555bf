"""The README's tour and the walk-throughs in docs/, run as printed."""

import re
from pathlib import Path

import pytest
from walkthrough import ROOT, Page, comparable, pages

README = ROOT / "README.md"
PAGES = pages()


@pytest.mark.parametrize("page", PAGES, ids=str)
@pytest.mark.parametrize("shell", ["bash", "bash --posix", "sh"])
def test_a_page_prints_what_it_shows(page: Page, shell: str) -> None:
    shown = [each.output for each in page.blocks]

    assert comparable(page.printed(shell)) == comparable(shown), "if it should: make docs"


def test_no_block_of_the_tour_is_overlooked() -> None:
    assert [len(each.blocks) for each in PAGES if each.path == README] == [8, 2, 2]


@pytest.mark.parametrize("target", ["serve", "test"])
def test_the_two_commands_of_the_readme_are_make_targets(target: str) -> None:
    makefile = (ROOT / "Makefile").read_text()

    assert f"make {target}" in README.read_text()
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def written(folder: Path, output: str) -> Page:
    """A page that asks for a session."""
    path = folder / "page.md"
    path.write_text(
        "# A page\n\n```console\n$ exit 1\n```\n\n"
        "```sh\nS=http://127.0.0.1:8080/_sandbox\n```\n\n"
        "```sh\ncurl -s $S/authorisations -H 'Content-Type: application/json' \\\n"
        """  -d '{"providerId":"provider-a","kind":"onboarding"}'\n```\n\n"""
        f"```text\n{output}\n```\n\nAnd so on.\n"
    )
    return Page(path)


def test_a_stale_output_is_rewritten_and_nothing_else(tmp_path: Path) -> None:
    page = written(tmp_path, "stale")

    assert page.rewrite()

    first, second = page.blocks
    assert first.output == ""
    assert '"redirectUri":"http://127.0.0.1:8080/' in second.output
    assert '"expiresAt":"2026-03-01T12:20:00Z"' in second.output
    assert page.path.read_text() == written(tmp_path, second.output).path.read_text()


def test_other_ids_and_tokens_are_no_difference(tmp_path: Path) -> None:
    page = written(tmp_path, "stale")
    page.rewrite()
    output = page.blocks[1].output
    made = re.search(r"[0-9a-f]{8}-[-0-9a-f]{27}", output)
    assert made

    other = written(tmp_path, output.replace(made[0], "deadbeef-0000-4000-8000-000000000000"))

    assert not other.rewrite()


MADE, OTHER = "1e15c1a4-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "2e15c1a4-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
ACCOUNT_1, ACCOUNT_2 = (f"0d000000-0000-4000-8000-00000000000{n}" for n in (1, 2))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (MADE, OTHER, True),
        ("eyJh.eyJi.c", "eyJx.eyJy.z", True),
        (MADE, "eyJh.eyJi.c", False),
        (ACCOUNT_1, ACCOUNT_2, False),
        ("204", "409", False),
        ("12:00:01  204, 3 ms", "23:59:59  204, 41 ms", True),
    ],
)
def test_what_has_to_be_the_same(one: str, other: str, alike: bool) -> None:
    assert (comparable([f'{{"it":"{one}"}}']) == comparable([f'{{"it":"{other}"}}'])) == alike


def test_the_same_id_has_to_come_at_the_same_places() -> None:
    assert comparable([MADE, OTHER, MADE]) == comparable([OTHER, MADE, OTHER])
    assert comparable([MADE, OTHER, MADE]) != comparable([MADE, OTHER, OTHER])
