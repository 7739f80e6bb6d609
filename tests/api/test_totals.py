"""GET /api/v1/totals: what was logged, by area, organisation, day, mode or outcome, beside what was published."""

from datetime import date

import pytest

from tests.rollups import Ledger, outcome_codes
from tests.site import COMMUNE, HAMLET, ROOT, UNION, Site

EVERY = ("hamlet", "commune", "organisation", "day", "mode", "outcome")
YOUTH = "doan-tn-xa.28111"


@pytest.fixture
def ledger(site: Site) -> Ledger:
    """Two communes, three organisations, three days, records of every kind of area."""
    ledger = Ledger(site)
    ledger.add(HAMLET, UNION, date(2021, 8, 18), "door", "ok_installed_used", (5, 5, 4, 1, 3))
    ledger.add(HAMLET, UNION, date(2021, 8, 19), "gate", "owner_absent", (2, 0, 0, 0, 0))
    ledger.add("28135-cho-tram", UNION, date(2021, 8, 19), "door", "ok_installed_nophone", (3, 3, 2, 0, 0))
    ledger.add(COMMUNE, "mttq-xa.28135", date(2021, 8, 19), "phone", "ok_installed_used", (2, 2, 2, 0, 2))
    ledger.add("28111-xoai-doi", YOUTH, date(2021, 8, 20), "door", "ok_installed_used", (7, 7, 6, 6, 0))
    ledger.add(ROOT, YOUTH, date(2021, 8, 20), "counter", "other", (1, 0, 0, 0, 0))
    return ledger


def rows(answer) -> dict[str, dict]:
    codes = [row["code"] for row in answer.json["rows"]]
    assert codes == sorted(codes)
    assert len(codes) == len(set(codes))
    return {row["code"]: row for row in answer.json["rows"]}


def counted(entries, keep) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip((0,) * 5, *(one.counts for one in entries if keep(one)), strict=True))


def measures(row: dict) -> tuple[int, ...]:
    return tuple(row[name] for name in ("records", "assists", "unique", "unchecked", "unique_in_use"))


def test_it_works(site: Site, ledger: Ledger):
    answer = site.person("district").get("/totals")
    assert answer.status_code == 200
    found = rows(answer)
    assert answer.json["by"] == "commune"
    assert answer.json["seq"] == 6
    assert measures(found[COMMUNE]) == (12, 10, 8, 1, 5)
    assert found[COMMUNE]["name"] == "Xã Mỹ Lệ"
    assert found[COMMUNE]["outcomes"] == {"ok_installed_used": 7, "owner_absent": 2, "ok_installed_nophone": 3}
    assert measures(answer.json["total"]) == (20, 17, 14, 7, 5)
    assert answer.json["total"]["code"] == ROOT


def test_rows_add_up_to_the_total(site: Site, ledger: Ledger):
    district = site.person("district")
    for by in EVERY:
        answer = district.get(f"/totals?by={by}").json
        for name in ("records", "assists"):
            assert sum(row[name] for row in answer["rows"]) == answer["total"][name] > 0
        for name in ("unique", "unchecked", "unique_in_use"):
            shares = [row[name] for row in answer["rows"]]
            if by in ("mode", "outcome"):
                assert set(shares) == {None}
            else:
                assert sum(shares) == answer["total"][name] > 0
        assert measures(answer["total"]) == (20, 17, 14, 7, 5)
        assert sum(answer["total"]["outcomes"].values()) == 20


def test_hamlets_have_a_row_each_and_one_for_what_is_not_known(site: Site, ledger: Ledger):
    found = rows(site.person("district").get("/totals?by=hamlet"))
    assert len(found) == 26 + 17 + 1
    assert (found[COMMUNE]["name"], found[COMMUNE]["records"]) == ("Chưa rõ ấp", 2)
    assert (found[ROOT]["name"], found[ROOT]["records"]) == ("Chưa rõ xã", 1)
    assert found["28150-1"]["records"] == 0
    assert found["28150-1"]["outcomes"] == {}


def test_communes_have_a_row_each_and_one_for_the_root(site: Site, ledger: Ledger):
    found = rows(site.person("district").get("/totals?by=commune"))
    assert len(found) == 18
    assert (found[ROOT]["name"], found[ROOT]["records"]) == ("Chưa rõ xã", 1)


def test_days_are_those_with_records_in_order(site: Site, ledger: Ledger):
    found = rows(site.person("district").get("/totals?by=day"))
    assert list(found) == ["2021-08-18", "2021-08-19", "2021-08-20"]
    assert measures(found["2021-08-19"]) == (7, 5, 4, 0, 2)


def test_every_outcome_and_mode_has_a_row(site: Site, ledger: Ledger):
    district = site.person("district")
    outcomes = rows(district.get("/totals?by=outcome"))
    assert set(outcomes) == outcome_codes(site)
    assert (outcomes["owner_absent"]["records"], outcomes["refused_other"]["records"]) == (2, 0)
    modes = rows(district.get("/totals?by=mode"))
    assert set(modes) == {"door", "gate", "phone", "point", "counter"}
    assert (modes["door"]["records"], modes["door"]["assists"], modes["point"]["records"]) == (15, 15, 0)
    assert modes["door"]["name"] == "Tại nhà"


