"""What is known to be vulnerable in what the product is made of: `make audit`, where there is a network.

Asks PyPI's advisories for requirements.txt and the npm registry's for what the client ships. Exits 1 when something is
known, 2 when nobody could be asked: that is no clean bill. No copy of either database is to be had offline.
"""

import json
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME, PINS = ROOT / "build" / "audit", ROOT / "requirements-audit.txt"
KNOWN, UNASKED = 1, 2


def main() -> int:
    stamp = HOME / "pins"
    if not stamp.exists() or stamp.read_text() != PINS.read_text():
        venv.create(HOME, with_pip=True)
        pip = [str(HOME / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
        subprocess.run([*pip, "--require-hashes", "-r", str(PINS)], check=True, cwd=ROOT)
        stamp.write_text(PINS.read_text())
    return max(python(), client())


def python() -> int:
    """The packages that the server runs with, by PyPI's advisories."""
    command = [HOME / "bin" / "pip-audit", "--disable-pip", "--require-hashes", "-r", "requirements.txt", "-f", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        return unasked("PyPI", done.stderr)
    known = [(one["name"], one["version"], bug["id"]) for one in packages for bug in one.get("vulns", [])]
    skipped = [one["skip_reason"] for one in packages if "skip_reason" in one]
    asked = told("Python", len(packages) - len(skipped), known)
    return max(asked, unasked(f"PyPI, of {len(skipped)} packages,", skipped[0])) if skipped else asked


def client() -> int:
    """What the client ships (not what builds it), by the registry's advisories."""
    command = [sys.executable, "tools/npm.py", "audit", "--omit=dev", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        found = json.loads(done.stdout[done.stdout.index("{") :])
        packages = found["metadata"]["dependencies"]["prod"]
    except (ValueError, KeyError):
        return unasked("the npm registry", done.stderr)
    known = [(name, one["range"], one["severity"]) for name, one in found["vulnerabilities"].items()]
    return told("npm", packages, known)


def told(what: str, packages: int, known: list[tuple[str, str, str]]) -> int:
    print(f"{what}: {packages} packages, {len(known)} known")
    for one in known:
        print("  " + " ".join(one))
    return KNOWN if known else 0


def unasked(whom: str, said: str) -> int:
    lines = said.strip().splitlines() or ["no answer"]
    print(f"{whom} could not be asked: {next((line for line in lines if 'audit' in line), lines[-1])[:200]}")
    return UNASKED


if __name__ == "__main__":
    sys.exit(main())
