"""Logs that may be read by whoever runs the machines: where and what kind, never whose."""

import logging
import traceback
from types import TracebackType

_FORM = "%(asctime)s %(levelname)s %(name)s %(message)s"


class WithoutPersonalData(logging.Formatter):
    """Prints where an exception came from and its class, but not its words: those of a database quote the row."""

    def __init__(self) -> None:
        super().__init__(_FORM)

    def formatException(  # noqa: N802
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        kind, error, trace = ei
        if kind is None:
            return ""
        frames = "".join(traceback.format_tb(trace)).rstrip()
        cause = error.__cause__ or error.__context__ if error else None
        because = f" (from {type(cause).__qualname__})" if cause else ""
        return f"{frames}\n{kind.__module__}.{kind.__qualname__}{because}"
