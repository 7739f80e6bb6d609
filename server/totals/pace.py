"""What a target asks for by today. Pure."""

from datetime import date


def expected(value: int, starts_on: date, deadline: date, today: date) -> int:
    """floor(value × days elapsed / days from `starts_on` to `deadline`), elapsed clamped to that span."""
    span = (deadline - starts_on).days
    if span <= 0:
        return value if today >= deadline else 0
    elapsed = min(max((today - starts_on).days, 0), span)
    return value * elapsed // span
