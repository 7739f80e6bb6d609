"""`gocua token make|list|revoke`: read-only ways in for other programs, from the server's own command line."""

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import Flask, current_app
from sqlalchemy.orm import Session

from server.campaign import store as campaign_store
from server.campaign.book import Book
from server.campaign.choosing import campaign_option, chosen
from server.campaign.models import Campaign
from server.campaign.service import book_of
from server.clock import instant, now_ms
from server.database import reading, writing
from server.errors import Problem
from server.ids import uuid7
from server.people import api_tokens, programs, store
from server.people.invites import Author
from server.people.models import ApiToken
from server.schemas import clean

MakeApp = Callable[[], Flask]
_ALL = 10_000


@click.group()
def token() -> None:
    """Read-only tokens for other programs: figures, files, records without numbers, metrics."""


def _name(_ctx: click.Context, _param: click.Parameter, typed: str) -> str:
    typed.encode()  # an argument that is not UTF-8 has lone surrogates
    name = clean(typed).strip()
    if not 1 <= len(name) <= 100:
        raise click.BadParameter("1 to 100 characters")
    return name


def _rights(_ctx: click.Context, _param: click.Parameter, typed: str) -> tuple[str, ...]:
    named = tuple(one.strip() for one in typed.split(","))
    for one in named:
        if one not in api_tokens.RIGHTS:
            raise click.BadParameter(f"{one!r} is none of {', '.join(api_tokens.RIGHTS)}")
    return named


@contextmanager
def _changing(make_app: MakeApp, campaign_code: str | None) -> Iterator[tuple[Session, Book]]:
    """The write transaction of a command, with the campaign locked, beside a running server."""
    with make_app().app_context(), writing() as session:
        yield session, book_of(session, campaign_store.lock(session, chosen(session, campaign_code).id))


@token.command("make")
@click.option("--name", required=True, callback=_name, help="What it is for.")
@click.option("--rights", required=True, callback=_rights, help="totals, exports, records, metrics; commas between.")
@click.option("--area", help="Code: sees what the area's commune sees.")
@click.option("--organisation", help="Code: sees what its reporter sees.")
@click.option("--days", type=click.IntRange(1, api_tokens.LONGEST_DAYS), default=90, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print id, token and expires_at as JSON.")
@campaign_option
@click.pass_obj
def token_make(
    make_app: MakeApp,
    name: str,
    rights: tuple[str, ...],
    area: str | None,
    organisation: str | None,
    days: int,
    as_json: bool,
    campaign_code: str | None,
) -> None:
    """Make a token and print it, once. Without --area and --organisation it sees the whole campaign."""
    if area and organisation:
        raise click.ClickException("only one of --area and --organisation")
    wanted = programs.Wanted(uuid7(), name, rights, days, area, organisation)
    with _changing(make_app, campaign_code) as (session, dictionary):
        if session.get_one(Campaign, dictionary.campaign_id).purged_at is not None:
            raise Problem("campaign.purged")
        made = programs.make(session, dictionary, current_app.extensions["gocua.keys"], Author(), wanted)
        told = {"id": str(made.row.id), "token": made.secret, "expires_at": instant(made.row.expires_at)}
    if as_json:
        click.echo(json.dumps(told))
        return
    click.echo(f"Token:   {told['token']}\nId:      {told['id']}\nExpires: {told['expires_at']}")


@token.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@campaign_option
@click.pass_obj
def token_list(make_app: MakeApp, as_json: bool, campaign_code: str | None) -> None:
    """List a campaign's tokens, the newest first; never what opens them."""
    with make_app().app_context(), reading() as session:
        campaign = chosen(session, campaign_code)
        dictionary = book_of(session, campaign)
        told = [_told(dictionary, row) for row, _ in store.tokens_page(session, campaign.id, None, _ALL)]
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for one in told:
        scope = one["area"] or one["organisation"] or dictionary.code
        used = one["used_at"] or "never used"
        click.echo(f"{one['id']}  {one['state']:<7}  {','.join(one['rights'])}  {scope}  {used}  {one['name']}")
    if not told:
        click.echo(f"{dictionary.code}: no tokens")


def _told(dictionary: Book, row: ApiToken) -> dict[str, Any]:
    area, unit = row.area_id, row.organisation_id
    return {
        "id": str(row.id),
        "name": row.name,
        "rights": api_tokens.rights_of(row),
        "area": None if area is None else dictionary.area(area).code,
        "organisation": None if unit is None else dictionary.organisation(unit).code,
        "state": api_tokens.state_of(row, now_ms()),
        "created_at": instant(row.created_at),
        "expires_at": instant(row.expires_at),
        "used_at": None if row.used_at is None else instant(row.used_at),
    }


@token.command("revoke")
@click.argument("token_id", type=click.UUID, metavar="ID")
@campaign_option
@click.pass_obj
def token_revoke(make_app: MakeApp, token_id: uuid.UUID, campaign_code: str | None) -> None:
    """Close a token from its next request on."""
    with _changing(make_app, campaign_code) as (session, dictionary):
        row = programs.revoke(session, dictionary, Author(), token_id)
        name = row.name
    click.echo(f"Revoked: {name}")
