"""Speaking with clamd: a file in, a verdict out."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

OFF = "off"
SECONDS = 60

# What clamd reports of a file that it could not look through; no signature has matched.
NOT_LOOKED_THROUGH = ("Heuristics.Limits.", "Heuristics.Encrypted.")


class ScannerError(Exception):
    """The scanner does not answer, or not in a way that can be understood. Start clamd; see ALLMANNING_CLAMD."""

    def __init__(self, told: str = "") -> None:
        super().__init__(f"{self.__doc__} ({told})" if told else self.__doc__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What clamd said: nothing found, something found, or that it could not look through the file."""

    finding: str = ""
    was_looked_through: bool = True


def is_off() -> bool:
    """Only a demonstration can be without a scanner; anywhere else this setting makes every file wait."""
    return bool(settings.DEMO) and settings.CLAMD == OFF


def look_through(file: BinaryIO) -> Verdict:
    """Stream a file to clamd. Raises ScannerError for any answer but a whole and clear one."""
    with _daemon() as daemon:
        answer = daemon.instream(file)
    match list(answer.items()):
        case [("stream", ("OK", None))]:
            return Verdict()
        case [("stream", ("FOUND", str(name)))]:
            return Verdict(name, was_looked_through=not name.startswith(NOT_LOOKED_THROUGH))
        case _:
            raise ScannerError("not understood")


def version() -> str:
    """Which clamd and which signatures: ClamAV 1.4.3/27800/Sat Nov 21 09:12:44 2026. Raises ScannerError."""
    with _daemon() as daemon:
        return daemon.version()


@contextmanager
def _daemon() -> Generator[ClamdNetworkSocket]:
    """Clamd as the settings name it; whatever goes wrong with it is a ScannerError."""
    daemon = _named(settings.CLAMD)
    try:
        yield daemon
    except (ClamdError, OSError, UnicodeError) as error:
        raise ScannerError(type(error).__name__) from error
    finally:
        # The client leaves a socket open that it could not connect.
        if opened := getattr(daemon, "clamd_socket", None):
            opened.close()


def _named(where: str) -> ClamdNetworkSocket:
    if where.startswith("/"):
        return ClamdUnixSocket(where, SECONDS)
    host, _, port = where.rpartition(":")
    if not host or not port.isdecimal():
        raise ScannerError("ALLMANNING_CLAMD is neither host:port nor the path of a socket")
    return ClamdNetworkSocket(host, int(port), SECONDS)
