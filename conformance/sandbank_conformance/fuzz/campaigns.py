"""Fuzzing as part of a run: each API in turn, its findings as verdicts of the catalogue."""

from collections.abc import Callable, Iterator
from time import monotonic

from schemathesis.engine.recorder import Interaction

from sandbank_conformance import assess
from sandbank_conformance.assess import Finished
from sandbank_conformance.caller import Caller
from sandbank_conformance.conditions import Broken, NotTestable
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.fuzz import engine
from sandbank_conformance.fuzz.engine import EngineBroken, Finding, Plan, Trouble
from sandbank_conformance.fuzz.ground import MadeGround, WideGround
from sandbank_conformance.fuzz.mapping import excused, meaning
from sandbank_conformance.messages import Received, Sent
from sandbank_conformance.run import Run
from sandbank_conformance.verdicts import Verdict
from sandbank_contract import documents
from sandbank_contract.exceptions import load_exceptions
from sandbank_contract.requirements import load_catalogue

EXAMPLES = {"consumer": 30, "provider": 100, "user_banking": 25}  # per operation
SCENARIOS = 30


def fuzz(run: Run, hear: Callable[[Verdict], None]) -> None:
    """Fuzz every API of the plan; each verdict is heard as soon as it stands."""
    for api, caller in _callers(run):
        began = monotonic()
        broken: set[str] = set()
        error: BaseException | None = None
        try:
            for verdict in _verdicts(run, api, caller):
                broken.add(verdict.requirement)
                hear(verdict)
        except (EngineBroken, NotTestable) as caught:
            error = caught
        seconds = monotonic() - began
        for verdict in _clean(run, api, broken, error, seconds):
            hear(verdict)


def _callers(run: Run) -> Iterator[tuple[str, Caller]]:
    callers = {"consumer": run.product, "provider": run.provider, "user_banking": run.uploader}
    for api, caller in callers.items():
        if caller is not None and api in run.plan.apis:
            yield api, caller


def _plan(run: Run, api: str, caller: Caller) -> Plan:
    target = run.target.api(api)
    assert target is not None
    ours = run.ground.is_ours and run.owner is not None
    ground = WideGround(run.owner) if ours and run.owner else MadeGround(run)
    values = ground.lay()
    caller.renew()
    return Plan(
        document=documents.load(api),
        url=target.url,
        headers=dict(caller.headers),
        values=values,
        seed=run.plan.seed,
        examples=EXAMPLES[api],
        scenarios=SCENARIOS,
        restore=ground.restore,
    )


def _verdicts(run: Run, api: str, caller: Caller) -> Iterator[Verdict]:
    exceptions = load_exceptions()
    bound = {name: each.operations for name, each in load_catalogue().items()}
    told: set[tuple[str, str]] = set()  # one verdict for each check of an operation
    for finding in engine.run(
        _plan(run, api, caller), lambda name, status, _: run.trace.count(name, status)
    ):
        if isinstance(finding, Trouble):
            raise EngineBroken(f"{finding.place}: {finding.message}")
        key = (finding.check, finding.operation_id)
        excuse = excused(
            exceptions, finding.check, finding.operation_id, ended_by=finding.ended_by, bound=bound
        )
        if key not in told and not excuse:
            told.add(key)
            yield from assess.verdicts(_finished(api, caller, finding), run.secrets)


def _finished(api: str, caller: Caller, finding: Finding) -> Finished:
    means = meaning(finding.check, api=api, ended_by=finding.ended_by)
    exchanges = tuple(_exchange(api, caller, finding, each) for each in finding.interactions)
    return Finished(
        check=f"fuzz.{api}.{finding.check}[{finding.operation_id}]",
        title=f"{finding.title} at {finding.operation_id} (generated request)",
        requirement=means.requirement,
        level=means.level,
        error=Broken(
            expected=load_catalogue()[means.requirement].text,
            received=" ".join(finding.message.split()),
        ),
        exchanges=exchanges,
        seconds=0.0,
    )


def _exchange(api: str, caller: Caller, finding: Finding, interaction: Interaction) -> Exchange:
    request, response = interaction.request, interaction.response
    return Exchange(
        operation_id=finding.operation_id,
        api=api,
        caller=caller.name,
        sent=Sent(
            method=request.method,
            url=request.uri,
            headers=tuple(
                (name, value) for name, values in request.headers.items() for value in values
            ),
            body=request.body or b"",
        ),
        received=Received(
            status=response.status_code if response else 0,
            headers=tuple(
                (name, value) for name, values in response.headers.items() for value in values
            )
            if response
            else (),
            body=(response.content or b"") if response else b"",
        ),
    )


def _clean(
    run: Run, api: str, broken: set[str], error: BaseException | None, seconds: float
) -> Iterator[Verdict]:
    """A verdict for each requirement that generated requests did not contradict."""
    meanings = {meaning(each, api=api) for each in ("not_a_server_error", "ignored_auth")}
    meanings |= {
        meaning(each, api=api) for each in ("negative_data_rejection", "unsupported_method")
    }
    meanings |= {meaning("status_code_conformance", api=api)}
    for means in sorted(meanings, key=lambda each: each.requirement):
        if error is not None or means.requirement not in broken:
            finished = Finished(
                check=f"fuzz.{api}.{means.requirement}",
                title=f"generated requests to the {api.replace('_', ' ')} API show nothing else",
                requirement=means.requirement,
                level=means.level,
                error=error,
                exchanges=(),
                seconds=seconds,
            )
            yield from assess.verdicts(finished, run.secrets)
