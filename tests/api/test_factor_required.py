"""GOCUA_FACTOR_FOR: roles that get nowhere on an installation before they have a second factor."""

from dataclasses import replace

import pytest

from server.config import SettingsError, from_environment
from tests.api.test_me_factor import officer, refusal
from tests.batches import put
from tests.entry import PASSWORD, as_bearer, sign_in, with_password
from tests.factors import amid_a_step, set_up  # noqa: F401
from tests.site import COMMUNE, Site


def require(site: Site, *roles: str) -> None:
    settings = site.app.extensions["gocua.settings"]
    site.app.extensions["gocua.settings"] = replace(settings, factor_for=roles)


def test_it_works(site: Site):
    person = officer(site)
    require(site, "district", "admin")
    for path in ("/directory", "/people", "/totals?by=commune", "/notices"):
        assert refusal(person.get(path)) == (403, "factor.required"), "a session of before opens nothing either"
    back = as_bearer(site, sign_in(site, "huyen"))
    assert back.get("/me").json["factor"] == {"active": False, "required": True}
    assert back.get("/me/factor").json["required"] is True
    phone, _ = set_up(back)
    assert back.get("/directory").status_code == 200
    assert refusal(sign_in(site, "huyen")) == (409, "session.code_needed")
    assert as_bearer(site, sign_in(site, "huyen", factor_code=phone.code(1))).get("/people").status_code == 200


def test_other_roles_and_programs_go_on_as_before(site: Site):
    admin = with_password(site.person("admin"), "quan-tri")
    commune, volunteer = site.person("commune", COMMUNE, "ubnd-xa.28135"), site.person("volunteer")
    require(site, "admin")
    assert refusal(admin.get("/people")) == (403, "factor.required")
    assert commune.get("/people").status_code == 200
    pushed = volunteer.post("/sync/push", {"batch_id": "0190a1b2-0000-7000-8000-000000000001", "ops": [put()]})
    assert pushed.status_code == 200


def test_the_password_can_be_changed_and_one_can_leave(sqlite_site: Site):
    person = officer(sqlite_site)
    require(sqlite_site, "district")
    assert person.post("/me/password", {"old": PASSWORD, "new": "chín con cò trắng bay"}).status_code == 204
    assert person.call("DELETE", "/session").status_code == 204


def test_whoever_removes_it_is_asked_to_set_it_up_again(sqlite_site: Site):
    person = officer(sqlite_site)
    _, codes = set_up(person)
    require(sqlite_site, "district")
    assert person.get("/people").status_code == 200
    assert person.post("/me/factor/remove", {"password": PASSWORD, "factor_code": codes[0]}).status_code == 204
    assert refusal(person.get("/people")) == (403, "factor.required")


def test_it_names_roles_that_have_a_password():
    assert from_environment({"GOCUA_FACTOR_FOR": "admin, district"}).factor_for == ("admin", "district")
    assert from_environment({}).factor_for == ()
    with pytest.raises(SettingsError, match="GOCUA_FACTOR_FOR"):
        from_environment({"GOCUA_FACTOR_FOR": "volunteer"})
