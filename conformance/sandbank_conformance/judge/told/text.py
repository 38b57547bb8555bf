"""For people: each call with what is wrong with it, and in the end what it comes to."""

from collections import Counter
from collections.abc import Callable, Sequence

from sandbank_conformance.judge.captures.calls import Form
from sandbank_conformance.judge.files import Checked
from sandbank_conformance.judge.judging import Judgement
from sandbank_conformance.judge.told import words
from sandbank_conformance.judge.told.alike import Alike
from sandbank_conformance.report.plain import plain
from sandbank_conformance.report.screen import CYAN, GREEN, RED, YELLOW, Screen
from sandbank_conformance.report.words import several

LONGEST = 60  # lines of a body that was mended
COLOURS = {"REFUSED": RED, "VALID": GREEN, "DEPENDS": CYAN}
WORDS = {"REFUSED": "refused", "DEPENDS": "dependent on state", "VALID": "valid"}


class Text:
    """Tells files one after another."""

    def __init__(self, screen: Screen, masked: Callable[[str], str]) -> None:
        self._screen = screen
        self._masked = masked

    def tell(self, files: Sequence[Checked]) -> None:
        """Everything; of calls that are alike the first in full, and the others in number."""
        judgements = [each for file in files for each in file.judgements]
        alike = Alike(len(judgements))
        for file in files:
            if file.trouble:
                self._screen.say(f"{self._plain(f'{file.source} {file.trouble}')}\n")
            for judgement in file.judgements:
                first = alike.first(judgement)
                if first is judgement:
                    self._tell(judgement)
                elif first is not None:
                    self._head(judgement, f", like {self._plain(label(first))}")
                    self._screen.say()
            self._tell_secrets(file)
        if judgements:
            self._conclude(files, judgements, alike)

    def _tell(self, judgement: Judgement) -> None:
        self._head(judgement)
        for number, each in enumerate(judgement.violations, start=1):
            place = words.where(each.place, each.position, judgement.call)
            self._screen.say()
            head = f"{number}. {each.status} {words.rule(each.requirement)}"
            self._screen.say(f"{self._screen.coloured(head, YELLOW)}  {self._plain(place)}")
            self._field("found", each.found)
            self._field("right", each.right)
        if judgement.violations:
            self._screen.say()
        self._tell_rest(judgement)
        self._tell_meant(judgement)
        self._screen.say()

    def _tell_rest(self, judgement: Judgement) -> None:
        for remark in judgement.remarks:
            place = words.where(remark.place, remark.position, judgement.call)
            rule = f" ({remark.requirement})" if remark.requirement else ""
            self._field("remark", f"{place}: {remark.told}{rule}")
        for told in judgement.call.told:
            self._field("remark", told)
        for unjudged in judgement.unjudged:
            self._field("unjudged", f"{unjudged.place}: {unjudged.why}")
        answer = str(judgement.answer)
        following = words.next_statuses(judgement)
        if following:
            answer += f"; once that is right, {', then '.join(following)}"
        self._field("answer", answer)
        if words.is_open_in_kind(judgement):
            self._field("decide", "by --kind onboarding or --kind reauthorisation")
        if judgement.call.answered:
            self._field("answered", f"{judgement.call.answered} when it was captured")

    def _tell_meant(self, judgement: Judgement) -> None:
        """A broken body as it was likely meant."""
        if judgement.mended and judgement.mended.count("\n") < LONGEST:
            self._field("meant", "likely, with what was lost put back:")
            for line in judgement.mended.splitlines():
                self._screen.say(f"    {self._plain(line)}")

    def _head(self, judgement: Judgement, told: str = "") -> None:
        verdict = words.verdict(judgement)
        status = f" {judgement.answer.status}" if judgement.answer.status else ""
        head = self._screen.coloured(f"{verdict}{status}", COLOURS[verdict])
        call = f"{words.title(judgement)} ({judgement.judged.id})"
        self._screen.say(f"{head}  {self._plain(label(judgement))}  {self._plain(call)}{told}")

    def _tell_secrets(self, file: Checked) -> None:
        if file.secrets:
            told = (
                f"{file.source} holds secrets ({', '.join(file.secrets)}). They are masked here, "
                "not in the file: take them out before you pass it on."
            )
            self._screen.field("", plain(told), indent=0)
            self._screen.say()

    def _conclude(
        self, files: Sequence[Checked], judgements: Sequence[Judgement], alike: Alike
    ) -> None:
        counts = Counter(words.verdict(each) for each in judgements)
        told = ", ".join(f"{counts[each]} {word}" for each, word in WORDS.items() if counts[each])
        over = sum(file.passed_over for file in files if file.form is Form.HAR)
        others = f"; {several(over, 'other')} passed over, being of other services" if over else ""
        self._screen.say(f"{several(len(judgements), 'call')}: {told}{others}.")
        if alike.untold:
            self._screen.say(f"{several(alike.untold, 'call')} not told here: {alike.reasons}.")
        rules = [each.requirement for judgement in judgements for each in judgement.violations]
        if rules:
            self._screen.say(f"`sandbank explain {rules[0]}` tells the rule, and where it is from.")
        if words.profile_only(judgements):
            self._screen.field(
                "",
                "(profile) is our choice where the documents are silent: a real service may "
                "answer otherwise.",
                indent=0,
            )

    def _field(self, name: str, text: str) -> None:
        self._screen.field(name, self._plain(text))

    def _plain(self, text: str) -> str:
        return plain(self._masked(text))


def label(judgement: Judgement) -> str:
    """Which call of which file it is."""
    return " ".join(filter(None, (judgement.call.source, judgement.call.label)))
