"""Where tests keep files: in memory where there is room. Processes of these tests are killed, the machine never is."""

import os
import shutil

_FOLDER = "/dev/shm"
_ROOM = 4 << 30


def folder() -> str | None:
    """A folder in memory; None where there is none or little room, for the system's own temporary one."""
    if not os.access(_FOLDER, os.W_OK) or shutil.disk_usage(_FOLDER).free < _ROOM:
        return None
    return _FOLDER
