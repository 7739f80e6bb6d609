"""Nobody who logs or reports learns from an answer, a total or a list whether a given number was logged before."""

from pathlib import Path
from typing import Any

import pytest

from tests.batches import new_id, push, put
from tests.conftest import made_site
from tests.site import COMMUNE, HAMLET, ROOT, UNION, Caller, Site

KNOWN, UNKNOWN = "+84912345678", "+84987654321"
# what differs between any two calls, or between any two sites
PASSING = frozenset(
    {"server_now", "anchor", "epoch", "seq", "batch_id", "op_id", "record_id", "person", "happened_at", "eff", "cursor"}
)
ALL = ("/totals", "/totals?by=hamlet", "/totals?by=outcome", "/totals?by=mode", "/totals?by=day")
READS = {
    "volunteer": (*ALL, "/sync/pull"),
    "teller": (*ALL, "/sync/pull"),
    "reporter": (*ALL, "/totals?by=organisation"),
}


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items() if key not in PASSING}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def probed(site: Site, number: str, role: str) -> list[Any]:
    """Somebody logs KNOWN, another probes with a number; all that the prober and their role's colleagues then see."""
    first, prober = (site.person("volunteer", HAMLET, UNION, name=name) for name in ("Chị A.", "Anh B."))
    push(first, put(caller=first, number=KNOWN))
    answer = push(prober, put(new_id(), caller=prober, number=number))
    reader: Caller = (
        prober if role == "volunteer" else site.person(role, ROOT if role == "reporter" else COMMUNE, UNION)
    )
    return [plain(answer), *(plain(reader.get(path).json) for path in READS[role])]


def on_new_sites(request: pytest.FixtureRequest, folder: Path, database: str, role: str) -> list[list[Any]]:
    seen = []
    for number in (KNOWN, UNKNOWN):
        here = folder / number
        here.mkdir()
        with made_site(request, database, here) as site:
            seen.append(probed(site, number, role))
    return seen


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize("role", sorted(READS))
def test_a_probe_with_a_known_number_looks_like_one_with_a_new_one(
    request: pytest.FixtureRequest, tmp_path: Path, database: str, role: str
):
    known, unknown = on_new_sites(request, tmp_path, database, role)
    assert known == unknown
    assert len(known) == len(READS[role]) + 1


def test_who_answers_for_the_figures_does_see_it(request: pytest.FixtureRequest, tmp_path: Path):
    """The control: the difference is there."""
    uniques = []
    for number in (KNOWN, UNKNOWN):
        here = tmp_path / number
        here.mkdir()
        with made_site(request, "sqlite", here) as site:
            probed(site, number, "volunteer")
            uniques.append(site.person("district").get("/totals").json["total"]["unique"])
    assert uniques == [1, 2]
