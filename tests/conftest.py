"""What every test may stand on."""

from collections.abc import Callable

import pytest

from tests.browser import browser
from tests.cluster import cluster

__all__ = ["browser", "cluster"]


@pytest.fixture(scope="session")
def base_data() -> Callable[[], None]:
    from tests.people import settle

    return settle
