"""Marshmallow pieces that every room's wire shapes share (protocol.md §1): strict integers, cleaned text, ids, days."""

import re
import unicodedata
import uuid
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import marshmallow as ma
from marshmallow import validate

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
# U+0000–0008, 000B, 000C, 000E–001F, 007F, 200B–200F, 202A–202E, 2060–2069, FEFF
_REMOVED = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def clean(text: str) -> str:
    """Without controls, bidi and zero-width characters, NFC; what is clean stays as it is."""
    # in this order: a mark joins its letter when what stood between them is gone
    return unicodedata.normalize("NFC", _REMOVED.sub("", text))


class Schema(ma.Schema):
    """A body or query: unknown keys are an error (422); keys keep their order."""

    class Meta:
        unknown = ma.RAISE


class Answer(ma.Schema):
    """An answer's body, without the envelope."""

    class Meta:
        unknown = ma.EXCLUDE


class Text(ma.fields.String):
    """Cleaned text of `shortest` to `longest` code points."""

    def __init__(self, longest: int, shortest: int = 1, **kwargs: Any):
        super().__init__(validate=validate.Length(shortest, longest), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise self.make_error("invalid_utf8") from None
        return clean(text).strip()


def has_instants(day: date) -> bool:
    """Whether the day's first and last instant, in any zone, can be written and counted."""
    return 1970 < day.year < 9999


class Day(ma.fields.Field[date]):
    """`YYYY-MM-DD` and no other spelling, in the years whose days all have instants (1971–9998)."""

    def __init__(self, **kwargs: Any):
        super().__init__(metadata={"type": "string", "format": "date"}, **kwargs)

    def _serialize(self, value: date | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else value.isoformat()

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> date:
        if isinstance(value, str) and _DAY.fullmatch(value):
            with suppress(ValueError):
                day = date.fromisoformat(value)
                if has_instants(day):
                    return day
        raise ma.ValidationError("Ngày viết như 2021-08-24.")


class Page(Schema):
    """`?limit&after` of a list: `after` is the `next` of the page before."""

    limit = ma.fields.Integer(load_default=50, validate=validate.Range(1, 500))
    after = ma.fields.String(load_default=None, validate=validate.Length(1, 200))


class Uuid(ma.fields.UUID):
    """A UUID in lower or upper case; `uuid.UUID` inside, lower case on the wire."""

    def _serialize(self, value: uuid.UUID | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else str(value)


class Integer(ma.fields.Integer):
    """A whole number, never a string or a boolean."""

    def __init__(self, **kwargs: Any):
        super().__init__(strict=True, **kwargs)

    def _validated(self, value: Any) -> int:
        if isinstance(value, (str, bool)):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)
