"""POST /session and POST /enrol of people with a second factor: the password first, then a code, each code once."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from server.clock import now_ms
from server.database import reading
from server.people.models import Audit, LoginAttempt, SecondFactor
from tests.api.test_me_factor import officer, refusal
from tests.api.test_session import second_campaign
from tests.entry import as_bearer, enrol, invite, shift, sign_in, with_password
from tests.factors import amid_a_step, set_up  # noqa: F401
from tests.site import COMMUNE, Site


def test_it_works(site: Site):
    phone, _ = set_up(officer(site))
    asked = sign_in(site, "huyen")
    assert refusal(asked) == (409, "session.code_needed")
    assert "token" not in asked.json
    answer = sign_in(site, "huyen", factor_code=phone.code(1))
    assert answer.status_code == 201
    assert as_bearer(site, answer).get("/me").json["factor"]["active"] is True


def test_an_account_without_one_signs_in_as_ever_even_with_a_code(sqlite_site: Site):
    officer(sqlite_site)
    assert sign_in(sqlite_site, "huyen").status_code == 201
    assert sign_in(sqlite_site, "huyen", factor_code="123456").status_code == 201


@pytest.mark.parametrize("code", [None, "123456", "right"])
def test_before_the_password_is_right_nothing_tells_that_there_is_one(site: Site, code: str | None):
    """Which accounts have one would tell a guesser where to go on: the answer is that of unknown names."""
    phone, _ = set_up(officer(site))
    given = {} if code is None else {"factor_code": phone.code(1) if code == "right" else code}
    with_one, unknown = (sign_in(site, name, "sai-mat-khau", **given) for name in ("huyen", "khong-co"))
    assert refusal(with_one) == refusal(unknown) == (401, "session.credentials")
    assert with_one.json["error"] == unknown.json["error"]
    assert set(with_one.headers.keys()) == set(unknown.headers.keys())
    assert sign_in(site, "huyen", factor_code=phone.code(1)).status_code == 201, "no code was used up"


def test_a_code_is_taken_once(site: Site):
    phone, _ = set_up(officer(site))
    code = phone.code(1)
    assert sign_in(site, "huyen", factor_code=code).status_code == 201
    assert refusal(sign_in(site, "huyen", factor_code=code)) == (401, "session.code_wrong")
    assert refusal(sign_in(site, "huyen", factor_code=phone.code())) == (401, "session.code_wrong"), "nor an older one"


def test_of_ten_at_once_with_one_code_one_gets_in(site: Site):
    phone, codes = set_up(officer(site))
    for code in (phone.code(1), codes[0]):
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _, one=code: sign_in(site, "huyen", factor_code=one).status_code, range(10)))
        assert answers.count(201) == 1
        assert set(answers) <= {201, 401, 429}
        for key in ("factor:", "user:"):
            shift(LoginAttempt, LoginAttempt.key.startswith(key), failures=0)


def test_a_recovery_code_stands_in_once_and_the_trail_knows(site: Site):
    person = officer(site)
    _, codes = set_up(person)
    typed = codes[0].lower().replace("-", " ")
    assert sign_in(site, "huyen", factor_code=typed).status_code == 201
    assert refusal(sign_in(site, "huyen", factor_code=codes[0])) == (401, "session.code_wrong")
    assert sign_in(site, "huyen", factor_code=codes[1]).status_code == 201
    with reading() as session:
        used = session.scalars(select(Audit).where(Audit.act == "factor.recovery")).all()
    assert [one.subject for one in used] == [str(person.person_id)] * 2
    assert codes[0] not in str([one.details for one in used])


def test_somebody_else_s_recovery_code_opens_nothing(sqlite_site: Site):
    set_up(officer(sqlite_site))
    _, theirs = set_up(officer(sqlite_site, "huyen-2"))
    assert refusal(sign_in(sqlite_site, "huyen", factor_code=theirs[0])) == (401, "session.code_wrong")


def test_guessing_codes_waits_and_the_right_one_waits_too(site: Site):
    phone, codes = set_up(officer(site))
    wrong = "000000" if phone.code(1) != "000000" else "111111"
    for _ in range(5):
        assert refusal(sign_in(site, "huyen", factor_code=wrong)) == (401, "session.code_wrong")
        assert refusal(sign_in(site, "huyen")) == (409, "session.code_needed"), "the password forgives no code"
    for code in (phone.code(1), codes[0]):
        answer = sign_in(site, "huyen", factor_code=code)
        assert refusal(answer) == (429, "session.locked")
        assert 1 <= int(answer.headers["Retry-After"]) <= 30
    shift(LoginAttempt, LoginAttempt.key.startswith("factor:"), last_at=now_ms() - 31_000)
    assert sign_in(site, "huyen", factor_code=phone.code(1)).status_code == 201
    with reading() as session:
        counted = session.scalars(select(LoginAttempt).where(LoginAttempt.key.startswith("factor:"))).one()
    assert counted.failures == 0


def test_choosing_among_campaigns_does_not_use_the_code_up(site: Site):
    person = officer(site)
    phone, _ = set_up(person)
    second_campaign(site, person.person_id)
    code = phone.code(1)
    assert refusal(sign_in(site, "huyen")) == (409, "session.code_needed"), "the campaigns are told after the code"
    assert refusal(sign_in(site, "huyen", factor_code=code)) == (409, "campaign.choose")
    assert sign_in(site, "huyen", factor_code=code, campaign="vneid-2026").status_code == 201
    assert refusal(sign_in(site, "huyen", factor_code=code, campaign="vneid-2026")) == (401, "session.code_wrong")


def test_an_invite_is_no_way_around_it(site: Site):
    district = officer(site)
    person = officer(site, "huyen-2")
    before = invite(district, person=str(person.person_id))["code"]
    install_id = uuid.uuid4()
    used = invite(site.person("admin"), role="commune", area=COMMUNE, organisation="ubnd-xa.28135", hamlet=None)["code"]
    newcomer = as_bearer(site, enrol(site, used, install_id))
    set_up(person)
    assert refusal(enrol(site, before)) == (409, "invite.factor"), "one that was made before"
    body = {"id": str(uuid.uuid4()), "person": str(person.person_id)}
    assert refusal(district.post("/invites", body)) == (409, "invite.factor"), "nor is one made"
    set_up(with_password(newcomer, "my-le"))
    assert refusal(enrol(site, used, install_id)) == (409, "invite.factor"), "nor may it be redeemed again"


def test_a_row_under_another_name_opens_nothing(sqlite_site: Site):
    """Whoever writes in the database without the key cannot give an account the factor of another."""
    mine, theirs = officer(sqlite_site), officer(sqlite_site, "huyen-2")
    phone, _ = set_up(mine)
    set_up(theirs)
    with reading() as session:
        sealed = session.get_one(SecondFactor, mine.person_id).sealed
    shift(SecondFactor, SecondFactor.person_id == theirs.person_id, sealed=sealed)
    assert refusal(sign_in(sqlite_site, "huyen-2", factor_code=phone.code(1))) == (503, "server.busy")
