"""What a run is to prove: which checks, by which rules, with which values."""

from dataclasses import dataclass

from sandbank_conformance.verdicts import Profile

APIS = ("consumer", "provider", "user_banking")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A selection of checks."""

    apis: tuple[str, ...] = APIS
    requirements: tuple[str, ...] = ()  # empty: all
    checks: tuple[str, ...] = ()  # names of checks, perhaps without variation; empty: all
    smoke: bool = False
    full: bool = False  # Schemathesis as well
    profile: Profile = Profile.DOCUMENTED
    seed: int = 1

    @property
    def is_everything(self) -> bool:
        """Whether no check is left out, but those of APIs that are not there."""
        return set(APIS) <= set(self.apis) and not (self.requirements or self.checks or self.smoke)

    @property
    def may_call(self) -> tuple[str, ...]:
        """The APIs that checks of the plan may call."""
        # The control API is nobody's wish in particular: it comes with a run of everything.
        return (*self.apis, "control") if set(APIS) <= set(self.apis) else self.apis

    def includes(
        self, *, check: str, apis: tuple[str, ...], requirements: tuple[str, ...], smoke: bool
    ) -> bool:
        """Whether a check that calls these APIs is to be run."""
        return (
            set(apis) <= set(self.may_call)
            and (not self.checks or not {check, check.partition("[")[0]}.isdisjoint(self.checks))
            and (not self.requirements or bool(set(requirements) & set(self.requirements)))
            and (smoke or not self.smoke)
        )
