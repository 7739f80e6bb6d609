"""Applications that serve one site after another: to make one takes longer than most tests.

What an application knows of its site (settings, keys, marks, where its database lies) is made anew for each, by
`create_app` itself; what it is made of (routes, their description, compiled statements) stays. Sites that are there
at the same time never share one.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

from flask import Flask
from sqlalchemy import Engine, event, make_url

from server import document, pages
from server.app import create_app
from server.config import Settings
from server.extensions import api, db

_FREE: dict[str, list[Flask]] = {}


@contextmanager
def application(settings: Settings) -> Iterator[Flask]:
    """An application for the settings, within its context; its connections are closed afterwards."""
    free = _FREE.setdefault(make_url(settings.database_url).get_backend_name(), [])
    app = free.pop() if free else _made(settings)
    with app.app_context():
        _move(app, settings)
        try:
            yield app
        finally:
            for engine in db.engines.values():
                engine.dispose()
            free.append(app)


def _made(settings: Settings) -> Flask:
    app = create_app(settings)
    with app.app_context():
        for engine in db.engines.values():
            _connect_by_url(engine)
    return app


def _connect_by_url(engine: Engine) -> None:
    """Connections go where the engine's URL points at that time, not where it pointed when the engine was made."""

    @event.listens_for(engine, "do_connect")
    def connect(dialect, _record, positional, named):
        where, options = dialect.create_connect_args(engine.url)
        positional[:] = where
        named.update(options)


def _move(app: Flask, settings: Settings) -> None:
    """Gives the application what one made for the settings would know, and nothing of its last site."""
    with ExitStack() as stack:
        for holder, name in (
            (api, "init_app"),
            (api, "register_blueprint"),
            (document, "init_app"),
            (pages, "init_app"),
        ):
            stack.enter_context(mock.patch.object(holder, name))
        new = create_app(settings)
    for name in [name for name in app.extensions if name.startswith("gocua.")]:
        del app.extensions[name]
    app.extensions |= {name: value for name, value in new.extensions.items() if name.startswith("gocua.")}
    app.config.update(new.config)
    for engine in db.engines.values():
        engine.url = make_url(settings.database_url)
