"""The long paths of the real service, as other names of ours."""

from collections.abc import Sequence

_PREFIX = ["api", "v1"]
_CONSUMER = ["consumer", "v1"]


def canonical(segments: Sequence[str]) -> tuple[list[str], str | None]:
    """Our own path for a request's path, and the organisation that a long path names."""
    if list(segments[:2]) != _PREFIX:
        return list(segments), None
    rest = list(segments[2:])
    if len(rest) >= 4 and rest[0] == "organisations" and rest[2] == "companies":
        return [*_CONSUMER, *rest[3:]], rest[1]
    return [*_CONSUMER, *rest], None
