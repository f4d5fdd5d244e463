"""A database server that a test may start, kill and stop; its folder is made once."""

from collections.abc import Generator
from pathlib import Path

import pytest

from allmanning.server.postgres import Cluster
from tests.server import clusters


@pytest.fixture
def place() -> Generator[Path]:
    with clusters.folder() as folder:
        yield folder


@pytest.fixture(scope="package")
def database_folder() -> Generator[Path]:
    with clusters.folder() as folder:
        yield folder / "db"


@pytest.fixture
def cluster(database_folder: Path) -> Generator[Cluster]:
    cluster = Cluster(database_folder, durable=False)
    yield cluster
    cluster.stop()
    (cluster.folder / "local.conf").unlink(missing_ok=True)
