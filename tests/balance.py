"""Which tests stay together in one test process: those that share something which takes longer to make than they do.

Everything else goes wherever there is room. (The groups that pytest-xdist marks are put into the names of tests, which
pytest keeps for itself since 9.2, so they no longer reach the process that hands tests out.)
"""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling, Scheduling

ROOT = Path(__file__).resolve().parent.parent
CONTRACT = "tests/contract/"  # one installation for all of its files


@cache
def place(path: str) -> str | None:
    """Where the tests of a file belong: those with a fixture of their module's stay with it."""
    if path.startswith(CONTRACT):
        return CONTRACT
    return path if 'scope="module"' in (ROOT / path).read_text(encoding="utf-8") else None


class Together(LoadScopeScheduling):
    """Hands out one test after another, and what stays together whole; large ones first."""

    def _split_scope(self, nodeid: str) -> str:
        return place(nodeid.partition("::")[0]) or nodeid


class Balance:
    """The plugin: takes the place of `loadgroup`."""

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Scheduling | None:
        return Together(config, log) if config.getvalue("dist") == "loadgroup" else None
