"""Liars about the key of a provider: which ones count, and when that is judged."""

from dataclasses import replace

import pytest

from zoo.animals import Answered, Asked, liar
from zoo.liars.excuses import REPORTS, excuse_key
from zoo.liars.retelling import retell


@liar("PRV-AUTH-03")
def a_token_makes_every_key_right(patch: pytest.MonkeyPatch) -> None:
    """A report with a good token is taken whatever the key that comes with it."""
    excuse_key(patch, lambda sent, _: len(sent) == 1)


@liar("PRV-AUTH-03")
def a_token_needs_no_key(patch: pytest.MonkeyPatch) -> None:
    """A report with a good token is taken without a key; a wrong key is refused."""
    excuse_key(patch, lambda sent, _: not sent)


@liar("PRV-AUTH-03")
def compares_only_the_beginning_of_a_key(patch: pytest.MonkeyPatch) -> None:
    """A key that goes on after the right one counts as the right one."""
    excuse_key(patch, lambda sent, known: len(sent) == 1 and sent[0].startswith(known))


@liar("PRV-AUTH-03")
def compares_keys_in_any_case_of_letters(patch: pytest.MonkeyPatch) -> None:
    """A key in capital letters counts as the right one."""
    excuse_key(patch, lambda sent, known: len(sent) == 1 and sent[0].lower() == known.lower())


@liar("GEN-02", "PRV-AUTH-03")
def judges_the_key_when_all_is_done(patch: pytest.MonkeyPatch) -> None:
    """A report with a wrong or missing key answers 403, but has ended the session by then."""
    excuse_key(patch, lambda _sent, _: True, refusing=True)


@liar("PRV-AUTH-03")
def answers_a_wrong_key_as_a_missing_login(patch: pytest.MonkeyPatch) -> None:
    """A wrong key answers 401, as most APIs would."""

    def with_a_key(asked: Asked) -> bool:
        return REPORTS(asked) and asked.header("x-api-key") is not None

    def told(answered: Answered) -> Answered:
        return replace(
            answered, status=401 if b'"api_key_wrong"' in answered.body else answered.status
        )

    retell(patch, with_a_key, told)


@liar("PRV-AUTH-04")
def one_good_key_of_two_is_enough(patch: pytest.MonkeyPatch) -> None:
    """A key that is sent twice counts by its first value."""
    excuse_key(patch, lambda sent, known: len(sent) > 1 and sent[0] == known)
