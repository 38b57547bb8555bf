"""Reference products, judged beside one sandbox, in this process and without waiting."""

from callers.honest_product import HonestProduct
from callers.judging import Judged

from sandbank_conformance.plans import Plan
from sandbank_conformance.secrets import Secrets
from sandbank_conformance.verdicts import Verdict
from sandbank_conformance.verification import verify
from sandbank_conformance.watch.products.actions import Action
from sandbank_conformance.watch.products.setting import Patience, Setting
from sandbank_conformance.watch.products.watching import watching

HASTE = Patience(person=5, call=0.05, silence=0.05, sign_in=0.5)


class Acting:
    """Has a product act; where it waits, the sandbox's clock goes on instead."""

    is_done = True

    def __init__(self, kind: type[HonestProduct], sandbox: str) -> None:
        self._sandbox = sandbox
        self.product = kind(Setting().told(sandbox), self.wait)

    def act(self, action: Action, _: float) -> None:
        self.product.act(action.value)

    def wait(self, seconds: float) -> None:
        moved = {"advance": f"PT{seconds:.3f}S"}
        clock = f"{self._sandbox}/_sandbox/clock"
        self.product.client.post(clock, json=moved).raise_for_status()


def judged(kind: type[HonestProduct], sandbox: str, *checks: str) -> Judged:
    found: list[Verdict] = []
    actor = Acting(kind, sandbox)
    with watching(Plan(checks=checks), sandbox, actor, HASTE, Secrets()) as watch:
        verify(watch, found.append)
    actor.product.client.close()
    return Judged(kind.__name__, found, watch.ground.remarks)
