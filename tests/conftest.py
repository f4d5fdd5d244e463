"""What every test may stand on."""

from collections.abc import Callable

import pytest


@pytest.fixture(scope="session")
def base_data() -> Callable[[], None]:
    from tests.people import settle

    return settle
