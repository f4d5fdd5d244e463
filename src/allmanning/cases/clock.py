"""The moment an action happens: asked for once in each action."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment, with its time zone."""
    return _set.get() or timezone.now()


def today() -> date:
    """The day of that moment, where the municipalities are."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Generator[None]:
    """Let actions happen at another moment: for a demonstration's past and for tests, never for a real case."""
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
