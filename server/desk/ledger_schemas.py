"""Wire shapes of the ledger and of the reconciliation."""

from marshmallow import fields, validate

from server.schemas import Answer, Day, Page, Schema, Text, Uuid
from server.sync.changes import PARTS
from server.totals.question import BY_AREA
from server.totals.schemas import AsOf, TotalsOfficial


class LedgerQuery(Schema):
    """Between which states, and of what; from the beginning until now when nothing is said."""

    by = fields.String(load_default="commune", validate=validate.OneOf(BY_AREA))
    within = Text(64, metadata={"description": "Code of an area, with all below it."})
    organisation = Text(96, metadata={"description": "Code of an organisation, with its subtree."})
    from_ = AsOf(data_key="from", metadata={"type": "string", "description": "A seq or an instant."})
    until = AsOf(metadata={"type": "string", "description": "A seq or an instant; the present when absent."})
    report = Uuid(metadata={"description": "A submitted report: its state is the first, its unit the place."})


class LedgerRecordsQuery(LedgerQuery, Page):
    part = fields.String(required=True, validate=validate.OneOf(PARTS))


class LedgerCounts(Answer):
    records = fields.Integer(required=True)
    assists = fields.Integer(required=True)
    unique = fields.Integer(required=True, allow_none=True)


class LedgerPart(Answer):
    touched = fields.Integer(required=True, metadata={"description": "Records that it concerns."})
    records = fields.Integer(required=True)
    assists = fields.Integer(required=True)


class LedgerMoved(Answer):
    records = fields.Integer(required=True)
    assists = fields.Integer(required=True)


class LedgerRow(Answer):
    code = fields.String(required=True)
    name = fields.String(required=True)
    then = fields.Nested(LedgerCounts, required=True)
    now = fields.Nested(LedgerCounts, required=True)
    parts = fields.Dict(
        keys=fields.String(validate=validate.OneOf(PARTS)), values=fields.Nested(LedgerPart), allow_none=True
    )
    unexplained = fields.Nested(LedgerMoved)


class LedgerState(Answer):
    seq = fields.Integer(required=True, allow_none=True)
    at = fields.String(required=True)


class LedgerAnswer(Answer):
    by = fields.String(required=True)
    comparable = fields.Boolean(
        required=True, metadata={"description": "False across a restore: then there are no rows and no parts."}
    )
    from_ = fields.Nested(LedgerState, required=True, data_key="from", attribute="from")
    until = fields.Nested(LedgerState, required=True)
    rows = fields.List(fields.Nested(LedgerRow), required=True)
    total = fields.Nested(LedgerRow, required=True)


class LedgerSide(Answer):
    area = fields.String(required=True)
    area_name = fields.String(required=True)
    organisation = fields.String(required=True, allow_none=True)
    organisation_name = fields.String(required=True, allow_none=True)
    outcome = fields.String(required=True)
    outcome_name = fields.String(required=True)
    assist = fields.Boolean(required=True)


class LedgerRecord(Answer):
    record_id = fields.String(required=True)
    person = fields.String(required=True)
    person_name = fields.String(required=True)
    seq = fields.Integer(required=True)
    part = fields.String(required=True)
    eff = fields.String(required=True)
    before = fields.Nested(LedgerSide, required=True, allow_none=True)
    after = fields.Nested(LedgerSide, required=True, allow_none=True)


class LedgerRecords(Answer):
    items = fields.List(fields.Nested(LedgerRecord), required=True)
    next = fields.String(required=True, allow_none=True)


class ReconciliationQuery(Schema):
    """Between which official figures: the latest up to each day; the last two when nothing is said."""

    within = Text(64, metadata={"description": "Code of an area: by commune, of a commune by hamlet."})
    since = Day()
    until = Day()


class ReconciliationRow(Answer):
    code = fields.String(required=True)
    name = fields.String(required=True)
    first = fields.Nested(TotalsOfficial, required=True, allow_none=True)
    last = fields.Nested(TotalsOfficial, required=True, allow_none=True)
    estimate = fields.Boolean(required=True, metadata={"description": "One of the two figures is an estimate."})
    change = fields.Integer(required=True, allow_none=True, metadata={"description": "Official: last − first."})
    success = fields.Integer(required=True, allow_none=True, metadata={"description": "Logged, of the same days."})
    partial = fields.Integer(required=True, allow_none=True)
    gap = fields.Integer(required=True, allow_none=True, metadata={"description": "change − success: not explained."})


class ReconciliationAnswer(Answer):
    by = fields.String(required=True)
    seq = fields.Integer(required=True)
    rows = fields.List(fields.Nested(ReconciliationRow), required=True)
    total = fields.Nested(ReconciliationRow, required=True)
    latest = fields.String(required=True, allow_none=True, metadata={"description": "Date of the newest figure shown."})
