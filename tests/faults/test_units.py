"""deploy's units as systemd itself reads them: no unknown setting, no program that is not there."""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.live import ROOT, Live
from tests.faults.test_litestream import PROGRAM

pytestmark = pytest.mark.slow


def verified(units: list[Path]) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *units]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_systemd_takes_every_unit(tmp_path: Path):
    here = str(Path(sys.executable).parent)
    units = []
    for path in (ROOT / "deploy").glob("**/*.*"):
        if path.suffix in (".service", ".timer"):
            units.append(tmp_path / path.name)
            text = path.read_text().replace("/opt/gocua/.venv/bin", here)
            trials = str(PROGRAM.parent)
            units[-1].write_text(
                text.replace("/usr/bin/litestream", f"{trials}/litestream").replace("/opt/patroni/bin", trials)
            )
    done = verified(units)
    assert done.returncode == 0, done.stderr
    assert not done.stderr


@pytest.mark.parametrize("name", ["gocua-nightly", "gocua-often"])
def test_what_a_timer_starts_makes_a_backup_that_can_be_put_back(name: str, on_sqlite: Live, tmp_path: Path):
    """The unit's own lines, one after another, as systemd starts them, beside the running server."""
    here = str(Path(sys.executable).parent)
    lines = (ROOT / "deploy" / f"{name}.service").read_text().splitlines()
    for line in [line.removeprefix("ExecStart=") for line in lines if line.startswith("ExecStart=")]:
        said = line.replace("/opt/gocua/.venv/bin", here).replace("/var/backups/gocua", str(tmp_path))
        subprocess.run(shlex.split(said.replace("%%", "%")), env=on_sqlite.env(), cwd=ROOT, check=True)
    (made,) = tmp_path.glob("*.backup")
    on_sqlite.stop()
    assert "under a new epoch" in on_sqlite.gocua("restore", str(made))


def test_a_setting_that_there_is_not_is_told(tmp_path: Path):
    """Negative control."""
    shutil.copy(ROOT / "deploy/gocua-nightly.timer", tmp_path)
    wrong = tmp_path / "gocua-nightly.service"
    wrong.write_text("[Service]\nType=oneshot\nExecStart=/bin/true\nProtectSystems=strict\n")
    assert "ProtectSystems" in verified([wrong]).stderr
