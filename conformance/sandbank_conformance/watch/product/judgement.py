"""What is a product's own in a run of `sandbank judge product`."""

from sandbank_conformance.plans import Plan
from sandbank_conformance.proof import Outlet
from sandbank_conformance.watch.judgement import Judgement
from sandbank_conformance.watch.product.actions import Actor, Command, Person
from sandbank_conformance.watch.product.setting import Setting
from sandbank_conformance.watch.product.watching import watching
from sandbank_contract.vocabulary import Subject


def product_judgement(setting: Setting, plan: Plan, outlet: Outlet) -> Judgement:
    """Judges one product by one plan."""

    def actor(sandbox: str) -> Actor:
        if setting.act:
            return Command(setting.act, setting.patience.person, setting.told(sandbox))
        return Person(outlet.out)

    return Judgement(
        subject=Subject.PRODUCT,
        setting=setting,
        plan=plan,
        outlet=outlet,
        watching=lambda sandbox: watching(setting, plan, sandbox, actor(sandbox)),
    )
