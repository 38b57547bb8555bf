"""For people: each call with what is wrong with it, and in the end what it comes to."""

from collections import Counter
from collections.abc import Callable, Sequence

from sandbank_conformance.judge.captures.calls import Form
from sandbank_conformance.judge.files import Checked
from sandbank_conformance.judge.judging import Judgement
from sandbank_conformance.judge.told import words
from sandbank_conformance.report.plain import plain
from sandbank_conformance.report.screen import CYAN, GREEN, RED, YELLOW, Screen
from sandbank_conformance.report.words import several

FEW = 12  # calls that are all told, the good ones too
LONGEST = 60  # lines of a body that was mended
ALIKE = 3  # calls with the same faults that are told in a line each
COLOURS = {"REFUSED": RED, "VALID": GREEN, "DEPENDS": CYAN}


class Text:
    """Tells files one after another."""

    def __init__(self, screen: Screen, masked: Callable[[str], str]) -> None:
        self._screen = screen
        self._masked = masked
        self._first: dict[object, Judgement] = {}  # by their faults
        self._alike: Counter[object] = Counter()
        self._rules: dict[str, None] = {}

    def tell(self, files: Sequence[Checked]) -> None:
        """Everything."""
        number = sum(len(each.judgements) for each in files)
        for each in files:
            if each.trouble:
                self._screen.say(f"{each.source} {self._plain(each.trouble)}\n")
            for judgement in each.judgements:
                self._tell_call(judgement, is_brief=number > FEW)
            self._tell_secrets(each)
        self._conclude(files)

    def _tell_call(self, judgement: Judgement, *, is_brief: bool) -> None:
        faults = _faults(judgement)
        first = self._first.setdefault(faults, judgement)
        self._alike[faults] += first is not judgement
        if is_brief and not judgement.violations and not judgement.remarks:
            return
        if first is not judgement and judgement.violations:
            if self._alike[faults] <= ALIKE:
                self._head(judgement, f"  with the faults of {_label(first)}")
                self._screen.say()
            return
        self._head(judgement)
        for number, each in enumerate(judgement.violations, start=1):
            self._rules.setdefault(each.requirement)
            place = words.where(each.place, each.position, judgement.call)
            self._screen.say()
            head = f"{number}. {each.status} {words.rule(each.requirement)}"
            self._screen.say(f"{self._screen.coloured(head, YELLOW)}  {self._plain(place)}")
            self._screen.field("found", self._plain(each.found))
            self._screen.field("right", self._plain(each.right))
        if judgement.violations:
            self._screen.say()
        self._tell_rest(judgement)
        self._tell_meant(judgement)
        self._screen.say()

    def _tell_rest(self, judgement: Judgement) -> None:
        for remark in judgement.remarks:
            place = words.where(remark.place, remark.position, judgement.call)
            rule = f" ({remark.requirement})" if remark.requirement else ""
            self._screen.field("remark", self._plain(f"{place}: {remark.told}{rule}"))
        for told in judgement.call.told:
            self._screen.field("remark", self._plain(told))
        for unjudged in judgement.unjudged:
            self._screen.field("unjudged", self._plain(f"{unjudged.place}: {unjudged.why}"))
        answer = str(judgement.answer)
        following = words.next_statuses(judgement)
        if following:
            answer += f"; once that is right, {', then '.join(following)}"
        self._screen.field("answer", self._plain(answer))
        if words.is_open_in_kind(judgement):
            self._screen.field("decide", "by --kind onboarding or --kind reauthorisation")
        if judgement.call.answered:
            self._screen.field("then", f"the capture has the answer {judgement.call.answered}")

    def _tell_meant(self, judgement: Judgement) -> None:
        """A broken body as it was likely meant."""
        if judgement.mended and judgement.mended.count("\n") < LONGEST:
            self._screen.field("meant", "likely, with what was lost put back:")
            for line in judgement.mended.splitlines():
                self._screen.say(f"    {self._plain(line)}")

    def _head(self, judgement: Judgement, told: str = "") -> None:
        verdict = words.verdict(judgement)
        status = f" {judgement.answer.status}" if judgement.answer.status else ""
        head = self._screen.coloured(f"{verdict}{status}", COLOURS[verdict])
        call = f"{words.title(judgement)} ({judgement.judged.id})"
        self._screen.say(f"{head}  {_label(judgement)}  {self._plain(call)}{told}")

    def _tell_secrets(self, file: Checked) -> None:
        if file.secrets:
            self._screen.field(
                "",
                f"{file.source} holds secrets ({', '.join(file.secrets)}). They are masked here, "
                "not in the file: take them out before you pass it on.",
                indent=0,
            )
            self._screen.say()

    def _conclude(self, files: Sequence[Checked]) -> None:
        judgements = [each for file in files for each in file.judgements]
        counts = Counter(words.verdict(each) for each in judgements)
        told = ", ".join(
            f"{counts[verdict]} {word}" for verdict, word in _WORDS.items() if counts[verdict]
        )
        over = sum(file.passed_over for file in files if file.form is Form.HAR)
        others = f"; {several(over, 'other')} of no API of ours" if over and judgements else ""
        if judgements:
            self._screen.say(f"{several(len(judgements), 'call')}: {told}{others}.")
        alike = sum(
            times for faults, times in self._alike.items() if self._first[faults].violations
        )
        if alike > ALIKE:
            self._screen.say(f"{alike} of them have the faults of another that is told above.")
        if self._rules:
            rule = next(iter(self._rules))
            self._screen.say(f"`sandbank explain {rule}` tells a rule, and where it is from.")
        if words.profile_only(judgements):
            self._screen.say(
                "(profile) is our choice where the documents are silent: a real service may "
                "answer otherwise."
            )

    def _plain(self, text: str) -> str:
        return plain(self._masked(text))


_WORDS = {"REFUSED": "refused", "DEPENDS": "dependent on state", "VALID": "valid"}


def _label(judgement: Judgement) -> str:
    return " ".join(filter(None, (judgement.call.source, judgement.call.label)))


def _faults(judgement: Judgement) -> object:
    """What calls have in common that are wrong in the same way."""
    return (
        judgement.judged.id,
        tuple((each.requirement, str(each.place), each.found) for each in judgement.violations),
    )
