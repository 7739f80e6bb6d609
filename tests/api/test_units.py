"""GET, PUT /units: who leads a unit, whom to ask, what it owes (Directive R01, R04)."""

from tests.site import COMMUNE, UNION, Caller, Site

COMMITTEE = "ubnd-xa.28135"


def describe(caller: Caller, code: str, **body):
    return caller.call("PUT", f"/units/{code}", json=body)


def test_it_works(site: Site):
    staff = site.person("commune", COMMUNE, COMMITTEE)
    body = {
        "head_name": "Ông Bảy",
        "head_title": "Chủ tịch",
        "contact_name": "Chị Tám",
        "contact_phone": "0272 388 0000",
    }
    assert describe(staff, COMMITTEE, **body).status_code == 200
    (row,) = (one for one in staff.get("/units").json["items"] if one["code"] == COMMITTEE)
    assert {name: row[name] for name in body} == body
    assert (row["level"], row["area"], row["groups"]) == ("commune", COMMUNE, ["all_staff"])
    assert row["obligations"] == ["R08", "R03"]


def test_a_bank_owes_nothing(site: Site):
    staff = site.person("commune", COMMUNE, COMMITTEE)
    body = {"code": "ngan-hang.a", "name": "Ngân hàng A", "parent": "ngan-hang", "area": COMMUNE}
    staff.post("/organisations", body)
    (row,) = staff.get("/units?kind=bank").json["items"]
    assert (row["obligations"], row["groups"]) == ([], [])


def test_the_commune_says_when_it_asked_an_enterprise(site: Site):
    staff = site.person("commune", COMMUNE, COMMITTEE)
    body = {"code": "dn-1", "name": "Công ty A", "parent": "doanh-nghiep", "area": COMMUNE}
    staff.post("/organisations", body)
    row = describe(staff, "dn-1", asked_on="2021-08-18", place="Cụm CN Long Cang").json
    assert (row["asked_on"], row["place"], row["groups"]) == ("2021-08-18", "Cụm CN Long Cang", ["workers"])
    company = site.person("reporter", COMMUNE, "dn-1")
    assert describe(company, "dn-1", asked_on="2021-08-17").status_code == 403
    told = describe(company, "dn-1", contact_name="Cô Út").json
    assert (told["contact_name"], told["asked_on"]) == ("Cô Út", "2021-08-18"), "the enterprise takes nothing back"
    assert describe(staff, "dn-1", asked_on="2099-01-01").json["error"]["code"] == "statement.future"


def test_units_elsewhere_do_not_exist(site: Site):
    staff = site.person("commune", COMMUNE, COMMITTEE)
    assert describe(staff, "ubnd-xa.28111").status_code == 404
    assert describe(staff, "nobody").json["error"]["code"] == "organisation.unknown"
    assert all(one["area"].startswith(COMMUNE) for one in staff.get("/units").json["items"])
    own = site.person("reporter", COMMUNE, UNION).get("/units").json["items"]
    assert [one["code"] for one in own] == [UNION]


def test_the_district_sees_all_in_pages(site: Site):
    district, seen, after = site.person("district"), [], ""
    while True:
        page = district.get(f"/units?limit=50{after}").json
        seen += page["items"]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert sum("R08" in one["obligations"] for one in seen) == 43
    assert sum("R03" in one["obligations"] for one in seen) == 43
    assert sorted(one["code"] for one in seen if "R13" in one["obligations"]) == [
        "cong-doan", "doan-tn", "hoi-ccb", "hoi-lhpn", "hoi-nong-dan", "mttq",
    ]  # fmt: skip
