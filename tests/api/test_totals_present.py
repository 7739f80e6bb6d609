"""GET /api/v1/totals: what is kept of the present and brought up to date is what would be added up anew."""

from datetime import date
from random import Random

import pytest

from server.totals import service
from server.totals.present import FAR, Present
from tests.rollups import Ledger, outcome_codes
from tests.site import COMMUNE, HAMLET, ROOT, UNION, Caller, Site

QUERIES = (
    "", "?by=hamlet", "?by=day", "?by=mode", "?by=outcome", "?by=organisation&organisation=hoi-lhpn",
    f"?by=hamlet&within={COMMUNE}", "?since=2021-08-20&until=2021-08-21", "?by=mode&since=2021-08-21",
)  # fmt: skip


def told(caller: Caller, query: str) -> tuple:
    answer = caller.get(f"/totals{query}").json
    return answer["seq"], answer["rows"], answer["total"]


@pytest.mark.parametrize("role", ["district", "commune", "reporter"])
def test_kept_sums_equal_new_ones_after_each_commit(site: Site, role: str, monkeypatch):
    chance, ledger = Random(role), Ledger(site)
    area, organisation = (COMMUNE, UNION) if role == "commune" else (ROOT, "hoi-lhpn")
    caller = site.person(role, area=area, organisation=organisation)
    places, outcomes = (HAMLET, COMMUNE, ROOT, "28111"), sorted(outcome_codes(site))[:4]
    allowed = [one for one in QUERIES if role != "commune" or one != QUERIES[5]]
    kept = service._present
    for _ in range(8):
        entry = (
            chance.choice(places), UNION, date(2021, 8, chance.randint(19, 22)), chance.choice(("door", "phone")),
            chance.choice(outcomes),
        )  # fmt: skip
        counts = tuple(chance.randint(1, 9) for _ in range(5))
        ledger.add(*entry, counts=counts)
        asked = chance.sample(allowed, 4)
        before = {query: told(caller, query) for query in asked}
        # all of it is withdrawn again: rows and outcomes of nothing must go
        ledger.add(*entry, counts=tuple(-one for one in counts))
        for query in asked:
            brought_up_to_date = told(caller, query)
            monkeypatch.setattr(service, "_present", Present(64))
            assert brought_up_to_date == told(caller, query)
            assert brought_up_to_date[0] == before[query][0] + 1
            monkeypatch.setattr(service, "_present", kept)


def test_only_a_nearer_earlier_state_is_brought_up_to_date():
    present: Present[list[int]] = Present(2)
    asked: list[str] = []

    def at(key: str, head: int) -> list[int]:
        def anew() -> list[int]:
            asked.append("anew")
            return [head]

        def onward(seq: int, sums: list[int]) -> list[int]:
            asked.append(f"from {seq}")
            return [*sums, head]

        return present.get(key, head, anew, onward)

    assert at("a", 5) == [5]
    assert at("a", 5) == [5]
    assert at("a", 7) == [5, 7]
    assert at("a", 7 + FAR) == [7 + FAR]
    assert at("a", 6) == [6], "a database that was put back"
    assert at("a", 8) == [6, 8]
    at("b", 1)
    at("c", 1)
    assert at("a", 9) == [9], "the oldest of three was forgotten"
    assert asked == ["anew", "from 5", "anew", "anew", "from 6", "anew", "anew", "anew"]
