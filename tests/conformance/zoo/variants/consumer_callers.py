"""Other choices about who may call the Consumer API, and about organisations and banks."""

import json

import pytest

from sandbank_server.api import consumer_parse
from sandbank_server.api.calls import Json
from sandbank_server.api.consumer_security import ProductCredentials
from sandbank_server.api.security import Headers, read_token
from sandbank_server.domain.organisations import Bank
from sandbank_server.domain.refusals import Forbidden, Malformed, Violation
from sandbank_server.service import banks, consumer_tokens
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.organisations import NewOrganisation
from sandbank_server.service.ports import Audience, Sandbox
from zoo.animals import Answered, Asked, Forward, on_the_wire, variant
from zoo.variants.tools import codes_answer, is_consumer, refused_otherwise, rules_answer

FIRST = "sandbank.eu.product"


@variant("CON-APP-01")
def unknown_applications_answer_401(patch: pytest.MonkeyPatch) -> None:
    """An application that is missing, doubled or not known answers 401."""
    rules_answer(patch, 401, "CON-APP-01")


@variant("CON-APP-01")
def a_missing_application_answers_400(patch: pytest.MonkeyPatch) -> None:
    """A call without `x-application` answers 400, one with an unknown one 403."""
    refused_otherwise(
        patch,
        400,
        lambda asked, answered: (
            answered.header("sandbank-requirement") == "CON-APP-01"
            and asked.header("x-application") is None
        ),
    )


@variant("CON-TOK-01", "CON-TOK-02", "CON-TOK-03")
def every_refused_token_answers_403(patch: pytest.MonkeyPatch) -> None:
    """Strangers, used nonces and wrong signatures all answer 403."""
    rules_answer(patch, 403, "CON-TOK-01", "CON-TOK-02", "CON-TOK-03")


@variant("CON-TOK-01")
def tokens_for_strangers_answer_404(patch: pytest.MonkeyPatch) -> None:
    """An application, organisation or company that is not known answers 404, all alike."""
    rules_answer(patch, 404, "CON-TOK-01")


@variant("CON-TOK-02")
def used_nonces_answer_409(patch: pytest.MonkeyPatch) -> None:
    """A nonce that was used answers 409."""
    rules_answer(patch, 409, "CON-TOK-02")


@variant("CON-TOK-03")
def wrong_signatures_answer_400(patch: pytest.MonkeyPatch) -> None:
    """A signature that is wrong answers 400."""
    rules_answer(patch, 400, "CON-TOK-03")


@variant("CON-TOK-04")
def missing_token_headers_and_organisation_tokens_answer_401(patch: pytest.MonkeyPatch) -> None:
    """Whatever is missing for a token, and a token that is not for a company, answers 401."""
    rules_answer(patch, 401, "CON-TOK-04")


@variant("CON-TOK-04")
def signatures_are_always_demanded(patch: pytest.MonkeyPatch) -> None:
    """A call for a token that is not signed answers 400, whatever the settings say."""
    real = consumer_tokens._missing_headers

    def missing(sandbox: Sandbox, request: consumer_tokens.TokenRequest) -> list[str]:
        names = [*real(sandbox, request)]
        unsigned = not request.signature and "X-Signature" not in names
        return [*names, "X-Signature"] if unsigned else names

    patch.setattr(consumer_tokens, "_missing_headers", missing)


@variant("CON-ORG-01")
def organisations_need_a_user(patch: pytest.MonkeyPatch) -> None:
    """Signing up a customer asks for the user's e-mail address too."""
    real = consumer_parse.parse_organisation

    def parse(body: Json) -> NewOrganisation:
        if not (body.get("user") or {}).get("emailAddress"):
            missing = Violation("/user/emailAddress", "is missing")
            raise Malformed("CON-ORG-01", violations=(missing,))
        return real(body)

    patch.setattr(consumer_parse, "parse_organisation", parse)


