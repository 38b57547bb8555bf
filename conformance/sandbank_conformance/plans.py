"""What a run is to prove: which checks, by which rules, with which values."""

from dataclasses import dataclass

from sandbank_conformance.verdicts import Profile

APIS = ("consumer", "provider", "user_banking")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A selection of checks."""

    apis: tuple[str, ...] = APIS
    requirements: tuple[str, ...] = ()  # empty: all
    checks: tuple[str, ...] = ()  # names of checks; empty: all
    smoke: bool = False
    full: bool = False  # Schemathesis as well
    profile: Profile = Profile.DOCUMENTED
    seed: int = 1

    def includes(
        self, *, check: str, folder: str, requirements: tuple[str, ...], smoke: bool
    ) -> bool:
        """Whether a check of a folder of the suite is to be run."""
        return (
            (folder not in APIS or folder in self.apis)
            and (not self.checks or check in self.checks)
            and (not self.requirements or bool(set(requirements) & set(self.requirements)))
            and (smoke or not self.smoke)
        )
