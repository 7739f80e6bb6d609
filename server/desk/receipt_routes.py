"""/receipts: a day's receipt for who worked, and its check for who is in charge."""

from typing import Any

from flask import current_app

from server.desk import receipt_schemas as schemas
from server.desk import receipts
from server.handlers import Blueprint
from server.keys import Keys
from server.people.service import caller, require

blp = Blueprint("receipts", __name__, description="A day's receipt, and the check of one.")


def _keys() -> Keys:
    return current_app.extensions["gocua.keys"]


@blp.route("/receipts", methods=["GET"])
@require("volunteer", "teller")
@blp.arguments(schemas.ReceiptQuery, location="query")
@blp.response(200, schemas.Receipt)
@blp.doc(summary="How much of one's own day is on the server, with a code that proves it")
def receipt(query: dict[str, Any]) -> dict[str, Any]:
    return receipts.receipt(_keys(), caller(), query["day"])


@blp.route("/receipts/check", methods=["GET"])
@require("commune", "district", "admin")
@blp.arguments(schemas.CheckQuery, location="query")
@blp.response(200, schemas.Checked)
@blp.doc(summary="What a receipt's code states, of whom, and what is there now")
def check(query: dict[str, Any]) -> dict[str, Any]:
    return receipts.check(_keys(), caller(), query["code"])
