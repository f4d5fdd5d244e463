"""One request: to a number that was checked, with a limit on the whole of it, no redirect followed and no answer kept."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Literal

from .addresses import AddressRefusedError, Target, resolve

type Error = Literal[
    "", "answer", "redirect", "gone", "timeout", "certificate", "unreachable", "refused", "secret"
]

SECONDS = 10.0
"""For all of it but the look-up of the name: connecting, TLS, sending, and the answer's head."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The receiver's HTTP status, None when there was none; and what went wrong, in a word of ours."""

    status: int | None
    error: Error

    @property
    def is_down(self) -> bool:
        """Whether nobody is there to answer at all, so that other messages need not be tried either."""
        return self.status in {429, 502, 503, 504} or (self.status is None and self.error != "secret")


def post(address: str, headers: Mapping[str, str], body: bytes, seconds: float = SECONDS) -> Answer:
    """Send, and look at the answer's status line alone."""
    try:
        connection = _Pinned(resolve(address), seconds)
    except AddressRefusedError:
        return Answer(None, "refused")
    try:
        status = connection.send_off(headers, body)
        # An answer's head that was cut short reads like a whole one.
        return Answer(None, "timeout") if connection.is_cut else _judged(status)
    except (OSError, HTTPException) as error:
        return Answer(None, _named(error, connection.is_cut))
    finally:
        connection.hang_up()


def _judged(status: int) -> Answer:
    if 200 <= status < 300:
        return Answer(status, "")
    if 300 <= status < 400:
        return Answer(status, "redirect")
    return Answer(status, "gone" if status == 410 else "answer")


def _named(error: Exception, is_cut: bool) -> Error:
    if is_cut or isinstance(error, TimeoutError):
        return "timeout"
    return "certificate" if isinstance(error, ssl.SSLCertVerificationError) else "unreachable"


class _Pinned(HTTPConnection):
    """Connects to the numbers that were looked up; the name is only for TLS and the Host header. Knows of no proxy."""

    def __init__(self, target: Target, seconds: float) -> None:
        super().__init__(target.host, target.port)
        self.target = target
        self.ends = time.monotonic() + seconds
        self.is_cut = False
        self.line: socket.socket | None = None
        # A receiver that sends a byte now and then would keep any limit on the single read.
        self.clock = threading.Timer(seconds, self.cut)
        self.clock.daemon = True

    def send_off(self, headers: Mapping[str, str], body: bytes) -> int:
        """The answer's status."""
        self.clock.start()
        host = f"[{self.target.host}]" if ":" in self.target.host else self.target.host
        usual = self.target.port == (443 if self.target.is_https else 80)
        named = {"Host": host if usual else f"{host}:{self.target.port}", "Connection": "close"}
        self.request("POST", self.target.path, body, named | dict(headers))
        return self.getresponse().status

    def connect(self) -> None:
        plain = self._reached()
        self.line = plain.dup()
        if self.target.is_https:
            context = ssl.create_default_context()
            plain = context.wrap_socket(plain, server_hostname=self.target.host)
        self.sock = plain

    def cut(self) -> None:
        """End the connection from another thread; whoever reads finds it closed."""
        self.is_cut = True
        if self.line is not None:
            with contextlib.suppress(OSError):
                self.line.shutdown(socket.SHUT_RDWR)

    def hang_up(self) -> None:
        """Leave nothing open."""
        self.clock.cancel()
        self.close()
        if self.line is not None:
            self.line.close()

    def _reached(self) -> socket.socket:
        last: OSError = TimeoutError()
        for number in self.target.addresses:
            if (left := self.ends - time.monotonic()) <= 0:
                break
            try:
                return socket.create_connection((number, self.target.port), timeout=left)
            except OSError as error:
                last = error
        raise last
