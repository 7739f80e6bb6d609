"""`gocua worker`, and the worker inside the server on SQLite."""

import threading
from types import SimpleNamespace

from click.testing import CliRunner

from server import cli
from server.notices.worker import Worker
from server.upkeep.server import Server
from tests.site import Site


def test_one_round_from_the_command_line(site: Site):
    result = CliRunner().invoke(cli.main, ["worker", "--once"], obj=lambda: site.app)
    assert (result.exit_code, result.output) == (0, "0 sent or tried\n")


def test_on_sqlite_each_server_process_starts_it_and_elsewhere_none_does(site: Site, monkeypatch):
    started = threading.Event()
    monkeypatch.setattr(Worker, "run", lambda self: started.set())
    settings = site.app.extensions["gocua.settings"]
    hook = Server(settings, lambda _settings: site.app).cfg.post_worker_init
    hook(SimpleNamespace(wsgi=site.app))
    assert started.wait(0.5) is settings.sqlite
