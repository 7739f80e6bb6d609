"""The query of the totals as it comes on the wire, and its answer for the API document."""

import re
from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from marshmallow import validate

from server.clock import parse_instant
from server.schemas import Answer, Day, Schema, Text
from server.totals.question import BY, Question

_SEQ = re.compile("[0-9]{1,16}")


class AsOf(ma.fields.Field[tuple[str, int]]):
    """A seq or an instant, as `("as_of", seq)` or `("as_of_at", ms)`."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[str, int]:
        if isinstance(value, str) and _SEQ.fullmatch(value):
            return "as_of", int(value)
        try:
            return "as_of_at", parse_instant(value)
        except ValueError:
            raise ma.ValidationError("Số thứ tự (seq) hoặc thời điểm như 2021-08-24T05:59:59.000Z.") from None


class TotalsQuery(Schema):
    by = ma.fields.String(
        load_default="commune", validate=validate.OneOf(BY), metadata={"description": "What each row is."}
    )
    within = Text(64, metadata={"description": "Code of the area to look at; by default all in scope."})
    organisation = Text(96, metadata={"description": "Code of the organisation to look at, with its subtree."})
    since = Day()
    until = Day()
    as_of = AsOf(metadata={"type": "string", "description": "A seq or an instant; rounded down to the last commit."})

    @ma.post_load
    def make(self, data: dict[str, Any], **_kwargs: Any) -> Question:
        as_of = data.pop("as_of", None)
        return Question(**data, **({as_of[0]: as_of[1]} if as_of else {}))


class TotalsFigure(Answer):
    value = ma.fields.Integer()
    as_of = ma.fields.String()
    source = ma.fields.String()
    estimate = ma.fields.Boolean()


class TotalsOfficial(Answer):
    installed = ma.fields.Integer()
    as_of = ma.fields.String()
    source = ma.fields.String()
    estimate = ma.fields.Boolean()


class TotalsTarget(Answer):
    value = ma.fields.Integer()
    deadline = ma.fields.String()


class TotalsRow(Answer):
    code = ma.fields.String()
    name = ma.fields.String()
    records = ma.fields.Integer()
    assists = ma.fields.Integer()
    unique = ma.fields.Integer(allow_none=True)
    unchecked = ma.fields.Integer(allow_none=True)
    unique_in_use = ma.fields.Integer(allow_none=True)
    outcomes = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.Integer(), allow_none=True)
    smartphones = ma.fields.Nested(TotalsFigure, allow_none=True)
    population = ma.fields.Nested(TotalsFigure, allow_none=True)
    households = ma.fields.Nested(TotalsFigure, allow_none=True)
    official = ma.fields.Nested(TotalsOfficial, allow_none=True)
    target = ma.fields.Nested(TotalsTarget, allow_none=True)
    expected_by_now = ma.fields.Integer(allow_none=True)


class TotalsFreshness(Answer):
    devices = ma.fields.Integer()
    synced_24h = ma.fields.Integer()
    waiting_on_phones = ma.fields.Integer()
    oldest_unsent_at = ma.fields.String(allow_none=True)


class TotalsAnswer(Answer):
    seq = ma.fields.Integer()
    by = ma.fields.String()
    as_of_at = ma.fields.String(
        allow_none=True, metadata={"description": "Of an earlier state: when that was; figures are of its day at most."}
    )
    rows = ma.fields.List(ma.fields.Nested(TotalsRow))
    total = ma.fields.Nested(TotalsRow)
    freshness = ma.fields.Nested(TotalsFreshness)
