"""`gocua token make|list|revoke`: tokens for other programs, without a browser."""

import json
import uuid

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from server.campaign import store as campaign_store
from server.cli import main
from server.clock import DAY_MS, now_ms, parse_instant
from server.database import reading, writing
from server.people.models import Audit
from tests.site import COMMUNE, UNION, Site

MAKE = ("make", "--name", "Bảng của Sở", "--rights", "totals,exports")


def run(site: Site, *words: object) -> Result:
    return CliRunner().invoke(main, ["token", *(str(word) for word in words)], obj=lambda: site.app)


def fails(result: Result, told: str) -> None:
    assert result.exit_code != 0
    assert told in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr


def status(site: Site, token: str, path: str = "/totals") -> int:
    return site.call("GET", path, headers={"Authorization": f"Bearer {token}"}).status_code


def test_it_works(site: Site):
    told = json.loads(run(site, *MAKE, "--json").stdout)
    assert status(site, told["token"]) == 200
    assert status(site, told["token"], "/records") == 403
    days = (parse_instant(told["expires_at"]) - now_ms()) / DAY_MS
    assert 89.9 < days <= 90
    listed = json.loads(run(site, "list", "--json").stdout)
    assert [(one["id"], one["state"], one["rights"]) for one in listed] == [
        (told["id"], "active", ["totals", "exports"])
    ]
    assert told["token"] not in run(site, "list").stdout
    assert run(site, "revoke", told["id"]).stdout == "Revoked: Bảng của Sở\n"
    assert status(site, told["token"]) == 401
    with reading() as session:
        acts = [(one.act, one.actor_id) for one in session.scalars(select(Audit).order_by(Audit.id))]
    assert acts == [("token.make", None), ("token.use", None), ("token.revoke", None)]


def test_for_people_it_is_printed_once_in_three_lines(sqlite_site: Site):
    lines = run(sqlite_site, *MAKE, "--area", COMMUNE).stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == ["Token", "Id", "Expires"]
    token = lines[0].split()[-1]
    assert status(sqlite_site, token, f"/totals?within={COMMUNE}") == 200
    assert status(sqlite_site, token, "/totals?within=28111") == 404
    line = run(sqlite_site, "list").stdout
    assert COMMUNE in line
    assert "totals,exports" in line


def test_metrics_are_given_here_too(sqlite_site: Site):
    assert run(sqlite_site, "make", "--name", "Prometheus", "--rights", "metrics", "--days", "366").exit_code == 0


def test_without_any_the_list_says_so(sqlite_site: Site):
    assert run(sqlite_site, "list").stdout == "can-duoc-bluezone-2021: no tokens\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((*MAKE, "--area", COMMUNE, "--organisation", UNION), "only one of --area and --organisation"),
        ((*MAKE, "--area", "99999"), "area.unknown"),
        ((*MAKE, "--organisation", "khong-co"), "organisation.unknown"),
        ((*MAKE, "--days", "367"), "--days"),
        (("make", "--name", "A", "--rights", "totals,write"), "'write' is none of totals"),
        (("make", "--name", " ", "--rights", "totals"), "1 to 100 characters"),
        (("make", "--name", "\udcff", "--rights", "totals"), "not UTF-8"),
        (("make", "--name", "A", "--rights", "metrics", "--area", COMMUNE), "whole installation"),
        ((*MAKE, "--campaign", "khong-co"), "campaign.unknown"),
        (("revoke", str(uuid.UUID(int=7))), "not_found"),
        (("revoke", "x"), "UUID"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(sqlite_site: Site, words: tuple[str, ...], told: str):
    fails(run(sqlite_site, *words), told)


def test_a_purged_campaign_gets_no_new_ones(sqlite_site: Site):
    with writing() as session:
        campaign_store.lock(session, sqlite_site.campaign_id).purged_at = now_ms()
    fails(run(sqlite_site, *MAKE), "campaign.purged")
