"""Workflow commands of GitHub Actions: a line that the runner makes an annotation of."""


def command(kind: str, message: str, **properties: str) -> str:
    """A command; its message may be of several lines, empty properties are left out."""
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{kind}{' ' if told else ''}{told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
