"""What the Provider API shows of statements: never anything of their transactions."""

from sandbank_server.api.calls import Json
from sandbank_server.domain.statements import Statement


def present_accepted(statement: Statement) -> dict[str, Json]:
    """By which id the provider asks for it."""
    return {"data": {"_id": statement.statement_id}}


def present_statement(statement: Statement) -> dict[str, Json]:
    """How far it is, and why it failed if it did."""
    return {
        "data": {
            "_id": statement.statement_id,
            "status": statement.status.value,
            "errors": [{"code": each.code, "message": each.message} for each in statement.errors],
        }
    }
