"""What may go wrong with a file. Each docstring is the message."""

from typing import Literal

from allmanning.cases.errors import CaseError

type Reason = Literal[
    "empty", "too_big", "unknown", "damaged", "locked", "active", "pages", "pixels", "case_full", "case_many", "cut_off",
]  # fmt: skip


class FileRefusedError(CaseError):
    """The file is not taken in. Send another one, as the reason says."""

    def __init__(self, reason: Reason, name: str, limit: int = 0) -> None:
        super().__init__(f"{self.__doc__} ({reason})")
        self.reason: Reason = reason
        self.name = name
        self.limit = limit
        """What there is room for, in the reason's own unit: bytes, pages, pixels or files."""


class FileNotReadableError(CaseError):
    """The file cannot be opened: it waits to be scanned, or was deleted because of what was found in it."""

    def __init__(self, state: str) -> None:
        super().__init__(f"{self.__doc__} ({state})")
        self.state = state


class FileDamagedError(CaseError):
    """The stored file is not the one that was sent in: it was changed, cut off or reordered. Restore it from a backup."""


class FileKeyError(CaseError):
    """There is no key for files, or not the one that this file was locked with. See ALLMANNING_FILE_KEY."""
