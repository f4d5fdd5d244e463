"""What every test may stand on."""

from collections.abc import Callable

import pytest

from tests.browser import browser
from tests.cluster import cluster

__all__ = ["browser", "cluster"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of processes that test beside one another each takes whole files, and one takes all that asks for Spark."""
    for item in items:
        spark = "cluster" in getattr(item, "fixturenames", ()) and not item.nodeid.startswith("tests/server/")
        item.add_marker(pytest.mark.xdist_group("spark" if spark else item.nodeid.partition("::")[0]))


@pytest.fixture(scope="session")
def base_data() -> Callable[[], None]:
    from tests.people import settle

    return settle
