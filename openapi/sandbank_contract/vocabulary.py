"""The words that the requirement catalogue uses."""

from enum import StrEnum


class Level(StrEnum):
    """What a violation means: a failure, a warning, or another choice than ours."""

    MUST = "must"
    SHOULD = "should"
    PROFILE = "profile"


class Basis(StrEnum):
    """Why a requirement holds: it is documented, follows from that, or is our choice."""

    DOCUMENTED = "D"
    INVARIANT = "I"
    CHOICE = "C"


class Subject(StrEnum):
    """Who is bound by a requirement."""

    SERVER = "server"
    PROVIDER = "provider"
    PRODUCT = "product"


class Page(StrEnum):
    """Where requirements come from."""

    AUTHORISATIONS = "authorisations"
    DELETING_DATA = "deleting-data"
    OFFBOARDING = "offboarding"
    VENDOR_REFERENCE = "vendor reference"
    SANDBANK = "sandbank"


# The catalogue's files, and how the ids in them begin.
GROUPS = {
    "general": "GEN",
    "provider": "PRV",
    "consumer": "CON",
    "user_banking": "UB",
    "control": "CTL",
    "connector": "CNX",
}
