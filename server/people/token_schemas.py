"""Wire shapes of programs' tokens."""

import marshmallow as ma
from marshmallow import fields, validate

from server.people.api_tokens import LONGEST_DAYS, RIGHTS
from server.people.schemas import CODE, PersonName
from server.schemas import Answer, Integer, Schema, Text, Uuid


class NewToken(Schema):
    id = Uuid(required=True, metadata={"description": "Minted by the client."})
    name = Text(100, required=True, metadata={"description": "What it is for, as “Bảng của Sở”."})
    rights = fields.List(
        fields.String(validate=validate.OneOf(RIGHTS)),
        required=True,
        validate=validate.Length(1, len(RIGHTS)),
        metadata={"description": "totals: figures; exports: figures as files; records: never a number; metrics."},
    )
    area = Text(CODE, allow_none=True, load_default=None, metadata={"description": "Sees as the area's commune does."})
    organisation = Text(
        CODE, allow_none=True, load_default=None, metadata={"description": "Sees as its reporter does."}
    )
    days = Integer(load_default=90, validate=validate.Range(1, LONGEST_DAYS))

    @ma.validates_schema
    def check(self, data: dict, **_kwargs: object) -> None:
        if data.get("area") and data.get("organisation"):
            raise ma.ValidationError({"organisation": ["Only one of area and organisation."]})


class TokenAnswer(Answer):
    id = Uuid(required=True)
    name = fields.String(required=True)
    rights = fields.List(fields.String(), required=True)
    area = fields.String(required=True, allow_none=True)
    area_name = fields.String(required=True, allow_none=True)
    organisation = fields.String(required=True, allow_none=True)
    organisation_name = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(["active", "expired", "revoked"]))
    created_by = fields.Nested(PersonName, required=True, allow_none=True)
    created_at = fields.String(required=True)
    expires_at = fields.String(required=True)
    used_at = fields.String(required=True, allow_none=True, metadata={"description": "To within ten minutes."})
    revoked_at = fields.String(required=True, allow_none=True)
    token = fields.String(allow_none=True, metadata={"description": "Only in the answer that made it."})


class TokensPage(Answer):
    items = fields.List(fields.Nested(TokenAnswer), required=True)
    next = fields.String(required=True, allow_none=True)
