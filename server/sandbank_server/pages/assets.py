"""The files pages may load: these, and nothing else of the disk."""

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

from flask import Response, request
from swagger_ui_bundle import swagger_ui_path  # type: ignore[import-untyped]  # ships no types
from werkzeug.exceptions import NotFound

_OWN = files("sandbank_server.pages") / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

CONSOLE_ASSETS: Mapping[str, Traversable] = {
    name: _OWN / name for name in ("console.css", "start.css", "icon.svg")
}
BANK_ASSETS: Mapping[str, Traversable] = {
    name: _OWN / name for name in ("console.css", "bank.css", "icon.svg")
}
DOCS_ASSETS: Mapping[str, Traversable] = {
    "docs.css": _OWN / "docs.css",
    "init.js": _OWN / "init.js",
    "swagger-ui.css": swagger_ui_path / "swagger-ui.css",
    "swagger-ui-bundle.js": swagger_ui_path / "swagger-ui-bundle.js",
}


def locked_style() -> str:
    """The style of the page that is shown before any asset may be loaded."""
    return (_OWN / "locked.css").read_text(encoding="utf-8")


def sent(assets: Mapping[str, Traversable], name: str) -> Response:
    """An asset by its listed name; `NotFound` for any other name."""
    if name not in assets:
        raise NotFound
    kind = _TYPES[PurePosixPath(name).suffix]
    response = Response(assets[name].read_bytes(), mimetype=kind)
    # Asked for anew each time, so that the gate judges each time; the body is sent once.
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response
