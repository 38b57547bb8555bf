"""What calls of a product say: of which account, page, session they are."""

from collections.abc import Iterable, Iterator
from urllib.parse import parse_qs, urlsplit

from sandbank_conformance.watch.entries import Watched

PAGE = 100  # transactions, of our sandbox
CONNECTING = ("createBankAccount", "linkAvailableBankAccount")
LINKING = ("beginLinking", "beginReauthorisation")


def names(call: Watched, bank_account: str) -> bool:
    """Whether a call names a bank account, wherever it does so."""
    parts = urlsplit(call.sent.url)
    queried = (each for values in parse_qs(parts.query).values() for each in values)
    return bank_account in parts.path.split("/") or any(
        bank_account in each.split(",") for each in queried
    )


def session_of(call: Watched) -> str:
    """The session that a call began, or asks about; empty for other calls."""
    if call.operation_id == "pollSession":
        route = urlsplit(call.sent.url).path
    elif call.operation_id in LINKING and call.status < 400:
        route = str(call.at("/pollRoute"))
    else:
        return ""
    return route.rpartition("/")[2].rpartition(".")[0]


def polls(calls: Iterable[Watched]) -> list[Watched]:
    """The polls among calls, in order."""
    return [each for each in calls if each.operation_id == "pollSession"]


def connected(calls: Iterable[Watched]) -> str:
    """The bank account that was connected last; empty where none was."""
    made = [each for each in calls if each.operation_id in CONNECTING and each.status == 201]
    return str(made[-1].at("/bankAccountId")) if made else ""


def reads(calls: Iterable[Watched], bank_account: str) -> list[Watched]:
    """The calls that read transactions of an account, whatever they were answered."""
    return [
        each
        for each in calls
        if each.operation_id == "listTransactions" and names(each, bank_account)
    ]


def served(calls: Iterable[Watched], bank_account: str, held: int) -> Iterator[int]:
    """The ids of the transactions that calls brought, where ids 1 to `held` are there.

    What a journal keeps of a page is less than the page; which ids it has follows from the query.
    """
    for each in reads(calls, bank_account):
        if each.succeeded:
            query = parse_qs(urlsplit(each.sent.url).query)
            first = max(1, _number(query, "startIndex", 1))
            last = min(held, first + PAGE - 1, _number(query, "endIndex", held))
            yield from range(first, last + 1)


def _number(query: dict[str, list[str]], name: str, default: int) -> int:
    values = query.get(name, [])
    return int(values[0]) if len(values) == 1 and values[0].isdecimal() else default
