"""Good calls of the Consumer API that have to do with linking."""

from collections.abc import Mapping

from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.calls import Call, Maker
from sandbank_conformance.suite.general.consumer_calls import bank_of, product_of


def _begin_linking(run: Run, _: Draw) -> Call:
    query = {"bankId": bank_of(run), "web": "true"}
    return Call(caller=product_of(run), operation_id="beginLinking", query=query)


def _begin_reauthorisation(run: Run, draw: Draw) -> Call:
    return Call(
        caller=product_of(run),
        operation_id="beginReauthorisation",
        ids=(run.stock.new_account(draw),),
        query={"web": "true"},
    )


def _poll_session(run: Run, draw: Draw) -> Call:
    begun = _begin_linking(run, draw).send()
    route = begun.at("/pollRoute")
    if not isinstance(route, str):
        raise NotTestable("a session to poll: linking brought no pollRoute")
    poll_id = route.rpartition("/")[2]
    return Call(caller=product_of(run), operation_id="pollSession", ids=(poll_id,))


def _list_available(run: Run, draw: Draw) -> Call:
    return Call(
        caller=product_of(run),
        operation_id="listAvailableBankAccounts",
        query={"bankAccountIds": run.stock.new_account(draw)},
    )


def _link_available(run: Run, draw: Draw) -> Call:
    listed = given(_list_available(run, draw).send(), "/availableAccounts")
    spare = [each for each in listed if not each["metadata"]["connected"]]
    if not spare:
        raise NotTestable("a candidate that is not connected in the list of available accounts")
    return Call(
        caller=product_of(run),
        operation_id="linkAvailableBankAccount",
        body={
            "bankAccountCandidateId": spare[0]["bankAccountCandidateId"],
            "requestedStartDate": "2026-01-01",
        },
    )


MAKERS: Mapping[str, Maker] = {
    "beginLinking": _begin_linking,
    "beginReauthorisation": _begin_reauthorisation,
    "pollSession": _poll_session,
    "listAvailableBankAccounts": _list_available,
    "linkAvailableBankAccount": _link_available,
}
