"""A real receiver on loopback: answers what a test has laid out for it, and keeps what it was sent."""

import base64
import hashlib
import hmac
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SLOW, LOST = "slow", "lost"
"""Never answers within the limit; and takes the message but hangs up before it has answered."""


@dataclass(slots=True)
class Received:
    """One request."""

    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    @property
    def id(self) -> str:
        return str(self.event["id"])

    @property
    def kind(self) -> str:
        return str(self.event["type"]).rpartition(".")[2]


@dataclass(slots=True)
class Receiver:
    """`answers` are given in turn, then 204; or `judge` answers by what it is sent."""

    port: int = 0
    scheme: str = "http"
    answers: list[int | str] = field(default_factory=list)
    judge: Callable[[Received], int] = lambda _: 204
    received: list[Received] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/in"

    @property
    def kinds(self) -> list[str]:
        return [one.kind for one in self.received]

    def answer(self, received: Received) -> int | str:
        self.received.append(received)
        return self.answers.pop(0) if self.answers else self.judge(received)


class Handler(BaseHTTPRequestHandler):
    """Does as its server's receiver has decided."""

    def do_POST(self) -> None:
        receiver = self.receiver
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = receiver.answer(
            Received({name.lower(): value for name, value in self.headers.items()}, body)
        )
        match answer:
            case "slow":
                self._drip(receiver.gate)
            case "lost":
                self.close_connection = True
            case _:
                self.send_response(int(answer))
                self.send_header("Location", receiver.url + "/elsewhere")
                self.send_header("Content-Length", "6")
                self.end_headers()
                self.wfile.write(b"Annas!")

    @property
    def receiver(self) -> Receiver:
        assert isinstance(self.server, Quiet)
        return self.server.receiver

    def _drip(self, gate: threading.Event) -> None:
        """A byte now and then, so that no limit on a single read is ever reached."""
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            for _ in range(200):  # ten seconds, so that a test fails rather than hangs
                self.wfile.write(b".")
                if gate.wait(0.05):
                    break
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""


class Quiet(ThreadingHTTPServer):
    """Says nothing of a client that hangs up, which is what many tests are about."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, receiver: Receiver) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.receiver = receiver

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing."""


@contextmanager
def receiving(context: ssl.SSLContext | None = None, port: int = 0) -> Iterator[Receiver]:
    """Listens until the block ends."""
    receiver = Receiver(scheme="https" if context else "http")
    server = Quiet(port, receiver)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_port
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01))
    thread.start()
    try:
        yield receiver
    finally:
        receiver.gate.set()
        server.shutdown()
        server.server_close()
        thread.join()


def is_genuine(received: Received, secret: str) -> bool:
    """As a receiver checks it, written from Standard Webhooks and not from our own code."""
    identity, stamp = received.headers["webhook-id"], received.headers["webhook-timestamp"]
    key = base64.b64decode(secret.split("_", 1)[1])
    expected = base64.b64encode(
        hmac.digest(key, f"{identity}.{stamp}.".encode() + received.body, hashlib.sha256)
    )
    given = [part.partition(",")[2] for part in received.headers["webhook-signature"].split()]
    return (
        any(hmac.compare_digest(one, expected.decode()) for one in given)
        and abs(time.time() - int(stamp)) < 300
    )
