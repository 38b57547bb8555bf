"""The body of a call: its size, its media type, its text, and what its schema says of it."""

from urllib.parse import parse_qsl

from sandbank_conformance.judge import hints, requirements
from sandbank_conformance.judge.bodies import encodings, reading
from sandbank_conformance.judge.bodies.places import last, parent, pointer
from sandbank_conformance.judge.bodies.reading import NOTHING
from sandbank_conformance.judge.bodies.strict import LARGEST, Json
from sandbank_conformance.judge.captures.calls import Form
from sandbank_conformance.judge.cases import BODY, Case, header, in_body
from sandbank_conformance.judge.findings import Stage
from sandbank_conformance.judge.operations import FORM, JSON, REPORTS, TOKENS
from sandbank_conformance.judge.schemas import Misfit
from sandbank_conformance.judge.secrecy import is_secret
from sandbank_conformance.judge.veils import is_variable

TYPE = "Content-Type"


def judge(case: Case) -> None:
    """Note what is wrong with the body of a call, and keep what was read of it."""
    if not case.judged.content:
        return
    raw = case.call.body
    kind = _kind(case)
    size = max(case.call.size, len(raw or b""))
    if size > LARGEST:
        case.notes.violate(
            BODY, "GEN-04", 413, Stage.SIZE, found=f"{size} bytes", right="at most 10 MiB"
        )
    elif raw is None:
        case.notes.leave(BODY, case.call.hidden or "is not in the capture")
    elif not raw.strip():
        _judge_absent(case)
    else:
        _judge_present(case, raw, kind)


def media_type(values: list[str]) -> str | None:
    """The kind of body that a Content-Type declares; None for one that nobody reads."""
    kind, *others = (part.strip().lower() for part in ",".join(values).split(";"))
    charsets = [each.partition("=")[2].strip("'\" ") for each in others if "charset" in each]
    if any(charset not in ("utf-8", "utf8") for charset in charsets):
        return None
    if kind == JSON or (kind.startswith("application/") and kind.endswith("+json")):
        return JSON
    return FORM if kind == FORM else None


def _kind(case: Case) -> str | None:
    """The kind of body that is declared; what is wrong with it is noted."""
    values = case.call.values(TYPE)
    if case.call.is_bare:
        return next(iter(case.judged.content))
    if any(is_variable(each) for each in values):
        case.notes.leave(header(TYPE), "a variable stands for it")
        return None
    if not values and not case.call.lacks(TYPE):
        case.notes.leave(header(TYPE), "is not in the capture")
        return None
    kind = media_type(values)
    is_read = kind in case.judged.content
    if case.judged.id in REPORTS and not is_read:
        _refuse_type(case, "PRV-AUTH-06", 403)
    elif not is_read and (case.call.body or b"").strip():
        _refuse_type(case, "GEN-07", 415)
    return kind


def _refuse_type(case: Case, requirement: str, status: int) -> None:
    values = case.call.values(TYPE)
    found = ", and ".join(values) or "nothing"
    if case.call.has_default_type:
        found += ", which curl sends with -d unless it is told otherwise"
    case.notes.violate(
        header(TYPE),
        requirement,
        status,
        Stage.MEDIA_TYPE,
        found=found,
        right=" or ".join(case.judged.content),
    )


def _judge_absent(case: Case) -> None:
    if case.judged.id in TOKENS:
        _fit(case, {}, next(iter(case.judged.content)))
        return
    requirement = requirements.of_body(case.judged.id, "", {})
    kind = next(iter(case.judged.content))
    case.notes.violate(
        BODY, requirement, 400, Stage.BODY, found="nothing", right=_right(case, kind)
    )


def _right(case: Case, kind: str) -> str:
    schema = case.judged.schema(kind)
    names = ", ".join(schema.get("required", ()))
    told = "a form" if kind == FORM else "an object"
    return schema.get("description") or (f"{told} with {names}" if names else told)


def _judge_present(case: Case, raw: bytes, kind: str | None) -> None:
    # A body whose type nobody reads is judged as what it was likely meant to be.
    if kind not in case.judged.content:
        looks = JSON if encodings.decode(raw[:20])[0].lstrip()[:1] in ("{", "[", '"') else FORM
        kind = looks if looks in case.judged.content else None
    if kind == FORM:
        _judge_form(case, raw)
    elif kind == JSON:
        _judge_json(case, raw)


def _judge_form(case: Case, raw: bytes) -> None:
    try:
        pairs = parse_qsl(raw.decode("utf-8"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        found = f"a byte at {error.start} that is not UTF-8"
        case.notes.violate(BODY, "GEN-04", 400, Stage.TEXT, found=found, right="UTF-8")
        return
    fields = dict(pairs)
    for name in fields:
        times = sum(each == name for each, _ in pairs)
        if times > 1:
            place = in_body(f"/{name}")
            found = f"it comes {times} times"
            case.notes.violate(place, "GEN-04", 400, Stage.TEXT, found=found, right="once")
    veiled = frozenset(f"/{name}" for name, value in fields.items() if is_variable(value))
    for veil in veiled:
        case.notes.leave(in_body(veil), "a variable stands for it")
    _fit(case, fields, FORM, veiled)


def _judge_json(case: Case, raw: bytes) -> None:
    body = reading.read(raw, case.judged.schema(JSON))
    case.body = body
    for slip in body.slips:
        case.notes.violate(
            in_body(slip.pointer),
            "GEN-04",
            400,
            Stage.TEXT,
            found=slip.found,
            right=slip.right,
            position=body.at(slip.offset),
        )
    if case.call.form is Form.CURL and any("without quotes" in each.found for each in body.slips):
        told = "the shell took its double quotes away: put it between single quotes"
        case.notes.remark(BODY, told)
    if encodings.has_mark(raw):
        told = "begins with a byte order mark, which the sandbox tolerates and others may not"
        case.notes.remark(BODY, told, requirement="GEN-04")
    for veil in sorted(body.veiled):
        case.notes.leave(in_body(veil), "a variable or mask stands for it")
    if body.value is not NOTHING:
        _fit(case, body.value, JSON, body.unknown)


def _fit(case: Case, value: Json, kind: str, veiled: frozenset[str] = frozenset()) -> None:
    """Hold a value against the schema of the operation."""
    misfits = case.judged.validator(kind).misfits(value, veiled)
    for misfit in misfits:
        position = None
        if case.body and misfit.like:
            beside = f"{parent(misfit.pointer)}{pointer([misfit.like])}"
            position = case.body.key_position(beside)
        elif case.body:
            position = case.body.position(misfit.pointer)
        case.notes.violate(
            in_body(misfit.pointer),
            requirements.of_body(case.judged.id, misfit.pointer, value),
            400,
            Stage.BODY,
            found=_found(misfit),
            right=misfit.right + hints.of_place(case.judged.id, misfit.pointer),
            position=position,
        )


def _found(misfit: Misfit) -> str:
    """What was found at a place, unless it is one for secrets."""
    if misfit.found.startswith('"{') and misfit.pointer == "":
        return "a text that holds JSON: it was made JSON twice"
    shows = not misfit.found.startswith(("nothing", '""', '" '))
    return (
        "a value that is not shown" if shows and is_secret(last(misfit.pointer)) else misfit.found
    )
