"""A database and a folder for one run of the fuzz, in memory where there is room; nothing is left of them."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import memory, postgres


@contextlib.contextmanager
def database(kind: str) -> Iterator[tuple[Path, str]]:
    """A folder and the URL of an empty database; what a server writes to stderr is dropped meanwhile."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(dir=memory.folder())))
        url = f"sqlite:///{folder / 'gocua.db'}"
        if kind == "postgresql":
            cluster = postgres.start()
            stack.callback(cluster.stop)
            url = stack.enter_context(cluster.database())
        nowhere = stack.enter_context(Path(os.devnull).open("w"))
        stack.enter_context(contextlib.redirect_stderr(nowhere))
        yield folder, url
