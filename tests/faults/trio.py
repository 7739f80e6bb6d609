"""Three database machines on loopback: Patroni, Debian's etcd and PostgreSQL, set up by the files of deploy/ha.

Each machine has ports of its own; what deploy/ha says of addresses, TLS, passwords and synchronous standbys
holds here as it does there. As root they run as `postgres`, since PostgreSQL refuses root. Every process is
known by its id: `kill` ends one machine at once, `place` ends all of them.
"""

import json
import os
import secrets
import shutil
import signal
import string
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from tests import memory
from tests.faults.certificates import ADDRESS, own
from tests.faults.certificates import make as make_certificates
from tests.faults.live import ROOT, free_port

DEPLOY = ROOT / "deploy/ha"
PATRONI = ROOT / "build/trials/bin/patroni"  # not Debian 12's, see docs/reliability.md
NAMES = ("a", "b", "c")


def binaries() -> Path:
    """Where the newest PostgreSQL of Debian's is; FileNotFoundError when one of the three programs is missing."""
    if not PATRONI.exists():
        raise FileNotFoundError("patroni is needed: python tools/trials.py")
    if not shutil.which("etcd"):
        raise FileNotFoundError("etcd is needed: python tools/system.py --databases")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    if not found:
        raise FileNotFoundError("postgresql is needed: python tools/system.py --databases")
    return found[-1].parent


class Machine:
    """One of the three: its settings, as node.env would have them, and its processes."""

    def __init__(self, folder: Path, name: str, settings: dict[str, str], user: str | None):
        self.name, self.folder, self.user = name, folder / name, user
        self.settings = settings
        self.port, self.rest = int(settings["SQL_PORT"]), int(settings["REST_PORT"])
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """etcd and Patroni, as their units would."""
        template = string.Template((DEPLOY / "patroni.yml").read_text())
        config = self.folder / "patroni.yml"
        config.write_text(template.substitute(self.settings))
        own(config, self.user)
        self._run("etcd", "etcd")
        self._run("patroni", str(PATRONI), str(config))

    def _run(self, kind: str, *command: str) -> None:
        etcd = {name: value for name, value in self.settings.items() if name.startswith("ETCD_") and kind == "etcd"}
        environ = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "LC_ALL": "C.UTF-8", **etcd}
        with open(self.folder / f"{kind}.log", "ab") as log:
            self.processes[kind] = subprocess.Popen(
                command, cwd="/", user=self.user, env=environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def postmaster(self) -> int | None:
        """PostgreSQL's process, Patroni's child that outlives it."""
        try:
            pid = int((Path(self.settings["DATA"]) / "postmaster.pid").read_text().split()[0])
            running = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0]
        except (OSError, IndexError):
            return None
        return pid if running.startswith(self.settings["BIN"].encode()) else None

    def kill(self) -> None:
        """The machine is gone at once: kill -9 of PostgreSQL with all its processes, of Patroni and of etcd."""
        patroni, main = self.processes.get("patroni"), self.postmaster()
        pids = [*(_children(patroni.pid) if patroni else ()), *([main, *_children(main)] if main else ())]
        pids += [process.pid for process in self.processes.values()]
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for process in self.processes.values():
            process.wait(30)
        self.processes.clear()

    def hang(self, how: signal.Signals = signal.SIGSTOP) -> None:
        """Patroni hangs while PostgreSQL goes on; SIGCONT lets it go on."""
        self.processes["patroni"].send_signal(how)

    def leads(self) -> bool:
        """Whether its Patroni answers, and holds the leader's key."""
        return self._asked("primary") is not None

    def members(self) -> list[dict[str, Any]]:
        """What Patroni knows of the three; empty when it does not answer."""
        return (self._asked("cluster") or {}).get("members", [])

    def _asked(self, what: str) -> Any:
        try:
            with urllib.request.urlopen(f"http://{ADDRESS}:{self.rest}/{what}", timeout=2) as answer:
                return json.loads(answer.read())
        except (OSError, ValueError):
            return None

    def log(self) -> str:
        return "\n".join(path.read_text(errors="replace")[-1500:] for path in self.folder.glob("*.log"))


