"""Failpoints: armed by a setting, refused in production, fired once for a home."""

import subprocess
import sys

import pytest

from server import failpoint
from server.config import SettingsError, from_environment

REACH = """
from server import failpoint
from server.config import from_environment
failpoint.arm(from_environment())
for point in failpoint.POINTS * 3:
    failpoint.reach(point)
print("survived")
"""


def run(tmp_path, text):
    environ = {"GOCUA_HOME": str(tmp_path), "GOCUA_FAILPOINT": text, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, "-c", REACH], env=environ, capture_output=True, text=True, check=False)


def settings(tmp_path, text, **more):
    return from_environment({"GOCUA_HOME": str(tmp_path), "GOCUA_FAILPOINT": text, **more})


@pytest.mark.parametrize("point", failpoint.POINTS)
def test_it_works(tmp_path, point):
    first = run(tmp_path, f"{point}:exit:2")
    assert (first.returncode, first.stdout) == (failpoint.EXIT_CODE, "")
    again = run(tmp_path, f"{point}:exit:2")
    assert (again.returncode, again.stdout) == (0, "survived\n")


def test_nothing_happens_without_the_setting(tmp_path):
    assert run(tmp_path, "").stdout == "survived\n"


def test_production_refuses_it(tmp_path):
    live = settings(tmp_path, "after_lock:exit", GOCUA_ENV="production", GOCUA_PUBLIC_URL="https://gocua.example.vn")
    with pytest.raises(SettingsError, match="production"):
        failpoint.arm(live)


@pytest.mark.parametrize("text", ["nowhere:exit", "after_lock:sleep", "after_lock", "after_lock:exit:soon"])
def test_a_setting_that_means_nothing_is_refused(tmp_path, text):
    with pytest.raises(SettingsError, match="GOCUA_FAILPOINT"):
        failpoint.arm(settings(tmp_path, text))
