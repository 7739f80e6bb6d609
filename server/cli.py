"""`gocua …`: the command line (protocol.md §7). Each room adds its commands; errors are one clear line and exit 1."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from server.config import Settings, SettingsError, from_environment
from server.errors import Problem, sentence

WITH_COMMANDS = ("people", "notices", "sync", "totals", "desk", "upkeep")


class BadUsage(click.ClickException):
    """What click says of wrong words, without its three lines about usage before."""

    exit_code = 2


@contextmanager
def _one_line() -> Iterator[None]:
    """Whatever goes wrong comes out as one clear line; a group without a command still shows its help."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        where = f" (see {error.ctx.command_path} --help)" if error.ctx else ""
        raise BadUsage(" ".join(error.format_message().split()) + where) from error
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    except Problem as problem:
        detail = f" ({problem.details})" if problem.details else ""
        raise click.ClickException(f"{sentence(problem.code, 'en')}{detail} [{problem.code}]") from problem
    except DBAPIError as error:
        # never the driver's text: it may carry values
        told = f"the database cannot be used ({type(error).__name__}); is it up, has `gocua init` run?"
        raise click.ClickException(told) from error
    except UnicodeError as error:
        raise click.ClickException("what was typed or read is not UTF-8") from error
    except OSError as error:
        told = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        raise click.ClickException(told) from error


class Group(click.Group):
    """A group whose commands fail with one line."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        with _one_line():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        with _one_line():
            return super().invoke(ctx)


@click.group(cls=Group)
@click.version_option(package_name="gocua", message="gocua %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Gõ Cửa: the campaign log. Settings come from GOCUA_HOME, DATABASE_URL, GOCUA_BIND, GOCUA_PUBLIC_URL …"""
    ctx.obj = ctx.obj or app  # how a room's command reaches the application (click.pass_obj) without importing upwards


def settings() -> Settings:
    return from_environment()


def app() -> Flask:
    """The application for a command; SettingsError when `gocua init` has not run."""
    from server.app import create_app

    return create_app(settings())


@main.command()
@click.option("--preset", default="can-duoc-bluezone-2021", show_default=True, help="Folder under campaigns/.")
@click.option("--starts-on", type=click.DateTime(["%Y-%m-%d"]), help="First day; moves every date of the preset.")
@click.option("--sample-data", is_flag=True, help="A worked example, marked as such; today is day 9.")
def init(preset: str, starts_on: datetime | None, sample_data: bool) -> None:
    """Make folder, keys, tables and campaign; run again it changes nothing."""
    from server.app import create_app
    from server.upkeep import start

    configured = settings()
    start.prepare(configured)
    application = create_app(configured)
    made = start.fill(application, preset, starts_on.date() if starts_on else None, sample_data)
    click.echo(f"Campaign {preset} is ready in {configured.home}" if made else f"Campaign {preset} is already there")
    if sample_data:
        from server.upkeep import sample

        with application.app_context():
            sample.make(application, preset, click.echo)


@main.command()
def serve() -> None:
    """Serve on GOCUA_BIND until stopped."""
    from server.app import create_app
    from server.upkeep import server

    configured = settings()
    if not configured.keys.is_dir():
        raise SettingsError(f"there is nothing in {configured.home} yet; run `gocua init` first")
    for line in server.greeting(configured):
        click.echo(line)
    server.serve(configured, create_app)


def _register() -> None:
    for room in WITH_COMMANDS:
        importlib.import_module(f"server.{room}.commands").register(main)


_register()

if __name__ == "__main__":
    sys.exit(main())
