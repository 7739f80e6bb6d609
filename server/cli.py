"""`gocua …`: the command line (protocol.md §7). Each room adds its commands; errors are one clear line and exit 1."""

import importlib
import importlib.util
import sys
from typing import Any

import click
from flask import Flask

from server.config import Settings, SettingsError, from_environment
from server.errors import Problem, sentence

ROOMS = ("campaign", "people", "sync", "totals", "upkeep")


class Group(click.Group):
    """A group whose commands fail with one line: a Problem's sentence or a SettingsError's text."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            raise click.ClickException(str(error)) from error
        except Problem as problem:
            detail = f" ({problem.details})" if problem.details else ""
            raise click.ClickException(f"{sentence(problem.code, 'en')}{detail} [{problem.code}]") from problem


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


def _register() -> None:
    for room in ROOMS:
        name = f"server.{room}.commands"
        if importlib.util.find_spec(name) is None:
            continue
        importlib.import_module(name).register(main)


_register()

if __name__ == "__main__":
    sys.exit(main())
