"""A call as a line for a shell, with variables in place of secrets."""

from sandbank_conformance.exchange import Exchange
from sandbank_conformance.secrets import Secrets

MOST = 4_000  # characters of a body; a longer one is no line for a shell


def curl(exchange: Exchange, secrets: Secrets) -> str:
    """The line that repeats a call; `$SANDBANK_…` stands for each secret."""
    sent = exchange.sent
    parts = ["curl -i --path-as-is", f"-X {sent.method}", _quoted(secrets.masked(sent.url))]
    for name, value in sent.headers:
        shown = f"{name}: {secrets.masked(value)}" if value else f"{name};"
        parts.append(f"-H {_quoted(shown)}")
    if sent.body:
        parts.append(f"--data-binary {_quoted(_body(sent.body, secrets))}")
    return " ".join(parts)


def _body(body: bytes, secrets: Secrets) -> str:
    text = secrets.masked(body.decode("utf-8", "backslashreplace"))
    return text if len(text) <= MOST else f"{text[:MOST]}…"


def _quoted(text: str) -> str:
    """In double quotes, so that a shell fills in `$SANDBANK_…` and nothing else."""
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("`", "\\`")
    pieces = text.split("$SANDBANK_")
    return '"' + "$SANDBANK_".join(each.replace("$", "\\$") for each in pieces) + '"'
