"""`python -m bench.documents`: how long the district's report takes, and how much memory it needs.

17 communes, 300 hamlets, 3,000 ops with a sealed number, every agency and commune stated: the report is previewed,
submitted and made as DOCX and XLSX, in process on a site of its own, without a warm-up. Prints a line for each step
and the process's peak memory.
"""

import io
import resource
import tempfile
import time
import uuid
from collections.abc import Callable
from contextlib import redirect_stderr
from pathlib import Path
from random import Random
from typing import Any

from bench.push import machine
from server.clock import day_of, now_ms
from tests.faults.phone import Phone
from tests.faults.wire import InProcess
from tests.site import ROOT, Caller, Site

HAMLETS, OPS, BATCH = 300, 3_000, 200
TZ = "Asia/Ho_Chi_Minh"


def main() -> None:
    print(machine().splitlines()[0], end="\n\n", flush=True)
    # a request's log line would stand between the lines printed here
    with redirect_stderr(io.StringIO()), tempfile.TemporaryDirectory(prefix="gocua-bench-") as folder:
        today = day_of(now_ms(), TZ)
        with Site.make(Path(folder), f"sqlite:///{folder}/gocua.db", starts_on=today) as site:
            district = site.person("district")
            hamlets = _hamlets(district)
            _ops(site, hamlets)
            _statements(district, today.isoformat())
            before = _peak()
            report_id, period = str(uuid.uuid4()), today.isoformat()
            duty = {"obligation": "R15", "organisation": "ubnd-huyen", "period": period}
            query = "&".join(f"{name}={value}" for name, value in duty.items())
            body = {**duty, "said_by": "P. VH&TT", "narrative": {"work_done": "Đã triển khai."}}
            _timed("preview", lambda: district.get(f"/reports/preview?{query}"))
            _timed("submit", lambda: district.call("PUT", f"/reports/{report_id}", json=body))
            _timed("DOCX", lambda: district.get(f"/reports/{report_id}/document.docx"))
            _timed("XLSX", lambda: district.get(f"/reports/{report_id}/document.xlsx"))
            print(f"peak memory {_peak():.0f} MB, {before:.0f} MB before the report; {len(hamlets)} hamlets")


def _timed(name: str, ask: Callable[[], Any]) -> None:
    started = time.perf_counter()
    answer = ask()
    spent = time.perf_counter() - started
    if answer.status_code not in (200, 201):
        raise SystemExit(f"{name}: {answer.status_code} {answer.text[:300]}")
    print(f"{name:8} {spent:6.2f} s  {len(answer.data) / 1024:7.0f} KiB", flush=True)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _hamlets(district: Caller) -> list[str]:
    """Hamlets spread over the communes, entered as a clerk would."""
    communes = sorted(one["code"] for one in district.get("/directory").json["areas"] if one["parent"] == ROOT)
    found = []
    for number in range(HAMLETS):
        commune = communes[number % len(communes)]
        code = f"{commune}-ap-{number}"
        made = district.post("/areas", {"code": code, "name": f"Ấp {number}", "type": "ấp", "parent": commune})
        if made.status_code not in (200, 201):
            raise SystemExit(f"hamlet: {made.status_code} {made.text[:300]}")
        found.append(code)
    return found


def _ops(site: Site, hamlets: list[str]) -> None:
    rng = Random(17)
    caller = site.person("volunteer", area=ROOT, organisation="doan-tn")
    phone = Phone(InProcess(site.app.test_client()), token=caller.token)
    phone.learn_consent()
    for _ in range(OPS // BATCH):
        for _ in range(BATCH):
            number = f"+849{rng.randrange(10_000_000, 99_999_999)}"
            household = str(uuid.UUID(int=rng.getrandbits(128), version=4))
            phone.save(number, area=rng.choice(hamlets), mode="door", outcome="ok_installed_used", household=household)
        phone.sync(pull=False)


def _statements(district: Caller, day: str) -> None:
    units = [one for one in district.get("/units?limit=500").json["items"] if "all_staff" in one["groups"]]
    counts = {"total": 40, "with_smartphone": 38, "installed": 35, "in_use": 30}
    items = [
        {"id": str(uuid.uuid4()), "organisation": one["code"], "group": "all_staff", "as_of": day, "said_by": "Văn thư",
         **counts}
        for one in units
    ]  # fmt: skip
    answer = district.call("PUT", "/statements", json={"items": items})
    if answer.status_code != 200:
        raise SystemExit(f"statements: {answer.text[:300]}")


if __name__ == "__main__":
    main()
