"""One server for a home on SQLite: a second one is refused, the next one waits for what a killed one left."""

import threading

import pytest

from server.config import SettingsError
from server.upkeep.server import take


def test_a_second_server_is_refused(tmp_path):
    first = take(tmp_path)
    with pytest.raises(SettingsError, match="another server already uses"):
        take(tmp_path, patience=0.2)
    first.close()
    take(tmp_path, patience=0).close()


def test_the_next_server_waits_for_a_worker_that_is_about_to_end(tmp_path):
    left = take(tmp_path)
    ending = threading.Timer(0.3, left.close)
    ending.start()
    take(tmp_path).close()
    ending.join()
    assert left.closed
