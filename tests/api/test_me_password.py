"""POST /me/password."""

import pytest
from sqlalchemy import select

from server.clock import DAY_MS, now_ms
from server.database import reading
from server.people.models import Audit, Invite, LoginAttempt
from tests.entry import PASSWORD, as_bearer, enrol, invite, shift, sign_in, with_password
from tests.site import Site

NEW = "mot-mat-khau-khac"


def test_it_works(site: Site):
    person = with_password(site.person("district"), "huyen")
    assert person.post("/me/password", {"old": PASSWORD, "new": NEW}).status_code == 204
    assert sign_in(site, "huyen").json["error"]["code"] == "session.credentials"
    assert sign_in(site, "huyen", NEW).status_code == 201


def test_all_other_sessions_end(site: Site):
    person = with_password(site.person("district"), "huyen")
    other = as_bearer(site, sign_in(site, "huyen"))
    person.post("/me/password", {"old": PASSWORD, "new": NEW})
    assert person.get("/me").status_code == 200
    assert other.get("/me").json["error"]["code"] == "session.expired"


@pytest.mark.parametrize("old", [None, "sai-mat-khau"])
def test_the_old_one_is_needed(site: Site, old: str | None):
    person = with_password(site.person("district"), "huyen")
    body = {"new": NEW} if old is None else {"old": old, "new": NEW}
    answer = person.post("/me/password", body)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "password.wrong")
    assert sign_in(site, "huyen").status_code == 201


def test_a_short_one_is_refused(sqlite_site: Site):
    person = with_password(sqlite_site.person("district"), "huyen")
    answer = person.post("/me/password", {"old": PASSWORD, "new": "ngan"})
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "password.weak")


def test_one_s_own_name_is_no_password(sqlite_site: Site):
    person = with_password(sqlite_site.person("district", name="Trần Văn Thượng"), "van.thuong")
    answer = person.post("/me/password", {"old": PASSWORD, "new": "Văn Thượng 1984"})
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "password.weak")


def test_guessing_the_old_one_is_slowed_down(sqlite_site: Site):
    person = with_password(sqlite_site.person("district"), "huyen")
    for _ in range(5):
        person.post("/me/password", {"old": "sai-mat-khau", "new": NEW})
    assert person.post("/me/password", {"old": PASSWORD, "new": NEW}).status_code == 429
    shift(LoginAttempt, LoginAttempt.key.startswith("user:"), last_at=now_ms() - 31_000)
    assert person.post("/me/password", {"old": PASSWORD, "new": NEW}).status_code == 204


def forgotten(site: Site):
    """Somebody who forgot the password and came in by an invite."""
    person = with_password(site.person("commune", "28135", "ubnd-xa.28135"), "my-le")
    made = invite_again(site, person.person_id)
    return as_bearer(site, enrol(site, made))


def invite_again(site: Site, person_id) -> str:
    import uuid

    answer = site.person("district").post("/invites", {"id": str(uuid.uuid4()), "person": str(person_id)})
    return answer.json["code"]


def test_who_forgot_it_comes_in_by_an_invite_and_sets_a_new_one(site: Site):
    caller = forgotten(site)
    assert caller.post("/me/password", {"new": NEW}).status_code == 204
    assert sign_in(site, "my-le", NEW).status_code == 201


def test_a_day_later_the_old_one_is_needed_again(sqlite_site: Site):
    caller = forgotten(sqlite_site)
    shift(Invite, Invite.used_device_id == caller.device_id, used_at=now_ms() - DAY_MS - 1)
    assert caller.post("/me/password", {"new": NEW}).json["error"]["code"] == "password.wrong"


def test_somebody_without_a_user_name_cannot_have_one(sqlite_site: Site):
    caller = as_bearer(sqlite_site, enrol(sqlite_site, invite(sqlite_site.person("district"))["code"]))
    answer = caller.post("/me/password", {"new": NEW})
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "username.missing")


def test_the_trail_tells_that_and_not_what(sqlite_site: Site):
    person = with_password(sqlite_site.person("district"), "huyen")
    person.post("/me/password", {"old": PASSWORD, "new": NEW})
    with reading() as session:
        lines = session.scalars(select(Audit).where(Audit.act == "password.change")).all()
        told = repr([(line.subject, line.details) for line in lines])
    assert len(lines) == 1
    assert NEW not in told
    assert PASSWORD not in told
