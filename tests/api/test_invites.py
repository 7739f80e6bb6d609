"""GET, POST /invites, POST /invites/<id>/withdraw."""

import uuid

import pytest

from server.clock import DAY_MS, parse_instant
from tests.entry import enrol, invite
from tests.site import COMMUNE, HAMLET, UNION, Caller, Site


def commune(site: Site) -> Caller:
    return site.person("commune", COMMUNE, "ubnd-xa.28135")


def test_it_works(site: Site):
    made = invite(commune(site))
    assert len(made["code"]) == 26
    assert made["url"] == f"http://127.0.0.1:8000/#moi={made['code']}"
    assert parse_instant(made["expires_at"]) - parse_instant(made["created_at"]) == 7 * DAY_MS
    assert (made["role"], made["organisation"], made["area"], made["hamlet"]) == (
        "volunteer",
        UNION,
        COMMUNE,
        HAMLET,
    )
    assert made["state"] == "open"


def test_a_list_never_shows_the_code(site: Site):
    staff = commune(site)
    made = invite(staff)
    items = staff.get("/invites").json["items"]
    assert [one["id"] for one in items] == [made["id"]]
    assert items[0]["code"] is None
    assert items[0]["url"] is None


def test_a_known_id_returns_what_is_there_without_the_code(site: Site):
    staff = commune(site)
    body = {"id": str(uuid.uuid4()), "name": "A", "role": "volunteer", "organisation": UNION, "area": COMMUNE}
    first, again = staff.post("/invites", body), staff.post("/invites", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json["code"] is None
    assert len(staff.get("/invites").json["items"]) == 1
    other = site.person("district").post("/invites", body)
    assert (other.status_code, other.json["error"]["code"]) == (409, "id.taken")


def test_it_shows_what_became_of_it(site: Site):
    staff = commune(site)
    used, withdrawn = invite(staff), invite(staff)
    enrol(site, used["code"])
    assert staff.post(f"/invites/{withdrawn['id']}/withdraw").json["state"] == "withdrawn"
    assert staff.post(f"/invites/{withdrawn['id']}/withdraw").status_code == 200
    states = {one["id"]: one["state"] for one in staff.get("/invites").json["items"]}
    assert states == {used["id"]: "used", withdrawn["id"]: "withdrawn"}
    answer = staff.post(f"/invites/{used['id']}/withdraw")
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "invite.used")


def test_a_list_comes_in_pages(site: Site):
    staff = commune(site)
    made = sorted(invite(staff)["id"] for _ in range(3))
    first = staff.get("/invites?limit=2").json
    second = staff.get(f"/invites?limit=2&after={first['next']}").json
    assert [one["id"] for one in first["items"] + second["items"]] == made
    assert second["next"] is None


def test_invites_of_another_commune_do_not_exist(site: Site):
    boss, staff = site.person("district"), commune(site)
    theirs = invite(boss, area="28111", organisation="hoi-lhpn-xa.28111", hamlet=None)
    assert staff.get("/invites").json["items"] == []
    assert staff.post(f"/invites/{theirs['id']}/withdraw").status_code == 404


def test_nobody_is_invited_out_of_scope(site: Site):
    staff = commune(site)
    body = {"id": str(uuid.uuid4()), "name": "A", "role": "volunteer", "organisation": UNION, "area": "28111"}
    assert staff.post("/invites", body).status_code == 404
    theirs = site.person("volunteer", "28111", "hoi-lhpn-xa.28111")
    answer = staff.post("/invites", {"id": str(uuid.uuid4()), "person": str(theirs.person_id)})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("role", "told"),
    [("commune", (403, "role.forbidden")), ("district", (404, "not_found")), ("admin", (404, "not_found"))],
)
def test_an_account_above_cannot_be_taken_over(site: Site, role: str, told: tuple[int, str]):
    staff = commune(site)
    above = site.person(role, COMMUNE, "ubnd-xa.28135")
    answer = staff.post("/invites", {"id": str(uuid.uuid4()), "person": str(above.person_id)})
    assert (answer.status_code, answer.json["error"]["code"]) == told


def test_who_left_is_not_invited_again(site: Site):
    boss, volunteer = site.person("district"), site.person("volunteer")
    boss.post(f"/people/{volunteer.person_id}/leave")
    answer = boss.post("/invites", {"id": str(uuid.uuid4()), "person": str(volunteer.person_id)})
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "person.left")


@pytest.mark.parametrize("missing", ["name", "role"])
def test_name_and_role_are_needed(sqlite_site: Site, missing: str):
    body = {"id": str(uuid.uuid4()), "name": "A", "role": "volunteer", "organisation": UNION, "area": COMMUNE}
    del body[missing]
    answer = sqlite_site.person("district").post("/invites", body)
    assert answer.status_code == 422
    assert missing in answer.json["error"]["details"]
