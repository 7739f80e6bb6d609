"""Keys of a site that follow each other while it serves, as after a reload."""

import os
from pathlib import Path

from server import keys, rotation
from server.keys import Keys
from server.sync.opening import Opener
from tests.site import Site


def folder(site: Site) -> Path:
    return site.app.extensions["gocua.settings"].keys


def reload(site: Site) -> Keys:
    """The server reads its keys again."""
    loaded = keys.load(folder(site))
    site.app.extensions |= {"gocua.keys": loaded, "gocua.opener": Opener(loaded)}
    return loaded


def rotate(site: Site, name: str) -> Keys:
    rotation.rotate(folder(site), name)
    return reload(site)


def retire(site: Site, name: str, number: int = 1) -> Keys:
    rotation.retire(rotation.find(folder(site), name, number))
    return reload(site)


def dated(path: Path, ms: int) -> None:
    """Gives a key's file a date."""
    os.utime(path, (ms / 1000, ms / 1000))
