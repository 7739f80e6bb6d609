"""The ops that all peers keep: those of a phone, without a number; each server gets the same fields of them."""

import base64
from collections.abc import Iterator
from random import Random

from bench import load
from bench.peers.peer import SIZE, Op
from tests.faults.phone import Phone
from tests.faults.wire import Http

ANCHOR_BYTES = 41  # as long as ours


def batches(count: int, seed: int) -> Iterator[list[Op]]:
    """New ops in batches; the same for the same seed but for the time in their ids."""
    rng = Random(seed)
    phone = Phone(Http(0), seed=seed)
    phone.anchor = base64.urlsafe_b64encode(rng.randbytes(ANCHOR_BYTES)).decode().rstrip("=")
    for _ in range(max(1, count // SIZE)):
        yield load.ops(phone, SIZE, rng)
