"""Wire shapes of freshness and of reminding silent people."""

from marshmallow import fields, validate

from server.schemas import Answer, Schema, Text, Uuid


class FreshnessQuery(Schema):
    within = Text(64, metadata={"description": "Code of an area, with all below it."})


class Freshness(Answer):
    devices = fields.Integer(required=True, metadata={"description": "In use: not revoked, of those who log."})
    synced_24h = fields.Integer(required=True)
    waiting_on_phones = fields.Integer(required=True)
    oldest_unsent_at = fields.String(required=True, allow_none=True)
    silent = fields.Integer(required=True, metadata={"description": "People none of whose devices synced for 24 h."})
    reminded_at = fields.String(required=True, allow_none=True)


class FreshnessLine(Freshness):
    code = fields.String(required=True)
    name = fields.String(required=True)


class SilentPerson(Answer):
    id = fields.String(required=True)
    name = fields.String(required=True)
    commune = fields.String(required=True)
    area_name = fields.String(required=True)
    organisation_name = fields.String(required=True, allow_none=True)
    synced_at = fields.String(required=True, allow_none=True)
    waiting = fields.Integer(required=True)
    oldest_unsent_at = fields.String(required=True, allow_none=True)
    reminded_at = fields.String(required=True, allow_none=True)


class FreshnessPage(Answer):
    items = fields.List(fields.Nested(FreshnessLine), required=True)
    total = fields.Nested(Freshness, required=True)
    people = fields.List(
        fields.Nested(SilentPerson), required=True, metadata={"description": "The longest silent first, at most 200."}
    )


class RemindBody(Schema):
    id = Uuid(required=True, metadata={"description": "Minted by the client: the same id reminds nobody twice."})
    within = Text(64, load_default=None, allow_none=True)
    people = fields.List(Uuid(), load_default=None, allow_none=True, validate=validate.Length(1, 500))


class RemindAnswer(Answer):
    people = fields.Integer(required=True, metadata={"description": "Who were told, in their inbox."})
    reachable = fields.Integer(required=True, metadata={"description": "Those of them whose browser rings."})
    later = fields.String(required=True, allow_none=True, metadata={"description": "When it rings if not at once."})
