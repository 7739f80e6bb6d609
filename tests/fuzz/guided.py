"""One target for a time: guided by coverage where atheris is there, else by mutants of samples.

`python -m tests.fuzz.guided <target> <seconds> <seed> <folder>`. Promises: a finding is written to the folder, once for
each place it comes from, with the bytes that made it, and the run goes on; so is how often the target ran.
"""

import contextlib
import hashlib
import importlib
import json
import os
import sys
import time
import traceback
from pathlib import Path
from types import ModuleType

from tests.fuzz import databases, mutate

KEPT = Path(__file__).parent / "kept"


def atheris() -> ModuleType | None:
    """The coverage guided fuzzer, where there is a wheel of it for this machine."""
    with contextlib.suppress(ImportError):
        return importlib.import_module("atheris")
    return None


def place(error: BaseException) -> str:
    """The kind of an error and where in our own code it came from."""
    frames = [one for one in traceback.extract_tb(error.__traceback__) if "/server/" in one.filename]
    inner = frames or traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in reversed(inner[-2:]))
    return f"{type(error).__name__} {where}"


class Run:
    """Runs of one target; findings and the count go to files of the folder."""

    def __init__(self, name: str, work, folder: Path):
        self.name, self.work, self.folder = name, work, folder
        self.times = 0
        self.seen: set[str] = set()
        self._written = time.monotonic()

    def one(self, data: bytes) -> None:
        self.times += 1
        try:
            self.work(data)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a parser in Rust panics with a BaseException
            where = place(error)
            if where not in self.seen:
                self.seen.add(where)
                self._keep(data, where, error)
        if time.monotonic() - self._written > 1:
            self.count()

    def count(self) -> None:
        self._written = time.monotonic()
        (self.folder / f"{self.name}.count").write_text(str(self.times))

    def _keep(self, data: bytes, where: str, error: BaseException) -> None:
        path = self.folder / f"{self.name}-{hashlib.sha256(data).hexdigest()[:12]}"
        path.write_bytes(data)
        line = {"target": self.name, "where": where, "error": str(error)[:300], "input": str(path)}
        with (self.folder / f"{self.name}.findings").open("a") as findings:
            findings.write(json.dumps(line) + "\n")


def samples_of(name: str, samples: list[bytes]) -> list[bytes]:
    """The samples and the findings that were kept."""
    kept = sorted((KEPT / name).iterdir()) if (KEPT / name).is_dir() else []
    return [*samples, *(path.read_bytes() for path in kept)]


def served(name: str, seconds: float, seed: int, folder: Path) -> None:
    """Mutants to a whole server, on PostgreSQL where FUZZ_DATABASE says so."""
    opened = importlib.import_module("tests.fuzz.served").Served.opened
    with databases.database(os.environ.get("FUZZ_DATABASE", "sqlite")) as (home, url), opened(home, url) as site:
        run = Run(name, lambda data: site.work(name, data), folder)
        _mutants(run, samples_of(name, site.samples()[name]), seconds, seed)


def _mutants(run: Run, samples: list[bytes], seconds: float, seed: int) -> None:
    end = time.monotonic() + seconds
    for data in mutate.endless(samples, seed):
        run.one(data)
        if time.monotonic() > end:
            break
    run.count()


def main() -> None:
    name, seconds, seed, folder = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    if name.startswith("served-"):
        served(name, seconds, seed, folder)
        return
    guide = atheris()
    with guide.instrument_imports(include=["server"]) if guide else contextlib.nullcontext():
        targets = importlib.import_module("tests.fuzz.targets")
    target = targets.TARGETS[name]
    run = Run(name, target.work, folder)
    samples = samples_of(name, target.samples())
    if guide is None:
        _mutants(run, samples, seconds, seed)
        return
    for data in samples:
        run.one(data)
    corpus = folder / f"{name}.corpus"
    corpus.mkdir(exist_ok=True)
    for data in samples:
        (corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    words = folder / f"{name}.dict"
    words.write_text("".join(f'"{"".join(f"{chr(92)}x{sign:02x}" for sign in word)}"\n' for word in mutate.WORDS))
    limits = [f"-max_total_time={int(seconds)}", f"-seed={seed % 2**31 or 1}", "-max_len=6000", "-timeout=20"]
    guide.Setup([sys.argv[0], *limits, f"-dict={words}", "-verbosity=0", str(corpus)], run.one)
    guide.Fuzz()


if __name__ == "__main__":
    main()
