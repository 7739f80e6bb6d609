"""GET /totals and its downloads (protocol.md §5, §8)."""

from flask import Response, request

from server import envelope
from server.campaign.service import campaign_of
from server.clock import now_ms
from server.database import reading
from server.errors import Problem
from server.handlers import Blueprint, answer
from server.people.scope import scope_of
from server.people.service import caller, require
from server.totals import table
from server.totals.files import Table, add_files, answer_of
from server.totals.question import Question
from server.totals.schemas import TotalsAnswer, TotalsQuery
from server.totals.service import Totals

blp = Blueprint("totals", __name__, description="Figures: what was logged, beside what was published.")
BLUEPRINTS = (blp,)


def _once_each() -> None:
    """A parameter given twice has two meanings; Problem `request.invalid`."""
    twice = {name: ["Chỉ ghi một lần."] for name, values in request.args.lists() if len(values) > 1}
    if twice:
        raise Problem("request.invalid", twice)


def _known(etag: str) -> bool:
    """Whether the caller already has this answer; a proxy may have added the encoding to the tag."""
    given = (one.strip() for one in request.headers.get("If-None-Match", "").split(","))
    wanted = etag.removeprefix("W/").strip('"')
    return any(one.removeprefix("W/").strip('"').partition(":")[0] == wanted for one in given)


@blp.route("/totals")
@require(right="totals")
@blp.arguments(TotalsQuery, location="query")
@blp.doc(
    summary="Totals by hamlet, commune, organisation, day, mode or outcome",
    responses={200: {"description": "Totals", "content": {"application/json": {"schema": TotalsAnswer}}}},
)
def totals(question: Question) -> Response:
    _once_each()
    calling = caller()
    with reading() as session:
        campaign = campaign_of(session, calling.campaign_id)
        found = Totals(session, campaign, scope_of(session, calling), calling, question, now_ms(), envelope.language())
        if _known(found.etag):
            return Response(status=304, headers={"ETag": found.etag})
        body = found.answer()
        envelope.stamp_by(session)
    return answer(body, headers={"ETag": found.etag})


def _file(question: Question, ending: str) -> Response:
    _once_each()
    calling = caller()
    with reading() as session:
        campaign = campaign_of(session, calling.campaign_id)
        found = Totals(session, campaign, scope_of(session, calling), calling, question, now_ms(), "vi")
        rows = list(table.rows(found.book, found.answer()))
        more = f"-{question.by}-{found.seq}"
        made = Table("tong-hop", table.columns(found.book), found.caption(), rows, table.TOTAL, more)
    return answer_of(made, ending)


add_files(blp, "/exports/totals", TotalsQuery, _file, "The same")
