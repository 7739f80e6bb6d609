"""What one push costs inside: statements for 10 and 200 ops, and a profile, in process on a site of its own."""

import cProfile
import io
import json
import pstats
import tempfile
from contextlib import contextmanager
from pathlib import Path
from random import Random

from bench.load import ops
from server import logs
from tests.faults.phone import Phone
from tests.faults.wire import InProcess
from tests.site import ROOT, Site
from tests.statements import counted


@contextmanager
def _site(url: str):
    with (
        logs.quiet(),
        tempfile.TemporaryDirectory(prefix="gocua-bench-") as folder,
        Site.make(Path(folder), url or f"sqlite:///{folder}/gocua.db") as site,
    ):
        caller = site.person("volunteer", area=ROOT, organisation="doan-tn")
        phone = Phone(InProcess(site.app.test_client()), token=caller.token)
        phone.learn_consent()
        yield phone


def statements(url: str) -> dict[int, int]:
    """SQL statements of one push of new ops, half of them with a number, by how many ops it holds."""
    counts = {}
    with _site(url) as phone:
        phone.push_batch(ops(phone, 1, Random(0), sealed=1.0))  # what a process reads once
        with counted() as seen:
            for size in (10, 200):
                seen.clear()
                phone.push_batch(ops(phone, size, Random(size), sealed=0.5))
                counts[size] = len(seen)
    return counts


def profile(url: str, batches: int = 20) -> str:
    """The functions that take most time in pushes of 100 new ops."""
    with _site(url) as phone:
        bodies = [ops(phone, 100, Random(seed)) for seed in range(batches)]
        phone.push_batch(ops(phone, 100, Random(-1)))
        watch = cProfile.Profile()
        watch.enable()
        for body in bodies:
            phone.push_batch(body)
        watch.disable()
    text = io.StringIO()
    pstats.Stats(watch, stream=text).strip_dirs().sort_stats("tottime").print_stats(25)
    return json.dumps({"batches": batches, "ops": 100}) + text.getvalue()
