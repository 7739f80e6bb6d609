"""`create_app`: wiring only. Rooms are imported here, nothing happens at import."""

import importlib

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from server import config, database, document, failpoint, handlers, health, keys, logs, pages
from server.extensions import api, compress, migrate
from server.extensions import db as database_extension
from server.load import Load
from server.metrics import Metrics


def create_app(settings: config.Settings | None = None) -> Flask:
    """The application for the settings (those of the environment when None).

    Raises:
        SettingsError: settings contradict each other, or a key is missing, short or default.
    """
    settings = settings or config.from_environment()
    app = Flask("server", static_folder=None)
    app.testing = settings.testing
    failpoint.arm(settings)
    app.extensions["gocua.settings"] = settings
    app.extensions["gocua.keys"] = keys.load(settings.keys)
    app.extensions["gocua.metrics"] = Metrics()
    app.extensions["gocua.load"] = Load()
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    logs.configure()
    database.init_app(app, settings)
    handlers.init_app(app)
    migrate.init_app(app, database_extension, directory=str(config.MIGRATIONS), render_as_batch=True)
    app.config.update(document.SETTINGS)
    app.config["COMPRESS_MIMETYPES"] = ["application/json"]
    app.config["COMPRESS_MIN_SIZE"] = 1400
    # of a page of rows each takes a third of the time of the library's own choice; zstd's is smaller, too
    app.config |= {"COMPRESS_ZSTD_LEVEL": 1, "COMPRESS_BR_LEVEL": 1, "COMPRESS_LEVEL": 4}
    compress.init_app(app)
    api.init_app(app)
    _rooms(app)
    document.init_app(app)
    health.init_app(app)
    pages.init_app(app, settings.client_dist, settings.secure)
    return app


def _rooms(app: Flask) -> None:
    """Registers each room's blueprints and what it hands to the app."""
    for room in ("people", "notices", "sync", "totals", "reports", "desk"):
        routes = importlib.import_module(f"server.{room}.routes")
        for blueprint in routes.BLUEPRINTS:
            api.register_blueprint(blueprint, url_prefix="/api/v1")
        hook = getattr(routes, "init_app", None)
        if hook:
            hook(app)
