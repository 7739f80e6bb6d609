"""Epochs: which history of seq numbers this is (protocol.md §4).

Pure. Promises: the epoch that phones see changes when the campaign's own mark changes (restore, rewind noticed) and,
on PostgreSQL, when another cluster or timeline answers, with no act of anybody.
"""

import hashlib


def public(mark: str, system_identifier: str | None = None, timeline: str | None = None) -> str:
    """The epoch as phones see it.

    Args:
        mark: the campaign row's random mark.
        system_identifier, timeline: of the PostgreSQL cluster that answers; None on SQLite.
    """
    if system_identifier is None:
        return mark
    return hashlib.sha256(f"{mark}|{system_identifier}|{timeline}".encode()).hexdigest()[:32]


def rewound(head: int, seen: int | None) -> bool:
    """Whether a genuine mark of this epoch has seen more than there is: history was cut."""
    return seen is not None and seen > head
