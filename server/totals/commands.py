"""`gocua totals check|rebuild`: whether what is kept equals a recount of all ops, and making it anew."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from flask import Flask

from server.campaign import store as campaign_store
from server.database import reading, writing
from server.errors import Problem
from server.sync import service

MakeApp = Callable[[], Flask]
SHOWN = 50  # differences printed for a campaign; the rest is counted
_CAMPAIGN = click.option("--campaign", "code", help="Code of one campaign; all of them when left out.")


def register(cli: click.Group) -> None:
    """Adds this room's commands."""
    cli.add_command(totals)


@click.group()
def totals() -> None:
    """Figures against the ops that they are counted from."""


@totals.command()
@_CAMPAIGN
@click.pass_obj
def check(make_app: MakeApp, code: str | None) -> None:
    """Recount everything from the ops and compare; differences are printed and end with exit code 1."""
    wrong = 0
    with make_app().app_context():
        for campaign_id, name, head in _campaigns(code):
            with _progress(f"{name}: counting", head) as progress:
                found = service.compare(campaign_id, progress)
            for difference in found[:SHOWN]:
                click.echo(f"{name}: {difference}")
            if len(found) > SHOWN:
                click.echo(f"{name}: and {len(found) - SHOWN} more")
            click.echo(f"{name}: {len(found)} differences" if found else f"{name}: all figures agree up to seq {head}")
            wrong += len(found)
    if wrong:
        raise click.ClickException("figures differ from the ops; `gocua totals rebuild` makes them anew")


@totals.command()
@_CAMPAIGN
@click.pass_obj
def rebuild(make_app: MakeApp, code: str | None) -> None:
    """Make records, credits, rollups and their log anew from the ops; pushes wait meanwhile."""
    with make_app().app_context():
        for campaign_id, name, head in _campaigns(code):
            with _progress(f"{name}: rebuilding", head) as progress:
                count = service.rebuild(campaign_id, progress)
            with writing() as session:
                # what servers have read before is out of date, though no seq has moved
                campaign_store.lock(session, campaign_id)
                campaign_store.touch(session, campaign_id)
            click.echo(f"{name}: rebuilt from {count} ops")


def _campaigns(code: str | None) -> list[tuple[int, str, int]]:
    """Id, code and head of the campaigns that are not purged."""
    with reading() as session:
        found = [one for one in campaign_store.campaigns(session) if code in (None, one.code)]
        if code is not None and not found:
            raise Problem("campaign.unknown", code)
        return [(one.id, one.code, one.head) for one in found if one.purged_at is None]


@contextmanager
def _progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update
