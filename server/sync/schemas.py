"""Wire shapes of the sync room (protocol.md §3). A push is read by `wire`; its shape is here for the API document."""

from marshmallow import fields, validate

from server.campaign.limits import MAX_OPS
from server.schemas import Answer, Page, Schema, Uuid


class PullQuery(Schema):
    limit = fields.Integer(load_default=500, validate=validate.Range(1, 500))


class OpId(fields.String):
    """A lower-case UUID, as ops are named."""

    def __init__(self) -> None:
        pattern = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\Z"
        super().__init__(validate=validate.Regexp(pattern), metadata={"format": "uuid"})


class Verify(Schema):
    items = fields.List(OpId(), required=True, validate=validate.Length(max=500))


class Missing(Answer):
    missing = fields.List(OpId(), required=True)


class Limits(Answer):
    max_ops = fields.Integer(required=True)
    max_bytes = fields.Integer(required=True)
    max_op_bytes = fields.Integer(required=True)


class Ping(Answer):
    limits = fields.Nested(Limits, required=True)


class Op(Answer):
    op_id = Uuid(required=True)
    n = fields.Integer(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["record.put", "review.put"]))
    record_id = Uuid(required=True)
    rev = fields.Integer(required=True, validate=validate.Range(1, 1000))
    schema = fields.Integer(required=True, validate=validate.OneOf([1]))
    anchor = fields.String(required=True, allow_none=True)
    happened_at = fields.String(required=True, metadata={"format": "date-time"})
    body = fields.Dict(required=True)


class Push(Answer):
    batch_id = Uuid(required=True)
    app = fields.String()
    epoch = fields.String(allow_none=True)
    client_now = fields.String(metadata={"format": "date-time"})
    queue_len = fields.Integer()
    oldest_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    next_n = fields.Integer()
    ops = fields.List(fields.Nested(Op), required=True, validate=validate.Length(max=MAX_OPS))


class HandOver(Answer):
    kind = fields.String(required=True, validate=validate.Equal("handover"))
    v = fields.Integer(required=True, validate=validate.Equal(1))
    device_id = Uuid(required=True)
    made_at = fields.String(required=True, metadata={"format": "date-time"})
    ops = fields.List(fields.Nested(Op), required=True, validate=validate.Length(max=MAX_OPS))
    mac = fields.String(required=True)


class Result(Answer):
    index = fields.Integer(required=True)
    op_id = Uuid(required=True, allow_none=True)
    status = fields.String(
        required=True, validate=validate.OneOf(["stored", "duplicate", "quarantined", "held", "rejected"])
    )
    code = fields.String()
    message = fields.String()


class Pushed(Answer):
    batch_id = Uuid(required=True)
    seq = fields.Integer(required=True)
    results = fields.List(fields.Nested(Result), required=True)


class Imported(Answer):
    seq = fields.Integer(required=True)
    results = fields.List(fields.Nested(Result), required=True)


class Pulled(Answer):
    rows = fields.List(fields.Dict())
    cursor = fields.String()
    more = fields.Boolean()
    reset = fields.String(validate=validate.OneOf(["epoch", "scope"]))


class ReviewsQuery(Page):
    pass


class Review(Answer):
    op_id = Uuid(required=True)
    seq = fields.Integer(required=True)
    person = Uuid(required=True)
    record_id = Uuid(required=True)
    reviewer = Uuid(required=True)
    seen_rev = fields.Integer(required=True)
    verdict = fields.String(required=True)
    reason = fields.String(required=True)
    happened_at = fields.String(required=True)


class Reviews(Answer):
    items = fields.List(fields.Nested(Review), required=True)
    next = fields.String(required=True, allow_none=True)
