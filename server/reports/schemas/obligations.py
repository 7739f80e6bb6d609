"""Wire shapes of obligations, due instants and reminders."""

from marshmallow import fields, validate

from server.reports.board import STATUSES
from server.reports.schemas.instants import Instant
from server.schemas import Answer, Day, Page, Schema, Text, Uuid

CODE = 96


class BoardFilter(Schema):
    obligation = Text(16)
    period = Day()
    organisation = Text(CODE, metadata={"description": "Code of an organisation, with its subtree."})
    within = Text(CODE, metadata={"description": "Code of an area: units of it and below."})
    status = fields.String(validate=validate.OneOf(STATUSES))
    ahead = fields.Boolean(load_default=False, metadata={"description": "Also periods that have not begun."})


class BoardQuery(BoardFilter, Page):
    """The same, by pages."""


class OrderAnswer(Answer):
    code = fields.String(required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True)
    word = fields.String(required=True)
    repeat = fields.String(required=True)
    rule = fields.String(required=True)
    to = fields.String(required=True)
    via = fields.String(required=True, allow_none=True)
    units = fields.Integer(required=True)
    periods = fields.List(Day(), required=True)


class UnitName(Answer):
    code = fields.String(required=True)
    name = fields.String(required=True)
    short_name = fields.String(required=True)
    kind = fields.String(required=True)
    level = fields.String(required=True)
    area = fields.String(required=True, allow_none=True)


class MoveAnswer(Answer):
    due_at = Instant(required=True)
    from_at = Instant(required=True, allow_none=True)
    reason = fields.String(required=True)
    everybody = fields.Boolean(required=True)
    by = fields.String(required=True)
    at = Instant(required=True)


class VersionAnswer(Answer):
    id = Uuid(required=True)
    version = fields.Integer(required=True)
    received_at = Instant(required=True)
    finished_at = Instant(required=True, allow_none=True)
    zero = fields.Boolean(required=True)
    on_behalf = fields.Boolean(required=True)
    verdict = fields.String(required=True, allow_none=True)
    text = fields.String(required=True, allow_none=True)
    decided_at = Instant(required=True, allow_none=True)


class SquareAnswer(Answer):
    """One unit × obligation × period; `remaining_ms` is until the due instant from `server_now`, negative after it."""

    unit = fields.Nested(UnitName, required=True)
    obligation = fields.String(required=True)
    period = Day(required=True)
    opens_at = Instant(required=True)
    due_at = Instant(required=True, allow_none=True)
    remaining_ms = fields.Integer(required=True, allow_none=True)
    moved = fields.Nested(MoveAnswer, required=True, allow_none=True)
    status = fields.String(required=True)
    late_ms = fields.Integer(required=True, allow_none=True)
    finished_in_time = fields.Boolean(required=True)
    excuse = fields.String(required=True, allow_none=True)
    zero = fields.Boolean(required=True)
    versions = fields.List(fields.Nested(VersionAnswer), required=True)


class BoardSquare(SquareAnswer):
    """When the unit was last reminded of it, by the clock or by hand, and when the clock does so next."""

    reminded_at = Instant(required=True, allow_none=True)
    next_reminder_at = Instant(required=True, allow_none=True)


class Countdown(Answer):
    obligation = fields.String(required=True)
    period = Day(required=True)
    due_at = Instant(required=True)
    remaining_ms = fields.Integer(required=True)
    open = fields.Integer(required=True)


class BoardAnswer(Answer):
    orders = fields.List(fields.Nested(OrderAnswer), required=True)
    items = fields.List(fields.Nested(BoardSquare), required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    zero = fields.Integer(required=True)
    countdown = fields.Nested(Countdown, required=True, allow_none=True)
    next = fields.String(required=True, allow_none=True)


class DueBody(Schema):
    due_at = Instant(required=True, allow_none=True)
    reason = Text(300, required=True)
    organisation = Text(CODE, allow_none=True, load_default=None)


class DueAnswer(Answer):
    obligation = fields.String(required=True)
    period = Day(required=True)
    organisation = fields.String(required=True, allow_none=True)
    due_at = Instant(required=True)
    from_at = Instant(required=True)
    reason = fields.String(required=True)


class ReminderBody(Schema):
    id = Uuid(required=True)
    obligation = Text(16, required=True)
    period = Day(required=True)
    organisations = fields.List(Text(CODE), allow_none=True, load_default=None, validate=validate.Length(1, 500))


class Reminded(Answer):
    organisation = fields.String(required=True)
    name = fields.String(required=True)
    people = fields.Integer(required=True)
    reachable = fields.Integer(required=True)
    text = fields.String(required=True)


class ReminderAnswer(Answer):
    """`later`: when it rings if not at once, after quiet hours. `reachable` of `people` have a browser that rings."""

    items = fields.List(fields.Nested(Reminded), required=True)
    text = fields.String(required=True)
    later = Instant(required=True, allow_none=True)


class TextsQuery(Schema):
    obligation = Text(16, required=True)
    period = Day(required=True)


class UnitText(Answer):
    organisation = fields.String(required=True)
    name = fields.String(required=True)
    text = fields.String(required=True)


class TextsAnswer(Answer):
    items = fields.List(fields.Nested(UnitText), required=True)
    text = fields.String(required=True)


# --- one unit ---


class ReminderLine(Answer):
    """One reminder: `stage` is `24h`, `3h`, `1h`, `overdue` or `by_hand`; how many were told, read it, were rung."""

    obligation = fields.String(required=True)
    period = Day(required=True)
    stage = fields.String(required=True)
    due_at = Instant(required=True, allow_none=True)
    at = Instant(required=True)
    by = fields.String(required=True, allow_none=True)
    people = fields.Integer(required=True)
    read = fields.Integer(required=True)
    rung = fields.Integer(required=True)
    waiting = fields.Integer(required=True)


class MoveLine(Answer):
    """One move of a due instant that touches the unit; `due_at` null: what was ordered was put back."""

    obligation = fields.String(required=True)
    period = Day(required=True)
    due_at = Instant(required=True, allow_none=True)
    reason = fields.String(required=True)
    everybody = fields.Boolean(required=True)
    by = fields.String(required=True)
    at = Instant(required=True)


class UnitHistory(Answer):
    """`people` report for the unit, `reachable` of them have a browser that rings."""

    unit = fields.Nested(UnitName, required=True)
    orders = fields.List(fields.Nested(OrderAnswer), required=True)
    people = fields.Integer(required=True)
    reachable = fields.Integer(required=True)
    contact_name = fields.String(required=True)
    contact_title = fields.String(required=True)
    contact_phone = fields.String(required=True)
    squares = fields.List(fields.Nested(BoardSquare), required=True)
    moves = fields.List(fields.Nested(MoveLine), required=True)
    reminders = fields.List(fields.Nested(ReminderLine), required=True)
