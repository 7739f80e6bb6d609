"""`python -m bench.serving serve`: `gocua serve` with as many processes as SERVING_PROCESSES says.

The product has two on PostgreSQL; how it goes with one and with more is a question for a measurement.
"""

import os
from typing import Any
from unittest import mock

from server import cli
from server.upkeep import server

PROCESSES = "SERVING_PROCESSES"


class Server(server.Server):
    """As it is, but for the number of its processes."""

    def load_config(self) -> None:
        super().load_config()
        settings: Any = self.cfg
        settings.set("workers", int(os.environ[PROCESSES]))


if __name__ == "__main__":
    with mock.patch.object(server, "Server", Server):
        cli.main()
