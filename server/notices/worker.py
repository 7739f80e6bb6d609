"""The worker's loop: what other rooms do by the clock (`gocua.ticks`), then sending what waits.

A thread of the server on SQLite, `gocua worker` on PostgreSQL; any number of them do no harm. Promises: a round that
fails is logged and the next one comes; nothing is lost between two rounds, since the queue is a table.
"""

import threading
from collections.abc import Callable

from flask import Flask

from server import logs
from server.notices.sender import Sender
from server.notices.transport import MakeSession, PushSession

SECONDS = 15.0
Tick = Callable[[], None]
_log = logs.get("worker")


def every_round(app: Flask, tick: Tick) -> None:
    """Lets the worker call `tick` in each round, within an application context."""
    app.extensions.setdefault("gocua.ticks", []).append(tick)


class Worker:
    """The loop of one process."""

    def __init__(self, app: Flask, make_session: MakeSession = PushSession):
        self.app, self.sender = app, Sender(app, make_session)
        self.stopping = threading.Event()

    def once(self) -> int:
        """One round; returns how many sendings were tried."""
        with self.app.app_context():
            for tick in self.app.extensions.get("gocua.ticks", []):
                tick()
            self.sender.forget_lost()
            return self.sender.send_waiting()

    def run(self) -> None:
        """Rounds until `stop`."""
        while not self.stopping.is_set():
            try:
                busy = self.once()
            except Exception as error:
                # only the type: a driver's text may carry values
                _log.error("round.failed", exception=type(error).__name__)
                busy = 0
            if not busy:
                self.stopping.wait(SECONDS)

    def start(self) -> threading.Thread:
        """Runs the loop in a thread of this process."""
        thread = threading.Thread(target=self.run, name="worker", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        self.stopping.set()
