"""The options of a curl line, and what each makes of the request."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

# Options that take a value and say nothing of the request.
_VALUED = frozenset(
    [
        "--output",
        "--write-out",
        "--max-time",
        "--connect-timeout",
        "--retry",
        "--retry-delay",
        "--retry-max-time",
        "--cookie-jar",
        "--cacert",
        "--capath",
        "--cert",
        "--key",
        "--proxy",
        "--proxy-user",
        "--resolve",
        "--interface",
        "--limit-rate",
        "--dump-header",
        "--trace",
        "--trace-ascii",
        "--stderr",
        "--ciphers",
        "--max-redirs",
        "--connect-to",
        "--unix-socket",
        "--range",
        "--time-cond",
        "--pinnedpubkey",
        "--tls-max",
        "--dns-servers",
        "--proto",
        "--variable",
    ]
)
_SHORT = {
    "X": "--request",
    "H": "--header",
    "d": "--data",
    "A": "--user-agent",
    "e": "--referer",
    "b": "--cookie",
    "u": "--user",
    "F": "--form",
    "K": "--config",
    "T": "--upload-file",
    "G": "--get",
    "I": "--head",
    "n": "--netrc",
}
_SHORT_VALUED = frozenset("owmcExDUrztCYy")


@dataclass(slots=True)
class Line:
    """A curl line as its options add up."""

    method: str = ""
    url: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)  # headers that curl is told not to add
    data: list[str] = field(default_factory=list)
    hidden: str = ""  # why the body is not shown
    is_complete: bool = True
    is_get: bool = False
    is_json: bool = False
    is_multipart: bool = False
    is_head: bool = False


def parse(words: list[str]) -> Line:
    """The request of the words behind `curl`."""
    line = Line()
    rest = iter(words)
    for word in rest:
        for option, value in _options(word, rest):
            apply = _APPLIED.get(option)
            if apply:
                apply(line, value)
    return line


def _options(word: str, rest: Iterator[str]) -> Iterator[tuple[str, str]]:
    """The options in a word, each with its value: `-sSX PATCH` holds three."""
    if not word.startswith("-") or word == "-":
        yield "--url", word
    elif word.startswith("--"):
        takes = word in _VALUED or (word in _APPLIED and word not in _FLAGS)
        yield word, next(rest, "") if takes else ""
    else:
        for at, letter in enumerate(word[1:], start=2):
            name = _SHORT.get(letter, "")
            if letter in _SHORT_VALUED or (name and name not in _FLAGS):
                yield name, word[at:] or next(rest, "")
                return
            yield name, ""


def _header(line: Line, value: str) -> None:
    name, colon, content = value.partition(":")
    if value.startswith("@"):
        line.is_complete = False
    elif colon and content.strip():
        line.headers.append((name.strip(), content.strip()))
    elif colon:
        line.removed.add(name.strip().lower())
    elif value.endswith(";"):
        line.headers.append((value[:-1].strip(), ""))


def _named(name: str) -> Callable[[Line, str], None]:
    return lambda line, value: line.headers.append((name, value))


def _set(name: str, told: object) -> Callable[[Line, str], None]:
    return lambda line, _: setattr(line, name, told)


def _url(line: Line, value: str) -> None:
    line.url = line.url or value


def _method(line: Line, value: str) -> None:
    line.method = value.upper()


def _data(line: Line, value: str) -> None:
    if value.startswith("@"):
        _file(line, value[1:])
    else:
        line.data.append(value)


def _raw(line: Line, value: str) -> None:
    line.data.append(value)


def _json(line: Line, value: str) -> None:
    line.is_json = True
    _data(line, value)


def _encoded(line: Line, value: str) -> None:
    name, equals, content = value.partition("=")
    line.data.append(f"{name}{equals}{quote(content)}" if equals else quote(name))


def _file(line: Line, value: str) -> None:
    is_file = value not in ("-", ".")
    told = f"{value}: check that file by itself" if is_file else "curl's standard input"
    line.hidden = f"comes from {told}"


def _form(line: Line, _: str) -> None:
    line.is_multipart, line.hidden = True, "is put together by curl of several parts"


_FLAGS = frozenset({"--get", "--head", "--netrc"})
_APPLIED: Mapping[str, Callable[[Line, str], None]] = {
    "--url": _url,
    "--request": _method,
    "--header": _header,
    "--user-agent": _named("User-Agent"),
    "--referer": _named("Referer"),
    "--cookie": _named("Cookie"),
    "--user": lambda line, _: line.headers.append(("Authorization", "Basic")),
    "--oauth2-bearer": lambda line, value: line.headers.append(
        ("Authorization", f"Bearer {value}")
    ),
    **dict.fromkeys(("--data", "--data-ascii", "--data-binary"), _data),
    "--data-raw": _raw,
    "--data-urlencode": _encoded,
    "--json": _json,
    "--form": _form,
    "--form-string": _form,
    "--upload-file": _file,
    "--config": _set("is_complete", False),
    "--netrc": _set("is_complete", False),
    "--get": _set("is_get", True),
    "--head": _set("is_head", True),
}
