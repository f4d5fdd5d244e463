"""A clamd of a few lines: the real protocol on loopback, one signature, and on request the ways in which daemons fail."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.cases.files.samples import EICAR

VERSION = b"ClamAV 1.4.3/27800/Sat Nov 21 09:12:44 2026"


@dataclass
class Daemon:
    """Where it listens, what it is to answer instead of a verdict, and the sizes of what it was sent."""

    address: str = ""
    says: bytes | None = None
    sizes: list[int] = field(default_factory=list)


class Conversation(socketserver.StreamRequestHandler):
    """One command, as clamd takes it: n…\\n, and after INSTREAM pieces with their length before them, ending in 0."""

    def handle(self) -> None:
        daemon: Daemon = self.server.daemon  # type: ignore[attr-defined]
        match self.rfile.readline():
            case b"nVERSION\n":
                self.wfile.write(VERSION + b"\n")
            case b"nINSTREAM\n":
                content = b"".join(self.pieces())
                daemon.sizes.append(len(content))
                verdict = b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
                self.wfile.write((verdict if daemon.says is None else daemon.says) + b"\n")

    def pieces(self) -> Iterator[bytes]:
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            yield self.rfile.read(size)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


@contextmanager
def clamd() -> Iterator[Daemon]:
    """Running as long as the block."""
    with Server(("127.0.0.1", 0), Conversation) as server:
        daemon = Daemon(address=f"127.0.0.1:{server.server_address[1]}")
        server.daemon = daemon  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        try:
            yield daemon
        finally:
            server.shutdown()
