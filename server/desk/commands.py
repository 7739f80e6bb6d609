"""`gocua export totals|records FILE`: a whole campaign's tables as files, the same as /exports/* give the district.

Beside it, `gocua person reset-factor` (desk.admin).

Promises: a file is there whole or not at all, readable by its owner only; nothing is replaced unless `--force`.
"""

import itertools
import os
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import click
from flask import Flask

from server.campaign.choosing import campaign_option, chosen
from server.campaign.models import Campaign
from server.campaign.service import book_of
from server.clock import day_of, now_ms
from server.database import reading, writing
from server.desk import export_tables, store
from server.desk import records as desk_records
from server.desk.admin import factor_reset
from server.desk.selection import Selection
from server.errors import Problem
from server.people import audit
from server.people.commands import person
from server.people.scope import scope_of
from server.people.service import Caller
from server.schemas import clean
from server.totals import table
from server.totals.long_sheet import MOST_ROWS, xlsx_pieces
from server.totals.question import BY, Question
from server.totals.service import Totals
from server.totals.sheet import csv_lines

MakeApp = Callable[[], Flask]
_FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
_FORCE = click.option("--force", is_flag=True, help="Replace FILE when it is there already.")
_DAY = click.DateTime(["%Y-%m-%d"])
_TABLES = {".csv": table.as_csv, ".xlsx": table.as_xlsx}


def register(cli: click.Group) -> None:
    """Adds this room's commands."""
    cli.add_command(export)
    person.add_command(factor_reset.command)


@click.group()
def export() -> None:
    """Tables of a whole campaign as files for a spreadsheet."""


@export.command()
@_FILE
@click.option("--by", type=click.Choice(BY), default="commune", show_default=True, help="What each row is.")
@click.option("--within", help="Code of an area, with all below it.")
@click.option("--since", type=_DAY, help="First day.")
@click.option("--until", type=_DAY, help="Last day.")
@_FORCE
@campaign_option
@click.pass_obj
def totals(
    make_app: MakeApp,
    file: Path,
    by: str,
    within: str | None,
    since: datetime | None,
    until: datetime | None,
    force: bool,
    campaign_code: str | None,
) -> None:
    """Totals to FILE, as CSV or as a workbook by its ending (.csv, .xlsx)."""
    made = _TABLES[_ending(file, *_TABLES)]
    file = _free(file, force)
    if since and until and since > until:
        raise click.ClickException("--since is after --until")
    place = None if within is None else clean(within).strip()
    question = Question(by, place, None, since.date() if since else None, until.date() if until else None)
    with make_app().app_context(), reading() as session:
        campaign = chosen(session, campaign_code)
        now = now_ms()
        book = book_of(session, campaign)
        if place is not None and book.resolve(place, day_of(now, book.tz)) is None:
            raise Problem("area.unknown", place)
        calling = _office(campaign)
        found = Totals(session, campaign, scope_of(session, calling), calling, question, now, "vi")
        answer = found.answer()
        _write(file, [made(found.book, answer, found.caption())])
    click.echo(f"{file}: {len(answer['rows']):,} rows and their total, up to seq {found.seq}")


@export.command()
@_FILE
@click.option(
    "--state",
    type=click.Choice(["counted", "void", "outside", "all"]),
    default="counted",
    show_default=True,
    help="Which records.",
)
@_FORCE
@campaign_option
@click.pass_obj
def records(make_app: MakeApp, file: Path, state: str, force: bool, campaign_code: str | None) -> None:
    """Records to FILE, as CSV or as a workbook by its ending (.csv, .xlsx); never a number. Noted in the trail."""
    ending = _ending(file, ".csv", ".xlsx")
    file = _free(file, force)
    app = make_app()
    query = {"state": state}
    with app.app_context():
        with reading() as session:
            campaign = chosen(session, campaign_code)
            if campaign.purged_at is not None:
                raise Problem("campaign.purged")
            calling = _office(campaign)
            length = store.count_records(session, Selection(session, calling, query).conditions())
        if ending == ".xlsx" and length > MOST_ROWS:
            raise Problem("export.too_long", f"{length:,} records")
        with writing() as session:
            audit.record(
                session,
                "records.export",
                calling.campaign_code,
                campaign_id=calling.campaign_id,
                actor_id=None,
                details={**query, "file": ending[1:]},
            )
        rows = desk_records.rows_of_file(app, calling, query)
        numbers = itertools.count(1)  # what was written, where others are pushing meanwhile
        with click.progressbar(rows, length=length, label="records", file=sys.stderr) as bar:
            counted = (row for row, _ in zip(bar, numbers, strict=False))
            if ending == ".xlsx":
                _write(file, xlsx_pieces(export_tables.headings(export_tables.RECORDS), counted, "Lượt ghi"))
            else:
                _write(file, csv_lines(export_tables.names(export_tables.RECORDS), counted))
    click.echo(f"{file}: {next(numbers) - 1:,} records")


def _office(campaign: Campaign) -> Caller:
    """Whoever sits at the server sees what the district sees: the whole campaign."""
    nobody = uuid.UUID(int=0)
    return Caller(
        person_id=nobody,
        device_id=nobody,
        campaign_id=campaign.id,
        campaign_code=campaign.code,
        role="district",
        organisation_id=None,
        area_id=campaign.root_area,
        membership_id=0,
        token_kind="",
        revoked=False,
        name="",
        hamlet_id=None,
        member_since=0,
        enrolled_at=0,
        token_hash=b"",
    )


def _ending(file: Path, *allowed: str) -> str:
    ending = file.suffix.lower()
    if ending not in allowed:
        raise click.ClickException(f"FILE must end in {' or '.join(allowed)}")
    return ending


def _free(file: Path, force: bool) -> Path:
    """The file's own place, behind links; ClickException when it cannot be written to."""
    file = file.resolve()
    if not file.parent.is_dir():
        raise click.ClickException(f"there is no folder {file.parent}")
    if file.exists() and not file.is_file():
        raise click.ClickException(f"{file} is not a file")
    if file.exists() and not force:
        raise click.ClickException(f"{file} is there already; --force replaces it")
    return file


def _write(file: Path, pieces: Iterable[bytes]) -> None:
    """Puts the pieces in place of the file at once, when all of them are on the disk."""
    handle, name = tempfile.mkstemp(prefix=".gocua-export-", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.writelines(pieces)
            out.flush()
            os.fsync(out.fileno())
        os.replace(name, file)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise
