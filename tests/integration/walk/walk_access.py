"""Steps of a walk: tokens of products and providers, organisations."""

from hypothesis import strategies as st
from hypothesis.stateful import rule
from integration.walk.walk_consumer_calls import ConsumerSteps
from integration.walk.walk_steps import (
    NOWHERE,
    NUMBERS,
    SENDINGS,
    Verdict,
    encoded,
    equal,
    first,
    often,
    pick,
)
from integration.walk.walk_tokens import fresh_nonce, signature
from integration.walk.walk_world import OTHER_PRODUCT, PRODUCT

SUBJECTS = often(
    "company",
    "organisation",
    "company of another",
    "unknown organisation",
    "unknown company",
    "unknown application",
    "no application",
    "no organisation",
    "no nonce",
    times=6,
)
ORGANISATION = {
    "company": {
        "name": "Walk Ltd",
        "postalCode": "NE1 4LP",
        "standardIndustrialCode": "10710",
        "vatNumber": "GB123456789",
        "languageCode": "en-GB",
    },
    "crmId": "crm-1",
    "user": {"emailAddress": "owner@walk.example", "identity": "user-1"},
}


class AccessSteps(ConsumerSteps):
    """Asking for tokens, rightly and wrongly; making organisations."""

    @rule(
        number=NUMBERS,
        subject=SUBJECTS,
        nonce=often("fresh", "used", times=4),
        signed=st.sampled_from(("no", "no", "rightly", "rightly", "wrongly")),
    )
    def ask_for_access(self, number: int, subject: str, nonce: str, signed: str) -> None:
        """A token for a company or an organisation; each nonce counts once."""
        headers = self._subject(number, subject)
        application, organisation = headers["x-application"], headers["x-organisation-id"]
        used = [n for a, n in self.model.nonces if a == application]
        repeats = nonce == "used" and bool(used)
        headers["x-nonce"] = pick(used, number) if repeats else fresh_nonce()
        missing = subject.startswith("no ")
        headers.pop({"no application": "x-application", "no nonce": "x-nonce"}.get(subject, ""), "")
        if signed != "no":
            key = self.model.keys.get(organisation, "no key")
            key = key if signed == "rightly" else key + "?"
            headers["x-signature"] = signature(key, headers.get("x-nonce", ""))
        unsigned = 400 if signed == "no" and self.model.demand_signature else None
        strange = subject not in ("company", "organisation")
        refused = 401 if repeats or strange or signed == "wrongly" else None
        if missing:
            headers = {k: v for k, v in headers.items() if v}
            refused = None
        demands = unsigned if refused is None or unsigned is None else {400, 401}
        expected = first(400 if missing else None, demands, refused, 200)
        reply = self.attempt(expected, "GET", "/consumer/v1/accesstoken", list(headers.items()))
        assert reply.status != 200 or isinstance(reply.json()["jwt"], str)
        if reply.status in (200, 401) and "x-nonce" in headers and subject != "unknown application":
            self.model.nonces.append((application, headers["x-nonce"]))

    @rule(application=often(PRODUCT, OTHER_PRODUCT, NOWHERE, "", times=3), sending=SENDINGS)
    def make_organisation(self, application: str, sending: str) -> None:
        """An organisation with its first company."""
        content, raw, sent = encoded(sending, ORGANISATION)
        headers = [("x-application", application), *content] if application else content
        known = application in (PRODUCT, OTHER_PRODUCT)
        expected = first(None if known else 403, sent, 201)
        reply = self.attempt(expected, "POST", "/consumer/v1/organisations", headers, raw)
        if reply.status == 201:
            got = reply.json()
            assert got["organisationId"] not in self.model.keys, "an id was given twice"
            self.model.keys[got["organisationId"]] = got["token"]
            for company in got["companies"]:
                self.model.companies[company] = got["organisationId"]

    @rule(
        change=often(
            "right",
            "unknown client",
            "wrong secret",
            "wrong audience",
            "no audience",
            "no client",
            "other grant",
            times=2,
        ),
        provider=st.sampled_from(("provider-a", "provider-b")),
        sending=SENDINGS,
    )
    def ask_for_provider_token(self, change: str, provider: str, sending: str) -> None:
        """A token of the Provider API."""
        body = {
            "grant_type": "client_credentials",
            "client_id": provider,
            "client_secret": f"{provider}-secret",
            "audience": "sandbank/provider",
        }
        name, value, verdict = _CHANGES[change]
        body[name] = value or body.get(name, "")
        if change.startswith("no "):
            del body[name]
        content, raw, sent = encoded(sending, body)
        reply = self.attempt(
            first(sent, verdict, 200), "POST", "/provider/v1/oauth/token", content, raw
        )
        if reply.status == 200:
            equal("lifetime", 28800, reply.json()["expires_in"])
        elif sending == "json":
            equal("error", _ERRORS.get(change), reply.json()["error"])

    def _subject(self, number: int, subject: str) -> dict[str, str]:
        company = pick(list(self.model.companies), number)
        organisation = self.model.companies[company]
        strangers = [c for c, o in self.model.companies.items() if o != organisation]
        headers = {
            "x-application": NOWHERE if subject == "unknown application" else PRODUCT,
            "x-organisation-id": NOWHERE if subject == "unknown organisation" else organisation,
            "x-company-id": company,
        }
        if subject == "organisation":
            del headers["x-company-id"]
        if subject == "company of another":
            headers["x-company-id"] = pick(strangers, number)
        if subject == "unknown company":
            headers["x-company-id"] = NOWHERE
        if subject == "no organisation":
            headers["x-organisation-id"] = ""
        return headers


_CHANGES: dict[str, tuple[str, str, Verdict]] = {
    "right": ("client_id", "", None),
    "unknown client": ("client_id", NOWHERE, 401),
    "wrong secret": ("client_secret", "provider-secret", 401),
    "wrong audience": ("audience", "sandbank/consumer", 401),
    "no audience": ("audience", "", 400),
    "no client": ("client_id", "", 400),
    "other grant": ("grant_type", "password", 400),
}
_ERRORS = {
    "unknown client": "invalid_client",
    "wrong secret": "invalid_client",
    "wrong audience": "invalid_client",
    "no audience": "invalid_request",
    "no client": "invalid_request",
    "other grant": "unsupported_grant_type",
}
