"""/me/factor: setting a second factor up, replacing it, new recovery codes, taking it away."""

import time_machine
from sqlalchemy import select

from server.clock import now_ms
from server.database import reading
from server.people import tokens
from server.people.models import Audit, FactorOffer, LoginAttempt, RecoveryCode, SecondFactor
from tests.entry import PASSWORD, as_bearer, shift, sign_in, with_password
from tests.factors import Authenticator, amid_a_step, set_up  # noqa: F401
from tests.site import Caller, Site


def officer(site: Site, username: str = "huyen") -> Caller:
    return with_password(site.person("district"), username)


def refusal(answer) -> tuple[int, str]:
    return answer.status_code, answer.json["error"]["code"]


def acts() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Audit.act).where(Audit.act.startswith("factor.")).order_by(Audit.id)))


def test_it_works(site: Site):
    person = officer(site)
    none = {"active": False, "since": None, "recovery_left": 0, "required": False}
    assert person.get("/me/factor").json.items() >= none.items()
    offered = person.post("/me/factor", {"password": PASSWORD})
    assert offered.status_code == 201
    phone = Authenticator(offered.json["secret"])
    assert f"secret={phone.secret}" in offered.json["uri"]
    assert person.get("/me/factor").json["active"] is False, "nothing counts before a code was shown"
    assert sign_in(site, "huyen").status_code == 201
    confirmed = person.post("/me/factor/confirm", {"code": phone.code()})
    assert confirmed.status_code == 200
    assert len(set(confirmed.json["recovery_codes"])) == 8
    state = person.get("/me/factor").json
    assert (state["active"], state["recovery_left"]) == (True, 8)
    assert person.get("/me").json["factor"] == {"active": True, "required": False}
    assert acts() == ["factor.set"]


def test_nothing_that_opens_is_in_the_database(site: Site):
    phone, codes = set_up(officer(site))
    with reading() as session:
        row = session.scalars(select(SecondFactor)).one()
        assert phone.secret.encode() not in row.sealed
        kept = set(session.scalars(select(RecoveryCode.code_hash)))
    assert kept == {tokens.digest(tokens.read_code(code) or "") for code in codes}


def test_the_password_is_needed(site: Site):
    person = officer(site)
    for path in ("/me/factor", "/me/factor/codes", "/me/factor/remove"):
        assert refusal(person.post(path, {"password": "sai-mat-khau"})) == (422, "password.wrong")
    set_up(person)


def test_guessing_the_password_here_waits_as_at_sign_in(sqlite_site: Site):
    person = officer(sqlite_site)
    for _ in range(5):
        person.post("/me/factor", {"password": "sai-mat-khau"})
    assert person.post("/me/factor", {"password": PASSWORD}).status_code == 429
    assert sign_in(sqlite_site, "huyen").status_code == 429


def test_somebody_without_a_user_name_has_none(sqlite_site: Site):
    answer = sqlite_site.person("volunteer").post("/me/factor", {"password": PASSWORD})
    assert refusal(answer) == (409, "username.missing")


def test_a_wrong_code_confirms_nothing_and_guessing_waits(site: Site):
    person = officer(site)
    phone = Authenticator(person.post("/me/factor", {"password": PASSWORD}).json["secret"])
    wrong = "000000" if phone.code() != "000000" else "111111"
    for typed in (wrong, "12345", "không có", "١٢٣٤٥٦", wrong):
        assert refusal(person.post("/me/factor/confirm", {"code": typed})) == (401, "session.code_wrong")
    assert refusal(person.post("/me/factor/confirm", {"code": phone.code()})) == (429, "session.locked")
    shift(LoginAttempt, LoginAttempt.key.startswith("factor:"), last_at=now_ms() - 31_000)
    assert person.post("/me/factor/confirm", {"code": f" {phone.code()[:3]} {phone.code()[3:]} "}).status_code == 200


