"""Checks what the tests need from the system; installs it from Debian's packages when allowed, else says how.

`--faults`: also what the long runs alone need.
"""

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
FAULTS = {"WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb"}  # the second engine, on a screen of its own
FONTS = ["fonts-roboto", "fonts-liberation"]


def main() -> None:
    needed = NEEDED | FAULTS if "--faults" in sys.argv[1:] else NEEDED
    missing = [package for command, package in needed.items() if not shutil.which(command)]
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
