"""The house rules come first: they take a second, and what they find is mended soonest."""

import pytest

from tests.house.repository import TESTS


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.path.is_relative_to(TESTS / "house"))
