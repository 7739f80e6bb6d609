"""What a figure was measured on: the machine, and the versions of what our server stands on."""

import json
import os
import platform
import re
import sqlite3
import subprocess
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
import psycopg

from tools.npm import node_and_npm

PEERS = Path(__file__).resolve().parent / "peers"


def described() -> dict[str, Any]:
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    return {
        "date": time.strftime("%Y-%m-%d %H:%M"),
        "cores": os.cpu_count(),
        "model": model[1] if model else platform.machine(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.release()}",
        "load_at_start": load(),
    }


def load() -> float:
    """How many processes wanted a core, on the average of the last minute."""
    return os.getloadavg()[0]


def settle() -> None:
    """After a warm-up: a server brings up what it begins when work comes (ours, a process for writing)."""
    time.sleep(3)


def others() -> float:
    """Per cent of the cores in use during three seconds; asked when nothing of the measurement runs."""
    return psutil.cpu_percent(interval=3)


def versions(url: str) -> dict[str, str]:
    """Of what our server and the others stand on; the URL is one of PostgreSQL."""
    with psycopg.connect(url) as connection:
        postgresql = str(connection.info.server_version)
    found = {name: version(name) for name in ("flask", "gunicorn", "psycopg", "orjson")}
    kinto = re.search(r"^kinto==(\S+)", (PEERS / "requirements-kinto.txt").read_text(), re.MULTILINE)
    pouch = json.loads((PEERS / "node" / "package.json").read_text())["dependencies"]
    node = subprocess.run([node_and_npm()[0], "--version"], capture_output=True, text=True, check=True).stdout
    return found | {
        **({"kinto": kinto[1]} if kinto else {}),
        **{name: kept for name, kept in pouch.items() if "pouchdb" in name},
        "node": node.strip().lstrip("v"),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "postgresql": f"{int(postgresql) // 10_000}.{int(postgresql) % 10_000}",
    }
