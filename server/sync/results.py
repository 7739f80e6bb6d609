"""What a phone is told of an op: status, and for what needs a person the code and its sentence."""

from typing import Any, NamedTuple

from server.errors import sentence
from server.sync.models import HELD, QUARANTINED

STATUS = {QUARANTINED: "quarantined", HELD: "held"}
HELD_CODES = frozenset({"device.revoked", "role.forbidden", "area.out_of_scope"})


class Result(NamedTuple):
    """`word` is what the person who refused it said."""

    status: str
    code: str | None = None
    word: str | None = None


STORED = Result("stored")
DUPLICATE = Result("duplicate")
FULL = Result("rejected", "quarantine.full")
TOO_LARGE = Result("rejected", "op.too_large")


def status_of(fault: str) -> int:
    """QUARANTINED or HELD for a fault's code."""
    return HELD if fault in HELD_CODES else QUARANTINED


def waiting(fault: str) -> Result:
    return Result(STATUS[status_of(fault)], fault)


def present(status: int, code: str, settled_at: int | None, accepted: bool | None, word: str | None) -> Result:
    """The present status of what waits, was accepted or was refused."""
    if settled_at is None:
        return Result(STATUS[status], code)
    return STORED if accepted else Result(STATUS[status], "op.refused", word)


def said(result: Result, language: str) -> dict[str, Any]:
    """A result on the wire."""
    if result.code is None:
        return {"status": result.status}
    message = f"{sentence(result.code, language)} {result.word or ''}".strip()
    return {"status": result.status, "code": result.code, "message": message}
