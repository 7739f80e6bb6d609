"""GET /me: who is calling."""

import pytest

from tests.site import HAMLET, ROOT, UNION, Site


def test_it_works(site: Site):
    body = site.person("volunteer").get("/me").json
    assert body["role"] == body["person"]["role"] == "volunteer"
    membership = body["membership"]
    assert (membership["area"], membership["organisation"], membership["role"]) == (HAMLET, UNION, "volunteer")
    assert body["seal_key"].keys() == {"id", "public"}
    assert body["limits"]["max_ops"] == 200
    assert body["campaign"]["sample"] is True


@pytest.mark.parametrize("role", ["district", "admin"])
def test_the_district_has_no_organisation_and_the_root(sqlite_site: Site, role: str):
    membership = sqlite_site.person(role).get("/me").json["membership"]
    assert (membership["organisation"], membership["area"]) == (None, ROOT)


def test_an_answer_with_a_session_carries_anchor_and_epoch(site: Site):
    body = site.person("volunteer").get("/me").json
    assert body["anchor"]
    assert body["epoch"]


def test_the_handover_key_is_of_the_device_alone(site: Site):
    first = site.person("volunteer")
    other = site.device(first.person_id)
    keys = [one.get("/me").json["handover_key"] for one in (first, first, other)]
    assert keys[0] == keys[1] != keys[2]
