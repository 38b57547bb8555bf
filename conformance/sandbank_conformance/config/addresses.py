"""What a URL has to look like, to be the beginning of an API's addresses."""

from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit


def wrong_with(url: str) -> str:
    """What makes a text unfit to be an API's URL, and what would be right; empty if it is fit."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return f"{url!r} is no URL; expected https://HOST:PORT/PATH"
    try:
        port = parts.port
    except ValueError:
        return f"{url!r} has a port that is none; expected a number from 1 to 65535"
    if port == 0:
        return f"{url!r} has the port 0; expected the port where the server listens"
    return next(_wrong(url, parts), "")


def _wrong(url: str, parts: SplitResult) -> Iterator[str]:
    if any(each.isspace() or not each.isprintable() for each in url):
        yield f"{url!r} has a blank in it; expected https://HOST/PATH"
    if parts.scheme not in ("http", "https"):
        rest = url.partition("://")[2] or url.lstrip("/")
        yield f"{url!r} begins with neither http:// nor https://; expected {'https://' + rest!r}"
    if not parts.hostname:
        yield f"{url!r} names no host; expected https://HOST/PATH"
    if parts.username is not None:
        yield (
            f"a URL with credentials before {parts.hostname}; expected it without, "
            "and each secret under its own key"
        )
    if parts.query or parts.fragment or url.endswith(("?", "#")):
        yield f"{url!r} has a query or fragment; expected {url.split('?')[0].split('#')[0]!r}"
