"""The walls hold: rooms import downwards only, pure modules stay pure, no room for odds and ends appears."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BANNED = {"utils", "helpers", "common", "manager", "misc"}


def test_rooms_import_downwards_only():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--config", "pyproject.toml", "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-3000:]
    assert "3 kept, 0 broken" in run.stdout


def test_an_import_upwards_is_caught(tmp_path):
    """The negative control: the same contracts break when a lower room imports a higher one."""
    import shutil

    shutil.copytree(ROOT / "server", tmp_path / "server", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    guilty = tmp_path / "server" / "campaign" / "book.py"
    guilty.write_text(guilty.read_text() + "\nimport server.totals\n")
    command = [str(Path(sys.executable).parent / "lint-imports"), "--config", "pyproject.toml", "--no-cache"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert "server.campaign" in run.stdout


def test_no_module_is_called_by_a_name_that_means_nothing():
    names = {path.stem for path in (ROOT / "server").rglob("*.py")}
    assert not names & BANNED


def test_no_file_of_the_server_is_longer_than_400_lines():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "server").rglob("*.py")
        if "versions" not in path.parts and (lines := len(path.read_text().splitlines())) > 400
    }
    assert not long
