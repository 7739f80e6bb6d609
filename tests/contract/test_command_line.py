"""Protocol §7 from outside: the commands that other programs call."""

import json
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from server.cli import main
from tests.contract.conftest import ROOT, World, run_gocua


def test_init_run_again_changes_nothing(tmp_path: Path):
    home = tmp_path / "home"
    first = run_gocua("init", home=home)
    assert first.returncode == 0, first.stderr
    assert oct(home.stat().st_mode & 0o777) == "0o700"
    files = {path.name: path.read_bytes() for path in (home / "keys").iterdir()}
    again = run_gocua("init", home=home)
    assert again.returncode == 0, again.stderr
    assert {path.name: path.read_bytes() for path in (home / "keys").iterdir()} == files


def test_serving_without_init_is_one_clear_line(tmp_path: Path):
    run = run_gocua("serve", home=tmp_path / "empty")
    assert run.returncode != 0
    assert "gocua init" in run.stderr
    assert "Traceback" not in run.stderr


def test_every_command_has_help():
    names = [
        ["init"], ["serve"], ["invite"], ["person", "add"], ["figures", "import"], ["areas", "import"],
        ["people", "import"], ["import-ops"], ["totals", "rebuild"], ["totals", "check"], ["backup"], ["restore"],
        ["keys", "make"], ["keys", "rotate"],
    ]  # fmt: skip
    for name in names:
        run = CliRunner().invoke(main, [*name, "--help"])
        assert run.exit_code == 0, name
        assert "Usage:" in run.output


def test_an_invite_for_a_place_that_is_not_there_is_one_clear_line(world: World):
    arguments = [
        "invite",
        "--role",
        "volunteer",
        "--organisation",
        "hoi-lhpn-xa.28135",
        "--area",
        "99999",
        "--name",
        "x",
    ]
    run = subprocess.run(
        [sys.executable, "-m", "server", *arguments],
        cwd=ROOT, env=world.live.env(), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert run.returncode != 0
    assert "99999" in run.stderr
    assert "Traceback" not in run.stderr
    assert len(run.stderr.strip().splitlines()) <= 4


def test_totals_check_agrees_with_the_ops(world: World):
    client = world.enrol()
    client.push(client.op({"area": "28135", "mode": "door", "outcome": "ok_installed_used"}))
    world.live.gocua("totals", "check")


def test_an_invite_prints_code_link_and_end(world: World):
    made = world.invite(hamlet="28135-my-tay")
    assert set(made) == {"code", "url", "expires_at"}
    assert made["url"].endswith(f"/#moi={made['code']}")
    assert json.dumps(made)
