"""Whether each API is where its URL says, or something else is."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from sandbank_conformance.doctor import one_url
from sandbank_conformance.doctor.guard import guarded
from sandbank_conformance.doctor.knock import goal, is_there, knock, parents, token_path
from sandbank_conformance.doctor.patient import TABLES, TITLES, Patient
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.run import Run
from sandbank_conformance.target import Api
from sandbank_contract import documents


def look(patient: Patient, apis: Sequence[str]) -> list[str]:
    """Note where an API is not; those that are there."""
    there: list[str] = []
    absent: dict[str, Exchange] = {}
    for api in apis:
        with guarded(patient, patient.url_place(api), f"to find {TITLES[api]}"):
            described = _described(patient.run, api)
            answer, is_it = knock(patient.run, api, described)
            if is_it:
                there.append(api)
                patient.notes.good(f"{TITLES[api]} answers at {described.url}")
            else:
                absent[api] = answer
    told: Sequence[str] = ()
    with guarded(patient, "URL", "to find the APIs"):
        told = one_url.look(patient, apis, absent)
    for api in absent:
        if api not in told:
            with guarded(patient, patient.url_place(api), f"to find {TITLES[api]}"):
                _note(patient, api, absent[api], there)
    return there


def _described(run: Run, api: str) -> Api:
    described = run.target.api(api)
    assert described is not None
    return described


def _note(patient: Patient, api: str, answer: Exchange, there: Sequence[str]) -> None:
    patient.notes.config(
        patient.url_place(api),
        tried=patient.shown(answer),
        received=patient.not_an_api(answer),
        change=_change(patient, api, answer, there),
    )


def _change(patient: Patient, api: str, answer: Exchange, there: Sequence[str]) -> str:
    run, url = patient.run, _described(patient.run, api).url
    if answer.status == 421:
        return (
            "use a name that the server goes by, or its address; a sandbox is told its names: "
            f"sandbank serve --allow-host {urlsplit(url).hostname}"
        )
    if answer.status // 100 == 3 and (place := goal(answer)):
        return f"name the place that it leads to, which may begin with {place}"
    if other := next((each for each in TITLES if each != api and is_there(run, each, url)), ""):
        return _swapped(patient, api, other)
    for place in _elsewhere(api, url):
        if is_there(run, api, place):
            return f"{TITLES[api]} answers at {place}"
    alone = " ".join(f"--api {each}" for each in there)
    without = f"; or go without it: {alone}" if alone else ""
    return f"give the base path, too, which comes before {token_path(api)}{without}"


def _swapped(patient: Patient, api: str, other: str) -> str:
    answers = f"{TITLES[other]} answers there"
    if patient.run.target.api(other) and patient.url_place(api) != patient.url_place(other):
        both = f"[{TABLES[api]}] and [{TABLES[other]}]"
        return f"{answers}: exchange the URLs of {both}, if they are swapped"
    return f"{answers}: give the URL of {TITLES[api]}"


def _elsewhere(api: str, url: str) -> Iterator[str]:
    """Other places that may be meant: nearer to the root, or with our base path."""
    parts, base = urlsplit(url), documents.load(api).base_path
    root = f"{parts.scheme}://{parts.netloc}"
    candidates = [f"{url}{base}", f"{root}{base}", root]
    if above := next(iter(parents(url)), ""):
        candidates += [above, url.removesuffix(token_path(api))]
    yield from (each for each in dict.fromkeys(candidates) if each != url)
