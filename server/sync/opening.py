"""Opening the numbers of a batch: in this process, or in one beside it while this one goes on with other batches.

An opening costs as much as all the rest of an op and holds the interpreter's lock; on SQLite, where one process
serves, `start` puts the openings on the second core (`-m server.sync.opening`, given the keys). Promises: a number
never leaves the process that opened it; whatever happens to the helper, the answer is the same, only later.
"""

import sys
from collections.abc import Mapping, Sequence

import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server.keys import Keys
from server.sync import beside, phone, seal
from server.sync.beside import Beside, Lost

Sealed = tuple[str, str]  # the field as sent, lower-case UUID of the record
_FEW = 4  # not worth a message
_PATIENCE_S = 5.0


class _Given(msgspec.Struct):
    """The keys, by their numbers: PEM, and secrets of phone codes."""

    seals: dict[int, bytes]
    phones: dict[int, bytes]


class _Batch(msgspec.Struct, array_like=True):
    secret: int
    items: list[Sealed]


def open_one(
    sealed: str, record_id: str, seals: Mapping[int, ec.EllipticCurvePrivateKey], secret: bytes
) -> bytes | str:
    """The code of a sealed number under a secret, or what is wrong with it; the number is forgotten here."""
    try:
        number = phone.read(seal.open_(sealed, record_id, seals))
    except seal.SealError as error:
        return str(error)
    return "not a mobile number" if number is None else phone.phone_key(secret, number.e164)


class Opener:
    """Opens the numbers of batches with an installation's keys."""

    def __init__(self, keys: Keys):
        self.keys = keys
        self.helper: Beside | None = None

    def start(self, patience: float = 0.0) -> None:
        """From now on in a process of its own, as soon as it is ready; waits so many seconds for that."""
        if self.helper is None:
            given = _Given({number: _pem(key) for number, key in self.keys.seals.items()}, dict(self.keys.phones))
            self.helper = Beside(__spec__.name, beside.PLACES, "opener", msgspec.msgpack.encode(given))
        self.helper.start(patience)

    def stop(self) -> None:
        if self.helper is not None:
            self.helper.stop()

    def open(self, items: Sequence[Sealed], secret_number: int) -> list[bytes | str]:
        """What `open_one` says of each.

        Raises:
            Problem: `server.busy` (503) when the secret of this number is not here.
        """
        secret = self.keys.phone(secret_number)
        if self.helper is not None and len(items) >= _FEW:
            try:
                answer = self.helper.ask(msgspec.msgpack.encode((secret_number, items)), _PATIENCE_S)
                return [code or fault for code, fault in msgspec.msgpack.decode(answer, type=list[tuple[bytes, str]])]
            except Lost:
                pass  # here, then; there will be another one for the next batch
        return [open_one(sealed, record_id, self.keys.seals, secret) for sealed, record_id in items]


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def main() -> None:
    """The helper, until the server has gone."""
    inbox = beside.Inbox(sys.argv[1:])
    given = msgspec.msgpack.decode(inbox.greeting, type=_Given)
    seals: dict[int, ec.EllipticCurvePrivateKey] = {}
    for number, pem in given.seals.items():
        key = serialization.load_pem_private_key(pem, password=None)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            seals[number] = key
    for questions in inbox.come():
        for place, body in questions:
            asked = msgspec.msgpack.decode(body, type=_Batch)
            secret = given.phones[asked.secret]
            found = [open_one(sealed, record_id, seals, secret) for sealed, record_id in asked.items]
            told = [(one, "") if isinstance(one, bytes) else (b"", one) for one in found]
            beside.send(place, msgspec.msgpack.encode(told))


if __name__ == "__main__":
    main()
