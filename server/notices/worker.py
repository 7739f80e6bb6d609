"""The worker's loop: what other rooms do by the clock (`gocua.ticks`), then sending what waits.

A thread of the server on SQLite, `gocua worker` on PostgreSQL; any number of them do no harm. Promises: a job that
fails is logged, written down (`jobs`) and tried again in the next round, and stops no other; nothing is lost between
two rounds, since the queue is a table.
"""

import threading
from collections.abc import Callable

from flask import Flask

from server import logs
from server.campaign import store as campaign_store
from server.database import reading
from server.notices import jobs
from server.notices.sender import Sender
from server.notices.transport import MakeSession, PushSession

SECONDS = 15.0
FORGETTING, SENDING = "browsers", "sending"
Tick = Callable[[], None]
_log = logs.get("worker")


def every_round(app: Flask, name: str, tick: Tick) -> None:
    """Lets the worker call `tick` in each round, within an application context.

    Args:
        name: what the job is called where an admin looks after it, at most 32 characters.
    """
    app.extensions.setdefault("gocua.ticks", []).append((name, tick))


def in_each_campaign(act: Callable[[int], object]) -> Tick:
    """A tick that does this for every campaign that has not been purged, by its id."""

    def tick() -> None:
        with reading() as session:
            campaigns = [one.id for one in campaign_store.campaigns(session) if one.purged_at is None]
        for campaign_id in campaigns:
            act(campaign_id)

    return tick


def names_of(app: Flask) -> list[str]:
    """The jobs of a round, in their order."""
    ticks: list[tuple[str, Tick]] = app.extensions.get("gocua.ticks", [])
    return [*(name for name, _ in ticks), FORGETTING, SENDING]


class Worker:
    """The loop of one process.

    Attributes:
        failed: the jobs of the last round that failed, each with its error.
    """

    def __init__(self, app: Flask, make_session: MakeSession = PushSession):
        self.app, self.sender = app, Sender(app, make_session)
        self.stopping = threading.Event()
        self.failed: dict[str, str] = {}
        self._log = jobs.Log()
        self._tried = 0

    def once(self) -> int:
        """One round; returns how many sendings were tried."""
        self._tried = 0
        with self.app.app_context():
            ticks: list[tuple[str, Tick]] = self.app.extensions.get("gocua.ticks", [])
            work = [*ticks, (FORGETTING, self.sender.forget_lost), (SENDING, self._send)]
            runs = [jobs.run(name, tick) for name, tick in work]
            self._log.write(runs)
        self.failed = {one.name: one.error for one in runs if one.error is not None}
        return self._tried

    def _send(self) -> None:
        self._tried = self.sender.send_waiting()

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
