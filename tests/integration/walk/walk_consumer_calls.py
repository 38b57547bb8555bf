"""Who calls the Consumer API in a walk, by which path, and what that alone decides."""

from dataclasses import dataclass

from hypothesis import strategies as st
from integration.walk.walk_model import Model
from integration.walk.walk_steps import NOWHERE, Steps, Verdict, often, pick
from integration.walk.walk_tokens import bearer
from integration.walk.walk_values import AccountModel
from integration.walk.walk_world import COMPANIES, OTHER_PRODUCT, PRODUCT

CREDENTIALS: dict[str, Verdict] = {
    "right": None,
    "no token": 401,
    "bare token": 401,
    "garbled token": 401,
    "stale token": 401,
    "provider's token": 401,
    "uploader's token": 401,
    "two tokens": {401, 403},
    "no application": 403,
    "empty application": 403,
    "unknown application": 403,
    "other application": 403,
    "organisation's token": None,  # it is right as a token, and of no company
}


@dataclass(frozen=True)
class ConsumerCaller:
    """One way to call: credentials, company of the token, company and form of the path."""

    fault: str
    company: int
    elsewhere: str
    long: str


CONSUMERS = st.builds(
    ConsumerCaller,
    often(*CREDENTIALS, times=80),
    st.sampled_from((0, 0, 0, 0, 0, 1, 2, 3, 4)),
    often("", "other company", "unknown company", times=24),
    often("", "long", "long", "other organisation", times=14),
)


class ConsumerSteps(Steps):
    """What all steps of the Consumer API need."""

    def company_of(self, caller: ConsumerCaller) -> str:
        """The company that the token is for."""
        return pick(list(self.model.companies), caller.company)

    def who(self, company: str) -> tuple[str, ...]:
        """The good credentials of a company."""
        return "consumer", PRODUCT, self.model.companies[company], company

    def headers(self, caller: ConsumerCaller) -> list[tuple[str, str]]:
        """Application and token, with the caller's fault in them."""
        who = self.who(self.company_of(caller))
        token = self._token(caller.fault, who)
        pairs = [("x-application", PRODUCT), bearer(token)]
        special = {
            "no token": pairs[:1],
            "bare token": [pairs[0], ("authorization", token)],
            "two tokens": [*pairs, pairs[1]],
            "no application": pairs[1:],
            "empty application": [("x-application", ""), pairs[1]],
            "unknown application": [("x-application", NOWHERE), pairs[1]],
            "other application": [("x-application", OTHER_PRODUCT), pairs[1]],
        }
        return special.get(caller.fault, pairs)

    def path(self, caller: ConsumerCaller, rest: str) -> str:
        """Where a call for bank accounts goes."""
        return self.place(caller, f"/bankaccounts{rest}")

    def place(self, caller: ConsumerCaller, rest: str) -> str:
        """Where the call goes, in the short form or the long one."""
        company = own = self.company_of(caller)
        if caller.elsewhere == "other company":
            company = next(c for c in COMPANIES if c != own)
        if caller.elsewhere == "unknown company":
            company = NOWHERE
        if not caller.long:
            return f"/consumer/v1/{company}{rest}"
        organisation = self.model.companies[own]
        if caller.long == "other organisation":
            organisation = next(o for o in COMPANIES.values() if o != organisation)
        return f"/api/v1/organisations/{organisation}/companies/{company}{rest}"

    def company_verdict(self, caller: ConsumerCaller) -> Verdict:
        """What is said of a path that is not the token's."""
        apart = caller.elsewhere or caller.long == "other organisation"
        return 403 if apart or caller.fault == "organisation's token" else None

    def credentials_verdict(self, caller: ConsumerCaller) -> Verdict:
        """What is said of the credentials."""
        return CREDENTIALS[caller.fault]

    def account_at(self, caller: ConsumerCaller, number: int) -> AccountModel | None:
        """An account of the company, now and then another's or one that is not there."""
        return _chosen(self.model, self.company_of(caller), number)

    def _token(self, fault: str, who: tuple[str, ...]) -> str:
        tokens, now = self.bench.tokens, self.model.now
        if fault == "stale token":
            if tokens.keeps_stale(who, now):
                return tokens.stale(who, now)
            return "not.a.token"
        if fault == "provider's token":
            return tokens.fresh(("provider", "provider-a"), now)
        if fault == "uploader's token":
            return tokens.fresh(("upload", "upload-client", ""), now)
        if fault == "organisation's token":
            who = (*who[:3], "")
        token = tokens.fresh(who, now, self.signing_key(who))
        return token[:-8] + "AAAAAAAA" if fault == "garbled token" else token


def _chosen(model: Model, company: str, number: int) -> AccountModel | None:
    own = [a for a in model.accounts.values() if a.company == company]
    others = [a for a in model.accounts.values() if a.company != company]
    if number == 0:
        return None
    if number == 1 or not own:
        return pick(others, number)
    return pick(own, number)
