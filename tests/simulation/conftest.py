"""Compiled kernels are kept for the run of the tests, in a folder of the run's own."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def kernels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
