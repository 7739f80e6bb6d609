"""Wire shapes of the people room: who comes in, who is there, who is invited, on what device."""

import marshmallow as ma
from marshmallow import fields, validate

from server.people.passwords import LONGEST
from server.people.roles import ROLES
from server.schemas import Answer, Day, Page, Schema, Text, Uuid

CODE = 96  # longest code of an area or organisation


class Installation(Schema):
    device_name = Text(100, shortest=0, load_default="")
    install_id = Uuid(required=True, metadata={"description": "Minted once by the browser or program."})
    transport = fields.String(load_default="cookie", validate=validate.OneOf(["cookie", "bearer"]))


class Enrol(Installation):
    code = Text(100, required=True, metadata={"description": "26 characters; hyphens, case, O/0 and I/L/1 alike."})


class SignIn(Installation):
    username = Text(64, required=True)
    password = fields.String(required=True, validate=validate.Length(1, LONGEST))
    campaign = Text(64, metadata={"description": "After campaign.choose."})
    factor_code = Text(
        64, metadata={"description": "After session.code_needed: six digits, or a recovery code; each is taken once."}
    )


class NewPassword(Schema):
    old = fields.String(validate=validate.Length(1, LONGEST))
    new = fields.String(required=True, validate=validate.Length(1, LONGEST))


class Proof(Schema):
    """That it is oneself, before the second factor is changed."""

    password = fields.String(required=True, validate=validate.Length(1, LONGEST))
    factor_code = Text(64, metadata={"description": "Where there is a second factor already."})


class FactorCode(Schema):
    code = Text(64, required=True, metadata={"description": "Six digits, of the secret that was offered."})


class FactorState(Answer):
    active = fields.Boolean(required=True)
    since = fields.String(required=True, allow_none=True)
    recovery_left = fields.Integer(required=True, metadata={"description": "Recovery codes that were not used."})
    required = fields.Boolean(required=True, metadata={"description": "One's role needs one on this installation."})


class FactorOffered(Answer):
    secret = fields.String(required=True, metadata={"description": "Base32, shown this once."})
    uri = fields.String(required=True, metadata={"description": "otpauth://, for a QR code."})


class RecoveryCodes(Answer):
    recovery_codes = fields.List(fields.String(), required=True, metadata={"description": "Shown this once."})


class FactorAsked(Answer):
    active = fields.Boolean(required=True)
    required = fields.Boolean(required=True)


class PersonName(Answer):
    id = Uuid(required=True)
    name = fields.String(required=True)


class Me(PersonName):
    role = fields.String(required=True)
    username = fields.String(allow_none=True)


class DeviceName(Answer):
    id = Uuid()
    name = fields.String()
    enrolled_at = fields.String()


class PostAnswer(Answer):
    role = fields.String(required=True)
    organisation = fields.String(required=True, allow_none=True)
    area = fields.String(required=True)
    hamlet = fields.String(required=True, allow_none=True)
    since = fields.String()


