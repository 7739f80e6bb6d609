"""Wire shapes of the inbox and of push subscriptions."""

from marshmallow import fields, validate

from server.schemas import Answer, Page, Schema, Text, Uuid


class InboxQuery(Page):
    """`after` is the last notice of the page before."""


class NoticeAnswer(Answer):
    id = Uuid(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    body = fields.String(required=True)
    link = fields.String(required=True)
    created_at = fields.String(required=True)
    read_at = fields.String(required=True, allow_none=True)


class Inbox(Answer):
    items = fields.List(fields.Nested(NoticeAnswer), required=True)
    unread = fields.Integer(required=True)
    next = fields.String(required=True, allow_none=True)


class ReadBody(Schema):
    ids = fields.List(Uuid(), required=True, validate=validate.Length(1, 500))


class ReadAnswer(Answer):
    unread = fields.Integer(required=True)


class SubscriptionKeys(Schema):
    p256dh = Text(96, required=True)
    auth = Text(32, required=True)


class SubscriptionBody(Schema):
    id = Uuid(required=True)
    endpoint = fields.String(required=True, validate=validate.Length(1, 4096))
    keys = fields.Nested(SubscriptionKeys, required=True)
    key = Text(96, metadata={"description": "The server's key that the browser subscribed with, base64url."})


class SubscriptionAnswer(Answer):
    id = Uuid(required=True)
    device = Uuid(required=True)
    created_at = fields.String(required=True)


class Subscriptions(Answer):
    """`key` is what a browser subscribes with (`applicationServerKey`), base64url."""

    key = fields.String(required=True)
    items = fields.List(fields.Nested(SubscriptionAnswer), required=True)
