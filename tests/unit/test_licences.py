"""What is shipped may be shipped: each package has a licence that allows it, and the list is that of the pins."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import bill  # noqa: E402

# used as they are, as libraries: MPL and LGPL ask for no more
ALLOWED = {
    *("MIT", "MIT-0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "ISC", "MPL-2.0"),
    *("LGPL-2.1-only", "LGPL-3.0-only"),
}


def listed() -> dict[str, tuple[str, str]]:
    rows = re.findall(r"^\| (\S+) \| (\S+) \| (.+) \|$", bill.LIST.read_text(), re.MULTILINE)
    return {name: (version, licence) for name, version, licence in rows if name != "package"}


def parts(licence: str) -> set[str]:
    return set(re.split(r" AND | OR |[()]", licence)) - {""}


def test_each_licence_is_one_that_lets_us_ship_it():
    rows = [*bill.server_rows(), *bill.client_rows()]
    assert len(rows) > 50
    assert [(name, kind) for name, _, kind in rows if not parts(kind) <= ALLOWED] == []


def test_the_list_is_that_of_the_pins():
    """On another Python a backport more or less is installed; `make sbom` writes the list."""
    kept = listed()
    for name, version, licence in (*bill.server_rows(), *bill.client_rows()):
        assert kept.get(name) == (version, licence), f"{name}: run `make sbom`"
