"""Start the service: python -m stranger --port N"""

from __future__ import annotations

import argparse
import logging
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from .app import make_app
from .seed import build
from .world import Options


class Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def make_environ(self) -> dict[str, Any]:
        """The target as it came: http.server folds leading slashes."""
        environ: dict[str, Any] = super().make_environ()
        parts = self.requestline.split()
        environ["RAW_URI"] = parts[1] if len(parts) > 1 else self.path
        return environ

    def run_wsgi(self) -> None:
        try:
            super().run_wsgi()
        except ValueError:  # a target that is no address at all
            self.path = "/"
            self.send_error(400)

    def version_string(self) -> str:
        return "gateway"


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="stranger")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument(
        "--demand-signature", action="store_true", help="no access token without X-Signature"
    )
    parser.add_argument(
        "--next",
        choices=("none", "url", "null"),
        default="none",
        help="in pages of transactions: never, as full URLs, or as URLs and null at the end",
    )
    parser.add_argument("--token-seconds", type=int, default=3600, help="life of a provider token")
    parser.add_argument(
        "--statement-seconds", type=float, default=0.05, help="until a statement is worked off"
    )
    parser.add_argument("--delay", type=float, default=0.012, help="seconds each answer waits")
    return parser.parse_args()


def main() -> None:
    given = options()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    chosen = Options(
        given.demand_signature,
        given.next,
        given.token_seconds,
        given.delay,
        given.statement_seconds,
    )
    server = make_server(
        "127.0.0.1", given.port, make_app(build(chosen)), threaded=True, request_handler=Handler
    )
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
