"""The Flask application: reads a request, finds its handler, writes the answer."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from flask import Flask, Request, Response, request
from werkzeug.exceptions import HTTPException

from .routes import find
from .statements import work_off
from .web import Call, Refusal, Reply, write_json
from .world import World, stamp, utcnow

LARGEST = 10 * 1024 * 1024
DRAINED = 8 * LARGEST
UPLOAD_KINDS = {
    400: "validationError",
    401: "unauthorized",
    403: "forbidden",
    404: "notFound",
    405: "methodNotAllowed",
    409: "conflict",
    413: "payloadTooLarge",
}


def read_body(source: Request) -> bytes:
    """The body; one that is too large is read to its end, so that the caller sees the answer."""
    parts, size = [], 0
    try:
        while size < DRAINED and (part := source.stream.read(65536)):
            size += len(part)
            if size <= LARGEST:
                parts.append(part)
    except (OSError, ValueError, HTTPException):
        raise Refusal(400, "The body cannot be read") from None
    if size > LARGEST:
        raise Refusal(413, "The body is too large")
    return b"".join(parts)


def target(source: Request) -> tuple[str, str]:
    """Path and query as they came, still encoded."""
    raw = str(source.environ.get("RAW_URI") or source.full_path)
    if not raw.startswith("/"):  # absolute form
        parts = urlsplit(raw)
        return parts.path, parts.query
    path, _, query = raw.partition("#")[0].partition("?")
    return path, query


def _refused(path: str, refusal: Refusal) -> Reply:
    path = unquote(path)
    status, trace = refusal.status, uuid.uuid4().hex
    if path.startswith("/user-banking"):
        kind = (
            refusal.kind
            if refusal.kind not in ("", "malformed", "invalid_request")
            else UPLOAD_KINDS[status]
        )
        body: dict[str, Any] = {"type": kind, "message": refusal.message, "traceId": trace}
    elif path == "/provider/v1/oauth/token":
        body = {"error": refusal.kind or "invalid_request", "error_description": refusal.message}
    elif status in (401, 403):
        body = {"message": refusal.message}
    else:
        body = {
            "timestamp": stamp(utcnow()),
            "status": status,
            "error": HTTPStatus(status).phrase,
            "message": refusal.message,
            "details": refusal.details,
            "path": path,
            "traceId": trace,
        }
    return Reply(status, body)


def _route(world: World, source: Request, path: str, query: str) -> Reply:
    found = find([unquote(segment) for segment in path.split("/")[1:]])
    if found is None:
        gateway = path.startswith(("/consumer/v1", "/provider/v1"))
        raise (
            Refusal(403, "Missing Authentication Token")
            if gateway
            else Refusal(404, "No such resource")
        )
    methods, ids = found
    if source.method == "OPTIONS":
        return Reply(200, "{}", {"Allow": ", ".join([*methods, "OPTIONS"])})
    handler = methods.get("GET" if source.method == "HEAD" else source.method)
    if handler is None:
        raise Refusal(405, "Request method is not supported")
    call = _call(world, source, path, query, ids)
    with world.lock:
        world.drop_expired_users()
        work_off(world)
        reply = handler(call)
        return Reply(
            reply.status, None if reply.body is None else write_json(reply.body), reply.headers
        )


def _call(world: World, source: Request, path: str, query: str, ids: dict[str, str]) -> Call:
    url = f"{source.scheme}://{source.headers.get('Host', '127.0.0.1')}{path}"
    pairs = parse_qsl(query, keep_blank_values=True)
    return Call(
        world,
        source.method,
        path,
        url,
        ids,
        pairs,
        cast(Mapping[str, str], source.headers),
        read_body(source),
    )


def _chunks(text: str) -> Iterator[bytes]:
    raw = text.encode()
    for i in range(0, len(raw), 4096):
        yield raw[i : i + 4096]


def _written(reply: Reply) -> Response:
    headers = {"X-Request-Id": uuid.uuid4().hex, **reply.headers}
    if reply.body is None:
        response = Response(status=reply.status, headers=headers)
        response.headers.pop("Content-Type", None)
        response.headers.pop("Content-Length", None)
        return response
    return Response(
        _chunks(reply.body),
        status=reply.status,
        headers=headers,
        content_type="application/json;charset=UTF-8",
    )


def make_app(world: World) -> Flask:
    app = Flask("stranger", static_folder=None)

    @app.before_request
    def serve() -> Response:
        path, query = target(request)
        time.sleep(world.options.delay)
        try:
            reply = _route(world, request, path, query)
        except Refusal as refusal:
            refused = _refused(path, refusal)
            reply = Reply(refused.status, write_json(refused.body), refused.headers)
        return _written(reply)

    return app
