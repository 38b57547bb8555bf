"""A provider's banks: countries that there are, addresses that can be called, each bank once."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from sandbank_conformance.judge import words
from sandbank_conformance.judge.bodies.strict import Json
from sandbank_conformance.judge.cases import Case, in_body
from sandbank_conformance.judge.findings import Stage
from sandbank_contract.countries import country_codes

RULE = "PRV-BANK-02"
_URLS = ("notification", "availableAccounts", "auth", "reAuth")
_MISREAD = re.compile(r'[\\<>"^`{|}]')
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_][A-Za-z0-9._-]*)(:[0-9]{1,5})?")


def judge(case: Case) -> None:
    """Note what is wrong with changes of banks beyond the form of their fields."""
    for place, bank in _banks(case, "toCreate", "toUpdate"):
        code = bank.get("countryCode")
        if isinstance(code, str) and country_codes(code) is None:
            right = "a code of ISO 3166-1, such as GB or GBR"
            _violate(case, f"{place}/countryCode", words.shown(code), right)
        urls = bank.get("callbackURLs")
        if isinstance(urls, dict):
            for name in _URLS:
                _judge_address(case, f"{place}/callbackURLs/{name}", urls.get(name))
    _judge_names(case)


def _banks(case: Case, *lists: str) -> Iterator[tuple[str, dict[str, Json]]]:
    """The banks in some lists, each with its pointer."""
    value = case.body.value if case.body else None
    data = value.get("data") if isinstance(value, dict) else None
    place = "/data"
    if isinstance(data, list) and len(data) == 1:
        data, place = data[0], "/data/0"
    for name in lists:
        listed = data.get(name) if isinstance(data, dict) else None
        for number, bank in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(bank, dict):
                yield f"{place}/{name}/{number}", bank


def _judge_address(case: Case, pointer: str, address: Json) -> None:
    right = _right(address) if isinstance(address, str) else None
    if right:
        _violate(case, pointer, words.shown(address), right)


def _right(address: str) -> str | None:
    """What an address would have to be that nobody could call; None for one that is right."""
    host = "a host, and a port from 1 to 65535 if any"
    if _MISREAD.search(address):
        return 'a URL without any of \\ < > " ^ ` { | }'
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return host
    if "@" in parts.netloc or "#" in address:
        return "a URL without a user, a password or a fragment"
    return host if port == 0 or not _AUTHORITY.fullmatch(parts.netloc) else None


def _judge_names(case: Case) -> None:
    first: dict[str, str] = {}
    for place, bank in _banks(case, "toUpdate", "toRemove"):
        name = bank.get("principalId")
        if isinstance(name, str) and first.setdefault(name, place) != place:
            found = f"{words.shown(name)}, as at {first[name]}"
            _violate(case, f"{place}/principalId", found, "each bank in one change only")


def _violate(case: Case, pointer: str, found: str, right: str) -> None:
    place = in_body(pointer)
    known = any(each.place == place for each in case.notes.violations)
    if case.body is None or known or not case.body.is_known(pointer):
        return
    position = case.body.position(pointer)
    case.notes.violate(place, RULE, 400, Stage.CONTENT, found=found, right=right, position=position)
