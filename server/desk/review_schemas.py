"""Wire shapes of checking: signals and samples."""

from marshmallow import fields, validate

from server.desk.checks import MOST, RESULTS
from server.desk.schemas import DeskRecord
from server.desk.signs import KINDS
from server.schemas import Answer, Day, Page, Schema, Text, Uuid


class SignalsQuery(Schema):
    """Of which days and where; the last seven days in scope when nothing is said."""

    within = Text(64, metadata={"description": "Code of an area, with all below it."})
    since = Day()
    until = Day()


class SignalLine(Answer):
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    why = fields.String(required=True)
    person = fields.String(required=True)
    person_name = fields.String(required=True)
    device = fields.String(required=True, allow_none=True)
    day = fields.String(required=True)
    count = fields.Integer(required=True)
    of = fields.Integer(required=True)
    first = fields.String(required=True)
    last = fields.String(required=True)


class Signals(Answer):
    since = fields.String(required=True)
    until = fields.String(required=True)
    items = fields.List(fields.Nested(SignalLine), required=True)


class _Where(Schema):
    within = Text(64, metadata={"description": "Code of an area, with all below it."})
    organisation = Text(96, metadata={"description": "Code of an organisation, with its subtree."})
    person = Uuid()
    since = Day()
    until = Day()


class Draw(_Where):
    """Records to be drawn at random; the same `draw` again is the same draw."""

    draw = Uuid(required=True)
    count = fields.Integer(strict=True, required=True, validate=validate.Range(1, MOST))


class ChecksFilter(_Where):
    open = fields.Boolean(load_default=False, metadata={"description": "Only those that are not checked yet."})


class ChecksQuery(ChecksFilter, Page):
    pass


class CheckResult(Schema):
    result = fields.String(required=True, validate=validate.OneOf(RESULTS))
    word = Text(280, load_default=None, allow_none=True)


class CheckLine(Answer):
    id = fields.String(required=True)
    draw = fields.String(required=True)
    drawn_by = fields.String(required=True)
    drawn_at = fields.String(required=True)
    result = fields.String(required=True, allow_none=True)
    word = fields.String(required=True, allow_none=True)
    checked_by = fields.String(required=True, allow_none=True)
    checked_at = fields.String(required=True, allow_none=True)
    record = fields.Nested(DeskRecord, required=True)


class Drawn(Answer):
    items = fields.List(fields.Nested(CheckLine), required=True)


class CheckSummary(Answer):
    drawn = fields.Integer(required=True)
    open = fields.Integer(required=True)
    confirmed = fields.Integer(required=True)
    wrong = fields.Integer(required=True)
    unreachable = fields.Integer(required=True)


class Checks(Drawn):
    next = fields.String(required=True, allow_none=True)
    summary = fields.Nested(CheckSummary, required=True)
