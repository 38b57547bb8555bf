"""The house rules that a machine can hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbank_contract.requirements import load_catalogue

ROOT = Path(__file__).parents[2]
SERVER = ROOT / "server" / "sandbank_server"
JUDGE = ROOT / "conformance" / "sandbank_conformance" / "judge"
CODE = sorted(
    path
    for top in ("openapi", "fixtures", "server", "conformance")
    for path in (ROOT / top).rglob("*.py")
)
_ID = re.compile(r'"((?:GEN|PRV|CON|UB|CTL|CNX)-(?:[A-Z]+-)?\d\d)"')


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", CODE, ids=named)
def test_a_module_holds_one_concept(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 200


@pytest.mark.parametrize("path", CODE, ids=named)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    long = {
        node.name: lines
        for node in functions(path)
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > 30
    }

    assert long == {}


@pytest.mark.parametrize("path", CODE, ids=named)
def test_time_chance_and_identity_come_from_the_adapters_only(path: Path) -> None:
    text = path.read_text()

    if "adapters" not in path.parts and path.name != "draw.py":  # the suite's values, by seed
        assert not re.search(
            r"datetime\.(now|utcnow)\(|\btime\.time\(|uuid4\(|\bimport random", text
        )


@pytest.mark.parametrize("folder", [SERVER, JUDGE], ids=named)
def test_every_requirement_that_a_refusal_names_is_in_the_catalogue(folder: Path) -> None:
    catalogue = load_catalogue()
    named_ids = {
        (match, named(path))
        for path in folder.rglob("*.py")
        for match in _ID.findall(path.read_text())
    }

    assert {(each, where) for each, where in named_ids if each not in catalogue} == set()


def test_a_newcomer_finds_the_rule_for_a_second_delete() -> None:
    text = (SERVER / "service" / "offboarding.py").read_text()

    assert "CON-OFF-07" in text
