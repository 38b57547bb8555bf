"""What answers at an API's URL: the API, or something else."""

from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from sandbank_conformance.client import Client, Line
from sandbank_conformance.doctor.reach import NOWHERE
from sandbank_conformance.draw import once
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.run import Run
from sandbank_conformance.target import Api
from sandbank_conformance.trace import Trace
from sandbank_contract import documents

# Per API: where tokens are asked for, and what anybody may try without one.
TOKENS = {
    "consumer": "getAccessToken",
    "provider": "issueProviderToken",
    "user_banking": "issueUploadToken",
}
KNOCKS = {
    "consumer": "listBanks",
    "provider": "reportAuthorisation",
    "user_banking": "listUsers",
}


def knock(run: Run, api: str, described: Api) -> tuple[Exchange, bool]:
    """The answer that tells most to a call without credentials, and whether the API is there."""
    client = Client(Line(run.wire, Trace()), api, described)
    token = client.ask(TOKENS[api], {}, caller="doctor", content=b"")
    if not _is_absent(token):
        return token, not _is_wall(client, token)
    # Where tokens are fixed, nobody may give any out.
    path = {name: f"sandbank-doctor-{once()}" for name in client.parameters(KNOCKS[api])}
    answer = client.ask(KNOCKS[api], path, caller="doctor", content=b"")
    if _is_absent(answer) or _is_wall(client, answer):
        return token, False
    return answer, True


def is_there(run: Run, api: str, url: str) -> bool:
    """Whether an API answers at a URL."""
    return knock(run, api, Api(url=url))[1]


def is_page(answer: Exchange) -> bool:
    """Whether an answer is for people."""
    return answer.media_type == "text/html" or answer.received.body.lstrip()[:1] == b"<"


def goal(answer: Exchange) -> str:
    """Where an answer leads, if it leads anywhere."""
    location = answer.header("location")
    return urljoin(answer.sent.url, location) if location else ""


def parents(url: str) -> Iterable[str]:
    """The places above a URL, the nearest first."""
    parts = urlsplit(url)
    steps = [each for each in parts.path.split("/") if each]
    for n in range(len(steps) - 1, -1, -1):
        yield "/".join([f"{parts.scheme}://{parts.netloc}", *steps[:n]])


def token_path(api: str) -> str:
    """Where an API gives out tokens, behind its base path."""
    return documents.load(api).operation(TOKENS[api]).path


def _is_absent(answer: Exchange) -> bool:
    """Whether an answer is rather not the API's: nothing there, elsewhere, or a page for people."""
    return (
        answer.status in (404, 405, 410, 421, 501)
        or answer.status // 100 == 3
        or (answer.succeeded and is_page(answer))
    )


def _is_wall(client: Client, answer: Exchange) -> bool:
    """Whether a page refuses everybody everything, also what no API has."""
    if not (answer.refused and is_page(answer)):
        return False
    nothing = client.ask_anything("GET", NOWHERE, caller="doctor")
    return nothing.status == answer.status and is_page(nothing)
