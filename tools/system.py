"""Checks what the tests need from the system; installs it from Debian's packages when allowed, else says how."""

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
FONTS = ["fonts-roboto", "fonts-liberation"]


def main() -> None:
    missing = [package for command, package in NEEDED.items() if not shutil.which(command)]
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
