"""Secrets are hidden wherever they stand, and words that only hold one are left whole."""

import pytest

from sandbank_conformance.secrets import Secrets


def masked(text: str, secret: str) -> str:
    secrets = Secrets()
    secrets.add(secret, "S")
    return secrets.masked(text)


@pytest.mark.parametrize(
    "text", ["wrong_signature", "urn:sandbank:problem:wrong_signature", "unwrong", "wrongly"]
)
def test_a_short_secret_within_a_word_is_no_secret(text: str) -> None:
    assert masked(text, "wrong") == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("wrong", "$S"),
        ('{"client_secret":"wrong"}', '{"client_secret":"$S"}'),
        ("client_secret=wrong&a=b", "client_secret=$S&a=b"),
        ("client_secret%3Dwrong%26a", "client_secret%3D$S%26a"),
        ("a\\nwrong\\nb", "a\\n$S\\nb"),
        ("\\u000awrong \\xe9wrong", "\\u000a$S \\xe9$S"),
        ("wrong-wrong", "$S-$S"),
    ],
)
def test_a_short_secret_is_hidden_as_a_word(text: str, shown: str) -> None:
    assert masked(text, "wrong") == shown


@pytest.mark.parametrize("text", ["x!pw!y", "a=%21pw%21&b"])
def test_a_short_secret_that_is_no_word_is_hidden_anywhere(text: str) -> None:
    assert "pw" not in masked(text, "!pw!")


def test_a_long_secret_is_hidden_within_words_and_in_its_encoded_forms() -> None:
    assert masked("a-long-secretly a", "a-long-secret") == "$Sly a"
    assert masked("xa%2Flong%2Bsecretx", "a/long+secret") == "x$Sx"
    assert masked("xa+b%C3%BCx", "a bü") == "x$Sx"
