"""Configurations with one mistake each, the key that has to be named, and words of what helps.

`$URL` stands for the honest sandbox, `$HOST` for its host and port.
"""

from collections.abc import Callable
from dataclasses import dataclass

COMPANY = "0b000000-0000-4000-8000-00000000000"
ACCOUNT = "0d000000-0000-4000-8000-00000000000"


@dataclass(frozen=True)
class Told:
    """What a command said, on one line, and how it ended."""

    text: str
    status: int

    def names(self, place: str, change: str) -> bool:
        """Whether a key is named as wrong, with words of what helps."""
        return any(place in each and change in each for each in self.text.split("CONFIG ")[1:])


Ask = Callable[..., Told]  # a command, a file as it stands, options


@dataclass(frozen=True)
class Wrong:
    """A mistake in a file that is right otherwise."""

    name: str
    file: str
    place: str
    change: str
    status: int = 2


def _key(name: str, line: str, place: str, change: str, **more: int) -> Wrong:
    """A mistake in one line of one table: `consumer.sibling: company = "…"`."""
    table, _, rest = line.partition(": ")
    header = f"[{table}]" if not table.startswith("[") else table
    return Wrong(name, f'[target]\nurl = "$URL"\n{header}\n{rest}\n', place, change, **more)


FILES = [
    Wrong("not TOML", '[target]\nurl = "$URL\n', "toml is not TOML", "line 2"),
    Wrong("no API", "[target]\ntimeout = 3\n", "no API is named", "[target] url"),
    _key(
        "a misspelt key", 'consumer: singing-key = "x"', "[consumer] singing-key", "'signing-key'"
    ),
    _key("a misspelt table", 'consumr: url = "x"', "[consumr]", "did you mean 'consumer'"),
    _key("a misspelt word", 'consumer: path-style = "lon"', "[consumer] path-style", "'long'"),
    _key(
        "a misspelt operation",
        'consumer.paths: listBank = "/b"',
        "[consumer.paths] listBank",
        "did you mean 'listBanks'",
    ),
    Wrong(
        "a number in quotes",
        '[target]\nurl = "$URL"\ntimeout = "3"\n',
        "[target] timeout",
        "expected a number",
    ),
    _key("a text for a flag", 'user-banking: tenants = "no"', "tenants", "expected true or false"),
    _key(
        "a variable that is not set",
        'provider: client-secret = "env:SANDBANK_NOT_SET"',
        "[provider] client-secret",
        "the variable SANDBANK_NOT_SET is not set",
    ),
    _key(
        "a variable that is empty",
        'provider: api-key = "env:SANDBANK_EMPTY"',
        "[provider] api-key",
        "the variable SANDBANK_EMPTY is empty",
    ),
    Wrong("no client", '[provider]\nurl = "$URL/provider/v1"\n', "[provider] client-id", "missing"),
    Wrong(
        "no certificates",
        '[target]\nurl = "$URL"\nca-file = "nowhere.pem"\n',
        "[target] ca-file",
        "expected a file of PEM certificates",
    ),
    _key(
        "a waiver of no rule",
        '[[waivers]]: requirement = "CON-OF-01"',
        "[[waivers]] no. 1 requirement",
        "did you mean 'CON-OFF-01'",
    ),
]

ADDRESSES = [
    Wrong("no scheme", '[target]\nurl = "$HOST"\n', "[target] url", "neither http:// nor https://"),
    Wrong("a query", '[target]\nurl = "$URL?a=1"\n', "[target] url", "a query or fragment"),
    Wrong(
        "a password in the URL",
        '[target]\nurl = "http://me:secret@$HOST"\n',
        "[target] url",
        "each secret under its own key",
    ),
    _key(
        "a host that does not exist",
        'consumer: url = "http://sandbank.invalid/consumer/v1"',
        "[consumer] url",
        "correct the host's name",
    ),
    _key(
        "TLS with a plain server",
        'consumer: url = "https://$HOST/consumer/v1"',
        "[consumer] url",
        "begin the URL with http://",
    ),
    _key(
        "half a base path",
        'consumer: url = "$URL/consumer"',
        "[consumer] url",
        "the Consumer API answers at $URL/consumer/v1",
    ),
    _key(
        "no base path",
        'user-banking: url = "$URL"',
        "[user-banking] url",
        "the User banking API answers at $URL/user-banking",
    ),
    _key(
        "too much of a base path",
        'provider: url = "$URL/provider/v1/oauth/token"',
        "[provider] url",
        "the Provider API answers at $URL/provider/v1",
    ),
    Wrong(
        "URLs that are swapped",
        '[target]\nurl = "$URL"\n[consumer]\nurl = "$URL/provider/v1"\n'
        '[provider]\nurl = "$URL/consumer/v1"\n',
        "[provider] url",
        "exchange the URLs of [provider] and [consumer]",
    ),
    _key(
        "a page for people",
        'consumer: url = "$URL/_docs/consumer"',
        "[consumer] url",
        "the Consumer API answers at",
    ),
    _key(
        "a control API elsewhere",
        'control: url = "$URL/_sandbx"',
        "[control] url",
        "which ends in /_sandbox",
    ),
]

