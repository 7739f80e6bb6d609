"""Wire shapes of statements, activities, told assists and unit profiles."""

from marshmallow import fields, validate

from server.schemas import Answer, Day, Integer, Page, Schema, Text, Uuid

CODE = 96
GREATEST = 1_000_000
GROUPS = ("all_staff", "cadres_civil_servants", "workers", "members")
_count = {"validate": validate.Range(0, GREATEST)}


class UnitsFilter(Schema):
    organisation = Text(CODE, metadata={"description": "Code of an organisation, with its subtree."})
    within = Text(CODE, metadata={"description": "Code of an area: units of it and below."})


class StatementsFilter(UnitsFilter):
    group = fields.String(validate=validate.OneOf(GROUPS))


class SaidFilter(UnitsFilter):
    withdrawn = fields.Boolean(load_default=False, metadata={"description": "Also what was withdrawn."})


class SaidQuery(SaidFilter, Page):
    pass


class StatementsQuery(SaidQuery):
    group = fields.String(validate=validate.OneOf(GROUPS))
    latest = fields.Boolean(load_default=False, metadata={"description": "Only those that stand now."})


class SaidBody(Schema):
    id = Uuid(required=True)
    organisation = Text(CODE, required=True)
    said_by = Text(200, allow_none=True, load_default=None)
    paper_date = Day(allow_none=True, load_default=None)


class StatementBody(SaidBody):
    group = fields.String(required=True, validate=validate.OneOf(GROUPS))
    as_of = Day(required=True)
    total = Integer(required=True, **_count)
    with_smartphone = Integer(allow_none=True, load_default=None, **_count)
    installed = Integer(required=True, **_count)
    in_use = Integer(allow_none=True, load_default=None, **_count)
    reason = Text(500, 0, load_default="")


class Statements(Schema):
    items = fields.List(fields.Nested(StatementBody), required=True, validate=validate.Length(1, 500))


class ActivityBody(SaidBody):
    area = Text(CODE, allow_none=True, load_default=None)
    day = Day(required=True)
    kind = Text(32, required=True)
    reach = Integer(allow_none=True, load_default=None, **_count)
    note = Text(500, 0, load_default="")


class Activities(Schema):
    items = fields.List(fields.Nested(ActivityBody), required=True, validate=validate.Length(1, 500))


class ToldBody(SaidBody):
    area = Text(CODE, allow_none=True, load_default=None)
    since = Day(required=True)
    until = Day(required=True)
    number = Integer(required=True, **_count)
    note = Text(500, 0, load_default="")


class Told(Schema):
    items = fields.List(fields.Nested(ToldBody), required=True, validate=validate.Length(1, 500))


class Withdrawal(Schema):
    reason = Text(300, required=True)


class SaidAnswer(Answer):
    id = Uuid(required=True)
    organisation = fields.String(required=True)
    name = fields.String(required=True)
    said_by = fields.String(required=True)
    on_behalf = fields.Boolean(required=True)
    paper_date = Day(required=True, allow_none=True)
    stated_by = fields.String(required=True)
    stated_at = fields.String(required=True)
    withdrawn_at = fields.String(required=True, allow_none=True)
    withdrawn_reason = fields.String(required=True, allow_none=True)


class StatementAnswer(SaidAnswer):
    group = fields.String(required=True)
    as_of = Day(required=True)
    total = fields.Integer(required=True)
    with_smartphone = fields.Integer(required=True, allow_none=True)
    installed = fields.Integer(required=True)
    in_use = fields.Integer(required=True, allow_none=True)
    reason = fields.String(required=True)
    percent = fields.Float(required=True, allow_none=True)


class StatementsPage(Answer):
    items = fields.List(fields.Nested(StatementAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class ActivityAnswer(SaidAnswer):
    area = fields.String(required=True)
    day = Day(required=True)
    kind = fields.String(required=True)
    reach = fields.Integer(required=True, allow_none=True)
    note = fields.String(required=True)


class ActivitiesPage(Answer):
    items = fields.List(fields.Nested(ActivityAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class ToldAnswer(SaidAnswer):
    area = fields.String(required=True)
    since = Day(required=True)
    until = Day(required=True)
    number = fields.Integer(required=True)
    note = fields.String(required=True)


class ToldPage(Answer):
    items = fields.List(fields.Nested(ToldAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class GroupSum(Answer):
    """One group of people: how many units owe a statement, how many gave one, and their sums; null for members,
    who may belong to several organisations."""

    group = fields.String(required=True)
    name = fields.String(required=True)
    units = fields.Integer(required=True)
    stated = fields.Integer(required=True)
    total = fields.Integer(required=True, allow_none=True)
    with_smartphone = fields.Integer(required=True, allow_none=True)
    installed = fields.Integer(required=True, allow_none=True)
    in_use = fields.Integer(required=True, allow_none=True)
    percent_installed = fields.Float(required=True, allow_none=True)
    percent_in_use = fields.Float(required=True, allow_none=True)


class Summary(Answer):
    groups = fields.List(fields.Nested(GroupSum), required=True)


class ProfileBody(Schema):
    head_name = Text(200, 0, load_default="")
    head_title = Text(200, 0, load_default="")
    contact_name = Text(200, 0, load_default="")
    contact_title = Text(200, 0, load_default="")
    contact_phone = Text(32, 0, load_default="")
    place = Text(200, 0, load_default="")
    asked_on = Day(allow_none=True, load_default=None)


class UnitAnswer(Answer):
    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    level = fields.String(required=True)
    area = fields.String(required=True, allow_none=True)
    groups = fields.List(fields.String(), required=True)
    obligations = fields.List(fields.String(), required=True)
    head_name = fields.String(required=True)
    head_title = fields.String(required=True)
    contact_name = fields.String(required=True)
    contact_title = fields.String(required=True)
    contact_phone = fields.String(required=True)
    place = fields.String(required=True)
    asked_on = Day(required=True, allow_none=True)


class UnitsPage(Answer):
    items = fields.List(fields.Nested(UnitAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class UnitsQuery(Page):
    kind = Text(32)
    within = Text(CODE)
