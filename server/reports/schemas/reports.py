"""Wire shapes of reports."""

from marshmallow import fields, validate

from server.reports.schemas.instants import Instant
from server.reports.schemas.obligations import SquareAnswer
from server.schemas import Answer, Day, Page, Schema, Text, Uuid

CODE = 96
LONGEST = 8_000


class Narrative(Schema):
    work_done = Text(LONGEST, 0, load_default="")
    results = Text(LONGEST, 0, load_default="")
    difficulties = Text(LONGEST, 0, load_default="")
    proposals = Text(LONGEST, 0, load_default="")
    next_week = Text(LONGEST, 0, load_default="")
    note = Text(LONGEST, 0, load_default="")


class ReportBody(Schema):
    obligation = Text(16, required=True)
    organisation = Text(CODE, required=True)
    period = Day(required=True)
    corrects = Uuid(allow_none=True, load_default=None, metadata={"description": "Id of the version to correct."})
    zero = fields.Boolean(load_default=False, metadata={"description": "Không phát sinh."})
    narrative = fields.Nested(Narrative, load_default=lambda: Narrative().load({}))
    finished_at = Instant(allow_none=True, load_default=None)
    said_by = Text(200, allow_none=True, load_default=None)


class PreviewQuery(Schema):
    obligation = Text(16, required=True)
    organisation = Text(CODE, required=True)
    period = Day(required=True)


class ReportsQuery(Page):
    obligation = Text(16)
    organisation = Text(CODE)
    period = Day()


class ReportLine(Answer):
    id = Uuid(required=True)
    obligation = fields.String(required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True)
    word = fields.String(required=True)
    organisation = fields.String(required=True)
    name = fields.String(required=True)
    period = Day(required=True)
    version = fields.Integer(required=True)
    zero = fields.Boolean(required=True)
    received_at = Instant(required=True)
    finished_at = Instant(required=True, allow_none=True)
    status = fields.String(required=True)
    late_ms = fields.Integer(required=True, allow_none=True)


class ReportsPage(Answer):
    items = fields.List(fields.Nested(ReportLine), required=True)
    next = fields.String(required=True, allow_none=True)


class DecisionAnswer(Answer):
    verdict = fields.String(required=True)
    excused = fields.Boolean(required=True)
    text = fields.String(required=True)
    by = fields.String(required=True)
    at = Instant(required=True)


class Base(Answer):
    """What the increment stands on: the last submitted snapshot, the last due instant, or the beginning."""

    kind = fields.String(required=True, validate=validate.OneOf(("report", "due", "start")))
    report = fields.String(required=True, allow_none=True)
    period = fields.String(required=True, allow_none=True)
    at = fields.String(required=True, allow_none=True)
    epoch = fields.String(required=True, allow_none=True)
    seq = fields.Integer(required=True)
    measures = fields.Dict(required=True)


class PaperTable(Answer):
    title = fields.String(required=True)
    headings = fields.List(fields.String(), required=True)
    rows = fields.List(fields.List(fields.String()), required=True)
    total = fields.List(fields.String(), required=True, allow_none=True)
    notes = fields.List(fields.String(), required=True)


class Paper(Answer):
    """What the document shows besides the unit's own words, for a page to draw."""

    superior = fields.String(required=True)
    issuer = fields.List(fields.String(), required=True)
    symbol = fields.String(required=True)
    place_and_date = fields.String(required=True)
    title = fields.String(required=True)
    abstract = fields.String(required=True)
    addressee = fields.String(required=True)
    unit_name = fields.String(required=True)
    results = fields.List(fields.String(), required=True)
    tables = fields.List(fields.Nested(PaperTable), required=True)
    signer_lines = fields.List(fields.String(), required=True)
    signer_name = fields.String(required=True)
    recipients = fields.List(fields.String(), required=True)


class ReportAnswer(ReportLine):
    corrects = Uuid(required=True, allow_none=True)
    narrative = fields.Dict(required=True)
    figures = fields.Dict(required=True)
    base = fields.Nested(Base, required=True)
    increment = fields.Dict(required=True)
    epoch = fields.String(required=True, data_key="snapshot_epoch")
    seq = fields.Integer(required=True)
    due_at = Instant(required=True, allow_none=True)
    on_behalf = fields.Boolean(required=True)
    said_by = fields.String(required=True)
    submitted_by = fields.String(required=True)
    decisions = fields.List(fields.Nested(DecisionAnswer), required=True)
    square = fields.Nested(SquareAnswer, required=True)
    paper = fields.Nested(Paper, metadata={"description": "When one report is read."})


class PreviewAnswer(Answer):
    """What a report would say now; nothing is kept. `latest` is the version that a correction must name."""

    square = fields.Nested(SquareAnswer, required=True)
    word = fields.String(required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True)
    latest = Uuid(required=True, allow_none=True)
    narrative = fields.Dict(required=True)
    figures = fields.Dict(required=True)
    base = fields.Nested(Base, required=True)
    increment = fields.Dict(required=True)
    paper = fields.Nested(Paper, required=True)


class ReturnBody(Schema):
    comment = Text(1000, required=True)


class AcceptBody(Schema):
    excuse = fields.Boolean(load_default=False)
    reason = Text(1000, 0, load_default="")
