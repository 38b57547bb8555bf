"""The target that needs no configuration: our base paths, and the playground world."""

from sandbank_conformance.target import (
    ConsumerApi,
    Control,
    HeldAccount,
    HeldSession,
    HeldUpload,
    ProductAccess,
    ProviderAccess,
    ProviderApi,
    Sessions,
    Target,
    UploadAccess,
    UserBankingApi,
)

AUDIENCE = "sandbank/provider"
APPLICATION = "sandbank.eu.product"


def _id(kind: str, n: int) -> str:
    return f"{kind}000000-0000-4000-8000-{n:012}"


def target(url: str, *, keep_world: bool = False) -> Target:
    """A server that holds the playground at the base paths of our documents."""
    root = url.rstrip("/")
    return Target(
        consumer=consumer(f"{root}/consumer/v1"),
        provider=provider(f"{root}/provider/v1"),
        user_banking=user_banking(f"{root}/user-banking"),
        control=Control(url=f"{root}/_sandbox", keep_world=keep_world),
    )


def consumer(url: str) -> ConsumerApi:
    """The playground's products."""
    return ConsumerApi(
        url=url,
        product=ProductAccess(
            name="product",
            application=APPLICATION,
            organisation=_id("0a", 1),
            company=_id("0b", 1),
            signing_key="playground-signing-key-1",
            accounts=(
                HeldAccount(id=_id("0d", 1), transactions=250, rules=2),
                HeldAccount(id=_id("0d", 2), status="pending"),
                HeldAccount(id=_id("0d", 3), status="authRequired", transactions=10),
                HeldAccount(id=_id("0d", 4), status="cancelled"),
                HeldAccount(id=_id("0d", 6), transactions=20, rules=1),
                HeldAccount(id=_id("0d", 7), status="authRequired"),
            ),
        ),
        sibling=_product("sibling", organisation=1, company=3, account=8, transactions=3),
        stranger=_product("stranger", organisation=2, company=2, account=5, transactions=5),
        other_application="sandbank.eu.other",
        bank=_id("0c", 1),
    )


def _product(
    name: str, *, organisation: int, company: int, account: int, transactions: int
) -> ProductAccess:
    return ProductAccess(
        name=name,
        application=APPLICATION,
        organisation=_id("0a", organisation),
        company=_id("0b", company),
        signing_key=f"playground-signing-key-{organisation}",
        accounts=(HeldAccount(id=_id("0d", account), transactions=transactions),),
    )


def provider(url: str) -> ProviderApi:
    """The playground's providers and sessions."""
    account_3, account_7 = _id("0d", 3), _id("0d", 7)
    return ProviderApi(
        url=url,
        provider=_provider("provider", "provider-a"),
        rival=_provider("rival", "provider-b"),
        sessions=Sessions(
            onboarding=(HeldSession(id=_id("0e", 1)), HeldSession(id=_id("0e", 6))),
            reauthorisation=(
                HeldSession(id=_id("0e", 2), account=account_3),
                HeldSession(id=_id("0e", 7), account=account_7),
                HeldSession(id=_id("0e", 8), account=account_3),
            ),
            expired=(HeldSession(id=_id("0e", 3)),),
            foreign=(HeldSession(id=_id("0e", 5)),),
        ),
    )


def _provider(name: str, client: str) -> ProviderAccess:
    return ProviderAccess(
        name=name,
        id=client,
        client_id=client,
        client_secret=f"{client}-secret",
        api_key=f"{client}-key",
        audience=AUDIENCE,
    )


def user_banking(url: str) -> UserBankingApi:
    """The playground's clients and fetched data."""
    return UserBankingApi(
        url=url,
        client=_client("uploader", "upload"),
        reader=_client("reader", "read"),
        other=_client("other uploader", "other"),
        fetched=(
            HeldUpload(
                user="user-1", account="acc-fetched-1", fetched=("tx-f-1", "tx-f-2", "tx-f-3")
            ),
            HeldUpload(
                user="user-1", account="acc-mixed-1", fetched=("tx-mf-1",), uploaded=("tx-m-1",)
            ),
        ),
    )


def _client(name: str, client: str) -> UploadAccess:
    return UploadAccess(name=name, client_id=f"{client}-client", client_secret=f"{client}-secret")