@variant("CON-ORG-01")
def new_organisations_wait_for_approval(patch: pytest.MonkeyPatch) -> None:
    """A customer that has just signed up gets no token yet; somebody would have to approve."""
    waiting: set[str] = set()

    async def wire(asked: Asked, forward: Forward) -> Answered:
        organisation = asked.header("x-organisation-id")
        if asked.path.endswith("/accesstoken") and organisation in waiting:
            # The nonce is used up all the same.
            return await forward(asked.with_header("x-organisation-id", "not-approved-yet"))
        answered = await forward(asked)
        created = is_consumer(asked) and asked.path.endswith("/organisations")
        if created and answered.status == 201:
            waiting.add(json.loads(answered.body)["organisationId"])
        return answered

    on_the_wire(patch, wire)


@variant("CON-BANK-01")
def banks_are_searched_with_the_case_of_letters(patch: pytest.MonkeyPatch) -> None:
    """A name is looked for as it is written, and only at the beginning."""

    def matches(self: Bank, *, country: str = "", name: str = "") -> bool:
        here = not country or country in (self.primary_country, self.primary_country2_char_iso)
        return here and self.name.startswith(name)

    patch.setattr(Bank, "matches", matches)


@variant("CON-BANK-01")
def banks_are_listed_whatever_is_asked(patch: pytest.MonkeyPatch) -> None:
    """The list of banks knows no filters, and an unknown bank answers 400."""
    real = banks.find
    patch.setattr(banks, "find", lambda sandbox, **_: real(sandbox))
    rules_answer(patch, 400, "CON-BANK-01")


@variant("CON-BANK-01")
def banks_depend_on_the_application(patch: pytest.MonkeyPatch) -> None:
    """Every application but the first is offered one bank only."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        listed = is_consumer(asked) and asked.path.endswith("/banks")
        if not listed or answered.status != 200 or asked.header("x-application") == FIRST:
            return answered
        return answered.with_body(json.dumps(json.loads(answered.body)[:1]).encode())

    on_the_wire(patch, wire)


@variant("CON-OFF-08", "GEN-05")
def tokens_that_do_not_count_answer_403_at_the_consumer_api(patch: pytest.MonkeyPatch) -> None:
    """A token that is missing, not valid, foreign or expired answers 403."""
    codes_answer(patch, 403, "CON-OFF-08", "token_wrong", "token_expired")


@variant("CON-OFF-08")
def expired_tokens_answer_403_at_the_consumer_api(patch: pytest.MonkeyPatch) -> None:
    """A token that has expired answers 403, any other that does not count 401."""
    codes_answer(patch, 403, "CON-OFF-08", "token_expired")


@variant("CON-OFF-08")
def another_application_answers_400(patch: pytest.MonkeyPatch) -> None:
    """An `x-application` that is missing or not the token's answers 400."""
    codes_answer(patch, 400, "CON-OFF-08", "application_wrong")


@variant("CON-OFF-08")
def another_application_answers_401(patch: pytest.MonkeyPatch) -> None:
    """An `x-application` that is missing or not the token's answers 401."""
    codes_answer(patch, 401, "CON-OFF-08", "application_wrong")


@variant("CON-OFF-08")
def other_companies_answer_404(patch: pytest.MonkeyPatch) -> None:
    """A company or organisation that is not the token's answers 404, whether or not it exists."""
    codes_answer(patch, 404, "CON-OFF-08", "forbidden")


@variant("GEN-05")
def tokens_of_other_apis_answer_403_at_the_consumer_api(patch: pytest.MonkeyPatch) -> None:
    """A good token of another API is forbidden to a product, rather than no token at all."""
    real = ProductCredentials.check

    def check(self: ProductCredentials, headers: Headers) -> ProductCaller:
        token = read_token(self._sandbox, headers)
        if token is not None and token.audience != Audience.CONSUMER:
            raise Forbidden("GEN-05", "token_foreign", "The token is for another API.")
        return real(self, headers)

    patch.setattr(ProductCredentials, "check", check)
