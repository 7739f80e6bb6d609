"""Opening the numbers of a batch: in this process, or in one of its own while this one goes on with other batches.

An opening costs as much as all the rest of an op and holds the interpreter's lock; on SQLite, where one process
serves, `start` puts the openings on the second core. Run as a program (`-m server.sync.opening`) this module is that
process: it is given keys and then batches over its standard input and answers on its standard output, each message a
length (4 bytes, big-endian) and JSON. Promises: a number never leaves the process that opened it; whatever happens to
the helper, the answer is the same, only later; it ends when the server does.
"""

import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import orjson
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server import logs
from server.keys import Keys
from server.sync import phone, seal

Sealed = tuple[str, str]  # the field as sent, lower-case UUID of the record
_LENGTH = struct.Struct(">I")
_FEW = 4  # not worth a message
_PATIENCE_S = 5.0
READY = "ready"
_log = logs.get("sync")


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
        self._helper: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._turn = threading.Lock()

    def start(self, patience: float = 0.0) -> None:
        """From now on in a process of its own, as soon as it is ready; waits so many seconds for that."""
        with self._turn:
            if self._helper is None:
                self._begin()
            self._is_ready(time.monotonic() + patience)

    def stop(self) -> None:
        with self._turn:
            self._end()

    def open(self, items: Sequence[Sealed], secret_number: int) -> list[bytes | str]:
        """What `open_one` says of each.

        Raises:
            Problem: `server.busy` (503) when the secret of this number is not here.
        """
        secret = self.keys.phone(secret_number)
        if self._helper is not None and len(items) >= _FEW:
            found = self._ask(items, secret_number)
            if found is not None:
                return found
        return [open_one(sealed, record_id, self.keys.seals, secret) for sealed, record_id in items]

    def _ask(self, items: Sequence[Sealed], secret_number: int) -> list[bytes | str] | None:
        """The helper's answer; None when it has none, and then there is another one for the next batch."""
        with self._turn:
            helper = self._helper
            if helper is None or not self._is_ready(time.monotonic()):
                return None
            try:
                _send(helper.stdin, [secret_number, items])
                answer = _receive(helper.stdout, time.monotonic() + _PATIENCE_S)
                return [bytes.fromhex(one) if isinstance(one, str) else one[0] for one in answer]
            except (OSError, EOFError, ValueError) as error:
                _log.warning("opener.lost", exception=type(error).__name__)
                self._end()
                self._begin()
                return None

    def _is_ready(self, deadline: float) -> bool:
        """Whether the helper has its keys: while it begins, perhaps for long on a busy machine, nobody waits for it."""
        if not self._ready and self._helper is not None:
            try:
                self._ready = _receive(self._helper.stdout, deadline) == READY
            except TimeoutError:
                pass
            except (OSError, EOFError, ValueError) as error:
                _log.warning("opener.lost", exception=type(error).__name__)
                self._end()
        return self._ready

    def _begin(self) -> None:
        kept = {
            "seals": {str(number): _pem(key) for number, key in self.keys.seals.items()},
            "phones": {str(number): secret.hex() for number, secret in self.keys.phones.items()},
        }
        program = [sys.executable, "-m", __spec__.name]
        try:
            self._helper = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
            _send(self._helper.stdin, kept)
        except OSError as error:
            _log.warning("opener.none", exception=type(error).__name__)
            self._end()

    def _end(self) -> None:
        helper, self._helper, self._ready = self._helper, None, False
        if helper is not None:
            helper.kill()
            for pipe in (helper.stdin, helper.stdout):
                with suppress(OSError):  # what could not be sent to it any more
                    pipe.close() if pipe is not None else None
            helper.wait()


def _pem(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def _send(pipe: Any, content: Any) -> None:
    body = orjson.dumps(content)
    pipe.write(_LENGTH.pack(len(body)) + body)
    pipe.flush()


def _receive(pipe: Any, deadline: float | None = None) -> Any:
    """The next message; EOFError when there will be none, TimeoutError when it is not here in time."""
    (length,) = _LENGTH.unpack(_exactly(pipe.fileno(), _LENGTH.size, deadline))
    return orjson.loads(_exactly(pipe.fileno(), length, deadline))


def _exactly(handle: int, size: int, deadline: float | None) -> bytes:
    found = bytearray()
    while len(found) < size:
        if deadline is not None and not select.select([handle], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise TimeoutError
        part = os.read(handle, size - len(found))
        if not part:
            raise EOFError
        found += part
    return bytes(found)


def main() -> None:
    """The helper, until its input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the server, which ends this
    kept = _receive(sys.stdin)
    seals: dict[int, ec.EllipticCurvePrivateKey] = {}
    for number, pem in kept["seals"].items():
        key = serialization.load_pem_private_key(pem.encode(), password=None)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            seals[int(number)] = key
    secrets = {int(number): bytes.fromhex(text) for number, text in kept["phones"].items()}
    _send(sys.stdout.buffer, READY)
    while True:
        try:
            secret_number, items = _receive(sys.stdin)
        except EOFError:
            return
        found = [open_one(sealed, record_id, seals, secrets[secret_number]) for sealed, record_id in items]
        _send(sys.stdout.buffer, [one.hex() if isinstance(one, bytes) else [one] for one in found])


if __name__ == "__main__":
    main()
