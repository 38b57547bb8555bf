"""The first line of a report: what was proved, how, and what is needed to prove it again."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from sandbank_conformance.adapters import clock
from sandbank_conformance.plans import APIS, Plan
from sandbank_conformance.report.lines import FORMAT
from sandbank_conformance.run import Run
from sandbank_contract.requirements import load_catalogue
from sandbank_contract.vocabulary import Subject

OWN_SANDBOX = "A sandbox of its own was started for this, and is gone at the end."


def header(run: Run, checks: int, given: Mapping[str, Any]) -> dict[str, Any]:
    """The line; `given` are the options that named the target, none of them a secret."""
    plan, target = run.plan, run.target
    urls = {each: api.url for each in plan.apis if (api := target.api(each))}
    return {
        **_began(plan, list(urls)),
        "target": named(run),
        "urls": {each: run.secrets.masked(url) for each, url in urls.items()},
        "given": dict(given),
        "world": world_told(run),
        "checks": checks,
    }


def callers_header(
    plan: Plan, subject: Subject, urls: Mapping[str, str], checks: int, given: Mapping[str, Any]
) -> dict[str, Any]:
    """The line of a run that judges a caller; `urls` are of what the caller serves, or calls."""
    calls = subject is Subject.PRODUCT
    return {
        **_began(plan, ["consumer"] if calls else ["provider", "connector"]),
        "target": f"the {subject} {'that calls' if calls else 'at'} {', '.join(urls.values())}",
        "subject": subject.value,
        "urls": dict(urls),
        "given": dict(given),
        "world": OWN_SANDBOX,
        "checks": checks,
    }


def _began(plan: Plan, apis: list[str]) -> dict[str, Any]:
    return {
        "type": "header",
        "format": FORMAT,
        "version": version("sandbank"),
        # The wall clock of whoever reads the report, not that of the target.
        "started": clock.now().isoformat(timespec="seconds"),
        "plan": {
            "apis": apis,
            "requirements": list(plan.requirements),
            "checks": list(plan.checks),
            "smoke": plan.smoke,
            "full": plan.full,
            "profile": plan.profile.value,
            "seed": plan.seed,
        },
        "catalogue": len(load_catalogue()),
    }


def named(run: Run) -> str:
    """The target in few words: its host where all APIs have one."""
    urls = [api.url for each in APIS if (api := run.target.api(each))]
    hosts = {"/".join(each.split("/")[:3]) for each in urls}
    return run.secrets.masked(hosts.pop() if len(hosts) == 1 else ", ".join(urls))


def world_left(run: Run, ended: BaseException) -> str:
    """What became of the target's world where somebody ended the run, in one line."""
    if isinstance(ended.__context__, KeyboardInterrupt):
        return "The run was ended once more while the world was put back: look whether it was."
    if run.ground.remarks:
        return f"{'; '.join(run.ground.remarks)}."
    if run.ground.is_ours:
        return "The world was put back as it was found."
    return "What checks changed on the target stays changed."


def world_told(run: Run) -> str:
    """What becomes of the target's world, in one line."""
    if run.ground.is_ours:
        return (
            "The control API is there: a copy of the world is taken, the playground loaded, "
            "and the copy brought back at the end."
        )
    if run.owner is not None and run.owner.keeps_world:
        return "The control API is there, but the world is kept: what checks change stays changed."
    if run.owner is not None:
        return (
            "The control API is there, but by it the world cannot be changed and put back: "
            "what checks change stays changed."
        )
    return "No control API: what checks change on the target stays changed."
