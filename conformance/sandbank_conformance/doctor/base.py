"""Whether an API is where its URL says, or something else is."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from sandbank_conformance.client import Client, Line
from sandbank_conformance.doctor.patient import TABLES, TITLES, Patient
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


def look(patient: Patient, api: str) -> bool:
    """Note where the API is not; whether it is there."""
    described = patient.run.target.api(api)
    assert described is not None
    answer = _knock(patient.run, api, described)
    if not _is_absent(answer):
        patient.notes.good(f"{TITLES[api]} answers at {described.url}")
        return True
    patient.notes.config(
        patient.url_place(api),
        tried=patient.shown(answer),
        received=_received(patient, answer),
        change=_change(patient.run, api, described, answer),
    )
    return False


def _knock(run: Run, api: str, described: Api) -> Exchange:
    """The answer that tells most of whether the API is there, to a call without credentials."""
    client = Client(Line(run.wire, Trace()), api, described)
    token = client.ask(TOKENS[api], {}, caller="doctor", content=b"")
    if not _is_absent(token):
        return token
    # Where tokens are fixed, nobody may give any out.
    path = {name: f"sandbank-doctor-{once()}" for name in client.parameters(KNOCKS[api])}
    answer = client.ask(KNOCKS[api], path, caller="doctor", content=b"")
    return token if _is_absent(answer) else answer


def _is_absent(answer: Exchange) -> bool:
    """Whether an answer is rather not the API's: nothing there, elsewhere, or a page for people."""
    return (
        answer.status in (404, 405, 410, 421)
        or answer.status // 100 == 3
        or (answer.succeeded and _is_page(answer))
    )


def _is_page(answer: Exchange) -> bool:
    return answer.media_type == "text/html" or answer.received.body.lstrip()[:1] == b"<"


def _received(patient: Patient, answer: Exchange) -> str:
    if _is_page(answer):
        return f"{answer.status} with a web page, not with what an API answers"
    if answer.status // 100 == 3:
        return f"{answer.status}, which leads to {answer.header('location')}"
    return patient.said(answer)


def _change(run: Run, api: str, described: Api, answer: Exchange) -> str:
    if answer.status == 421:
        host = urlsplit(described.url).hostname
        return (
            "use a name that the server goes by, or its address; "
            f"a sandbox is told its names: sandbank serve --allow-host {host}"
        )
    if answer.status // 100 == 3:
        goal = urljoin(answer.sent.url, answer.header("location") or "")
        return f"name the place that it leads to, which may begin with {goal}"
    other = next((each for each in TITLES if each != api and _is_there(run, each, described)), "")
    if other:
        return (
            f"{TITLES[other]} answers there: exchange the URLs of "
            f"[{TABLES[api]}] and [{TABLES[other]}], if they are swapped"
        )
    for url in _elsewhere(api, described.url):
        if _is_there(run, api, Api(url=url)):
            return f"{TITLES[api]} answers at {url}"
    return (
        "give the base path, too, which comes before "
        f"{documents.load(api).operation(TOKENS[api]).path}; or leave this API out: --api"
    )


def _is_there(run: Run, api: str, described: Api) -> bool:
    return not _is_absent(_knock(run, api, Api(url=described.url)))


def _elsewhere(api: str, url: str) -> Iterator[str]:
    """Other places that may be meant: nearer to the root, or with our base path."""
    parts, base = urlsplit(url), documents.load(api).base_path
    root = f"{parts.scheme}://{parts.netloc}"
    steps = [each for each in parts.path.split("/") if each]
    candidates = [f"{url}{base}", f"{root}{base}", root]
    if steps:
        candidates.append(f"{root}/{'/'.join(steps[:-1])}".rstrip("/"))
        candidates.append(url.removesuffix(documents.load(api).operation(TOKENS[api]).path))
    yield from (each for each in dict.fromkeys(candidates) if each != url)
