"""`gocua serve`: gunicorn with the settings that each database wants (design.md §4).

SQLite: one process, eight threads and the worker's, helpers on the second core (`sync.opening`, `sync.apart`), and a
lock on the home so that a second server is refused.
PostgreSQL: two processes of four threads that share the connections, whose counts are added up by whichever is asked;
`gocua worker` beside them.
"""

import fcntl
import gc
import io
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import segno
from flask import Flask
from gunicorn.app.base import BaseApplication
from sqlalchemy.exc import InterfaceError, OperationalError

from server import keys as key_files
from server.config import Settings, SettingsError
from server.database import reading, write_back
from server.desk import erasures
from server.desk.admin.campaigns import by_phone_secret
from server.keys import Keys
from server.metrics import FOLDER
from server.notices.worker import Worker
from server.sync.beside import PLACES
from server.upkeep.balanced import BalancedWorker, forget

_kept: list[TextIO] = []


class Server(BaseApplication):
    """gunicorn without its own command line and configuration files."""

    def __init__(self, settings: Settings, make_app: Callable[[Settings], Flask]):
        self.settings = settings
        self.make_app = make_app
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": self.settings.bind,
            "worker_class": BalancedWorker,
            "workers": 1 if self.settings.sqlite else 2,
            "threads": PLACES if self.settings.sqlite else 4,
            "timeout": 60,
            "graceful_timeout": 20,
            "keepalive": 30,
            "backlog": 512,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "control_socket_disable": True,
            "proc_name": "gocua",
        }
        options["post_worker_init"] = self.started
        options["worker_exit"] = self.ended
        options["child_exit"] = lambda _server, worker: forget(worker)
        for name, value in options.items():
            self.cfg.set(name, value)

    def started(self, worker: Any) -> None:
        """In a process that serves, after the fork: a thread does not survive one."""
        app: Flask = worker.wsgi
        # the pool's own queue: gunicorn tells of it in no other way
        app.extensions["gocua.load"].watch(worker.tpool._work_queue.qsize, self.cfg.threads)
        if self.settings.sqlite:
            # its rounds compute for seconds at times: then requests got the interpreter only every 5 ms
            sys.setswitchinterval(0.001)
            Worker(app).start()
            if (os.cpu_count() or 1) > 1:
                app.extensions["gocua.opener"].start()
                app.extensions["gocua.groups"].crowded = app.extensions["gocua.apart"].beside.start

    def ended(self, _server: Any, worker: Any) -> None:
        """Nothing is written once the server has ended."""
        app: Flask | None = getattr(worker, "wsgi", None)
        if app is not None:
            app.extensions["gocua.apart"].beside.stop(patience=5)

    def load(self) -> Any:
        app = self.make_app(self.settings)
        with app.app_context():
            look_for_secrets(app)
            write_back()
            # a database that was put back by hand knows nothing of what was erased since
            erasures.apply_again(app.extensions["gocua.keys"], self.settings.home)
        # all that stays for good is never looked at again, and batches of ops are not taken for leaks
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 50)
        return app


def look_for_secrets(app: Flask) -> None:
    """SettingsError when a campaign counts with a phone secret that is not here.

    While the database is away nobody can look; pushes that need a secret which is not here are not taken anyway.
    """
    keys: Keys = app.extensions["gocua.keys"]
    try:
        with reading() as session:
            counting = by_phone_secret(session)
    except (OperationalError, InterfaceError):
        return
    for number, codes in counting.items():
        if number not in keys.phones:
            raise SettingsError(f"the key file phone-{number} is missing, with which {codes[0]} counts; put it back")


def greeting(settings: Settings) -> list[str]:
    """What to print before serving: the link, how phones get in, and the sample's ways in when there are any."""
    port = settings.bind.rpartition(":")[2]
    lines = [f"Gõ Cửa: {settings.public_url if settings.secure else f'http://127.0.0.1:{port}'}/"]
    access = settings.home / "sample-access.txt"
    if access.exists():
        lines += ["", *access.read_text(encoding="utf-8").splitlines(), ""]
    if settings.secure:
        code = io.StringIO()
        segno.make(settings.public_url + "/").terminal(code, compact=True)
        lines += code.getvalue().splitlines()
    else:
        lines.append(f"Phones need https. By cable: adb reverse tcp:{port} tcp:{port}; a real server: see deploy/.")
    return lines


def take(home: Path, patience: float = 5.0) -> TextIO:
    """The lock of a home on SQLite; SettingsError when another server still has it after so many seconds.

    Workers of a server that was killed keep it until they notice, a second or two later.
    """
    handle = open(home / "serve.lock", "a")  # noqa: SIM115
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                handle.close()
                raise SettingsError(f"another server already uses {home}") from None
            time.sleep(0.1)
        else:
            return handle


def counting_folder(home: Path) -> Path:
    """An empty folder for the counts of this server's processes; those of servers that are gone are taken away."""
    above = home / "metrics"
    above.mkdir(mode=0o700, exist_ok=True)
    for folder in above.iterdir():
        if not _runs(folder.name):
            shutil.rmtree(folder, ignore_errors=True)
    own = above / str(os.getpid())
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir(mode=0o700)
    return own


def _runs(pid: str) -> bool:
    if not pid.isdigit() or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def serve(settings: Settings, make_app: Callable[[Settings], Flask]) -> None:
    """Serves what `make_app` makes until told to stop; SettingsError when another server uses this home."""
    if settings.sqlite:
        _kept.append(take(settings.home))  # the lock lasts as long as the process
    else:
        os.environ[FOLDER] = str(counting_folder(settings.home))
    key_files.load(settings.keys)  # one clear line rather than a worker's
    Server(settings, make_app).run()
