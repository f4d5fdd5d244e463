"""What the tests of the database server share: a place on disk, a database made once, and rows to lose."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from allmanning.server.postgres import OWNER, Cluster


@contextmanager
def folder() -> Generator[Path]:
    """A folder that the server's user can reach also when root runs the tests, unlike pytest's own."""
    made = Path(tempfile.mkdtemp(prefix="allmanning-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


def write_rows(cluster: Cluster, rows: int = 1000) -> None:
    with psycopg.connect(cluster.address(OWNER).as_conninfo()) as connection:
        connection.execute("DROP TABLE IF EXISTS row; CREATE TABLE row (number int)")
        connection.execute("INSERT INTO row SELECT generate_series(1, %s)", [rows])


def count_rows(cluster: Cluster) -> int:
    with psycopg.connect(cluster.address().as_conninfo()) as connection:
        return connection.execute("SELECT count(*) FROM row").fetchone()[0]


def kill(cluster: Cluster) -> None:
    os.kill(cluster.pid, signal.SIGKILL)


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
