"""What is known of a product before it is watched, and what it has to know of the sandbox."""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbank_conformance.verdicts import Waiver

# Company 3 of the playground: it has one bank account, of which the product knows nothing.
APPLICATION = "sandbank.eu.product"
ORGANISATION = "0a000000-0000-4000-8000-000000000001"
COMPANY = "0b000000-0000-4000-8000-000000000003"
SIGNING_KEY = "playground-signing-key-1"
BANK = "0c000000-0000-4000-8000-000000000001"  # which the sandbox plays


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How many seconds are waited, and for what."""

    person: float = 300.0  # until somebody, or a command, has done what was asked
    call: float = 10.0  # for a call that has to come, once that is done
    perhaps: float = 30.0  # for somebody to have it do what perhaps leads to no call
    silence: float = 3.0  # without a call, after which the product is done
    sign_in: float = 12.0  # until the user has signed in at the bank, however often it is polled


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A product, and how it is to be watched."""

    act: str = ""  # the command that has the product act; empty: a person does
    command: str = ""  # which starts the product; empty: it is there, or will be
    port: int = 0  # of the sandbox; 0: any free one
    patience: Patience = Patience()
    waivers: tuple[Waiver, ...] = ()

    def told(self, sandbox: str) -> Mapping[str, str]:
        """What the product has to know of a sandbox, as environment variables."""
        return {
            "SANDBANK_CONSUMER_URL": f"{sandbox}/consumer/v1",
            "SANDBANK_TOKEN_URL": f"{sandbox}/consumer/v1/accesstoken",
            "SANDBANK_APPLICATION": APPLICATION,
            "SANDBANK_ORGANISATION_ID": ORGANISATION,
            "SANDBANK_COMPANY_ID": COMPANY,
            "SANDBANK_SIGNING_KEY": SIGNING_KEY,
            "SANDBANK_BANK_ID": BANK,
        }