CREDENTIALS = [
    _key("application", 'consumer: application = "nope"', "[consumer] application", "application"),
    _key("organisation", 'consumer: organisation = "nope"', "[consumer] organisation", "organisat"),
    _key("company", 'consumer: company = "nope"', "[consumer] company", "correct company"),
    _key(
        "a company of another organisation",
        f'consumer: company = "{COMPANY}2"',
        "[consumer] company",
        "the organisation alone is given a token",
    ),
    _key(
        "signing key",
        'consumer: signing-key = "nope"',
        "[consumer] signing-key",
        "without a signature the token is given",
    ),
    _key("client id", 'provider: client-id = "nope"', "[provider] client-id", "client-id"),
    _key(
        "client secret",
        'provider: client-secret = "no"',
        "[provider] client-secret",
        "correct client-secret",
    ),
    _key("audience", 'provider: audience = "nope"', "[provider] audience", "correct audience"),
    _key("api key", 'provider: api-key = "nope"', "[provider] api-key", "correct api-key"),
    _key(
        "the api key of another provider",
        'provider: api-key = "provider-b-key"',
        "[provider] api-key",
        "the same provider's",
    ),
    _key("upload id", 'user-banking: client-id = "nope"', "[user-banking] client-id", "client-id"),
    _key(
        "upload secret",
        'user-banking: client-secret = "nope"',
        "[user-banking] client-secret",
        "correct client-secret",
    ),
    _key("a garbled token", 'consumer: token = "nope"', "[consumer] token", "give a token of this"),
    _key("a garbled provider token", 'provider: token = "x"', "[provider] token", "correct token"),
    _key("a garbled upload token", 'user-banking: token = "x"', "[user-banking] token", "correct"),
    _key(
        "a token with its scheme",
        'user-banking: token = "Bearer x"',
        "[user-banking] token",
        "leave that word out",
    ),
]

ROLES = [
    _key(
        "a client that may only read",
        'user-banking: client-id = "read-client"\nclient-secret = "read-secret"',
        "[user-banking] client-id",
        "the scope banking and banking-upload",
    ),
    _key(
        "a reader that may upload",
        'user-banking.reader: client-id = "other-client"\nclient-secret = "other-secret"',
        "[user-banking.reader] client-id",
        "the scope banking alone",
    ),
    _key(
        "a sibling that is the product",
        f'consumer.sibling: company = "{COMPANY}1"',
        "[consumer.sibling] company",
        "another company of the same organisation",
    ),
    _key(
        "a stranger of the same organisation",
        'consumer.stranger: organisation = "0a000000-0000-4000-8000-000000000001"',
        "[consumer.stranger] organisation",
        "another organisation",
    ),
    _key(
        "a rival that is the provider",
        'provider.rival: client-id = "provider-a"\nclient-secret = "provider-a-secret"',
        "[provider.rival] client-id",
        "another provider",
    ),
    _key(
        "another client that is the same",
        'user-banking.other: client-id = "upload-client"\nclient-secret = "upload-secret"',
        "[user-banking.other] client-id",
        "another client",
    ),
    _key(
        "another application that is the same",
        'consumer: other-application = "sandbank.eu.product"',
        "[consumer] other-application",
        "another application",
    ),
    _key(
        "another application that is unknown",
        'consumer: other-application = "nope"',
        "[consumer] other-application",
        "a second application",
    ),
]

HOLDINGS = [
    _key("an unknown bank", 'consumer: bank = "nope"', "[consumer] bank", "the id of a bank"),
    _key(
        "an unknown account",
        '[[consumer.accounts]]: id = "nope"',
        "[[consumer.accounts]] no. 1 id",
        "the id of a bank account of company",
    ),
    _key(
        "an account of another status",
        f'[[consumer.accounts]]: id = "{ACCOUNT}4"',
        "[[consumer.accounts]] no. 1 status",
        'status = "cancelled"',
    ),
    _key(
        "an account with fewer transactions",
        f'[[consumer.accounts]]: id = "{ACCOUNT}1"\ntransactions = 251',
        "[[consumer.accounts]] no. 1 transactions",
        "transactions = 250",
    ),
    _key(
        "an account with fewer rules",
        f'[[consumer.accounts]]: id = "{ACCOUNT}1"\nrules = 3',
        "[[consumer.accounts]] no. 1 rules",
        "rules = 2",
    ),
    _key(
        "long paths where they are short",
        'consumer: path-style = "long"',
        "[consumer] path-style",
        'path-style = "short"',
    ),
    _key(
        "an unknown user",
        '[[user-banking.fetched]]: user = "no"\naccount = "acc-fetched-1"\nfetched = ["tx-f-1"]',
        "[[user-banking.fetched]] no. 1 user",
        "correct user",
    ),
    _key(
        "an unknown fetched account",
        '[[user-banking.fetched]]: user = "user-1"\naccount = "no"\nfetched = ["tx-f-1"]',
        "[[user-banking.fetched]] no. 1 account",
        "correct account",
    ),
    _key(
        "an unknown fetched transaction",
        '[[user-banking.fetched]]: user = "user-1"\naccount = "acc-fetched-1"\nfetched = ["no"]',
        "[[user-banking.fetched]] no. 1 fetched",
        "the transactionIds that are there",
    ),
    _key(
        "transactions that were not fetched",
        '[[user-banking.fetched]]: user = "user-1"\naccount = "acc-upload-1"\nfetched = ["tx-1"]',
        "[[user-banking.fetched]] no. 1 fetched",
        "that were fetched from a bank",
    ),
]

EVERYTHING = [*FILES, *ADDRESSES, *CREDENTIALS, *ROLES, *HOLDINGS]
