"""A process beside the one that serves, on the second core: asked over sockets, begun anew when it is lost.

The serving side is `Beside`; the process itself is a module run as a program, whose `main` takes what comes with
`Inbox`. A message is a length (4 bytes, big-endian) and its bytes; each place (a pair of sockets) has one question on
its way at a time. Promises: nobody waits for a process that begins; whoever gets no answer is told so (`Lost`) and does
the work themselves; both sides are of the same code, also after an update under a running server; the process ends when
the server does, however that ends.
"""

import hashlib
import os
import queue
import select
import selectors
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from server import logs

# from one beginning to the next, twice as long each time until one has answered: what ends at once, again and again,
# must not take all of a processor
BETWEEN_S, LONGEST_S = 2.0, 300.0
PLACES = 8  # as many as there are threads that serve
BEGINNING_S = 60.0  # it has hung when it is not ready by then
_LENGTH = struct.Struct(">I")
_READY = b"ready"
_log = logs.get("sync")


def _code() -> bytes:
    """What tells this code from that of another release: messages are carried by position."""
    root = Path(__file__).parents[1]
    files = sorted((str(path.relative_to(root)), path.stat()) for path in root.rglob("*.py"))
    told = "".join(f"{name} {found.st_size} {found.st_mtime_ns}\n" for name, found in files)
    return hashlib.sha256(told.encode()).digest()


CODE = _code()  # when this is imported: what lies on the disk later may be another


class Lost(Exception):
    """No answer came: there is no such process yet, it has ended, or it took too long and was killed."""


class _Life:
    """One run of the program, from its start to its end.

    Attributes:
        free: our ends of the places that nobody uses; None in it means that the life is over.
    """

    def __init__(self, program: str, places: int, greeting: bytes):
        pairs = [socket.socketpair() for _ in range(places)]
        ours, theirs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        numbers = [place.fileno() for place in theirs]
        try:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", program, *map(str, numbers)], pass_fds=numbers, stdin=subprocess.DEVNULL
            )
        finally:
            for place in theirs:
                place.close()
        self.ready, self.ended = False, False
        self.since = time.monotonic()
        self.first = ours[0]
        self.free = queue.LifoQueue[socket.socket | None]()
        for place in ours:
            self.free.put(place)
        with suppress(OSError):  # it has ended already: the first question will show it
            send(self.first, CODE + greeting)

    def over(self) -> None:
        """Whoever comes for a place learns that there will be none."""
        self.ended = True
        with suppress(queue.Empty):
            while place := self.free.get_nowait():
                place.close()
        self.free.put(None)

    def kill(self) -> None:
        self.process.kill()
        with suppress(subprocess.TimeoutExpired):  # it waits for a disk: it ends when that answers
            self.process.wait(5)


