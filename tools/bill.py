"""`make sbom`: what the product is made of, as CycloneDX, and the list of licences in docs/licences.md.

The server's part comes from the pinned requirements, the client's from its lock file (what is shipped, not what it is
built with). Licences are those that the installed packages name.
"""

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from npm import node_and_npm

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "sbom"
LIST = ROOT / "docs" / "licences.md"
_CLASSIFIED = "License :: OSI Approved :: "
_NAMES = {
    "MIT License": "MIT", "BSD License": "BSD", "Apache Software License": "Apache-2.0", "MIT license": "MIT",
    "Apache License 2.0": "Apache-2.0", "Apache License, Version 2.0": "Apache-2.0", "Apache 2": "Apache-2.0",
    "Apache 2.0": "Apache-2.0", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "MPL2": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0", "ISC License (ISCL)": "ISC",
    "BSD 3-Clause License": "BSD-3-Clause",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only", "LGPL": "LGPL",
}  # fmt: skip


def pinned(path: Path) -> list[str]:
    """Names of the distributions in a requirements file, for this machine's Python."""
    return re.findall(r"^([A-Za-z0-9._-]+)==", path.read_text(), re.MULTILINE)


def licence(name: str) -> str:
    """The licence that an installed distribution names: expression, else classifier, else its first line."""
    found = metadata.metadata(name)
    told = found.get("License-Expression")
    if not told:
        classified = [one.removeprefix(_CLASSIFIED) for one in found.get_all("Classifier") or [] if _CLASSIFIED in one]
        lines = (found.get("License") or "").strip().splitlines()
        told = " AND ".join(sorted(classified)) or (lines[0] if lines else "?")
    return _NAMES.get(told, told)


def installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def server_rows() -> list[tuple[str, str, str]]:
    """(name, version, licence) of what the server runs with; what another platform needs alone is left out."""
    names = sorted(name for name in pinned(ROOT / "requirements.txt") if installed(name))
    return [(name, metadata.version(name), licence(name)) for name in names]


def client_rows() -> list[tuple[str, str, str]]:
    """The same of what is shipped to browsers."""
    packages = json.loads((ROOT / "client" / "package-lock.json").read_text())["packages"]
    return sorted(
        (path.removeprefix("node_modules/"), one["version"], one.get("license", "?"))
        for path, one in packages.items()
        if path and not {"dev", "optional", "devOptional", "peer"} & one.keys()
    )


def listing() -> str:
    """docs/licences.md."""
    lines = [
        "# Licences of what is shipped",
        "",
        "Made by `make sbom`; `tests/unit/test_licences.py` holds it to the pins.",
        "",
    ]
    for title, rows in (("Server", server_rows()), ("Client", client_rows())):
        lines += [f"## {title}", "", "| package | version | licence |", "|---|---|---|"]
        lines += [f"| {name} | {version} | {kind} |" for name, version, kind in rows] + [""]
    return "\n".join(lines)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    server = FOLDER / "server.cdx.json"
    command = [Path(sys.executable).with_name("cyclonedx-py"), "requirements", "--output-reproducible", "--of", "JSON"]
    subprocess.run([*command, "-o", server, ROOT / "requirements.txt"], check=True)
    bill = json.loads(server.read_text())
    for component in bill["components"]:
        if installed(component["name"]):
            component["licenses"] = [{"license": {"name": licence(component["name"])}}]
    server.write_text(json.dumps(bill, indent=1, sort_keys=True) + "\n")
    node, npm = node_and_npm()
    command = [node, npm, "sbom", "--sbom-format", "cyclonedx", "--omit", "dev", "--package-lock-only"]
    made = subprocess.run(command, cwd=ROOT / "client", check=True, capture_output=True)
    (FOLDER / "client.cdx.json").write_bytes(made.stdout)
    LIST.write_text(listing())
    print(f"{FOLDER}: server {len(bill['components'])}, client {len(client_rows())} components; {LIST.name} written")


if __name__ == "__main__":
    main()
