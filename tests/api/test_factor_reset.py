"""POST /people/<id>/factor/reset and `gocua person reset-factor`: when phone and recovery codes are lost."""

from sqlalchemy import select

from server.database import reading
from server.people.models import Audit
from tests.api.test_backup import done, refused
from tests.api.test_me_factor import officer, refusal
from tests.entry import PASSWORD, as_bearer, sign_in, with_password
from tests.factors import amid_a_step, set_up  # noqa: F401
from tests.site import Caller, Site


def told(who: Caller) -> list[str]:
    return [one["title"] for one in who.get("/notices").json["items"] if one["kind"] == "factor.reset"]


def resets() -> list[tuple[str, bool]]:
    with reading() as session:
        rows = session.scalars(select(Audit).where(Audit.act == "factor.reset"))
        return [(row.subject, row.actor_id is not None) for row in rows]


def test_it_works(site: Site):
    admin, person = site.person("admin"), officer(site)
    phone, codes = set_up(person)
    assert admin.post(f"/people/{person.person_id}/factor/reset").status_code == 204
    assert person.get("/me").json["error"]["code"] == "session.expired", "whoever has the lost phone is out too"
    came_back = sign_in(site, "huyen")
    assert came_back.status_code == 201
    assert told(as_bearer(site, came_back)) == ["Mã xác thực của bạn đã được gỡ"]
    assert resets() == [(str(person.person_id), True)]
    again = as_bearer(site, came_back)
    fresh, _ = set_up(again)
    for code in (codes[0], phone.code(1)):
        assert refusal(sign_in(site, "huyen", factor_code=code)) == (401, "session.code_wrong"), "of before"
    assert sign_in(site, "huyen", factor_code=fresh.code(1)).status_code == 201


def test_admins_see_who_has_one_and_others_do_not(site: Site):
    admin, person = site.person("admin"), officer(site)
    set_up(person)

    def seen(who: Caller) -> set[bool | None]:
        return {one["factor"] for one in who.get("/people").json["items"] if one["id"] == str(person.person_id)}

    assert seen(admin) == {True}
    assert seen(person) == {None}
    assert admin.get(f"/people/{admin.person_id}").json["factor"] is False


def test_one_s_own_is_not_reset_but_removed_with_a_code(sqlite_site: Site):
    admin = with_password(sqlite_site.person("admin"), "quan-tri")
    set_up(admin)
    assert refusal(admin.post(f"/people/{admin.person_id}/factor/reset")) == (403, "role.forbidden")


def test_nothing_is_there_to_be_reset(sqlite_site: Site):
    admin, person = sqlite_site.person("admin"), officer(sqlite_site)
    assert refusal(admin.post(f"/people/{person.person_id}/factor/reset")) == (409, "factor.missing")


def test_the_command_line_does_it_for_the_last_admin(site: Site):
    admin = with_password(site.person("admin"), "quan-tri")
    set_up(admin)
    assert "is taken away" in done(site, "person", "reset-factor", "--username", "Quan-Tri").output
    back = as_bearer(site, sign_in(site, "quan-tri", PASSWORD))
    assert told(back) == ["Mã xác thực của bạn đã được gỡ"]
    assert admin.get("/me").json["error"]["code"] == "session.expired"
    assert resets() == [(str(admin.person_id), False)]
    assert "factor.missing" in refused(site, "person", "reset-factor", "--username", "quan-tri")
    assert "person.unknown" in refused(site, "person", "reset-factor", "--username", "khong-co")
