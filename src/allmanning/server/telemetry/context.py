"""The one thing that a log line, a trace and an error page have in common: which request, or which job."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("doing", default="-")

# Only what a proxy makes itself: anything shorter could be a number that somebody types about a person.
FOREIGN = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def current() -> str:
    """The id of the request or job that runs here; `-` outside both."""
    return _current.get()


@contextmanager
def doing(name: str) -> Iterator[None]:
    """Everything inside is done for this request or job."""
    token = _current.set(name)
    try:
        yield
    finally:
        _current.reset(token)


def request_id(given: str | None) -> str:
    """The one that the proxy gave, if it is of the form that proxies make, or a new one."""
    return given if given and FOREIGN.fullmatch(given) else uuid.uuid4().hex
