"""Wire shapes of areas, organisations, figures and targets."""

from marshmallow import fields, validate

from server.campaign.figures import GREATEST, MEASURES, TARGET_MEASURES
from server.schemas import Answer, Day, Integer, Page, Schema, Text

CODE = 96


class AreaAnswer(Answer):
    code = fields.String(required=True)
    name = fields.String(required=True)
    type = fields.String(required=True)
    level = fields.Integer(required=True)
    parent = fields.String(required=True, allow_none=True)
    valid_from = Day(required=True)
    valid_to = Day(required=True, allow_none=True)
    successor = fields.String(required=True, allow_none=True)


class AreasPage(Answer):
    items = fields.List(fields.Nested(AreaAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class NewArea(Schema):
    code = Text(64, required=True)
    name = Text(200, required=True)
    type = Text(32, load_default="ấp")
    parent = Text(CODE, required=True)
    valid_from = Day()


class AreaName(Schema):
    name = Text(200, required=True)
    type = Text(32)


class AreaClosing(Schema):
    last_day = Day(required=True)
    successor = Text(CODE, allow_none=True, load_default=None)


class OrganisationAnswer(Answer):
    code = fields.String(required=True)
    name = fields.String(required=True)
    short_name = fields.String(required=True)
    kind = fields.String(required=True)
    parent = fields.String(required=True, allow_none=True)
    area = fields.String(required=True, allow_none=True)
    takes_members = fields.Boolean(required=True)
    assists_residents = fields.Boolean(required=True)


class OrganisationsPage(Answer):
    items = fields.List(fields.Nested(OrganisationAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class NewOrganisation(Schema):
    """A real one under a class (`code`, `name`, `parent`), or a hamlet's unit (`template`, `area`)."""

    code = Text(CODE)
    name = Text(200)
    short_name = Text(100)
    parent = Text(CODE)
    template = Text(CODE)
    area = Text(CODE, allow_none=True, load_default=None)


class OrganisationName(Schema):
    name = Text(200, required=True)
    short_name = Text(100)


class FigureBody(Schema):
    area = Text(CODE, required=True)
    measure = fields.String(required=True, validate=validate.OneOf(MEASURES))
    value = Integer(required=True, validate=validate.Range(0, GREATEST))
    as_of = Day(required=True)
    source = Text(300, required=True)
    estimate = fields.Boolean(load_default=False)


class Figures(Schema):
    items = fields.List(fields.Nested(FigureBody), required=True, validate=validate.Length(1, 1000))


class FigureAnswer(Answer):
    id = fields.Integer(required=True)
    area = fields.String(required=True)
    measure = fields.String(required=True)
    value = fields.Integer(required=True)
    as_of = Day(required=True)
    source = fields.String(required=True)
    estimate = fields.Boolean(required=True)


class FiguresPage(Answer):
    items = fields.List(fields.Nested(FigureAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class FiguresQuery(Page):
    within = Text(CODE)


class TargetBody(Schema):
    area = Text(CODE, required=True)
    organisation = Text(CODE, allow_none=True, load_default=None)
    measure = fields.String(load_default="unique", validate=validate.OneOf(TARGET_MEASURES))
    value = Integer(required=True, allow_none=True, validate=validate.Range(1, GREATEST))
    starts_on = Day()
    deadline = Day()
    source = Text(300, load_default="")


class Targets(Schema):
    items = fields.List(fields.Nested(TargetBody), required=True, validate=validate.Length(1, 1000))


class TargetAnswer(Answer):
    id = fields.Integer(required=True)
    area = fields.String(required=True)
    organisation = fields.String(required=True, allow_none=True)
    measure = fields.String(required=True)
    value = fields.Integer(required=True)
    starts_on = Day(required=True)
    deadline = Day(required=True)
    source = fields.String(required=True)
    sample = fields.Boolean(required=True)


class TargetsPage(Answer):
    items = fields.List(fields.Nested(TargetAnswer), required=True)
    next = fields.String(required=True, allow_none=True)
