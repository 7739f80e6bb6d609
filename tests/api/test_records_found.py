"""Lists of records and draws among many: the same records whichever way they are looked for, for few statements."""

import uuid
from random import Random

import pytest

from server.desk import checks, finding
from tests.batches import ABSENT, PARTLY, new_id, push, put, review, statuses
from tests.site import COMMUNE, HAMLET, Caller, Site
from tests.statements import counted

OTHER_HAMLET = "28135-cho-tram"
FAR, FAR_UNION = "28111-xoai-doi", "doan-tn-xa.28111"
QUERIES = (
    "", f"within={COMMUNE}", f"within={HAMLET}", "organisation=doan-tn", f"outcome={ABSENT}", "mode=gate",
    f"within={HAMLET}&outcome={PARTLY}&mode=door", "state=void", "state=outside", "state=all",
    "since=2021-08-18", "until=2021-08-18", f"since=2021-08-17&until=2090-01-01&within={COMMUNE}",
)  # fmt: skip


@pytest.fixture
def busy(site: Site) -> Caller:
    """Records of two volunteers in three hamlets, some corrected, withdrawn, voided, or out of scope."""
    rng = Random(3)
    near, far = site.person("volunteer", COMMUNE), site.person("volunteer", FAR, FAR_UNION)
    district = site.person("district")
    for _ in range(4):
        ids = [new_id() for _ in range(12)]
        ops = [
            put(one, area=rng.choice([HAMLET, OTHER_HAMLET]), outcome=rng.choice([ABSENT, PARTLY]), mode=mode)
            for one, mode in zip(ids, ["door", "gate"] * 6, strict=True)
        ]
        assert set(statuses(push(near, *ops))) == {"stored"}
        push(near, put(ids[0], 2, void=True), put(ids[1], 2, area=OTHER_HAMLET))
        push(far, *(put(area=FAR) for _ in range(3)))
        push(district, review(near.person_id, ids[2]), review(near.person_id, ids[3], "ok"))
    return district


def listed(caller: Caller, query: str) -> list[str]:
    """All pages of a list, three records each."""
    found: list[str] = []
    after = ""
    while True:
        page = caller.get(f"/records?limit=3&{query}{after}")
        assert page.status_code == 200, page.json
        found += [one["record_id"] for one in page.json["items"]]
        if page.json["next"] is None:
            return found
        after = f"&after={page.json['next']}"


def test_it_works(busy: Caller, monkeypatch: pytest.MonkeyPatch):
    by_place = {query: listed(busy, query) for query in QUERIES}
    monkeypatch.setattr(finding, "FEW", -1)
    monkeypatch.setattr(finding, "DATED", -1)
    walked = {query: listed(busy, query) for query in QUERIES}
    assert by_place == walked
    assert len(by_place[""]) > len(by_place[f"within={HAMLET}"]) > 0
    assert by_place["state=void"]


def test_a_narrow_list_is_taken_by_place_and_a_wide_one_walked(busy: Caller, monkeypatch: pytest.MonkeyPatch):
    with counted() as narrow:
        busy.get(f"/records?within={HAMLET}")
    monkeypatch.setattr(finding, "FEW", 0)
    with counted() as wide:
        busy.get(f"/records?within={HAMLET}")
    assert any("record AS beside" in one for one in narrow)
    assert not any("record AS beside" in one for one in wide)
    (fetched,) = (one for one in narrow if "beside.seq IN" in one)
    assert "ORDER BY" not in fetched, "asked for in order, SQLite would walk through all records"


def test_a_list_takes_as_many_statements_whatever_there_is(busy: Caller):
    counts = []
    for limit in (1, 40):
        with counted() as seen:
            assert busy.get(f"/records?limit={limit}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 10


def draw(staff: Caller, count: int, **body: str) -> list[str]:
    answer = staff.post("/spot-checks", {"draw": str(uuid.uuid4()), "count": count, **body})
    assert answer.status_code == 200, answer.json
    return [one["record"]["record_id"] for one in answer.json["items"]]


@pytest.fixture
def thrown(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a campaign of a million: seqs are thrown at it."""
    monkeypatch.setattr(checks, "_AT_ONCE", 8)


def test_every_record_of_a_selection_can_be_drawn_and_none_besides(busy: Caller, thrown: None):
    wanted = set(listed(busy, f"within={HAMLET}"))
    found: set[str] = set()
    for _ in range(40):
        found |= set(draw(busy, 3, within=HAMLET))
    assert found == wanted
    assert draw(busy, 3, within=HAMLET) == []


def test_a_draw_goes_without_sorting_all_records(busy: Caller, thrown: None):
    with counted() as seen:
        assert len(draw(busy, 2)) == 2
    assert not any("random()" in one for one in seen)
    begun = next(place for place, one in enumerate(seen) if "UPDATE" in one or "INSERT INTO" in one)
    locked = [one for one in seen[:begun] if "FROM record" in one and "LEFT OUTER JOIN spot_check" in one]
    assert all("beside.seq IN" in one for one in locked), "within the lock only those that were drawn are looked at"
