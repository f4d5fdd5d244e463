from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.connectors.clamav.daemon import Daemon, clamd


@pytest.fixture
def daemon(settings: Settings) -> Iterator[Daemon]:
    """A scanner, and the settings that lead to it."""
    with clamd() as running:
        settings.CLAMD = running.address
        yield running
