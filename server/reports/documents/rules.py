"""The thin lines below headings: as long as a text, or a part of it, whatever the text is. Pure.

A line is a run of low lines in small type, since its length must follow a name that is only known when the document is
made, and a template must stay a document that Word opens. Widths are those of Times New Roman
Bold, in thousandths of the type size; a letter with diacritics is as wide as the letter.
"""

import unicodedata

SIZE = 6.0  # points of the line's own type
_LOW_LINE = 0.5 * SIZE  # points of one sign, which joins the next
_WIDTHS = {
    **dict.fromkeys("ABCDHKNRUVXYwGOQ", 722),
    **dict.fromkeys("ELTZ", 667), "B": 667, "F": 611, "P": 611, "S": 556, "I": 389, "J": 500, "M": 944, "W": 1000,
    "G": 778, "H": 778, "K": 778, "O": 778, "Q": 778, "&": 833,
    **dict.fromkeys("bdhknpqu", 556), **dict.fromkeys("agovxy0123456789", 500), **dict.fromkeys("cerz", 444),
    **dict.fromkeys("fjt-()", 333), **dict.fromkeys("il/", 278), "s": 389, "m": 833, "w": 722,
    **dict.fromkeys(" .,;:", 250),
}  # fmt: skip


def width(text: str, size: float) -> float:
    """Points that a text takes in bold Times New Roman of a size."""
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    letters = (sign for sign in plain if not unicodedata.combining(sign))
    return sum(_WIDTHS.get(sign, 500) for sign in letters) * size / 1000


def rule(text: str, size: float, part: float = 1.0) -> str:
    """What in type of SIZE is as long as a part of a text."""
    return "_" * max(1, round(width(text, size) * part / _LOW_LINE))