def test_organisations_at_the_top_carry_their_subtree(site: Site, ledger: Ledger):
    found = rows(site.person("district").get("/totals?by=organisation"))
    assert found["hoi-lhpn"]["records"] == 10
    assert found["doan-tn"]["records"] == 8
    assert found["hoi-ccb"]["records"] == 0
    assert "" not in found
    assert UNION not in found


def test_an_organisation_lists_its_children_and_itself(site: Site, ledger: Ledger):
    ledger.add(organisation="hoi-lhpn")
    answer = site.person("district").get("/totals?by=organisation&organisation=hoi-lhpn")
    found = rows(answer)
    assert len(found) == 17 + 1
    assert (found[UNION]["records"], found["hoi-lhpn"]["records"]) == (10, 1)
    assert answer.json["total"]["records"] == 11


@pytest.mark.parametrize("within", [ROOT, COMMUNE, HAMLET, "28111"])
def test_within_narrows_to_the_subtree(site: Site, ledger: Ledger, within: str):
    district = site.person("district")
    inside = counted(ledger.entries, lambda one: within == ROOT or one.area.startswith(within))
    for by in EVERY:
        answer = district.get(f"/totals?by={by}&within={within}").json
        assert measures(answer["total"]) == inside
        assert sum(row["records"] for row in answer["rows"]) == inside[0]
        assert answer["total"]["code"] == within


def test_within_a_commune_lists_its_hamlets_and_itself(site: Site, ledger: Ledger):
    district = site.person("district")
    assert set(rows(district.get(f"/totals?by=hamlet&within={COMMUNE}"))) == {COMMUNE, HAMLET, "28135-cho-tram"}
    assert set(rows(district.get(f"/totals?by=commune&within={COMMUNE}"))) == {COMMUNE}
    assert set(rows(district.get(f"/totals?by=hamlet&within={HAMLET}"))) == {HAMLET}


@pytest.mark.parametrize("organisation", ["hoi-lhpn", UNION, YOUTH])
def test_an_organisation_narrows_to_its_subtree(site: Site, ledger: Ledger, organisation: str):
    district = site.person("district")
    theirs = {UNION} if organisation == "hoi-lhpn" else {organisation}
    inside = counted(ledger.entries, lambda one: one.organisation in theirs)
    for by in EVERY:
        answer = district.get(f"/totals?by={by}&organisation={organisation}").json
        assert measures(answer["total"]) == inside
        assert sum(row["records"] for row in answer["rows"]) == inside[0]


@pytest.mark.parametrize(
    ("since", "until"),
    [("2021-08-19", None), (None, "2021-08-19"), ("2021-08-19", "2021-08-19"), ("2021-08-20", "2021-08-18")],
)
def test_days_narrow(site: Site, ledger: Ledger, since: str | None, until: str | None):
    district = site.person("district")
    days = (f"&since={since}" if since else "") + (f"&until={until}" if until else "")
    for theirs, organisation in ((None, ""), (UNION, "&organisation=hoi-lhpn")):
        inside = counted(
            ledger.entries,
            lambda one, theirs=theirs: (
                (since or "") <= one.day.isoformat() <= (until or "9") and theirs in (None, one.organisation)
            ),
        )
        for by in EVERY:
            answer = district.get(f"/totals?by={by}{days}{organisation}").json
            assert measures(answer["total"]) == inside
            assert sum(row["records"] for row in answer["rows"]) == inside[0]


def test_the_names_follow_the_language(site: Site, ledger: Ledger):
    english = {"Accept-Language": "en"}
    district = site.person("district")
    assert rows(district.get("/totals?by=hamlet", headers=english))[COMMUNE]["name"] == "Hamlet not known"
    assert rows(district.get("/totals?by=mode", headers=english))["door"]["name"] == "At the door"
    assert rows(district.get("/totals?by=outcome", headers=english))["owner_absent"]["name"] == "Phone owner away"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("by=village", "by"),
        ("by=", "by"),
        ("since=2021-8-1", "since"),
        ("until=20210801", "until"),
        ("until=2021-02-30", "until"),
        ("as_of=-1", "as_of"),
        ("as_of=2021-08-19", "as_of"),
        ("as_of=2021-08-19T05:59:59Z", "as_of"),
        ("within=", "within"),
        ("organisation=", "organisation"),
        ("area=28135", "area"),
        ("by=day&by=mode", "by"),
    ],
)
def test_a_malformed_query_says_which_part(sqlite_site: Site, query: str, field: str):
    answer = sqlite_site.person("district").get(f"/totals?{query}")
    assert answer.status_code == 422
    assert answer.json["error"]["code"] == "request.invalid"
    assert list(answer.json["error"]["details"]) == [field]


@pytest.mark.parametrize("query", ["within=99999", "organisation=khong-co", "within=28135&organisation=khong-co"])
def test_a_code_that_does_not_exist_is_not_found(sqlite_site: Site, query: str):
    answer = sqlite_site.person("district").get(f"/totals?{query}")
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "not_found")


def test_without_a_session_nothing_is_told(sqlite_site: Site):
    answer = sqlite_site.call("GET", "/totals")
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "session.missing")


def test_a_session_is_asked_for_before_the_query_is_looked_at(sqlite_site: Site):
    assert sqlite_site.call("GET", "/totals?by=village").status_code == 401
