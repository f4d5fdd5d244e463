"""What every test may stand on."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.browser import browser
from tests.cluster import cluster

__all__ = ["browser", "cluster"]

# How fast a machine is says nothing about the program; speed is measured in `benchmarks/`.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

# What takes half a minute to start is started in one process; elsewhere a file is the least that a process takes.
TOGETHER = {
    "tests/journeys/": "demonstration",
    "tests/conformance/test_engines.py": "cluster",
    "tests/conformance/test_mutations.py": "cluster",
    "tests/simulation/test_spark.py": "cluster",
}


class ByFile(LoadScopeScheduling):
    """Of processes that test beside one another each takes whole files."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((name for start, name in TOGETHER.items() if file.startswith(start)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    return ByFile(config, log)


@pytest.fixture(scope="session")
def base_data() -> Callable[[], None]:
    from tests.people import settle

    return settle
