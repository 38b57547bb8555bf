"""Providers whose calls break rules, each by one habit."""

from itertools import count
from typing import Any

import httpx
from callers.honest_provider import HonestProvider, Query
from callers.registry import breaks

NUMBERS = count(1)


@breaks("CNX-08")
class AsksForATokenEachTime(HonestProvider):
    def bearer(self) -> str:
        self.token = ""
        return super().bearer()


@breaks("CNX-08")
class GivesUpAfterA401(HonestProvider):
    def helps_to_repeat(self, answer: httpx.Response) -> bool:
        return answer.status_code != 401 and super().helps_to_repeat(answer)


@breaks("CNX-08")
class TriesAgainWithTheOldToken(HonestProvider):
    def helps_to_repeat(self, answer: httpx.Response) -> bool:
        return answer.status_code == 401 or super().helps_to_repeat(answer)


@breaks("CNX-09", "PRV-AUTH-20")
class DoesNotWait(HonestProvider):
    def helps_to_repeat(self, answer: httpx.Response) -> bool:
        return answer.status_code == 429 or super().helps_to_repeat(answer)


@breaks("CNX-09")
class ReportsAFailureAfterA500(HonestProvider):
    def report(self, session: str, result: dict[str, Any]) -> None:
        answer = self.try_call("PATCH", f"/authorisations/{session}", {"data": result})
        if answer is not None and answer.status_code == 500:
            result = {"status": "failure"}
        if answer is None or self.helps_to_repeat(answer):
            super().report(session, result)


@breaks("CNX-09", "PRV-STMT-09")
class MakesNewIdsForEachCall(HonestProvider):
    def try_call(self, method: str, path: str, body: Any) -> httpx.Response | None:
        for each in body["data"].get("transactionDetails", []) if body else []:
            each["uniqueId"] = f"n-{next(NUMBERS)}"
        return super().try_call(method, path, body)


@breaks("CNX-10")
class FeedsForEver(HonestProvider):
    def account_deleted(self, bank_account: str) -> None:
        for tenths in range(1, 6):
            self.later(tenths / 10, lambda: self.send(bank_account, [3]))


@breaks("PRV-AUTH-03", "CNX-02")
class SendsAnotherKey(HonestProvider):
    def headers(self) -> dict[str, str]:
        return {**super().headers(), "x-api-key": "another-key"}


@breaks("PRV-AUTH-04", "CNX-02")
class SendsTheTokenBare(HonestProvider):
    def headers(self) -> dict[str, str]:
        return {**super().headers(), "Authorization": self.bearer()}


@breaks("PRV-AUTH-06", "CNX-02")
class SendsPlainText(HonestProvider):
    def headers(self) -> dict[str, str]:
        return {**super().headers(), "Content-Type": "text/plain"}


@breaks("PRV-AUTH-02", "CNX-02")
class WritesIdsInCapitals(HonestProvider):
    def report(self, session: str, result: dict[str, Any]) -> None:
        super().report(f"{session.upper()}-X", result)


@breaks("PRV-TOK-01", "PRV-AUTH-04", "CNX-02")
class NamesNoAudience(HonestProvider):
    def asked(self) -> dict[str, str]:
        return {k: v for k, v in super().asked().items() if k != "audience"}


@breaks("PRV-TOK-02", "PRV-AUTH-04", "CNX-02")
class SendsAnotherSecret(HonestProvider):
    def asked(self) -> dict[str, str]:
        return {**super().asked(), "client_secret": "another-secret"}


@breaks("GEN-04")
class WritesJsonByHand(HonestProvider):
    def written(self, body: Any) -> bytes:
        return str(body).encode() if body and "status" in body["data"] else super().written(body)


@breaks("PRV-ACC-01")
class SendsStatementsWithAnotherKey(HonestProvider):
    def send(self, bank_account: str, days: list[int]) -> None:
        url = f"{self.told['SANDBANK_PROVIDER_URL']}/statements"
        headers = {**self.headers(), "x-api-key": "another-key"}
        self.client.post(url, json=self.statement(bank_account, days), headers=headers)


@breaks("PRV-STMT-10")
class SendsStatementsOfAnAccountOfItsOwn(HonestProvider):
    def send(self, bank_account: str, days: list[int]) -> None:
        super().send(self.bank_accounts.get(bank_account, "ext-9"), days)


@breaks("PRV-AUTH-09", "CNX-05")
class GrantsNothing(HonestProvider):
    def result(self, query: Query, granted: list[str] | None) -> dict[str, Any]:
        return {"status": super().result(query, granted)["status"]}


@breaks("PRV-AUTH-16")
class MisspellsAField(HonestProvider):
    def granted(self, external_id: str) -> dict[str, str]:
        told = super().granted(external_id)
        return {"bankIdentifer": told.pop("bankIdentifier"), **told}


@breaks("PRV-AUTH-16")
class SendsNumbers(HonestProvider):
    def granted(self, external_id: str) -> Any:
        return {**super().granted(external_id), "accountIdentifier": 91}


@breaks("PRV-AUTH-19")
class InventsAStatus(HonestProvider):
    def result(self, query: Query, granted: list[str] | None) -> dict[str, Any]:
        told = super().result(query, granted)
        return told if granted else {"status": "refused"}


class Statements(HonestProvider):
    """One of its statements is not as it should be."""

    def changed(self, data: dict[str, Any]) -> None:
        """What is wrong with it."""

    def statement(self, bank_account: str, days: list[int]) -> dict[str, Any]:
        whole = super().statement(bank_account, days)
        self.changed(whole["data"])
        return whole


@breaks("PRV-STMT-11")
class SendsAmountsAsTexts(Statements):
    def changed(self, data: dict[str, Any]) -> None:
        for each in data["transactionDetails"]:
            each["transactionAmount"] = str(each["transactionAmount"])


@breaks("PRV-STMT-03")
class CountsWrongly(Statements):
    def changed(self, data: dict[str, Any]) -> None:
        data["expected"]["transactionDetailsCount"] += 1


@breaks("PRV-STMT-06")
class CallsADebitACredit(Statements):
    def changed(self, data: dict[str, Any]) -> None:
        del data["expected"]["transactionDebitSum"]
        for each in data["transactionDetails"]:
            each["transactionType"] = "CREDIT"


@breaks("PRV-STMT-01")
class NamesTheAccountTwice(Statements):
    def changed(self, data: dict[str, Any]) -> None:
        data["accountDetails"] *= 2


@breaks("PRV-STMT-02")
class NumbersTransactionsAlike(HonestProvider):
    def unique_id(self, days: int) -> str:
        return f"t-{min(days, 9)}"


@breaks("GEN-05")
class NamesAnotherAccount(Statements):
    def changed(self, data: dict[str, Any]) -> None:
        data["bankId"] = "0c000000-0000-4000-8000-000000000001"


@breaks("PRV-STMT-07")
class SendsAMonthAtOnce(HonestProvider):
    def batches(self) -> list[list[int]]:
        return [[30, 24, 17, 9, 2, 1]]


@breaks("PRV-STMT-07")
class SendsTheNewestFirst(HonestProvider):
    def batches(self) -> list[list[int]]:
        return super().batches()[::-1]


@breaks("PRV-STMT-07")
class DoesNotWaitForItsStatement(HonestProvider):
    def await_processed(self, number: str) -> None:
        """Do without."""
