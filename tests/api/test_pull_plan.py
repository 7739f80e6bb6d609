"""What a pull costs PostgreSQL: a page is read in order, however much follows; nothing is planned again and again."""

from typing import Any

import pytest
from sqlalchemy import text

from server.database import reading, writing
from server.sync.bulk import Bulk
from tests.batches import push, put
from tests.site import Site

MANY = 20_000


def _multiply(site: Site) -> None:
    """The one record, many times over; the database knows how many there are."""
    with site.app.app_context(), writing() as session:
        session.execute(
            text(
                "INSERT INTO record (campaign_id, record_id, person_id, seq, op_id, rev, area_id, mode, outcome_id,"
                " happened_at, eff, day, organisation_id, bits) SELECT campaign_id, gen_random_uuid(), person_id,"
                " seq + n, op_id, rev, area_id, mode, outcome_id, happened_at, eff, day, organisation_id, bits"
                " FROM record, generate_series(1, :many) AS n"
            ),
            {"many": MANY},
        )
        session.execute(text("UPDATE campaign SET head = head + :many"), {"many": MANY})
        session.execute(text("ANALYZE record"))


@pytest.mark.parametrize("who", ["volunteer", "district"])
@pytest.mark.parametrize("site", ["postgresql"], indirect=True)
def test_a_page_of_many_records_is_not_sorted(site: Site, monkeypatch: pytest.MonkeyPatch, who: str):
    volunteer = site.person()
    push(volunteer, put())
    _multiply(site)
    caller = volunteer if who == "volunteer" else site.person(who)
    plans: list[str] = []
    asked = Bulk.rows

    def rows(bulk: Bulk, sql: str, *params: Any, **lists: Any) -> list[tuple[Any, ...]]:
        if " FROM record {by:" in sql:
            plans.append("\n".join(str(row[0]) for row in asked(bulk, "EXPLAIN " + sql, *params)))
        return asked(bulk, sql, *params, **lists)

    monkeypatch.setattr(Bulk, "rows", rows)
    page = caller.get("/sync/pull?limit=100").json
    assert len(page["rows"]) == 100
    assert page["more"]
    (plan,) = plans
    assert "Index Scan" in plan
    assert "Sort" not in plan


@pytest.mark.parametrize("site", ["postgresql"], indirect=True)
def test_what_a_pull_asks_stays_prepared(site: Site):
    volunteer = site.person()
    push(volunteer, put())
    for _ in range(10):
        volunteer.get("/sync/pull?limit=100")
    with site.app.app_context(), reading() as session:
        prepared = session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    for asked in ("FROM session JOIN", "FROM campaign WHERE", "FROM record"):
        assert any(asked in statement for statement in prepared), prepared
