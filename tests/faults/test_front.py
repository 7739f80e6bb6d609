"""deploy/Caddyfile, served by Caddy itself in front of a real server."""

import gzip
import json
import subprocess
from pathlib import Path

import pytest

from tests.faults.front import PROGRAM, caddy
from tests.faults.live import ROOT, Live
from tests.faults.wire import Http

pytestmark = pytest.mark.slow


def test_caddy_takes_the_file_as_it_is():
    for words in (("validate",), ("fmt", "--diff")):
        command = [PROGRAM, words[0], "--config", ROOT / "deploy/Caddyfile", "--adapter", "caddyfile"]
        if words[0] == "fmt":
            command = [PROGRAM, *words, ROOT / "deploy/Caddyfile"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_pages_are_sent_on_programs_are_told_and_the_log_names_nobody(on_sqlite: Live, tmp_path: Path):
    phone = on_sqlite.phone(seed=1, area="28135")
    with caddy(tmp_path, on_sqlite.port) as front:
        plain, through = Http(front.plain), Http(front.port)
        page = plain.send("GET", "/huyen?x=1", {}, None)
        told = plain.send("GET", "/api/v1/me", {"Authorization": f"Bearer {phone.token}"}, None)
        phone.transport = through
        phone.save(area="28135", mode="door", outcome="absent")
        phone.sync()
        packed = through.send("GET", "/", {"Accept-Encoding": "gzip"}, None)
    assert (page.status, page.headers["location"]) == (301, "https://gocua.example.vn/huyen?x=1")
    assert (told.status, told.body) == (403, b"https only")
    assert not phone.queue
    assert b"<html" in (gzip.decompress(packed.body) if "content-encoding" in packed.headers else packed.body)
    written = front.log.read_text()
    lines = [json.loads(line) for line in written.splitlines()]
    assert {"127.0.0.0"} == {line["request"]["remote_ip"] for line in lines}
    assert phone.token not in written
