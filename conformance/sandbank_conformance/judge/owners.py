"""Whose the token is, where it tells, and whether that goes with what the call names."""

from sandbank_conformance.judge.cases import Case, header, in_path
from sandbank_conformance.judge.credentials import APPLICATION, BEARER
from sandbank_conformance.judge.findings import Stage
from sandbank_conformance.judge.veils import is_masked, is_variable


def judge(case: Case) -> None:
    """Note where the claims of the token contradict the rest of the call."""
    if case.token is None:
        return
    if "companyToken" in case.judged.schemes:
        _judge_application(case)
        _judge_company(case)
    elif case.judged.scopes:
        _judge_scopes(case)


def _judge_application(case: Case) -> None:
    """The application of the token is the one that calls (CON-OFF-08)."""
    claimed = case.token.text("sourceProduct") if case.token else None
    values = case.call.values(APPLICATION)
    if claimed and len(values) == 1 and values[0] != claimed and not is_masked(values[0]):
        case.notes.violate(
            header(APPLICATION),
            "CON-OFF-08",
            403,
            Stage.CREDENTIALS,
            found=values[0],
            right=f"{claimed}, for which the token was given",
        )


def _judge_company(case: Case) -> None:
    """The company of the token is the one in the path, and so is the organisation."""
    assert case.token is not None
    organisation, company = case.token.text("organisationId"), case.token.text("companyId")
    if organisation and not company:
        case.notes.violate(
            header(BEARER),
            "CON-TOK-04",
            403,
            Stage.OWNER,
            found="a token of an organisation",
            right="a token of the company: GET /accesstoken with X-Company-Id",
        )
        return
    pairs = (
        ("companyId", company, case.values.get("companyId")),
        ("organisationId", organisation, case.organisation),
    )
    for name, claimed, named in pairs:
        if claimed and named and claimed != named and not is_variable(named):
            right = f"{claimed}, for which the token was given"
            case.notes.violate(
                in_path(name), "CON-OFF-08", 403, Stage.OWNER, found=named, right=right
            )


def _judge_scopes(case: Case) -> None:
    """The token has one of the scopes that the operation needs (UB-DEL-06, UB-READ-01)."""
    assert case.token is not None
    granted = set((case.token.text("scope") or "").split())
    if not granted or granted & case.judged.scopes:
        return
    case.notes.violate(
        header(BEARER),
        "UB-READ-01" if "banking" in case.judged.scopes else "UB-DEL-06",
        403,
        Stage.CREDENTIALS,
        found=f"a token with the scope {' '.join(sorted(granted))}",
        right=f"one with {' or '.join(sorted(case.judged.scopes))}",
    )
