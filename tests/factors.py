"""Second factors, for tests: an authenticator app (RFC 6238 from its text, no library), and setting it up."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine

from server.clock import now_ms
from tests.entry import PASSWORD
from tests.site import Caller


@dataclass(frozen=True)
class Authenticator:
    """What somebody's phone makes of the secret that it was shown."""

    secret: str

    def code(self, ahead: int = 0) -> str:
        """The code of now, or of so many half minutes from now."""
        return code_at(base64.b32decode(self.secret), now_ms() // 30_000 + ahead)


@pytest.fixture(autouse=True)
def amid_a_step() -> Iterator[None]:
    """The clock stands in the middle of a code's half minute, so that none changes while a test runs."""
    with time_machine.travel((now_ms() // 30_000 * 30_000 + 15_000) / 1000, tick=False):
        yield


def code_at(key: bytes, step: int) -> str:
    mac = hmac.digest(key, step.to_bytes(8, "big"), hashlib.sha1)
    at = mac[-1] & 15
    return f"{(int.from_bytes(mac[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def set_up(person: Caller) -> tuple[Authenticator, list[str]]:
    """A second factor for somebody with a password: their app and their recovery codes."""
    offered = person.post("/me/factor", {"password": PASSWORD})
    assert offered.status_code == 201, offered.json
    phone = Authenticator(offered.json["secret"])
    confirmed = person.post("/me/factor/confirm", {"code": phone.code()})
    assert confirmed.status_code == 200, confirmed.json
    return phone, confirmed.json["recovery_codes"]
