"""Files that are whole or not there: written beside their place, kept when everything has gone well, taken away otherwise."""

import errno
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from allmanning.simulation.errors import OutputError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def whole(targets: Sequence[Path]) -> Iterator[tuple[Path, ...]]:
    """A place beside each target to write to. When the block ends well all of them stand at their targets; else none.

    Raises OutputError at once when a target cannot be written.
    """
    places = tuple(_beside(target) for target in targets)
    try:
        for place, target in zip(places, targets, strict=True):
            with writing(target):
                place.touch(exist_ok=False)
        yield places
        for place, target in zip(places, targets, strict=True):
            with writing(target):
                _settle(place)
        for place, target in zip(places, targets, strict=True):
            with writing(target):
                place.replace(target)
    finally:
        for place in places:
            place.unlink(missing_ok=True)


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """What goes wrong inside is told of the target. Raises OutputError."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        hint = "Name a file in a folder that exists and that you may write to"
        if error.errno in _FULL:
            hint = "Make room, or choose another disk"
        raise OutputError(f"{target} cannot be written: {reason}. {hint}") from error


def _beside(target: Path) -> Path:
    if target.is_dir():
        raise OutputError(f"{target} is a folder. Name a file")
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}")


def _settle(place: Path) -> None:
    """Have it on the disk before it gets its name."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