class Trio:
    """The three machines, and where whoever writes finds them."""

    def __init__(self, folder: Path):
        bin_dir = binaries()
        self.folder = folder
        self.user = "postgres" if os.geteuid() == 0 else None
        passwords = {f"{word}_PASSWORD": secrets.token_hex(24) for word in ("SUPERUSER", "REPLICATION", "REST")}
        self.password = passwords["SUPERUSER_PASSWORD"]
        peers, clients = ({name: f"{ADDRESS}:{free_port()}" for name in NAMES} for _ in range(2))
        make_certificates(folder / "certificates", self.user)
        self.machines = [
            self._machine(name, str(bin_dir), passwords, peers, clients) for name in NAMES
        ]  # fmt: skip

    def _machine(
        self, name: str, bin_dir: str, passwords: dict[str, str], peers: dict[str, str], clients: dict[str, str]
    ) -> Machine:
        home = self.folder / name
        home.mkdir()
        own(home, self.user)
        own_peer, own_client = f"http://{peers[name]}", f"http://{clients[name]}"
        settings = _node_env() | passwords | {
            "NODE": name, "ADDRESS": ADDRESS, "NETWORK": "127.0.0.0/8",
            "SQL_PORT": str(free_port()), "REST_PORT": str(free_port()),
            "BIN": bin_dir, "DATA": f"{home}/data", "SOCKETS": str(home), "PGPASS": f"{home}/pgpass",
            "CERTIFICATES": f"{self.folder}/certificates", "ETCD_CLIENTS": ",".join(clients.values()),
            "ETCD_NAME": name, "ETCD_DATA_DIR": f"{home}/etcd",
            "ETCD_LISTEN_PEER_URLS": own_peer, "ETCD_INITIAL_ADVERTISE_PEER_URLS": own_peer,
            "ETCD_LISTEN_CLIENT_URLS": own_client, "ETCD_ADVERTISE_CLIENT_URLS": own_client,
            "ETCD_INITIAL_CLUSTER": ",".join(f"{one}=http://{at}" for one, at in peers.items()),
        }  # fmt: skip
        return Machine(self.folder, name, settings, self.user)

    def start(self) -> None:
        """Until there is a primary with a synchronous standby and a third that streams."""
        for machine in self.machines:
            machine.start()
        self.whole()

    def whole(self, seconds: float = 120) -> None:
        """Waits until one leads, one is its synchronous standby and the third follows."""

        def whole() -> bool:
            members = next(filter(None, (machine.members() for machine in self.machines)), [])
            running = [one["role"] for one in members if one["state"] in ("running", "streaming")]
            alive = all(machine.postmaster() for machine in self.machines)
            return alive and sorted(running) == ["leader", "replica", "sync_standby"]

        self._until(whole, seconds)

    def primary(self, seconds: float = 60) -> Machine:
        """Who leads now."""
        self._until(lambda: any(machine.leads() for machine in self.machines), seconds)
        return next(machine for machine in self.machines if machine.leads())

    def _until(self, true: Any, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            if time.monotonic() > deadline:
                raise RuntimeError("\n".join(f"{one.name}: {one.log()}" for one in self.machines))
            time.sleep(0.3)

    def url(self, database: str, user: str = "postgres", password: str = "", only: Machine | None = None) -> str:
        """A database on whichever machine takes writes (or on one), over TLS with a checked certificate."""
        machines = [only] if only else self.machines
        hosts = ",".join(ADDRESS for _ in machines)
        ports = ",".join(str(machine.port) for machine in machines)
        tls = f"sslmode=verify-full&sslrootcert={self.folder}/certificates/ca.crt"
        who = f"{user}:{password or self.password}"
        return f"postgresql://{who}@/{database}?host={hosts}&port={ports}&target_session_attrs=read-write&{tls}"

    def roles(self) -> tuple[str, str]:
        """The database with its owner and its serving role (deploy/postgresql/roles.sql): a URL of each."""
        owner, serving = secrets.token_hex(24), secrets.token_hex(24)
        # \connect of several hosts takes the first, whatever it is
        psql = [str(binaries() / "psql"), self.url("postgres", only=self.primary()), "-q", "-v", "ON_ERROR_STOP=1"]
        environ = {"PATH": "/usr/bin:/bin", "OWNER_PASSWORD": owner, "SERVING_PASSWORD": serving}
        subprocess.run([*psql, "-f", str(ROOT / "deploy/postgresql/roles.sql")], env=environ, check=True)
        return self.url("gocua", "gocua_owner", owner), self.url("gocua", "gocua", serving)

    def ask(self, query: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(query.encode())
            return cursor.fetchall() if cursor.description else []


def _node_env() -> dict[str, str]:
    """What deploy/ha/node.env sets."""
    lines = (DEPLOY / "node.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def _children(pid: int) -> list[int]:
    listing = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in listing.stdout.split()]


@contextmanager
def place() -> Iterator[Trio]:
    """Three machines, whole and running; all that they started is ended and deleted afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="gocua-ha-", dir=memory.folder()))
    folder.chmod(0o755)
    trio = None
    try:
        trio = Trio(folder)
        trio.start()
        yield trio
    finally:
        for machine in trio.machines if trio else ():
            machine.kill()
        shutil.rmtree(folder, ignore_errors=True)
