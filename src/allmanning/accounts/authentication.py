"""How the person behind a session was identified: when, by what, how surely, and for which side of the counter.

It stands in the session, and nowhere else. Whoever lets somebody in calls `log_in`; a session that nobody let in
like that counts only in a demonstration, as identified just now.
"""

import time
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from allmanning.accounts.models import Person

type Serves = Literal["residents", "staff", "both"]
type Ended = Literal["", "unknown", "idle", "old"]

KEY, SEEN = "authentication", "seen"
DEMO = "demo"
HIGHEST_LEVEL = 4
# The time of the last page is written at most once a minute, so that not every page writes.
SEEN_EVERY = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Authentication:
    """One identification. `at` is seconds since 1970; `level` a Swedish tillitsnivå, 2 to 4."""

    at: float
    method: str
    level: int
    serves: Serves = "both"
    provider: str = ""
    """The key of the login provider; empty in a demonstration."""
    organisation: int | None = None
    """Whose provider it was: at work, only that organisation's roles hold. None in a demonstration: all of them."""
    signs: str = ""
    """The address of the one signature that it was made for."""

    @property
    def age(self) -> float:
        """Seconds since the person was identified."""
        return time.time() - self.at

    @property
    def told(self) -> str:
        """Method, level and time in UTC, as a signature keeps them; of a demonstration only its name."""
        if self.method == DEMO:
            return DEMO
        at = datetime.fromtimestamp(self.at, UTC)
        return f"{self.method}, level {self.level}, {at:%Y-%m-%dT%H:%M:%SZ}"


def log_in(
    request: HttpRequest, person: Person, authentication: Authentication, *, again: bool = False
) -> None:
    """Let somebody in with a new session key.

    Nothing of the session before is left, whoever it was of; with `again`, the same person was identified once more and
    keeps it.
    """
    if again:
        login(request, person)
        request.session.cycle_key()
    else:
        request.session.flush()
        login(request, person)
    request.session[KEY] = asdict(authentication)
    request.session[SEEN] = time.time()


def authentication(request: HttpRequest) -> Authentication | None:
    """How the person was identified; None for a session that nobody let in, or only a demonstration did."""
    kept: Any = request.session.get(KEY)
    if kept is not None:
        found = Authentication(**kept)
        return found if settings.DEMO or found.method != DEMO else None
    if not settings.DEMO or not isinstance(request.user, Person):
        return None
    return Authentication(at=time.time(), method=DEMO, level=HIGHEST_LEVEL)


def ended(request: HttpRequest, *, at_work: bool) -> Ended:
    """Why the session is over, if it is: nobody let it in, nobody used it for a while at work, or its whole time is up.

    A page at work that is not over counts as used.
    """
    found = authentication(request)
    if found is None:
        return "unknown"
    if found.age > settings.SESSION_COOKIE_AGE:
        return "old"
    if not at_work or KEY not in request.session:
        return ""
    now, seen = time.time(), float(request.session.get(SEEN, 0))
    if now - seen > settings.IDLE_SECONDS:
        return "idle"
    if now - seen > SEEN_EVERY:
        request.session[SEEN] = now
    return ""


def is_fresh(found: Authentication, *, address: str = "") -> bool:
    """Whether the person was identified recently enough to sign; with an address, for that very signature."""
    if found.age > settings.SIGNING_SECONDS:
        return False
    return not address or found.method == DEMO or found.signs == address


def spend(request: HttpRequest) -> None:
    """One identification made for one signature serves no other."""
    if (found := authentication(request)) is not None and found.signs:
        request.session[KEY] = asdict(replace(found, signs=""))
