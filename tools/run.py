"""`make run`: a home with the sample campaign (today is its day 9), then the server; prints how to get in."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOCUA = Path(sys.executable).parent / "gocua"


def main() -> None:
    os.chdir(ROOT)
    subprocess.run([str(GOCUA), "init", "--sample-data"], check=True)
    os.execv(GOCUA, [str(GOCUA), "serve"])


if __name__ == "__main__":
    main()