class CampaignAnswer(Answer):
    code = fields.String(required=True)
    name = fields.String(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    tz = fields.String(required=True)
    sample = fields.Boolean(required=True)
    shifted_days = fields.Integer(required=True)


class SealKey(Answer):
    id = fields.Integer(required=True)
    public = fields.String(required=True)


class AdvertisedLimits(Answer):
    max_ops = fields.Integer(required=True)
    max_bytes = fields.Integer(required=True)
    max_op_bytes = fields.Integer(required=True)


class UnsentElsewhere(Answer):
    device_id = Uuid(required=True)
    name = fields.String(required=True)
    waiting = fields.Integer(required=True)
    seen_at = fields.String(required=True)


class Profile(Answer):
    device_id = Uuid(required=True)
    device = fields.Nested(DeviceName)
    person = fields.Nested(Me, required=True)
    role = fields.String(required=True)
    membership = fields.Nested(PostAnswer, required=True)
    campaign = fields.Nested(CampaignAnswer, required=True)
    seal_key = fields.Nested(SealKey, required=True)
    handover_key = fields.String(required=True)
    limits = fields.Nested(AdvertisedLimits, required=True)
    factor = fields.Nested(FactorAsked, required=True)
    unsent_elsewhere = fields.List(
        fields.Nested(UnsentElsewhere),
        required=True,
        metadata={"description": "One's other devices that last said they still had something to send."},
    )


class Admitted(Profile):
    token = fields.String(metadata={"description": "With transport bearer alone, this once."})


class Post(Schema):
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    organisation = Text(CODE, allow_none=True, load_default=None)
    area = Text(CODE, allow_none=True, load_default=None)
    hamlet = Text(CODE, allow_none=True, load_default=None)


class NewPerson(Post):
    id = Uuid(required=True, metadata={"description": "Minted by the client."})
    name = Text(200, required=True)
    username = Text(64)


class Rename(Schema):
    name = Text(200, required=True)
    username = Text(64)


class PersonAnswer(PersonName):
    username = fields.String(allow_none=True)
    suspended_at = fields.String(allow_none=True, metadata={"description": "Held off until told otherwise, since."})
    factor = fields.Boolean(allow_none=True, metadata={"description": "Has a second factor; told to admins alone."})
    membership = fields.Nested(PostAnswer, required=True)


class PeoplePage(Answer):
    items = fields.List(fields.Nested(PersonAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class PeopleFilter(Schema):
    role = fields.String(validate=validate.OneOf(ROLES))
    within = Text(CODE)
    organisation = Text(CODE)


class PeopleQuery(PeopleFilter, Page):
    pass


class NewInvite(Schema):
    id = Uuid(required=True, metadata={"description": "Minted by the client."})
    person = Uuid(metadata={"description": "Somebody who exists; then nothing else."})
    name = Text(200)
    role = fields.String(validate=validate.OneOf(ROLES))
    organisation = Text(CODE, allow_none=True, load_default=None)
    area = Text(CODE, allow_none=True, load_default=None)
    hamlet = Text(CODE, allow_none=True, load_default=None)

    @ma.validates_schema
    def check(self, data: dict, **_kwargs: object) -> None:
        if "person" not in data:
            missing = {name: ["Missing data for required field."] for name in ("name", "role") if name not in data}
            if missing:
                raise ma.ValidationError(missing)


class InviteAnswer(PostAnswer):
    id = Uuid(required=True)
    name = fields.String(required=True)
    person = Uuid(allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(["open", "used", "expired", "withdrawn"]))
    created_at = fields.String(required=True)
    expires_at = fields.String(required=True)
    used_at = fields.String(allow_none=True)
    code = fields.String(allow_none=True, metadata={"description": "Only in the answer that made it."})
    url = fields.String(allow_none=True)


class InvitesPage(Answer):
    items = fields.List(fields.Nested(InviteAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class DeviceAnswer(Answer):
    id = Uuid(required=True)
    name = fields.String(required=True)
    person = fields.Nested(PersonName, required=True)
    membership = fields.Nested(PostAnswer, required=True)
    app = fields.String(allow_none=True)
    enrolled_at = fields.String(required=True)
    last_seen_at = fields.String(allow_none=True)
    synced_at = fields.String(allow_none=True)
    revoked_at = fields.String(allow_none=True)
    queue_len = fields.Integer(allow_none=True)
    oldest_at = fields.String(allow_none=True)
    next_n = fields.Integer(
        allow_none=True, metadata={"description": "The number that its next op would get: it has made one less."}
    )
    replaced_at = fields.String(
        allow_none=True,
        metadata={
            "description": "Its person came in on another device since, while this one had not sent all: "
            "what it kept may be lost."
        },
    )
    skew_ms = fields.Integer(allow_none=True)


class DevicesPage(Answer):
    items = fields.List(fields.Nested(DeviceAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class AuditFilter(Schema):
    person = Text(36, metadata={"description": "An id, or `gocua` for the command line."})
    act = fields.String(
        validate=validate.Regexp(r"[a-z_]{1,30}(\.[a-z_]{1,30})?\Z"),
        metadata={"description": "`person.move`, or `person` for all acts upon people."},
    )
    subject = Text(200)
    since = Day()
    until = Day()


class AuditQuery(Page, AuditFilter):
    pass


class AuditLine(Answer):
    id = fields.Integer(required=True)
    at = fields.String(required=True)
    actor = fields.Nested(PersonName, allow_none=True, required=True)
    act = fields.String(required=True)
    subject = fields.String(required=True)
    subject_name = fields.String(
        allow_none=True, required=True, metadata={"description": "What the subject is called today, if it is known."}
    )
    details = fields.Dict(required=True)


class AuditPage(Answer):
    items = fields.List(fields.Nested(AuditLine), required=True)
    next = fields.String(required=True, allow_none=True)
