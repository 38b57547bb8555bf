"""Servers that deviate in paths, methods, status lines and order, whatever the operation."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars.retelling import ask_instead, of_accounts, problem

APIS = re.compile(r"/(consumer|provider|api)/v1(/|$)|/user-banking(/|$)")
PAGE = (
    ((b"content-type", b"text/html; charset=utf-8"),),
    b"<!doctype html><title>Oops</title><h1>There is nothing here.</h1>",
)


def _retold_refusal(
    patch: pytest.MonkeyPatch, status: int, told: Callable[[Answered], Answered]
) -> None:
    """A problem of the routing, which no operation sees, is told anew."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        judged = asked.method not in ("HEAD", "OPTIONS")
        of_routing = (
            judged
            and answered.header("sandbank-requirement") == "GEN-03"
            and (answered.header("content-type") == "application/problem+json")
        )
        return told(answered) if of_routing and answered.status == status else answered

    on_the_wire(patch, wire)


@liar("GEN-03")
def greets_whoever_is_lost(patch: pytest.MonkeyPatch) -> None:
    """A path that does not exist answers 200 with a page."""
    page = Answered(status=200, headers=PAGE[0]).with_body(PAGE[1])
    _retold_refusal(patch, 404, lambda _: page)


@liar("GEN-03")
def shows_a_page_for_what_is_not_there(patch: pytest.MonkeyPatch) -> None:
    """A path that does not exist answers 404 with a page in HTML."""
    page = Answered(status=404, headers=PAGE[0]).with_body(PAGE[1])
    _retold_refusal(patch, 404, lambda _: page)


@liar("GEN-03")
def names_one_method_that_is_allowed(patch: pytest.MonkeyPatch) -> None:
    """`Allow` names the first method of a path only."""

    def tell(answered: Answered) -> Answered:
        [first, *_] = (answered.header("allow") or "").split(", ")
        return answered.with_header("allow", first)

    _retold_refusal(patch, 405, tell)


@liar("GEN-03")
def names_no_method_that_is_allowed(patch: pytest.MonkeyPatch) -> None:
    """A 405 comes without `Allow`."""
    _retold_refusal(patch, 405, lambda told: told.with_header("allow", None))


@liar("GEN-03")
def does_not_implement_wrong_methods(patch: pytest.MonkeyPatch) -> None:
    """A method that a path does not have answers 400, in the words of a 400."""
    _retold_refusal(patch, 405, lambda _: problem(400, "The method is wrong."))


def _asked_for(patch: pytest.MonkeyPatch, change: Callable[[str], str]) -> None:
    def other(asked: Asked) -> Asked:
        return replace(asked, path=change(asked.path))

    ask_instead(
        patch, lambda asked: bool(APIS.match(re.sub("//+", "/", asked.path.lower()))), other
    )


@liar("GEN-03")
def overlooks_a_slash_at_the_end(patch: pytest.MonkeyPatch) -> None:
    """A path with a slash at its end is the path without it."""
    _asked_for(patch, lambda path: path.rstrip("/"))


@liar("GEN-03")
def counts_many_slashes_as_one(patch: pytest.MonkeyPatch) -> None:
    """Doubled slashes within a path count as one."""
    _asked_for(patch, lambda path: re.sub("//+", "/", path))


@liar("GEN-03")
def reads_paths_in_any_case(patch: pytest.MonkeyPatch) -> None:
    """The words of a path may be written in capital letters."""
    words = {"consumer", "v1", "bankaccounts", "banks", "transactions", "rules"}

    def lower(path: str) -> str:
        each = (word.lower() if word.lower() in words else word for word in path.split("/"))
        return "/".join(each)

    _asked_for(patch, lower)


@liar("GEN-03", "PRV-AUTH-02")
def sends_a_slash_at_the_end_elsewhere(patch: pytest.MonkeyPatch) -> None:
    """A path with a slash at its end, be it an encoded one, answers 307: to be asked without."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        if APIS.match(asked.path) and asked.path.endswith("/"):
            there = (b"location", asked.path.rstrip("/").encode())
            return Answered(status=307, headers=(there, (b"content-length", b"0")))
        return await forward(asked)

    on_the_wire(patch, wire)


@liar("GEN-03")
def takes_post_for_put(patch: pytest.MonkeyPatch) -> None:
    """POST replaces a rule as PUT does, though no document says so."""
    rule = of_accounts("POST", "/[^/]+/rules/[^/]+")
    ask_instead(patch, rule, lambda asked: replace(asked, method="PUT"))


@liar("GEN-03")
def takes_a_change_of_an_account_for_a_reading(patch: pytest.MonkeyPatch) -> None:
    """PATCH of a bank account, which no document has, answers 200 with the account."""
    change = of_accounts("PATCH", "/[^/]+")
    ask_instead(patch, change, lambda asked: replace(asked, method="GET", body=b""))
