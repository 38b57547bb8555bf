"""A call as a line for a shell, with variables in place of secrets."""

import re

from sandbank_conformance.exchange import Exchange
from sandbank_conformance.secrets import Secrets

MOST = 4_000  # characters of a body; a longer one is no line for a shell


def curl(exchange: Exchange, secrets: Secrets) -> str:
    """The line that repeats a call; a variable stands for each secret."""
    sent = exchange.sent
    parts = [
        "curl -i --path-as-is",
        f"-X {sent.method}",
        _quoted(secrets.masked(sent.url), secrets),
    ]
    for name, value in sent.headers:
        shown = f"{name}: {secrets.masked(value)}" if value else f"{name};"
        parts.append(f"-H {_quoted(shown, secrets)}")
    if sent.body:
        parts.append(f"--data-binary {_quoted(_body(sent.body, secrets), secrets)}")
    return " ".join(parts)


def _body(body: bytes, secrets: Secrets) -> str:
    text = secrets.masked(body.decode("utf-8", "backslashreplace"))
    return text if len(text) <= MOST else f"{text[:MOST]}…"


def _quoted(text: str, secrets: Secrets) -> str:
    """In double quotes, so that a shell fills in the variables of secrets and nothing else."""
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("`", "\\`")
    names = "|".join(map(re.escape, sorted(secrets.variables, key=len, reverse=True)))
    pieces = re.split(rf"\$({names})", text) if names else [text]
    quoted = pieces[0].replace("$", "\\$")
    for name, rest in zip(pieces[1::2], pieces[2::2], strict=True):
        # Braces where the shell would read on into what comes behind the name.
        variable = f"${{{name}}}" if re.match(r"\w", rest) else f"${name}"
        quoted += variable + rest.replace("$", "\\$")
    return f'"{quoted}"'