class Beside:
    """The serving side.

    Args:
        program: the module that is run.
        places: how many may ask at once.
        greeting: what the program is given first.
        name: of the warnings in the log.
    """

    def __init__(self, program: str, places: int, name: str, greeting: bytes = b""):
        self._program, self._places, self._name, self._greeting = program, places, name, greeting
        self._lock = threading.Lock()
        self._life: _Life | None = None
        self._wanted, self._again, self._between = False, 0.0, BETWEEN_S

    @property
    def pid(self) -> int | None:
        """Of the process, None while there is none."""
        return self._life.process.pid if self._life else None

    def start(self, patience: float = 0.0) -> None:
        """From now on there is one, as soon as it is ready; waits so many seconds for that."""
        self._wanted = True
        deadline = time.monotonic() + patience
        while not self.ready(max(0.0, deadline - time.monotonic())) and time.monotonic() < deadline:
            time.sleep(0.05)

    def stop(self, patience: float = 0.0) -> None:
        """There is none any more; what it has begun it may finish for so many seconds."""
        with self._lock:
            life, self._life, self._wanted = self._life, None, False
        if life is not None:
            life.over()
            with suppress(subprocess.TimeoutExpired):
                life.process.wait(patience)
            life.kill()

    def ready(self, patience: float = 0.0) -> bool:
        """Whether it can be asked; begins one where there should be one."""
        life = self._life
        if life is not None and life.ready:
            return True
        if not self._lock.acquire(blocking=patience > 0):
            return False  # somebody looks after it
        try:
            if self._life is None and self._wanted and time.monotonic() >= self._again:
                self._begin()
            return self._life is not None and self._has_begun(self._life, patience)
        finally:
            self._lock.release()

    def ask(self, message: bytes, patience: float) -> bytes:
        """Its answer.

        Args:
            patience: how many seconds it may take; then it is killed, and another one begun.

        Raises:
            Lost
        """
        if not self.ready():
            raise Lost
        life = self._life
        place = life.free.get() if life is not None else None
        if life is None or place is None:
            if life is not None:
                life.free.put(None)  # for the next who comes
            raise Lost
        try:
            place.settimeout(patience)
            send(place, message)
            answer = receive(place)
        except (OSError, EOFError) as error:
            place.close()
            with self._lock:
                self._end(life, error)
            raise Lost from error
        life.free.put(place)
        if life.ended:
            life.over()
        self._between = BETWEEN_S
        return answer

    def _has_begun(self, life: _Life, patience: float) -> bool:
        come = select.poll()  # not select(): a server with many connections has numbers that it does not take
        come.register(life.first, select.POLLIN)
        try:
            if not life.ready and come.poll(patience * 1000):
                life.ready = receive(life.first) == _READY
            if not life.ready and time.monotonic() - life.since > BEGINNING_S:
                raise TimeoutError
        except (OSError, EOFError) as error:
            self._end(life, error)
        return life.ready

    def _begin(self) -> None:
        self._again = time.monotonic() + self._between
        self._between = min(self._between * 2, LONGEST_S)
        try:
            self._life = _Life(self._program, self._places, self._greeting)
        except OSError as error:
            _log.warning(f"{self._name}.none", exception=type(error).__name__)

    def _end(self, life: _Life, error: Exception) -> None:
        if self._life is not life:
            return  # somebody else has seen it
        _log.warning(f"{self._name}.lost", exception=type(error).__name__)
        self._life = None
        life.kill()
        life.over()


class Inbox:
    """What comes to the process beside; `numbers` are its arguments, the sockets that it was given."""

    def __init__(self, numbers: Sequence[str]):
        # a server that stops asks for what is still on its way, and then closes the places
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, signal.SIG_IGN)
        self._places = [socket.socket(fileno=int(number)) for number in numbers]
        self._parent = os.getppid()
        given = receive(self._places[0])
        if given[: len(CODE)] != CODE:
            sys.exit("the server runs other code than what is installed now; restart it")
        self.greeting = given[len(CODE) :]

    def orphaned(self) -> bool:
        """Whether the server has ended meanwhile."""
        return os.getppid() != self._parent

    def come(self) -> Iterator[list[tuple[socket.socket, bytes]]]:
        """All questions that wait, with where each is answered, again and again until the server has gone."""
        with suppress(OSError, EOFError), selectors.DefaultSelector() as selector:
            send(self._places[0], _READY)
            for place in self._places:
                selector.register(place, selectors.EVENT_READ, place)
            while True:
                waiting: list[socket.socket] = [key.data for key, _ in selector.select()]
                yield [(place, receive(place)) for place in waiting]


def send(place: socket.socket, message: bytes) -> None:
    """Sends a message; OSError when the other side has gone."""
    place.sendall(_LENGTH.pack(len(message)) + message)


def receive(place: socket.socket) -> bytes:
    """The next message; EOFError when there will be none."""
    (length,) = _LENGTH.unpack(_exactly(place, _LENGTH.size))
    return bytes(_exactly(place, length))


def _exactly(place: socket.socket, size: int) -> bytearray:
    found = bytearray(size)
    room, have = memoryview(found), 0
    while have < size:
        part = place.recv_into(room[have:])
        if not part:
            raise EOFError
        have += part
    return found
