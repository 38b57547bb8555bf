"""Reference providers, judged beside one sandbox, in threads of this process."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from callers.honest_provider import HonestProvider
from callers.serving_provider import Browser, connector

from sandbank_conformance.plans import Plan
from sandbank_conformance.verdicts import Outcome, Verdict
from sandbank_conformance.verification import verify
from sandbank_conformance.watch.judgement import watching
from sandbank_conformance.watch.setting import Patience, Setting

HASTE = Patience(start=5, person=5, browser=0.4, call=2, silence=0.15)
AGAINST = (Outcome.FAIL, Outcome.WARN, Outcome.DIFFERS)


@dataclass(frozen=True)
class Judged:
    """What came of judging one provider."""

    verdicts: Sequence[Verdict]
    remarks: Sequence[str]

    @property
    def broken(self) -> set[str]:
        """The rules that it breaks."""
        return {each.requirement for each in self.verdicts if each.outcome in AGAINST}

    @property
    def counts(self) -> Counter[Outcome]:
        return Counter(each.outcome for each in self.verdicts)

    @property
    def told(self) -> str:
        """Whatever is not as it should be."""
        lines = [
            f"{each.outcome} {each.requirement} {each.check}: {each.missing or each.received}"
            for each in self.verdicts
            if each.outcome is not Outcome.PASS
        ]
        return "\n".join(lines)


def judged(kind: type[HonestProvider], sandbox: str, *checks: str) -> Judged:
    with connector() as served:
        setting = Setting(connector_url=served.url, patience=HASTE)
        found: list[Verdict] = []
        with watching(setting, Plan(checks=checks), sandbox, Browser()) as watch:
            served.answers_with(kind, setting.told(sandbox))
            verify(watch, found.append)
        return Judged(found, watch.ground.remarks)
