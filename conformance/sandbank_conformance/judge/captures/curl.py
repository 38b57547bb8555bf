"""curl lines: the request that curl would send."""

from sandbank_conformance.judge.captures import shell
from sandbank_conformance.judge.captures.calls import CapturedCall, Form
from sandbank_conformance.judge.captures.curl_options import Line, parse
from sandbank_conformance.judge.operations import FORM, JSON
from sandbank_conformance.messages import Headers


def read(source: str, text: str) -> list[CapturedCall]:
    """The calls of the curl lines in a text."""
    commands = list(shell.commands(text))
    calls = []
    for number, command in enumerate(commands, start=1):
        line = parse(command.words[1:])
        if line.url:
            label = f"curl line {number}" if len(commands) > 1 else ""
            calls.append(_call(source, label, command, line))
    return calls


def _call(source: str, label: str, command: shell.Command, line: Line) -> CapturedCall:
    joined = ("" if line.is_json else "&").join(line.data)
    has_body = bool(line.data or line.hidden) and not line.is_get
    url = line.url if "://" in line.url or line.url.startswith("{{") else f"http://{line.url}"
    if line.is_get and joined:
        url += f"{'&' if '?' in url else '?'}{joined}"
    default = _default_type(line) if has_body else ()
    usual = "HEAD" if line.is_head else "POST" if has_body else "GET"
    return CapturedCall(
        source=source,
        form=Form.CURL,
        label=label,
        line=command.line,
        method=line.method or usual,
        url=url,
        headers=(*line.headers, *default),
        is_complete=line.is_complete,
        body=None if line.hidden else joined.encode() if has_body else b"",
        hidden=line.hidden,
        has_default_type=bool(default) and not line.is_json,
        told=tuple(command.told),
    )


def _default_type(line: Line) -> Headers:
    """The Content-Type that curl adds by itself."""
    named = {name.lower() for name, _ in line.headers} | line.removed
    if "content-type" in named:
        return ()
    kind = JSON if line.is_json else "multipart/form-data" if line.is_multipart else FORM
    return (("Content-Type", kind),)
