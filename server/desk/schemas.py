"""Wire shapes of the desk room."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from server.schemas import Answer, Day, Page, Schema, Text, Uuid
from server.sync.grains import MODES


class RecordsFilter(Schema):
    """Which records; all that are counted when nothing is said."""

    within = Text(64, metadata={"description": "Code of an area, with all below it."})
    organisation = Text(96, metadata={"description": "Code of an organisation, with its subtree."})
    direct = fields.String(
        validate=validate.OneOf(["area", "organisation"]),
        metadata={"description": "Only what is at the named area (its part is not known) or organisation itself."},
    )
    person = Uuid()
    since = Day()
    until = Day()
    mode = fields.String(validate=validate.OneOf(MODES))
    outcome = Text(64)
    state = fields.String(load_default="counted", validate=validate.OneOf(["counted", "void", "outside", "all"]))


class RecordsQuery(RecordsFilter, Page):
    """The same, by pages."""


class RecordReview(Answer):
    verdict = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    seen_rev = fields.Integer(required=True, allow_none=True)


class DeskRecord(Answer):
    record_id = fields.String(required=True)
    person = fields.String(required=True)
    person_name = fields.String(required=True)
    rev = fields.Integer(required=True)
    seq = fields.Integer(required=True)
    area = fields.String(required=True)
    area_name = fields.String(required=True)
    commune = fields.String(required=True, allow_none=True)
    organisation = fields.String(required=True, allow_none=True)
    organisation_name = fields.String(required=True, allow_none=True)
    mode = fields.String(required=True)
    outcome = fields.String(required=True)
    outcome_name = fields.String(required=True)
    happened_at = fields.String(required=True)
    eff = fields.String(required=True)
    day = fields.String(required=True)
    household = fields.String(required=True, allow_none=True)
    revisit_on = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    void = fields.Boolean(required=True)
    has_number = fields.Boolean(required=True)
    counts = fields.Boolean(required=True)
    erased = fields.Boolean(
        required=True, metadata={"description": "On request; it counts on, without number, note and household."}
    )
    review = fields.Nested(RecordReview, required=True, allow_none=True)


class ListedRecord(DeskRecord):
    review_rev = fields.Integer(
        required=True, metadata={"description": "Greatest rev of its reviews, 0 without any: the next goes above it."}
    )


class RecordsPage(Answer):
    items = fields.List(fields.Nested(ListedRecord), required=True)
    next = fields.String(required=True, allow_none=True)


class AttentionQuery(Page):
    within = Text(64, metadata={"description": "Code of an area, with all below it."})
    status = fields.String(validate=validate.OneOf(["quarantined", "held"]))


class Waiting(Answer):
    id = fields.String(required=True)
    op_id = fields.String(required=True, allow_none=True)
    status = fields.String(required=True)
    code = fields.String(required=True)
    message = fields.String(required=True)
    detail = fields.String(required=True, allow_none=True)
    person = fields.String(required=True)
    person_name = fields.String(required=True)
    device = fields.String(required=True)
    record_id = fields.String(required=True, allow_none=True)
    area = fields.String(required=True, allow_none=True)
    organisation = fields.String(required=True, allow_none=True)
    received_at = fields.String(required=True)
    sent = fields.Dict(required=True, allow_none=True)


class AttentionPage(Answer):
    items = fields.List(fields.Nested(Waiting), required=True)
    next = fields.String(required=True, allow_none=True)
    waiting = fields.Integer(required=True)


class YesNo(fields.Boolean):
    """true or false, never a word or a number that could be taken for it."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Settle(Schema):
    """What a person decides about ops that wait: all of them are accepted, or all refused."""

    ids = fields.List(Uuid(), required=True, validate=validate.Length(1, 200))
    accept = YesNo(required=True)
    word = Text(280, metadata={"description": "What the phone shows with a refusal."})


class SettledLine(Answer):
    id = fields.String(required=True)
    op_id = fields.String(required=True, allow_none=True)
    done = fields.Boolean(required=True, metadata={"description": "False when it cannot be accepted as it is."})
    status = fields.String(required=True)
    code = fields.String(required=True, allow_none=True)
    message = fields.String(required=True, allow_none=True)


class SettledAnswer(Answer):
    items = fields.List(fields.Nested(SettledLine), required=True)
