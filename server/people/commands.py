"""The command line of people and of the lists: invite, person, people, areas, figures (protocol §7), and token."""

import csv
import json
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from sqlalchemy.orm import Session

from server.campaign import importing as campaign_importing
from server.campaign import store as campaign_store
from server.campaign.areas import today
from server.campaign.book import Book
from server.campaign.choosing import campaign_option, chosen
from server.campaign.importing import Imported
from server.campaign.service import book_of
from server.campaign.tables import BadTable, Row, read_table
from server.clock import instant
from server.config import Settings
from server.database import writing
from server.errors import Problem
from server.ids import uuid7
from server.people import audit, importing, invites, membership, tokens
from server.people.invites import Author, Issued
from server.people.posts import WITHOUT_UNIT, read_post
from server.people.roles import ROLES
from server.people.token_commands import token
from server.schemas import clean

MakeApp = Callable[[], Flask]
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def register(cli: click.Group) -> None:
    """Adds this room's commands."""
    for command in (invite, person, people, areas, figures, token):
        cli.add_command(command)


@contextmanager
def _changing(make_app: MakeApp, campaign_code: str | None) -> Iterator[tuple[Session, Book]]:
    """The write transaction of a command, with the campaign locked, beside a running server."""
    with make_app().app_context(), writing() as session:
        campaign = campaign_store.lock(session, chosen(session, campaign_code).id)
        if campaign.purged_at is not None:
            raise Problem("campaign.purged")
        yield session, book_of(session, campaign)


def _name(_ctx: click.Context, _param: click.Parameter, typed: str | None) -> str | None:
    """A person's name as it is kept: cleaned, 1 to 200 characters."""
    if typed is None:
        return None
    typed.encode()  # an argument that is not UTF-8 has lone surrogates
    name = clean(typed).strip()
    if not 1 <= len(name) <= 200:
        raise click.BadParameter("1 to 200 characters")
    return name


def _needs(role: str, organisation: str | None, area: str | None) -> None:
    for name, value in (("--organisation", organisation), ("--area", area)):
        if role not in WITHOUT_UNIT and not value:
            raise click.ClickException(f"{name} is required for the role {role}")


@click.command()
@click.option("--role", type=click.Choice(ROLES), help="What the person will be.")
@click.option("--organisation", help="Code, as hoi-lhpn-xa.28135.")
@click.option("--area", help="Code of the hamlet, the commune or the root.")
@click.option("--name", callback=_name, help="The person's name.")
@click.option("--hamlet", help="Code of the hamlet that the form begins with.")
@click.option("--person", "person_id", type=click.UUID, help="Somebody who exists: a new phone, a lost session.")
@click.option("--json", "as_json", is_flag=True, help="Print code, url and expires_at as JSON.")
@campaign_option
@click.pass_obj
def invite(
    make_app: MakeApp,
    role: str | None,
    organisation: str | None,
    area: str | None,
    name: str | None,
    hamlet: str | None,
    person_id: uuid.UUID | None,
    as_json: bool,
    campaign_code: str | None,
) -> None:
    """Make an invite: a link and a code, good for one installation and seven days."""
    if person_id is None:
        if not role or not name:
            raise click.ClickException("--role and --name are required (or --person)")
        _needs(role, organisation, area)
    with _changing(make_app, campaign_code) as (session, dictionary):
        if person_id is not None:
            issued = invites.issue_for(session, dictionary, Author(), person_id, uuid7())
        else:
            post = read_post(dictionary, today(dictionary), role or "", organisation, area, hamlet)
            issued = invites.issue(session, dictionary, Author(), name or "", post, uuid7())
        told = _told(issued)
    if as_json:
        click.echo(json.dumps(told))
        return
    click.echo(f"Code:    {tokens.grouped(told['code'])}\nLink:    {told['url']}\nExpires: {told['expires_at']}")


def _told(issued: Issued) -> dict[str, str]:
    settings: Settings = current_app.extensions["gocua.settings"]
    code = issued.code or ""
    return {
        "code": code,
        "url": invites.link(settings.public_url, code),
        "expires_at": instant(issued.row.expires_at),
    }


@click.group()
def person() -> None:
    """People with a user name."""