def test_an_offer_runs_out_and_is_good_once(site: Site):
    person = officer(site)
    assert refusal(person.post("/me/factor/confirm", {"code": "123456"})) == (409, "factor.unasked")
    phone = Authenticator(person.post("/me/factor", {"password": PASSWORD}).json["secret"])
    shift(FactorOffer, FactorOffer.person_id == person.person_id, at=now_ms() - 15 * 60_000)
    assert refusal(person.post("/me/factor/confirm", {"code": phone.code()})) == (409, "factor.unasked")
    set_up(person)
    assert refusal(person.post("/me/factor/confirm", {"code": phone.code()})) == (409, "factor.unasked")


def test_the_other_sessions_end_with_each_change(site: Site):
    person = officer(site)
    other = as_bearer(site, sign_in(site, "huyen"))
    phone, codes = set_up(person)
    assert other.get("/me").json["error"]["code"] == "session.expired"
    for number, path in enumerate(("/me/factor/codes", "/me/factor/remove")):
        other = as_bearer(site, sign_in(site, "huyen", factor_code=codes[number]))
        shift(SecondFactor, SecondFactor.person_id == person.person_id, last_step=0)
        assert person.post(path, {"password": PASSWORD, "factor_code": phone.code()}).status_code < 300
        codes = ["", *codes[1:]] if number else ["", *_fresh(person, phone)]
        assert other.get("/me").json["error"]["code"] == "session.expired"
        assert person.get("/me").status_code == 200


def _fresh(person: Caller, phone: Authenticator) -> list[str]:
    shift(SecondFactor, SecondFactor.person_id == person.person_id, last_step=0)
    answer = person.post("/me/factor/codes", {"password": PASSWORD, "factor_code": phone.code()})
    return answer.json["recovery_codes"]


def test_where_there_is_one_changing_it_takes_a_code_too(site: Site):
    person = officer(site)
    phone, codes = set_up(person)
    for path in ("/me/factor", "/me/factor/codes", "/me/factor/remove"):
        assert refusal(person.post(path, {"password": PASSWORD})) == (409, "session.code_needed")
        again = {"password": PASSWORD, "factor_code": phone.code()}
        assert refusal(person.post(path, again)) == (401, "session.code_wrong"), "the code that confirmed it is used up"
        shift(LoginAttempt, LoginAttempt.key.startswith("factor:"), failures=0)
    assert person.post("/me/factor/remove", {"password": PASSWORD, "factor_code": codes[0]}).status_code == 204
    assert person.get("/me/factor").json["active"] is False
    assert sign_in(site, "huyen").status_code == 201
    assert acts() == ["factor.set", "factor.remove"]


def test_what_is_not_there_is_neither_renewed_nor_removed(sqlite_site: Site):
    person = officer(sqlite_site)
    for path in ("/me/factor/codes", "/me/factor/remove"):
        assert refusal(person.post(path, {"password": PASSWORD})) == (409, "factor.missing")


def test_another_phone_takes_over_when_it_has_shown_a_code(site: Site):
    person = officer(site)
    with time_machine.travel(now_ms() / 1000, tick=False) as clock:
        old, codes = set_up(person)
        offered = person.post("/me/factor", {"password": PASSWORD, "factor_code": codes[0]})
        new = Authenticator(offered.json["secret"])
        assert sign_in(site, "huyen", factor_code=old.code(1)).status_code == 201, "until then the old one counts"
        clock.shift(90)
        assert person.post("/me/factor/confirm", {"code": new.code()}).status_code == 200
        clock.shift(90)
        assert refusal(sign_in(site, "huyen", factor_code=old.code())) == (401, "session.code_wrong")
        assert refusal(sign_in(site, "huyen", factor_code=codes[1])) == (401, "session.code_wrong")
        assert sign_in(site, "huyen", factor_code=new.code()).status_code == 201


def test_new_recovery_codes_take_the_place_of_the_old_ones(site: Site):
    person = officer(site)
    _, codes = set_up(person)
    answer = person.post("/me/factor/codes", {"password": PASSWORD, "factor_code": codes[0]})
    new = answer.json["recovery_codes"]
    assert len(new) == 8
    assert not set(new) & set(codes)
    assert refusal(sign_in(site, "huyen", factor_code=codes[1])) == (401, "session.code_wrong")
    assert sign_in(site, "huyen", factor_code=new[0]).status_code == 201
    assert person.get("/me/factor").json["recovery_left"] == 7
