"""HTTP of the ledger: why a figure is not what it was, and what was published beside it."""

from typing import Any

from server.desk import ledger, reconciliation
from server.desk import ledger_schemas as schemas
from server.envelope import language
from server.handlers import Blueprint
from server.people.service import caller, require

STAFF = ("commune", "district", "admin")

blp = Blueprint("ledger", __name__, description="What lies between two states of the figures.")


@blp.route("/ledger", methods=["GET"])
@require(*STAFF)
@blp.arguments(schemas.LedgerQuery, location="query")
@blp.response(200, schemas.LedgerAnswer)
@blp.doc(summary="Then + late + new + corrected + voided = now, by area")
def show(query: dict[str, Any]) -> dict[str, Any]:
    return ledger.table(caller(), query, language())


@blp.route("/ledger/records", methods=["GET"])
@require(*STAFF)
@blp.arguments(schemas.LedgerRecordsQuery, location="query")
@blp.response(200, schemas.LedgerRecords)
@blp.doc(summary="The records of one part of the ledger, as they counted before and after")
def list_records(query: dict[str, Any]) -> dict[str, Any]:
    return ledger.page(caller(), query, language())


@blp.route("/reconciliation", methods=["GET"])
@require(*STAFF)
@blp.arguments(schemas.ReconciliationQuery, location="query")
@blp.response(200, schemas.ReconciliationAnswer)
@blp.doc(summary="Official change beside logged successes of the same days, by area; never added")
def reconcile(query: dict[str, Any]) -> dict[str, Any]:
    return reconciliation.table(caller(), query, language())
