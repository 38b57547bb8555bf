"""Paths that the documents do not have, though they look like some that they have."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

from sandbank_conformance.client import filled
from sandbank_conformance.suite.general.calls import OPERATIONS, Call


def nowhere(call: Call, word: str) -> Iterator[str]:
    """Beginnings of the API's paths, each with a word behind it that no path has there."""
    client = call.caller.client
    everything = {**call.caller.fixed, **call.parameters}
    templates = [client.template(each) for each in _of_its_api(call)]
    known = [re.compile(re.sub(r"\{[^}]*\}", "[^/]+", each)) for each in templates]
    seen = set()
    for template in templates:
        steps = template.split("/")
        for length in range(1, len(steps) + 1):
            path = filled("/".join([*steps[:length], word]), everything)
            path = re.sub(r"\{[^}]*\}", word, path)
            if path not in seen and not any(each.fullmatch(path) for each in known):
                seen.add(path)
                yield path


def everywhere(call: Call, word: str) -> Iterator[tuple[str, set[str]]]:
    """Every path of the call's API, filled with its ids and a word, and the methods it has."""
    client = call.caller.client
    everything = {**call.caller.fixed, **call.parameters}
    methods: dict[str, set[str]] = {}
    for name in _of_its_api(call):
        path = re.sub(r"\{[^}]*\}", word, filled(client.template(name), everything))
        methods.setdefault(path, set()).add(OPERATIONS[name].method)
    yield from methods.items()


def _of_its_api(call: Call) -> list[str]:
    api = OPERATIONS[call.operation_id].api
    return [name for name, each in OPERATIONS.items() if each.api == api]


def slashed(call: Call) -> Iterator[str]:
    """The call's path with a slash too many: behind it, before it, within it."""
    path, query = call.path, f"?{urlencode(call.query)}" if call.query else ""
    first, _, last = path.rpartition("/")
    for each in dict.fromkeys((f"{path}/", f"/{path}", f"{first}//{last}")):
        yield each + query


def capital(call: Call) -> str:
    """The call's path with the words that the documents give it in capital letters."""
    steps = call.caller.client.template(call.operation_id).split("/")
    loud = [step if step.startswith("{") else step.upper() for step in steps]
    return filled("/".join(loud), {**call.caller.fixed, **call.parameters})


MORE = (".json", ".", ";v=2", "%20", "~", ",", "=", "&x=1")  # behind a word of a path


def dressed(call: Call, word: str) -> Iterator[tuple[str, str]]:
    """Every path of the call's API that ends in a word of its own, with more behind that word.

    With each comes a method that the path has without it, if possible one that changes nothing.
    """
    client = call.caller.client
    ends = {template.rpartition("/")[2] for template in map(client.template, _of_its_api(call))}
    for path, methods in everywhere(call, word):
        if path.rpartition("/")[2] in ends:
            for more in MORE:
                yield path + more, "GET" if "GET" in methods else min(methods)
