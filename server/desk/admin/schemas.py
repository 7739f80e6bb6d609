"""Wire shapes of what an admin looks after."""

from marshmallow import fields, validate

from server.schemas import Answer, Day


class CampaignCounts(Answer):
    communes = fields.Integer(required=True)
    hamlets = fields.Integer(required=True)
    organisations = fields.Integer(required=True)
    people = fields.Integer(required=True)
    devices = fields.Integer(required=True, metadata={"description": "Not revoked."})


class CampaignState(Answer):
    code = fields.String(required=True)
    name = fields.String(required=True)
    tz = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["before", "running", "over", "purged"]))
    sample = fields.Boolean(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    weekly_from = Day(required=True, allow_none=True)
    weekly_until = Day(required=True, allow_none=True)
    shifted_days = fields.Integer(required=True)
    created_at = fields.String(required=True)
    purge_from = Day(required=True)
    purged_at = fields.String(required=True, allow_none=True)
    seq = fields.Integer(required=True)
    counts = fields.Nested(CampaignCounts, required=True)


class CampaignStates(Answer):
    items = fields.List(fields.Nested(CampaignState), required=True)


class CampaignSettings(CampaignState):
    settings = fields.Dict(required=True, metadata={"description": "As campaign.toml was loaded."})
    lists = fields.Dict(
        required=True, keys=fields.String(), values=fields.Integer(), metadata={"description": "How long each is."}
    )


class KeyState(Answer):
    name = fields.String(required=True)
    number = fields.Integer(required=True)
    made_at = fields.String(required=True, metadata={"description": "As the file's date says."})
    state = fields.String(
        required=True,
        validate=validate.OneOf(["active", "old", "next", "waiting"]),
        metadata={
            "description": "old: opens what was made with it; next: opens, makes nothing until it is begun; waiting: "
            "known after the server's next start or reload."
        },
    )
    due_at = fields.String(required=True, allow_none=True, metadata={"description": "When it should be rotated."})
    retire_at = fields.String(
        required=True, allow_none=True, metadata={"description": "Of an old one: from when on it may be retired."}
    )
    campaigns = fields.List(
        fields.String(), required=True, metadata={"description": "Of a phone secret: what counts with it until purged."}
    )


class NextKey(Answer):
    name = fields.String(required=True)
    number = fields.Integer(required=True)
    due_at = fields.String(required=True)


class KeyStates(Answer):
    items = fields.List(fields.Nested(KeyState), required=True)
    next = fields.Nested(NextKey, required=True, allow_none=True)


class UpkeepLine(Answer):
    at = fields.String(required=True)
    act = fields.String(required=True)
    subject = fields.String(required=True)
    details = fields.Dict(required=True)


class UpkeepDue(Answer):
    backup = fields.String(required=True, allow_none=True)
    test = fields.String(required=True, allow_none=True)
    trail = fields.String(required=True, allow_none=True)


class Backups(Answer):
    backup = fields.Nested(UpkeepLine, required=True, allow_none=True, metadata={"description": "null: never."})
    test = fields.Nested(UpkeepLine, required=True, allow_none=True)
    restore = fields.Nested(UpkeepLine, required=True, allow_none=True)
    trail = fields.Nested(UpkeepLine, required=True, allow_none=True)
    due = fields.Nested(UpkeepDue, required=True, metadata={"description": "When each is time again; null: now."})
    recent = fields.List(fields.Nested(UpkeepLine), required=True)


class JobState(Answer):
    name = fields.String(required=True)
    ran_at = fields.String(required=True, allow_none=True)
    took_ms = fields.Integer(required=True, allow_none=True)
    failures = fields.Integer(required=True, metadata={"description": "In a row; 0: the last run was whole."})
    failed_at = fields.String(required=True, allow_none=True)
    error = fields.String(required=True, allow_none=True)


class SendingQueue(Answer):
    waiting = fields.Integer(required=True)
    due = fields.Integer(required=True)
    retried = fields.Integer(required=True)
    oldest_due_at = fields.String(required=True, allow_none=True)
    sent = fields.Integer(required=True, metadata={"description": "In the last 24 hours."})
    dropped = fields.Integer(required=True, metadata={"description": "In the last 24 hours."})


class JobStates(Answer):
    seen_at = fields.String(required=True, allow_none=True)
    silent = fields.Boolean(required=True)
    in_server = fields.Boolean(required=True, metadata={"description": "The worker is a thread of the server."})
    items = fields.List(fields.Nested(JobState), required=True)
    queue = fields.Nested(SendingQueue, required=True)
