"""One URL for all APIs, where none of them is: one mistake, told once."""

from collections.abc import Mapping, Sequence

from sandbank_conformance.doctor.knock import goal, is_there, parents, token_path
from sandbank_conformance.doctor.patient import TABLES, TITLES, Patient
from sandbank_conformance.exchange import Exchange
from sandbank_contract import documents

SHARED = ("URL", "[target] url")


def look(patient: Patient, apis: Sequence[str], absent: Mapping[str, Exchange]) -> list[str]:
    """The APIs that are not there because their one URL is wrong, which is noted."""
    alike = [each for each in apis if patient.url_place(each) in SHARED]
    if not alike or any(each not in absent for each in alike):
        return []
    answer = absent[alike[0]]
    if any(absent[each].status == 421 for each in alike):
        return []  # the name is wrong, whatever the path
    patient.notes.config(
        patient.url_place(alike[0]),
        tried=patient.shown(answer),
        received=patient.not_an_api(answer),
        change=_change(patient, alike, answer),
    )
    return alike


def _change(patient: Patient, apis: Sequence[str], answer: Exchange) -> str:
    url = _root(patient, apis[0])
    if answer.status // 100 == 3 and goal(answer):
        place = goal(answer).removesuffix(token_path(apis[0]))
        place = place.removesuffix(documents.load(apis[0]).base_path)
        return f"name the place that it leads to, which may begin with {place}"
    above = next((each for each in parents(url) if _is_target(patient, apis, each)), "")
    own = next((each for each in apis if is_there(patient.run, each, url)), "")
    by_itself = f"{_option(patient, own, url)} for {TITLES[own]} alone" if own else ""
    if above or own:
        return f"give {', or '.join(each for each in (above, by_itself) if each)}"
    bases = ", ".join(documents.load(each).base_path for each in apis)
    return (
        f"give the URL of a server with our base paths ({bases}), or each API by itself: "
        f"{_option(patient, apis[0], 'https://…')}"
    )


def _root(patient: Patient, api: str) -> str:
    described = patient.run.target.api(api)
    assert described is not None
    return described.url.removesuffix(documents.load(api).base_path)


def _is_target(patient: Patient, apis: Sequence[str], url: str) -> bool:
    """Whether a server with our base paths is there."""
    return any(is_there(patient.run, each, url + documents.load(each).base_path) for each in apis)


def _option(patient: Patient, api: str, url: str) -> str:
    """How one API's URL is given, in the way in which that of all was."""
    if patient.url_place(api) == "URL":
        return f"--{TABLES[api]}-url {url}"
    return f'[{TABLES[api]}] url = "{url}"'
