"""`[consumer]`: the Consumer API, and the products that call it."""

from sandbank_conformance.config.common import common
from sandbank_conformance.config.table import Table
from sandbank_conformance.target import ConsumerApi, HeldAccount, ProductAccess

STATUSES = ("active", "authRequired", "cancelled", "pending")
STYLES = ("short", "long")
ID = "an id in quotes"


def consumer(table: Table, base: ConsumerApi | None) -> ConsumerApi:
    """The API as its table has it; what is left out there is as in `base`."""
    product = _product(table, "product", base.product if base else None)
    same = ProductAccess(
        name="sibling",
        application=product.application,
        organisation=product.organisation,
        company="",
        signing_key=product.signing_key,
    )
    foreign = ProductAccess(
        name="stranger", application=product.application, organisation="", company=""
    )
    api = ConsumerApi(
        **common(table, "consumer", base),
        product=product,
        sibling=_other(table, "sibling", base.sibling if base else None, same),
        stranger=_other(table, "stranger", base.stranger if base else None, foreign),
        other_application=table.text("other-application", base.other_application if base else ""),
        bank=table.text("bank", base.bank if base else ""),
        expired_token=table.secret("expired-token", base.expired_token if base else ""),
        path_style=table.word("path-style", STYLES, base.path_style if base else "short"),
    )
    table.end()
    return api


def _other(
    table: Table, name: str, base: ProductAccess | None, like: ProductAccess
) -> ProductAccess | None:
    """A second product; what it leaves out is as in `base`, or else as with the first."""
    within = table.table(name)
    if within is None:
        return base
    access = _product(within, name, base or like)
    within.end()
    return access


def _product(table: Table, name: str, base: ProductAccess | None) -> ProductAccess:
    token = table.secret("token", base.token if base else "")
    needless = "" if token else None  # only whoever asks for tokens names the organisation
    return ProductAccess(
        name=name,
        application=table.text(
            "application", (base and base.application) or None, "the application's name in quotes"
        ),
        organisation=table.text(
            "organisation", (base and base.organisation) or needless, "the organisation's id"
        ),
        company=table.text("company", (base and base.company) or None, "the company's id"),
        signing_key=table.secret("signing-key", base.signing_key if base else ""),
        token=token,
        accounts=_accounts(table, base),
    )


def _accounts(table: Table, base: ProductAccess | None) -> tuple[HeldAccount, ...]:
    tables = table.tables("accounts")
    if tables is None:
        return base.accounts if base else ()
    return tuple(_account(each) for each in tables)


def _account(table: Table) -> HeldAccount:
    account = HeldAccount(
        id=table.text("id", None, ID),
        status=table.word("status", STATUSES, "active"),
        transactions=int(table.number("transactions", 0, whole=True)),
        rules=int(table.number("rules", 0, whole=True)),
    )
    table.end()
    return account
