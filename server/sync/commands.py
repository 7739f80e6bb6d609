"""`gocua import-ops FILE`: a hand-over file, line by line; beside a running server."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask

from server.errors import Problem, sentence
from server.sync import handover


@click.command("import-ops")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def import_ops(make_app: Callable[[], Flask], file: Path) -> None:
    """Bring in the unsent ops of a device from its hand-over file; the same file may come any number of times."""
    app = make_app()
    told: Counter[str] = Counter()
    with app.app_context(), file.open("rb") as handle:
        lines = [(number, line) for number, line in enumerate(handle, start=1) if line.strip()]
        with click.progressbar(lines, label=file.name) as progress:
            for number, line in progress:
                try:
                    receipt = handover.take_line(
                        app.extensions["gocua.keys"],
                        app.extensions["gocua.highwater"],
                        handover.read_line(line.strip()),
                    )
                except Problem as problem:
                    text = f"line {number}: {sentence(problem.code, 'en')} [{problem.code}]"
                    raise click.ClickException(text) from problem
                told.update(result["status"] for result in receipt.results)
    click.echo(", ".join(f"{count} {status}" for status, count in sorted(told.items())) or "nothing in the file")


def register(cli: click.Group) -> None:
    cli.add_command(import_ops)
