"""The real Caddy with deploy/Caddyfile in front of a server: as deployed, but for names, ports and the certificate.

Rests on build/trials (tools/trials.py). Ended by its process.
"""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.live import ROOT, free_port
from tests.faults.wire import Http, Lost

PROGRAM = ROOT / "build" / "trials" / "bin" / "caddy"


@dataclass
class Front:
    """Where it listens: `port` for what would be https, `plain` for http; `log` is the access log."""

    port: int
    plain: int
    log: Path


def caddyfile(folder: Path, behind: int) -> tuple[str, Front]:
    """deploy/Caddyfile on two ports of loopback; AssertionError when it does not say what is replaced."""
    front = Front(free_port(), free_port(), folder / "access.log")
    text = (ROOT / "deploy" / "Caddyfile").read_text()
    for said, here in (
        ("\nhttp://gocua.example.vn {", f"\nhttp://127.0.0.1:{front.plain} {{"),
        ("\ngocua.example.vn {", f"\nhttp://127.0.0.1:{front.port} {{"),
        ("127.0.0.1:8000", f"127.0.0.1:{behind}"),
        ("/var/log/caddy/gocua.log", str(front.log)),
    ):
        assert text.count(said) == 1, said
        text = text.replace(said, here)
    return "{\n\tadmin off\n\tpersist_config off\n}\n" + text, front


@contextmanager
def caddy(folder: Path, behind: int) -> Iterator[Front]:
    """Caddy in front of a server on that port, answering."""
    text, front = caddyfile(folder, behind)
    config = folder / "Caddyfile"
    config.write_text(text)
    environ = {"HOME": str(folder), "PATH": "/usr/bin:/bin"}
    command = [PROGRAM, "run", "--config", config, "--adapter", "caddyfile"]
    with open(folder / "caddy.log", "wb") as log, subprocess.Popen(command, env=environ, stdout=log, stderr=log) as run:
        try:
            _answers(front, folder / "caddy.log")
            yield front
        finally:
            run.terminate()


def _answers(front: Front, log: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            Http(front.port, timeout=5).send("GET", "/healthz", {}, None)
            return
        except Lost:
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
