"""Reference products, judged beside one sandbox, in this process and without waiting."""

from contextlib import closing
from threading import Thread
from time import sleep

from callers.honest_product import HonestProduct
from callers.judging import Judged

from sandbank_conformance.plans import Plan
from sandbank_conformance.verdicts import Verdict
from sandbank_conformance.verification import verify
from sandbank_conformance.watch.product.actions import Action
from sandbank_conformance.watch.product.setting import Patience, Setting
from sandbank_conformance.watch.product.watching import watching

HASTE = Patience(person=5, call=0, silence=0, sign_in=0.5)  # it acts while it is waited for


class Acting:
    """Has a product act; where it waits, the sandbox's clock goes on instead."""

    is_done = True

    def __init__(self, kind: type[HonestProduct], sandbox: str) -> None:
        self._sandbox = sandbox
        self.product = kind(Setting().told(sandbox), self.wait)

    def act(self, action: Action, _: float) -> None:
        self.product.act(action.value)

    def close(self) -> None:
        self.product.client.close()

    def wait(self, seconds: float) -> None:
        moved = {"advance": f"PT{seconds:.3f}S"}
        clock = f"{self._sandbox}/_sandbox/clock"
        self.product.client.post(clock, json=moved).raise_for_status()


class ActingLater(Acting):
    """Somebody is asked, and has the product act when they get to it."""

    is_done = False

    def __init__(self, kind: type[HonestProduct], sandbox: str) -> None:
        super().__init__(kind, sandbox)
        self._acts: list[Thread] = []

    def act(self, action: Action, seconds: float) -> None:
        def later() -> None:
            sleep(0.05)
            super(ActingLater, self).act(action, seconds)

        self._acts.append(Thread(target=later))
        self._acts[-1].start()

    def close(self) -> None:
        for each in self._acts:
            each.join()
        super().close()


def judged(
    kind: type[HonestProduct],
    sandbox: str,
    acting: type[Acting] = Acting,
    patience: Patience = HASTE,
    plan: Plan = Plan(),  # noqa: B008 - a frozen value
) -> Judged:
    found: list[Verdict] = []
    with (
        closing(acting(kind, sandbox)) as actor,
        watching(Setting(patience=patience), plan, sandbox, actor) as watch,
    ):
        verify(watch, found.append)
    return Judged(kind.__name__, found, watch.ground.remarks)
