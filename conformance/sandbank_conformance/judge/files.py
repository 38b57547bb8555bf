"""A file of captured calls, judged."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sandbank_conformance.judge.captured import Capture
from sandbank_conformance.judge.captures import sniffing
from sandbank_conformance.judge.captures.calls import Form
from sandbank_conformance.judge.captures.har import BrokenHar
from sandbank_conformance.judge.captures.sniffing import Captured, Unreadable
from sandbank_conformance.judge.cases import SessionKind
from sandbank_conformance.judge.judging import Judgement, judge
from sandbank_conformance.judge.operations import Judged
from sandbank_conformance.judge.recognition import recognise
from sandbank_conformance.judge.secrecy import Masks

REFUSED, WELL, NOTHING = 1, 0, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What whoever asks knows of the calls: their operation, the kind of session, the time."""

    now: datetime
    operation: Judged | None = None
    kind: SessionKind | None = None


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What there is to say of a file."""

    source: str
    form: Form | None = None
    judgements: Sequence[Judgement] = ()
    passed_over: int = 0  # calls of other services
    trouble: str = ""  # why nothing of it could be judged
    secrets: tuple[str, ...] = ()  # the kinds that it holds


def check(source: str, raw: bytes, wish: Wish, masks: Masks) -> Checked:
    """A file, judged call by call; its secrets are made known to `masks`."""
    try:
        captured = sniffing.read(source, raw, is_body=wish.operation is not None)
    except (Unreadable, BrokenHar) as error:
        return Checked(source=source, trouble=str(error))
    return _checked(captured, wish, masks)


def status(files: Sequence[Checked]) -> int:
    """1: a call would be refused; 2: nothing in a file could be judged; 0: all is well."""
    if any(judgement.is_refused for each in files for judgement in each.judgements):
        return REFUSED
    return NOTHING if any(each.trouble for each in files) else WELL


def _checked(captured: Captured, wish: Wish, masks: Masks) -> Checked:
    capture = Capture(captured.calls)
    own = Masks()
    judgements = []
    for found in recognise(captured.calls, wish.operation):
        masks.learn(found.call)
        own.learn(found.call)
        judgements.append(judge(found, wish.kind, capture, wish.now))
    wanted = f"of {wish.operation.id}" if wish.operation else "of the three APIs"
    return Checked(
        source=captured.source,
        form=captured.form,
        judgements=judgements,
        passed_over=len(captured.calls) - len(judgements),
        trouble="" if judgements else f"holds no call {wanted}{_held(captured)}",
        secrets=tuple(own.kinds),
    )


def _held(captured: Captured) -> str:
    """What a file without a call of ours holds instead."""
    paths = Counter(f"{each.method} {each.split.path}" for each in captured.calls)
    if captured.form is Form.HAR:
        return f"; it holds {len(captured.calls)} others"
    return f"; it calls {next(iter(paths))[:100]}; --operation names what that is"
