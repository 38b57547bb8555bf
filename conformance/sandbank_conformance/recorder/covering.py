"""Secrets taken out of a call before it is written down, wherever they stand.

What has the name of a secret is covered for that; what was seen as a secret is covered in every
other place as well, as where an error names the key that was wrong.
"""

import re
from collections.abc import Callable, Iterable

from sandbank_conformance.judge.captures.calls import CapturedCall, Form
from sandbank_conformance.judge.secrecy import NAME, Masks, is_secret, variable
from sandbank_conformance.judge.veils import is_masked
from sandbank_conformance.messages import Headers
from sandbank_conformance.recorder.contents import Packed, unpacked
from sandbank_conformance.recorder.judging import Recorded

_SCHEME = re.compile(r"\s*(?:(?:bearer|basic|digest|token)\s+)?", re.IGNORECASE)
_MEMBER = re.compile(
    r'(?P<before>"(?P<name>(?:[^"\\]|\\.){1,100})"\s*:\s*(?:\[\s*)?")(?P<text>(?:[^"\\]|\\.)+)'
)
_NUMBER = re.compile(r'"(?P<name>[^"\\]{1,100})"\s*:\s*(?P<digits>\d+)')
_PAIR = re.compile(r"(?P<before>(?:^|(?<=[?&]))(?P<name>[^=&?#\s]+)=)(?P<text>[^&#\s]+)")


Masked = Callable[[str], str]


class Cover:
    """Covers the secrets of a call; what is known of others is in `known`."""

    def __init__(self, known: Masks, calls: Iterable[CapturedCall]) -> None:
        self._known = known
        self._own = Masks()  # `known` may be full
        for each in calls:
            known.learn(each)
            self._own.learn(each)

    def text(self, text: str) -> str:
        """A text without any secret that is known."""
        return self._own(self._known(text))

    def url(self, url: str) -> str:
        """A URL; its query is a form."""
        return self.text(_PAIR.sub(_covered, url))

    def headers(self, headers: Headers) -> Headers:
        """Headers, with the scheme of a credential kept."""
        return tuple((name, self._header(name, value)) for name, value in headers)

    def body(self, text: str) -> str:
        """A body, JSON or a form or neither."""
        if NAME.search(text):
            if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
                text = _NUMBER.sub(_zeros, _MEMBER.sub(_covered, text))
            else:
                text = _PAIR.sub(_covered, text)
        return self.text(text)

    def _header(self, name: str, value: str) -> str:
        if not is_secret(name):
            return self.url(value)  # a Location, for one
        before, secret = _scheme(value)
        if not secret.strip() or is_masked(secret):
            return value
        told = "bearer token" if name.lower() == "authorization" else name.lower()
        return f"{before}${variable(told)}"


def cover_of(recorded: Recorded, known: Masks) -> Cover:
    """The cover of a call and its answer."""
    answered = recorded.passed.answered
    if answered is None:
        return Cover(known, [recorded.call])
    try:
        body = unpacked(answered.headers, answered.body.data)
    except Packed:
        body = b""
    told = CapturedCall(source="", form=Form.HAR, headers=answered.headers, body=body)
    return Cover(known, [recorded.call, told])


def _scheme(value: str) -> tuple[str, str]:
    """The scheme of a credential, and what it is about."""
    found = _SCHEME.match(value)
    end = found.end() if found else 0
    return value[:end], value[end:]


def _covered(match: "re.Match[str]") -> str:
    if not is_secret(match["name"]) or is_masked(match["text"]):
        return match[0]
    return f"{match['before']}${variable(match['name'])}"


def _zeros(match: "re.Match[str]") -> str:
    """A number stays one, so that it is judged alike."""
    if not is_secret(match["name"]):
        return match[0]
    return match[0][: -len(match["digits"])] + "0" * len(match["digits"])
