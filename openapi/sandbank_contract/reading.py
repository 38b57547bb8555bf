"""YAML files of the contract, read quickly."""

from pathlib import Path
from typing import Any

import yaml

from sandbank_contract.errors import ContractError

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader is six times as fast


def read_text(path: Path) -> str:
    """The text of a file; a `ContractError` when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContractError(path.name, "", f"cannot be read as UTF-8 text: {error}") from None


def read_yaml(path: Path) -> Any:
    """The value of a YAML file; a `ContractError` names the line that is not YAML."""
    try:
        return yaml.load(read_text(path), _LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContractError(path.name, f"line {line}", f"is not YAML: {error.problem}") from None
