"""What was erased on request, as a push needs to know it: so that it does not come back from a phone.

Rests on codes made from phone keys, which are keyed codes of numbers themselves. Pure.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field


def code_of(phone_key: bytes) -> bytes:
    """What is kept of an erased phone key (16 bytes): tells it again, and opens nothing else."""
    return hashlib.sha256(b"gocua/erased|v1|" + phone_key).digest()[:16]


@dataclass(frozen=True, slots=True)
class Erased:
    """Of one campaign.

    Attributes:
        until: by code, when it was erased (ms): ops of that number with an effective time up to then are, too.
        ops: person and op id (16 + 16 bytes) of those that were erased.
    """

    until: Mapping[bytes, int] = field(default_factory=dict[bytes, int])
    ops: frozenset[bytes] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.until or self.ops)

    def covers(self, person_id: bytes, op_id: bytes, phone_key: bytes | None, eff: int) -> bool:
        """Whether an op that arrives is one of those."""
        if person_id + op_id in self.ops:
            return True
        return phone_key is not None and eff <= self.until.get(code_of(phone_key), -1)


NOTHING_ERASED = Erased()
