"""This machine: is there room, and can files be written?"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from allmanning.server.doctor.findings import MACHINE, Finding

FULL, NEARLY_FULL = 200_000_000, 2_000_000_000


def room() -> Iterator[Finding]:
    """The disk under the data folder has room left."""
    folder: Path = settings.DATA
    if not folder.is_dir():
        hint = "Create it for the user that runs the program, or name another in ALLMANNING_DATA."
        yield Finding("allmanning.E131", MACHINE, f"There is no data folder {folder}.", hint)
        return
    free = shutil.disk_usage(folder).free
    told = f"{free / 1e9:.1f} GB are left on the disk of {folder}."
    if free < FULL:
        yield Finding("allmanning.E132", MACHINE, told, "Make room now: soon nothing can be written.")
    elif free < NEARLY_FULL:
        yield Finding("allmanning.W133", MACHINE, told, "Make room.")


def files() -> Iterator[Finding]:
    """A file can be written in the data folder and read again."""
    folder: Path = settings.DATA
    if not folder.is_dir():
        return
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-") as file:
            file.write(b"x")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        what = f"Nothing can be written in {folder}: {error.strerror}."
        yield Finding("allmanning.E134", MACHINE, what, "Give the folder to the user that runs the program.")


CHECKS = (room, files)
