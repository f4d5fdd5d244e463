"""Logs that may be read by whoever runs the machines: where and what kind, never whose."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from allmanning.server.telemetry.context import current

_FORM = "%(asctime)s %(levelname)s %(name)s [%(id)s] %(message)s"

# Personal, coordination and organisation numbers, however they are written; other long numbers are no loss.
NUMBER = re.compile(r"(?<!\d)(?:\d{2})?\d{6}[-+ ]?\d{4}(?!\d)")
HIDDEN = "[number]"


class WithoutPersonalData(logging.Formatter):
    """Prints where an exception came from and its class, but not its words: those of a database quote the row.

    Of a request that Django complains about it tells the route, not the address, which anybody may have typed.
    """

    def __init__(self) -> None:
        super().__init__(_FORM)

    def format(self, record: logging.LogRecord) -> str:
        record.id = _id(record)
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        record.message = _message(record)
        return super().formatMessage(record)

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


class JsonLines(WithoutPersonalData):
    """The same, one JSON object a line, for machines."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "id": _id(record),
            "message": _message(record),
        }
        said |= getattr(record, "fields", {})
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


def _id(record: logging.LogRecord) -> str:
    # Django complains of a request when it has left our middleware.
    return str(getattr(getattr(record, "request", None), "request_id", "")) or current()


def _message(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    if request is not None:
        match = getattr(request, "resolver_match", None)
        return f"{getattr(record, 'status_code', '-')} {match.view_name if match else 'none'}"
    return NUMBER.sub(HIDDEN, record.getMessage())
