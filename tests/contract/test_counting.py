"""Protocol §4 and §5 from outside: what ops become in the totals. Each test has a commune of its own."""

import uuid
from itertools import count

import pytest

from tests.contract.conftest import Client, World
from tests.contract.sealing import seal

NUMBERS = (f"+8491{n:07d}" for n in count(1_000_000))
USED = {"mode": "door", "outcome": "ok_installed_used"}


@pytest.fixture
def commune(request, world: World):
    taken = world.__dict__.setdefault("communes", iter([f"28{n}" for n in range(108, 159, 3)]))
    return next(taken)


@pytest.fixture(scope="session")
def officer(world: World) -> Client:
    return world.enrol("district")


def put(client: Client, area: str, number: str | None = None, record: str | None = None, rev: int = 1, **body):
    record = record or str(uuid.uuid4())
    full = {"area": area, **USED, **body}
    if number:
        full |= {"sealed_phone": seal(client.enrolled["seal_key"], record, number), "consent": "phone-2021-1"}
    return client.op(full, record, rev)


def figures(officer: Client, commune: str) -> dict[str, int]:
    reply = officer.get("/totals?by=commune")
    assert reply.status == 200, reply.raw
    row = next(row for row in reply.json["rows"] if row["code"] == commune)
    return {k: row[k] for k in ("records", "assists", "unique", "unchecked", "unique_in_use")}


def counts(records, assists, unique, unchecked, in_use):
    return dict(zip(("records", "assists", "unique", "unchecked", "unique_in_use"),
                    (records, assists, unique, unchecked, in_use), strict=True))  # fmt: skip


def volunteer(world: World, commune: str, **options) -> Client:
    return world.enrol(area=commune, organisation=f"hoi-lhpn-xa.{commune}", **options)


def test_one_number_is_one_phone_whoever_logs_it(world, officer, commune):
    one, two = volunteer(world, commune), volunteer(world, commune)
    number = next(NUMBERS)
    assert one.statuses(put(one, commune, number), put(one, commune)) == ["stored", "stored"]
    assert two.statuses(put(two, commune, number, outcome="ok_installed_nophone")) == ["stored"]
    assert figures(officer, commune) == counts(3, 3, 2, 1, 1)


def test_a_correction_adds_changes_and_drops_the_number(world, officer, commune):
    client = volunteer(world, commune)
    record, first, second = str(uuid.uuid4()), next(NUMBERS), next(NUMBERS)
    assert client.statuses(put(client, commune, None, record)) == ["stored"]
    assert figures(officer, commune) == counts(1, 1, 1, 1, 0)
    assert client.statuses(put(client, commune, first, record, 2)) == ["stored"]
    assert figures(officer, commune) == counts(1, 1, 1, 0, 1)
    assert client.statuses(put(client, commune, second, record, 3)) == ["stored"]
    other = volunteer(world, commune)
    assert other.statuses(put(other, commune, first)) == ["stored"]
    assert figures(officer, commune) == counts(2, 2, 2, 0, 2)
    assert client.statuses(put(client, commune, None, record, 4, keep_number=True)) == ["stored"]
    assert figures(officer, commune) == counts(2, 2, 2, 0, 2)
    assert client.statuses(put(client, commune, None, record, 5)) == ["stored"]
    assert figures(officer, commune) == counts(2, 2, 2, 1, 1)


def test_a_withdrawn_record_counts_nowhere(world, officer, commune):
    client = volunteer(world, commune)
    record = str(uuid.uuid4())
    ops = put(client, commune, next(NUMBERS), record), put(client, commune, None, record, 2, void=True)
    assert client.statuses(ops[1], ops[0]) == ["stored", "stored"]
    assert figures(officer, commune) == counts(0, 0, 0, 0, 0)


def test_a_review_voids_even_when_it_came_first_and_can_be_taken_back(world, officer, commune):
    client = volunteer(world, commune)
    record = str(uuid.uuid4())
    body = {"person": client.person, "seen_rev": 1, "verdict": "void", "reason": "gọi lại không có"}
    assert officer.statuses(officer.op(body, record, kind="review.put")) == ["stored"]
    assert client.statuses(put(client, commune, next(NUMBERS), record)) == ["stored"]
    assert figures(officer, commune) == counts(0, 0, 0, 0, 0)
    back = {**body, "verdict": "ok"}
    assert officer.statuses(officer.op(back, record, rev=2, kind="review.put")) == ["stored"]
    assert figures(officer, commune) == counts(1, 1, 1, 0, 1)


def test_areas_and_organisations_add_up_to_the_total(world, officer):
    for by in ("commune", "hamlet", "organisation", "day", "mode", "outcome"):
        answer = officer.get(f"/totals?by={by}").json
        total = answer["total"]
        for name in ("records", "assists"):
            assert sum(row[name] for row in answer["rows"]) == total[name], (by, name)
        if by not in ("mode", "outcome"):
            for name in ("unique", "unchecked", "unique_in_use"):
                assert sum(row[name] for row in answer["rows"]) == total[name], (by, name)
        assert [row["code"] for row in answer["rows"]] == sorted(row["code"] for row in answer["rows"])


def test_the_district_has_its_own_denominators_and_an_etag(world, officer):
    reply = officer.get("/totals")
    total = reply.json["total"]
    assert total["smartphones"]["value"] == 115894
    assert total["population"]["value"] == 188092
    assert total["official"]["installed"] == 35921
    assert total["official"]["as_of"] == "2021-08-16"
    assert set(reply.json["freshness"]) == {"devices", "synced_24h", "waiting_on_phones", "oldest_unsent_at"}
    again = officer.get("/totals", If_None_Match=reply.headers["ETag"])
    assert (again.status, again.raw) == (304, b"")
    assert again.headers["Gocua"] == "1"


def test_as_of_a_seq_is_what_it_was_then(world, officer, commune):
    client = volunteer(world, commune)
    before = officer.get("/totals").json["seq"]
    client.push(put(client, commune), put(client, commune))
    rows = officer.get(f"/totals?as_of={before}").json
    assert rows["seq"] == before
    assert next(r for r in rows["rows"] if r["code"] == commune)["records"] == 0
    assert figures(officer, commune)["records"] == 2


def test_a_volunteer_sees_no_unique_and_only_until_midnight(world, officer, commune):
    client = volunteer(world, commune)
    client.push(put(client, commune))
    answer = client.get("/totals?by=hamlet").json
    assert answer["total"]["records"] == 0
    assert answer["total"]["unique"] is None
    assert client.get("/totals?within=28999").status == 404


def test_a_bad_question_is_422_and_a_foreign_area_404(world, officer):
    assert officer.get("/totals?by=planet").status == 422
    assert officer.get("/totals?since=yesterday").status == 422
    assert officer.get("/totals?within=nowhere").status == 404
    assert officer.get("/totals?nonsense=1").status == 422
