"""One visitor with a kept connection and cookies: what a browser sends, and nothing of what it draws."""

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

CSRF_COOKIE, CSRF_FIELD = "csrf", "csrfmiddlewaretoken"
LOGIN = "/logga-in/"
# A server hangs up on who has been silent for long; a new connection is better than half of an old one.
KEPT_SECONDS = 5.0
FORM = "application/x-www-form-urlencoded"


class NoAnswerError(Exception):
    """The server went away before it answered; whether it did what was asked is not known. Ask again with the same key."""

    def __init__(self, why: Exception) -> None:
        super().__init__(f"{self.__doc__} ({type(why).__name__}: {why})")


class NotLetInError(Exception):
    """The login page let nobody in. A demonstration lets its own people in by their id."""

    def __init__(self, status: int) -> None:
        super().__init__(f"{self.__doc__} (status {status})")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    location: str
    body: bytes
    seconds: float


class Visitor:
    """Somebody at a browser. Not for several threads: a browser asks one thing at a time of its connection."""

    def __init__(self, host: str, port: int, *, timeout: float = 30.0) -> None:
        self.connection = http.client.HTTPConnection(host, port, timeout=timeout)
        self.origin = f"http://{host}:{port}"
        self.cookies: dict[str, str] = {}
        self.asked = time.monotonic()

    def get(self, path: str) -> Answer:
        """Open a page. Raises NoAnswerError."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form with the token that proves it comes from our own page. Raises NoAnswerError."""
        body = {CSRF_FIELD: self.cookies.get(CSRF_COOKIE, ""), **fields}
        return self._ask("POST", path, urlencode(body))

    def log_in(self, person: str) -> None:
        """Be a person of the demonstration, by id. Raises NotLetInError."""
        self.get(LOGIN)
        answer = self.post(LOGIN, {"person": person})
        if answer.status != http.client.FOUND:
            raise NotLetInError(answer.status)

    def close(self) -> None:
        """Hang up."""
        self.connection.close()

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": FORM, "Referer": self.origin, "Origin": self.origin}
        if time.monotonic() - self.asked > KEPT_SECONDS:
            self.connection.close()
        started = time.perf_counter()
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            raise NoAnswerError(error) from error
        seconds = time.perf_counter() - started
        self.asked = time.monotonic()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        return Answer(response.status, response.headers.get("Location", ""), content, seconds)
