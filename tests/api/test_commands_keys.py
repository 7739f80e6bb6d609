"""`gocua keys`: what there is, the next one, one for later, and the end of an old one, told before it is done."""

import os

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from server import cli
from server.clock import DAY_MS, now_ms
from server.database import reading, writing
from server.keys import NAMES
from server.people.models import Audit, Device
from tests import rotating
from tests.api.test_api_tokens import made
from tests.api.test_backup import done, refused
from tests.batches import new_id, push, put
from tests.entry import sign_in, with_password
from tests.factors import set_up
from tests.pushservice import subscribe
from tests.site import Site


def aged(site: Site, days: int) -> None:
    at = (now_ms() - days * DAY_MS) / 1000
    for path in rotating.folder(site).iterdir():
        os.utime(path, (at, at))


def acts() -> list[tuple[str, str, dict]]:
    with reading() as session:
        rows = session.scalars(select(Audit).where(Audit.act.startswith("keys.")).order_by(Audit.id))
        return [(row.act, row.subject, row.details) for row in rows]


def test_the_list_has_each_with_state_and_age(sqlite_site: Site):
    aged(sqlite_site, 400)
    done(sqlite_site, "keys", "rotate", "anchor")
    done(sqlite_site, "keys", "rotate", "cursor", "--later")
    said = {line.split()[0]: line for line in done(sqlite_site, "keys", "list").output.splitlines()}
    assert said.keys() == {*(f"{name}-1" for name in NAMES), "anchor-2", "cursor-2"}
    assert {name: said[name].split()[1] for name in ("anchor-1", "anchor-2", "cursor-1", "cursor-2")} == {
        "anchor-1": "old",
        "anchor-2": "active",
        "cursor-1": "active",
        "cursor-2": "next",
    }
    assert "400 days" in said["seal-1"]
    assert "OVERDUE" in said["seal-1"]
    assert "OVERDUE" not in said["anchor-2"]
    assert "may be retired from" in said["anchor-1"]


@pytest.mark.parametrize("name", NAMES)
def test_one_after_the_other(sqlite_site: Site, name: str):
    site = sqlite_site
    assert f"made {name}-2" in done(site, "keys", "rotate", name).output
    assert f"gocua keys begin {name}" in done(site, "keys", "rotate", name, "--later").output
    assert "waits to be begun" in refused(site, "keys", "rotate", name)
    assert f"{name}-3 takes over" in done(site, "keys", "begin", name).output
    assert f"no {name} key waits" in refused(site, "keys", "begin", name)
    assert [(act, key) for act, key, _ in acts()] == [
        ("keys.rotate", f"{name}-2"),
        ("keys.rotate", f"{name}-3"),
        ("keys.begin", f"{name}-3"),
    ]


def test_an_old_one_goes_when_it_is_due_and_not_without_a_word(sqlite_site: Site):
    site = sqlite_site
    assert "is in use" in refused(site, "keys", "retire", "anchor", 1, "--yes")
    done(site, "keys", "rotate", "anchor")
    told = done(site, "keys", "retire", "anchor", 1).output
    assert "nothing was deleted" in told
    assert "may be retired from" in done_not(site, "keys", "retire", "anchor", 1, "--yes")
    aged(site, 91)
    assert "deleted anchor-1" in done(site, "keys", "retire", "anchor", 1, "--yes").output
    assert not (rotating.folder(site) / "anchor-1").exists()
    assert "there is no anchor-1" in refused(site, "keys", "retire", "anchor", 1)
    assert acts()[-1] == ("keys.retire", "anchor-1", {})


def done_not(site: Site, *arguments: object) -> str:
    settings = site.app.extensions["gocua.settings"]
    runner = CliRunner(env={"GOCUA_HOME": str(settings.home), "DATABASE_URL": site.url})
    result = runner.invoke(cli.main, [str(one) for one in arguments], obj=lambda: site.app)
    assert result.exit_code == 1, result.output
    return result.output


def test_one_that_got_out_goes_at_once_with_the_reason_in_the_trail(sqlite_site: Site):
    done(sqlite_site, "keys", "rotate", "handover")
    done(sqlite_site, "keys", "retire", "handover", 1, "--yes", "--early", "máy cũ bị mất")
    assert acts()[-1] == ("keys.retire", "handover-1", {"early": "máy cũ bị mất"})


def test_what_hangs_on_a_key_is_told_before(site: Site):
    volunteer, district = site.person(), site.person("district")
    subscribe(volunteer)
    made(district)
    push(volunteer, put(area="99999", caller=volunteer, number="+84912345678"), put(area="99999"))
    with writing() as session:
        device = session.get_one(Device, volunteer.device_id)
        device.last_seen_at = now_ms() - DAY_MS
        session.get_one(Device, district.device_id).last_seen_at = now_ms() + DAY_MS
    told = {}
    set_up(with_password(district, "huyen"))
    for name in ("seal", "anchor", "cursor", "handover", "vapid", "factor"):
        done(site, "keys", "rotate", name)
        told[name] = done(site, "keys", "retire", name, 1).output
    assert "1 numbers sealed to it wait for a person" in told["seal"]
    assert "1 phones were last heard of before its successor" in told["seal"]
    assert "1 phones were last heard of" in told["anchor"]
    assert "pull once from the beginning" in told["cursor"]
    assert "1 tokens of programs were not used since its successor" in told["handover"]
    assert "1 browsers subscribed with it" in told["vapid"]
    assert "1 second factors are encrypted by it" in told["factor"]


def test_second_factors_outlive_their_key(site: Site):
    """What an old key encrypted is encrypted anew before the key goes; phones notice nothing."""
    with_password(district := site.person("district"), "huyen")
    phone, _ = set_up(district)
    done(site, "keys", "rotate", "factor")
    done(site, "keys", "retire", "factor", 1, "--yes")
    assert not (rotating.folder(site) / "factor-1").exists()
    rotating.reload(site)
    assert sign_in(site, "huyen", factor_code=phone.code(1)).status_code == 201


def test_a_server_that_lacks_the_key_of_a_factor_says_so_and_lets_nobody_around_it(site: Site):
    with_password(district := site.person("district"), "huyen")
    phone, _ = set_up(district)
    rotating.rotate(site, "factor")
    rotating.retire(site, "factor")
    answer = sign_in(site, "huyen", factor_code=phone.code(1))
    assert (answer.status_code, answer.json["error"]["code"]) == (503, "server.busy")


def test_one_that_was_never_begun_hangs_on_nothing(sqlite_site: Site):
    done(sqlite_site, "keys", "rotate", "seal", "--later")
    assert "deleted seal-2" in done(sqlite_site, "keys", "retire", "seal", 2, "--yes").output
    done(sqlite_site, "keys", "rotate", "seal")
    push(sqlite_site.person(), put(new_id()))


@pytest.mark.parametrize("arguments", [("rotate", "session"), ("begin",), ("retire", "seal", "0"), ("retire", "seal")])
def test_what_is_no_key_is_refused(sqlite_site: Site, arguments: tuple[str, ...]):
    settings = sqlite_site.app.extensions["gocua.settings"]
    runner = CliRunner(env={"GOCUA_HOME": str(settings.home), "DATABASE_URL": sqlite_site.url})
    assert runner.invoke(cli.main, ["keys", *arguments], obj=lambda: sqlite_site.app).exit_code == 2
