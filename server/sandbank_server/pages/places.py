"""What runs in a sandbox, and where; and the one API that runs elsewhere."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One API: its base path, and where its interactive docs and its document are."""

    name: str
    slug: str
    base_path: str  # empty where the sandbox is not the one who serves it
    purpose: str
    document: str

    @property
    def docs_path(self) -> str:
        """Where a browser finds its interactive docs."""
        return f"/_docs/{self.slug}"

    @property
    def document_path(self) -> str:
        """Where the sandbox serves its OpenAPI document."""
        return f"/_sandbox/openapi/{self.document}"


PLACES = (
    Place(
        name="Consumer API",
        slug="consumer",
        base_path="/consumer/v1",
        purpose="Your product connects bank accounts, reads transactions and keeps rules.",
        document="consumer.yaml",
    ),
    Place(
        name="Provider API",
        slug="provider",
        base_path="/provider/v1",
        purpose="A bank or aggregator reports how a user's authorisation ended.",
        document="provider.yaml",
    ),
    Place(
        name="User banking API",
        slug="user-banking",
        base_path="/user-banking",
        purpose="A client uploads, changes and deletes its users' accounts and transactions.",
        document="user_banking.yaml",
    ),
    Place(
        name="Control API",
        slug="control",
        base_path="/_sandbox",
        purpose="You, the sandbox's owner: reset the world, move the clock, drive sessions.",
        document="control.yaml",
    ),
)

CONNECTOR = Place(
    name="Connector API",
    slug="connector",
    base_path="",
    purpose="A provider serves it on a host of its own; the sandbox calls it there.",
    document="connector.yaml",
)
DOCUMENTED = (*PLACES, CONNECTOR)
