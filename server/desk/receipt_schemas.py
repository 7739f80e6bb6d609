"""Wire shapes of receipts."""

from marshmallow import fields, validate

from server.schemas import Answer, Day, Schema, Uuid


class ReceiptQuery(Schema):
    day = Day(required=True)


class Receipt(Answer):
    day = Day(required=True)
    at = fields.String(required=True, metadata={"format": "date-time"})
    records = fields.Integer(required=True)
    assists = fields.Integer(required=True)
    code = fields.String(required=True)


class CheckQuery(Schema):
    code = fields.String(required=True, validate=validate.Length(1, 80))


class Counts(Answer):
    records = fields.Integer(required=True)
    assists = fields.Integer(required=True)


class Holder(Answer):
    id = Uuid(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)


class Place(Answer):
    code = fields.String(required=True)
    name = fields.String(required=True)


class Checked(Answer):
    day = Day(required=True)
    at = fields.String(required=True, metadata={"format": "date-time"})
    records = fields.Integer(required=True)
    assists = fields.Integer(required=True)
    now = fields.Nested(Counts, required=True)
    person = fields.Nested(Holder, required=True)
    organisation = fields.Nested(Place, required=True, allow_none=True)
    area = fields.Nested(Place, required=True)