@person.command("add")
@click.option("--username", required=True, help="a-z, 0-9, dot, dash, underscore.")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--organisation", help="Code; not needed for district and admin.")
@click.option("--area", help="Code; not needed for district and admin.")
@click.option("--name", required=True, callback=_name)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--existing", is_flag=True, help="Add somebody of another campaign, by user name, to this one too.")
@click.option("--json", "as_json", is_flag=True, help="Print id and username as JSON.")
@campaign_option
@click.pass_obj
def person_add(
    make_app: MakeApp,
    username: str,
    role: str,
    organisation: str | None,
    area: str | None,
    name: str,
    password_stdin: bool,
    existing: bool,
    as_json: bool,
    campaign_code: str | None,
) -> None:
    """Add a person who signs in with a user name and a password."""
    _needs(role, organisation, area)
    password = None
    if password_stdin:
        password = sys.stdin.readline().removesuffix("\n").removesuffix("\r")
    elif not existing and sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with _changing(make_app, campaign_code) as (session, dictionary):
        post = read_post(dictionary, today(dictionary), role, organisation, area)
        if existing:
            added = membership.join(session, dictionary, Author(), username, post)
        else:
            added = membership.add(session, dictionary, Author(), uuid7(), name, post, username, password)
        told = {"id": str(added.id), "username": added.username}
    click.echo(json.dumps(told) if as_json else f"Added {told['username']} ({told['id']})")


@click.group()
def people() -> None:
    """Many people at once."""


@people.command("import")
@click.argument("file", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list instead of CSV.")
@campaign_option
@click.pass_obj
def people_import(make_app: MakeApp, file: Path, as_json: bool, campaign_code: str | None) -> None:
    """Invite the people of a CSV or XLSX table: name, role, organisation, area, hamlet.

    The codes are printed once; keep the output where only those who hand them out can read it.
    """
    with _rows(file, importing.COLUMNS) as rows, _changing(make_app, campaign_code) as (session, dictionary):
        told = [
            {"name": one.row["name"], **_told(one.issued)} for one in importing.import_people(session, dictionary, rows)
        ]
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    writer = csv.DictWriter(sys.stdout, ["name", "code", "url", "expires_at"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(told)


@click.group()
def areas() -> None:
    """The campaign's list of areas."""


@areas.command("import")
@click.argument("file", type=_FILE)
@campaign_option
@click.pass_obj
def areas_import(make_app: MakeApp, file: Path, campaign_code: str | None) -> None:
    """Add or correct areas of a CSV or XLSX table: code, name, type, parent, valid_from."""
    with (
        _rows(file, campaign_importing.AREA_COLUMNS, campaign_importing.AREA_NAMES) as rows,
        _changing(make_app, campaign_code) as (session, dictionary),
    ):
        done = campaign_importing.import_areas(session, dictionary, rows, file.name)
        _note(session, dictionary, "areas.import", file, done)
    _say(done)


@click.group()
def figures() -> None:
    """Published figures of areas."""


@figures.command("import")
@click.argument("file", type=_FILE)
@campaign_option
@click.pass_obj
def figures_import(make_app: MakeApp, file: Path, campaign_code: str | None) -> None:
    """State the figures of a CSV or XLSX table: area, measure, value, as_of, source."""
    with (
        _rows(file, campaign_importing.FIGURE_COLUMNS) as rows,
        _changing(make_app, campaign_code) as (session, dictionary),
    ):
        done = campaign_importing.import_figures(session, dictionary, rows)
        _note(session, dictionary, "figures.import", file, done)
    _say(done)


@contextmanager
def _rows(file: Path, required: tuple[str, ...], renamed: dict[str, str] | None = None) -> Iterator[list[Row]]:
    """The table's rows; what is wrong with it or its rows goes out line by line, and nothing is imported."""
    try:
        yield read_table(file, required, renamed)
    except BadTable as bad:
        for line in bad.lines[1:]:
            click.echo(f"Error: {line}", err=True)
        raise click.ClickException(f"{bad.lines[0]} (nothing was imported)") from bad


def _note(session: Session, dictionary: Book, act: str, file: Path, done: Imported) -> None:
    details: dict[str, Any] = {"added": done.added, "changed": done.changed}
    audit.record(session, act, file.name, campaign_id=dictionary.campaign_id, actor_id=None, details=details)


def _say(done: Imported) -> None:
    click.echo(f"{done.added} added, {done.changed} corrected, {done.unchanged} as before")
