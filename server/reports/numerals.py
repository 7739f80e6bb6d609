"""Numbers as Vietnamese documents write them: `35.921`, `30,99%`, days without a zero too many. Pure.

Rounding is half up on exact fractions, never on binary ones.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

UNKNOWN = "–"  # no figure is known; never a zero


def percent(part: int | None, whole: int | None) -> Decimal | None:
    """`part` of `whole` in hundredths of a percent, rounded half up; None when it cannot be said."""
    if part is None or whole is None or whole == 0:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def number(value: int | None) -> str:
    """`35.921`, `-1.200`; a dash for what is not known."""
    return UNKNOWN if value is None else f"{value:,}".replace(",", ".")


def percentage(value: Decimal | None) -> str:
    """`30,99%`."""
    return UNKNOWN if value is None else f"{value:.2f}".replace(".", ",") + "%"


def share(part: int | None, whole: int | None) -> str:
    """The percentage of two numbers as text."""
    return percentage(percent(part, whole))


def day(value: date) -> str:
    """`24/8/2021`, as in running text and tables."""
    return f"{value.day}/{value.month}/{value.year}"


def day_in_heading(value: date) -> str:
    """`ngày 05 tháng 8 năm 2021`: a day below 10 and the months 1 and 2 get a zero (NĐ 30/2020, Phụ lục I)."""
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"
