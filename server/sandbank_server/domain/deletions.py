"""Batches of ids to delete: what a batch may be, and how one is refused whole."""

from collections.abc import Iterable, Sequence

from sandbank_server.domain.refusals import Malformed, Violation

LARGEST_BATCH = 500  # ids, counted as sent


def batch(ids: Sequence[str]) -> tuple[str, ...]:
    """The distinct ids of a batch in the order sent; an empty or too large one is refused."""
    if not ids:
        raise Malformed("UB-DEL-05", violations=(Violation("/ids", "must hold at least 1"),))
    if len(ids) > LARGEST_BATCH:
        raise Malformed(
            "UB-DEL-08", violations=(Violation("/ids", f"must hold at most {LARGEST_BATCH}"),)
        )
    return tuple(dict.fromkeys(ids))


def named(ids: Iterable[str]) -> str:
    """Ids as a message names them, each once."""
    return ", ".join(f"'{each}'" for each in dict.fromkeys(ids))
