"""Checks what the tests need from the system; installs it from Debian's packages when allowed, else says how.

`--faults`: also what the long runs alone need; `--databases`: only what three database machines are made of.
"""

import glob
import os
import shutil
import subprocess
import sys

NEEDED = {
    "chromium": "chromium",
    "strace": "strace",
    "soffice": "libreoffice-writer-nogui libreoffice-calc-nogui fonts-liberation2",
    "pdftotext": "poppler-utils",
}
FAULTS = {
    # the second engine, on a screen of its own
    "WebKitWebDriver": "webkit2gtk-driver",
    "Xvfb": "xvfb",
    "systemd-analyze": "systemd",
}
DATABASES = {"etcd": "etcd-server", "/usr/lib/postgresql/*/bin/postgres": "postgresql"}
FONTS = ["fonts-roboto", "fonts-liberation"]


def _needed() -> dict[str, str]:
    """Packages by the command, or the path, that they bring."""
    if "--databases" in sys.argv[1:]:
        return DATABASES
    return NEEDED | FAULTS | DATABASES if "--faults" in sys.argv[1:] else NEEDED


def main() -> None:
    missing = [package for one, package in _needed().items() if not (shutil.which(one) or glob.glob(one))]
    if not missing:
        return
    packages = [*missing, *FONTS] if "chromium" in missing else missing
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(f"The tests need {', '.join(missing)}. Please type:  sudo {line}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {' '.join(packages)} …", flush=True)
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
    subprocess.run(line.split(), check=True, env=quiet, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
