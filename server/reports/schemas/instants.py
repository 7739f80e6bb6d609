"""An instant as a field of a body or an answer."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma

from server.clock import instant, parse_instant


class Instant(ma.fields.Field[int]):
    """`2021-08-19T05:59:59.000Z` on the wire, milliseconds since 1970 inside."""

    def __init__(self, **kwargs: Any):
        super().__init__(metadata={"type": "string", "format": "date-time"}, **kwargs)

    def _serialize(self, value: int | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else instant(value)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        try:
            return parse_instant(value)
        except (TypeError, ValueError):
            raise ma.ValidationError("Thời điểm viết như 2021-08-24T05:59:59.000Z.") from None
