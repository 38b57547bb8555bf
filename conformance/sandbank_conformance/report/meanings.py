"""Levels, bases and subjects in words for people who have not read the catalogue."""

from sandbank_contract.vocabulary import Basis, Level, Subject

LEVELS = {
    Level.MUST: "whoever does otherwise FAILS",
    Level.SHOULD: "advice: doing otherwise is a WARNING",
    Level.PROFILE: "our choice: another one DIFFERS, and fails only under the profile sandbank",
}
BASES = {
    Basis.DOCUMENTED: "documented",
    Basis.INVARIANT: "follows from what is documented",
    Basis.CHOICE: "left open by the documents",
}
SUBJECTS = {
    Subject.SERVER: "whoever serves the API",
    Subject.PROVIDER: "the provider, who calls the API, and whom `sandbank judge provider` watches",
    Subject.PRODUCT: "the product, which calls the API; no server can meet or break it",
}
