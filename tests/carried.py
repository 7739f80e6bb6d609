"""Pushes that go to the process beside and back as messages, without the process: for tests of what is carried."""

from typing import cast

from server.sync import apart
from server.sync.apart import Apart
from server.sync.highwater import HighWater
from tests.site import Site


class Within:
    """Stands for `Beside`: what is asked is answered here, by what the process itself does.

    Attributes:
        asked: how many batches came.
    """

    def __init__(self, marks: HighWater):
        self._marks = marks
        self.asked = 0

    def ready(self, _patience: float = 0.0) -> bool:
        return True

    def ask(self, message: bytes, _patience: float) -> bytes:
        self.asked += 1
        return apart.answers([message], self._marks)[0]


def carrying(marks: HighWater) -> Apart:
    found = Apart()
    found.beside = Within(marks)  # type: ignore[assignment]
    return found


def carry(site: Site) -> Within:
    """From now on the site's pushes are carried."""
    found = carrying(site.app.extensions["gocua.highwater"])
    site.app.extensions["gocua.apart"] = found
    return cast(Within, found.beside)
