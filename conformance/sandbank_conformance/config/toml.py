"""A file of TOML, as it stands."""

import tomllib
from pathlib import Path
from typing import Any

from sandbank_conformance.config import ConfigError

NAME = "sandbank.toml"


def read_toml(file: Path) -> tuple[str, dict[str, Any]]:
    """Its text and its tables; a `ConfigError` says why there are none."""
    text = _read(file)
    return text, _parsed(file, text)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError.of(
            [f"{file} cannot be read: {error.strerror}; `sandbank init` writes one"]
        ) from None
    except UnicodeDecodeError:
        raise ConfigError.of([f"{file} is not UTF-8; expected a text file in UTF-8"]) from None


def _parsed(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError.of([f"{file} is not TOML: {error}"]) from None
