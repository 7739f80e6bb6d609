"""`gocua worker`: reminders and the sending of notices."""

import signal
from collections.abc import Callable

import click
from flask import Flask

from server.notices.worker import Worker


def register(cli: click.Group) -> None:
    """Adds this room's commands."""
    cli.add_command(worker)


@click.command()
@click.option("--once", is_flag=True, help="One round, then stop.")
@click.pass_obj
def worker(make_app: Callable[[], Flask], once: bool) -> None:
    """Send reminders and notices until stopped; on SQLite `gocua serve` does it itself."""
    loop = Worker(make_app())
    if once:
        click.echo(f"{loop.once()} sent or tried")
        if loop.failed:
            told = ", ".join(f"{name} ({error})" for name, error in loop.failed.items())
            raise click.ClickException(f"failed: {told}")
        return
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: loop.stop())
    click.echo("The worker runs; stop it with Ctrl-C")
    loop.run()
