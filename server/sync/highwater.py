"""The greatest head that this installation has given out, kept outside the database (SQLite).

A folder copied back, or a database file restored by hand, comes with a smaller head under the same epoch: the mark
tells at the next push. One small file per campaign in the home; not fsynced, since a mark that lags only notices less
(phones' own anchors and cursors notice the rest).
"""

import os
from pathlib import Path

_WIDTH = 96


class HighWater:
    """The marks of an installation; `folder` is its home."""

    def __init__(self, folder: Path):
        self._folder = folder

    def _path(self, campaign_id: int) -> Path:
        return self._folder / f"high-water-{campaign_id}"

    def seen(self, campaign_id: int, mark: str) -> int | None:
        """The greatest head seen under this epoch mark; None when there is none, or it cannot be read."""
        try:
            words = self._path(campaign_id).read_text("ascii").split()
            return int(words[1]) if words[0] == mark else None
        except (OSError, ValueError, IndexError):
            return None

    def raise_to(self, campaign_id: int, mark: str, head: int) -> None:
        """Remembers a committed head; a failure to do so is no failure of the push."""
        line = f"{mark} {head}".ljust(_WIDTH - 1) + "\n"
        try:
            handle = os.open(self._path(campaign_id), os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                os.pwrite(handle, line.encode("ascii"), 0)
            finally:
                os.close(handle)
        except OSError:
            return
