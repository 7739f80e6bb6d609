"""The command line of upkeep: backup, restore, purge, the trail, and `key_commands` (protocol.md §7)."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click
from flask import Flask

from server.campaign.choosing import campaign_option
from server.clock import instant
from server.desk import erasures
from server.schemas import clean
from server.upkeep import backup as backups
from server.upkeep import drill, trail
from server.upkeep import purge as purging
from server.upkeep import restore as restores
from server.upkeep import rights as database_rights
from server.upkeep.key_commands import keys
from server.upkeep.noting import note

MakeApp = Callable[[], Flask]


def register(cli: click.Group) -> None:
    """Adds this room's commands."""
    for command in (backup, restore, keys, purge, audit, rights):
        cli.add_command(command)


def _progress(line: str) -> None:
    click.echo(line, err=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def backup(make_app: MakeApp, file: Path) -> None:
    """Write the database as it is now to FILE, beside a running server. Keys are not in it: keep them apart."""
    app = make_app()
    manifest = backups.make(app, file, _progress)
    details = {"made_at": manifest.made_at, "bytes": manifest.bytes, "sha256": manifest.sha256}
    note(app, "backup.make", file.name, {**details, "head": sum(one["head"] for one in manifest.campaigns)}, _progress)
    for campaign in manifest.campaigns:
        click.echo(f"{campaign['code']}: up to seq {campaign['head']}")
    click.echo(f"{file}: {manifest.bytes:,} bytes, sha256 {manifest.sha256}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--test", "only_test", is_flag=True, help="Try it out in a place of its own; the database stays.")
@click.option("--scratch", metavar="URL", help="With --test on PostgreSQL: an empty database to try it out in.")
@click.pass_obj
def restore(make_app: MakeApp, file: Path, only_test: bool, scratch: str | None) -> None:
    """Put the database of FILE in place; the present one is kept aside. Phones then send what is missing in it."""
    if only_test:
        tested = drill.test(make_app(), file, scratch, _progress)
        if tested.problem is not None:
            raise click.ClickException(f"{file} cannot be put back: {tested.problem}")
        click.echo(f"{file}: made {tested.manifest.made_at}, can be put back ({tested.seconds} s); all figures agree")
        return
    manifest, aside = restores.apply(make_app(), file, _progress)
    for campaign in manifest.campaigns:
        click.echo(f"{campaign['code']}: back to seq {campaign['head']}, under a new epoch")
    click.echo(f"the database that was in place: {aside}")


@click.command()
@campaign_option
@click.option("--yes", is_flag=True, help="Delete; without it, only tell what would go.")
@click.option("--early", metavar="REASON", help="Why the data goes before its day; kept in the trail.")
@click.pass_obj
def purge(make_app: MakeApp, campaign_code: str | None, yes: bool, early: str | None) -> None:
    """Delete what was logged in a campaign that is over; totals, published figures and reports stay."""
    reason = None if early is None else clean(early).strip()
    if reason is not None and not 1 <= len(reason) <= 280:
        raise click.ClickException("--early takes a reason of 1 to 280 characters")
    app = make_app()
    with app.app_context():
        if not yes:
            plan = purging.look(campaign_code)
        else:
            plan = purging.purge(campaign_code, reason, _progress)
            erasures.forget(app.extensions["gocua.settings"].home, plan.code)
    if plan.purged_before:
        click.echo(f"{plan.code}: was purged at {instant(plan.purged_at or 0)}; nothing to do")
        return
    for name, rows in plan.rows.items():
        click.echo(f"{name}: {rows:,}")
    if plan.purged_at is not None:
        click.echo(f"{plan.code}: purged at {instant(plan.purged_at)}; totals, figures and reports stay")
        return
    due = "now" if plan.due else "not yet (--early REASON)"
    click.echo(f"{plan.code}: may be purged from {plan.from_day.isoformat()} on: {due}")
    if plan.waiting:
        click.echo(f"{plan.code}: phones say that they hold {plan.waiting:,} unsent; these would be lost")
    click.echo("nothing was deleted; --yes deletes")


@click.group()
def audit() -> None:
    """The trail of what staff did, as files that prove it."""


_FOLDER = click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), help="Where the days are; default: audit in the home."
)


@audit.command("export")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="One day (UTC); without it, all that are not there yet.")
@_FOLDER
@click.pass_obj
def audit_export(make_app: MakeApp, day: datetime | None, folder: Path | None) -> None:
    """Write each day that is over to a file with its digest, chained to the day before. Copy the files elsewhere."""
    app = make_app()
    with app.app_context():
        written = trail.export(folder or _kept(app), day.date() if day else None)
    for one in written:
        click.echo(f"{one.day.isoformat()}: {len(one.lines):,} lines, sha256 {one.digest}")
    if not written:
        click.echo("nothing new to export")
        return
    last = written[-1]
    note(app, "audit.export", last.day.isoformat(), {"days": len(written), "digest": last.digest}, _progress)


@audit.command("verify")
@_FOLDER
@click.pass_obj
def audit_verify(make_app: MakeApp, folder: Path | None) -> None:
    """Compare the trail with the days that were exported; exit code 1 and a list when one differs."""
    app = make_app()
    with app.app_context():
        verdicts = trail.verify(folder or _kept(app))
    wrong = [one for one in verdicts if one.told is not None]
    for one in wrong:
        click.echo(f"{one.name}: {one.told}")
    if wrong:
        raise click.ClickException(f"{len(wrong)} of {len(verdicts)} days do not agree")
    click.echo(f"{len(verdicts)} days agree, up to {verdicts[-1].name.removesuffix('.jsonl')}")


def _kept(app: Flask) -> Path:
    return app.extensions["gocua.settings"].home / "audit"


@click.command()
@click.argument("role")
@click.pass_obj
def rights(make_app: MakeApp, role: str) -> None:
    """On PostgreSQL, as the tables' owner: let ROLE serve, which may add to the trail but change nothing in it."""
    app = make_app()
    with app.app_context():
        database_rights.grant(role)
    note(app, "rights.grant", role, {}, _progress)
    click.echo(f"{role} may read and write; of the trail it may only read and add; tables stay yours")
