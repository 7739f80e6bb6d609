"""Wire shapes of privacy: erasing, and what is held."""

from marshmallow import fields, validate

from server.desk.erasures import STATES
from server.schemas import Answer, Page, Schema, Text, Uuid


class ErasuresQuery(Page):
    """A page of requests."""


class ErasureRequest(Schema):
    """`phone` is kept nowhere; `reason` says why and how it was asked, without name or number."""

    id = Uuid(required=True)
    phone = Text(40, required=True, load_only=True)
    reason = Text(280, required=True)


class ErasureDecision(Schema):
    grant = fields.Boolean(required=True, truthy={True}, falsy={False})


class _Person(Answer):
    id = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)


class ErasureLine(Answer):
    id = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    reason = fields.String(required=True)
    asked_at = fields.String(required=True)
    asked_by = fields.Nested(_Person, required=True, allow_none=True)
    decided_at = fields.String(required=True, allow_none=True)
    decided_by = fields.Nested(_Person, required=True, allow_none=True)


class Erasures(Answer):
    items = fields.List(fields.Nested(ErasureLine), required=True)
    next = fields.String(required=True, allow_none=True)


class PrivacyFacts(Answer):
    """Counts of a campaign at this moment; `exports` are of the last 30 days."""

    records = fields.Integer(required=True)
    numbers = fields.Integer(required=True, metadata={"description": "Phones known by a keyed code."})
    notes = fields.Integer(required=True)
    sealed = fields.Integer(required=True, metadata={"description": "Waiting ops that still hold a sealed number."})
    people = fields.Integer(required=True)
    devices = fields.Integer(required=True)
    revoked = fields.Integer(required=True)
    exports = fields.Integer(required=True)
    erased = fields.Integer(required=True)
    purge_from = fields.String(required=True)
