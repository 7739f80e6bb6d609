"""`gocua keys`: the key files in GOCUA_HOME/keys, and how they follow each other.

Rests on `rotation` and `retiring`. A running server notices nothing until it is restarted or told to reload (SIGHUP).
"""

from collections.abc import Callable
from datetime import UTC, datetime

import click
from flask import Flask

from server import keys as key_files
from server import rotation
from server.clock import DAY_MS, now_ms
from server.config import SettingsError, from_environment
from server.database import reading, writing
from server.people import second_factor
from server.schemas import clean
from server.upkeep import retiring
from server.upkeep.noting import note
from server.upkeep.retiring import Hold

MakeApp = Callable[[], Flask]
_NAME = click.argument("name", type=click.Choice(key_files.NAMES))
_RELOAD = "restart the server, or send it SIGHUP (systemctl reload gocua)"


def _progress(line: str) -> None:
    click.echo(line, err=True)


@click.group()
def keys() -> None:
    """The key files in GOCUA_HOME/keys."""


@keys.command("make")
@click.pass_obj
def make_keys(make_app: MakeApp) -> None:
    """Make the keys that are missing; those in place stay as they are."""
    made = key_files.make(from_environment().keys)
    for name in made:
        note(make_app(), "keys.make", name, {}, _progress)
    click.echo("made: " + ", ".join(made) if made else "every key is there already")


@keys.command("list")
def list_keys() -> None:
    """The keys by age and state; exit code 1 when a server would not start with them."""
    folder = from_environment().keys
    key_files.load(folder)
    now = now_ms()
    for place in rotation.places(folder):
        age = max(0, (now - place.file.since) // DAY_MS)
        words = [f"{place.file.id:<12}{place.state:<8}{_day(place.file.since)}  {age:>5} days"]
        if place.due_at is not None:
            late = "  OVERDUE" if place.due_at <= now else ""
            words.append(f"rotate before {_day(place.due_at)}{late}")
        if place.retire_at is not None and place.file.name != "phone":
            words.append(f"may be retired from {_day(place.retire_at)}")
        click.echo("  ".join(words))


@keys.command("rotate")
@click.argument("name", type=click.Choice(key_files.NAMES), default="seal")
@click.option("--later", is_flag=True, help="It only opens until `keys begin`: for several servers, and without a gap.")
@click.pass_obj
def rotate_keys(make_app: MakeApp, name: str, later: bool) -> None:
    """Add a new key; the old ones stay and go on opening what was made with them."""
    folder = from_environment().keys
    key_files.load(folder)
    made = rotation.rotate(folder, name, later=later)
    note(make_app(), "keys.rotate", made, {"later": True} if later else {}, _progress)
    if later:
        click.echo(f"made {made}; copy it to every server, let each reload, then `gocua keys begin {name}` on each")
    else:
        click.echo(f"made {made}; to use it, {_RELOAD}")


@keys.command("begin")
@_NAME
@click.pass_obj
def begin_key(make_app: MakeApp, name: str) -> None:
    """Let the key that was added with --later take over."""
    folder = from_environment().keys
    key_files.load(folder)
    begun = rotation.begin(folder, name)
    note(make_app(), "keys.begin", begun, {}, _progress)
    click.echo(f"{begun} takes over; {_RELOAD}")


@keys.command("retire")
@_NAME
@click.argument("number", type=click.IntRange(1))
@click.option("--yes", is_flag=True, help="Delete its file; without it, only tell what hangs on it.")
@click.option("--early", metavar="REASON", help="Why it goes before its day (a key that got out); kept in the trail.")
@click.pass_obj
def retire_key(make_app: MakeApp, name: str, number: int, yes: bool, early: str | None) -> None:
    """Delete an old key for good: what was made with it is refused from then on."""
    reason = None if early is None else clean(early).strip()
    if reason is not None and not 1 <= len(reason) <= 280:
        raise click.ClickException("--early takes a reason of 1 to 280 characters")
    folder = from_environment().keys
    loaded = key_files.load(folder)
    place = rotation.find(folder, name, number)
    app = make_app()
    with app.app_context(), reading() as session:
        hold = retiring.look(session, place)
    _tell(place, hold)
    if hold.campaigns:
        raise SettingsError(f"{place.file.id} stays until {', '.join(hold.campaigns)} is purged: numbers are its codes")
    if not yes:
        click.echo("nothing was deleted; --yes deletes")
        return
    if not rotation.due(place) and reason is None:
        raise SettingsError(f"{place.file.id} may be retired from {_day(place.retire_at or 0)} on; --early REASON")
    if name == "factor":
        with app.app_context(), writing() as session:
            second_factor.reseal(session, loaded, number)
    # before the file: a key that is gone without a line would be a key that somebody took
    note(app, "keys.retire", place.file.id, {} if reason is None else {"early": reason}, _progress)
    rotation.retire(place)
    click.echo(
        f"deleted {place.file.id}; {_RELOAD}; delete it from the other servers and from copies of the folder too"
    )


def _tell(place: rotation.Place, hold: Hold) -> None:
    if place.retire_at is not None and place.file.name != "phone":
        click.echo(f"{place.file.id}: superseded {_day(place.superseded_at or 0)}, due {_day(place.retire_at)}")
    for sentence in hold.lost:
        click.echo(f"{place.file.id}: {sentence}")


def _day(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).date().isoformat()
