"""Write once, for any service: the rooms that compute, decide and keep know none of them by name."""

import pytest

from tests.house.repository import SERVICES, SOURCE, place

ROOMS = ("rules", "packages", "catalogue", "cases", "simulation", "proofs", "accounts")
IDS = sorted(path.parent.name for path in SERVICES.glob("*/package.toml"))


@pytest.mark.parametrize("service", IDS)
def test_no_service_is_named_in_the_engine(service: str) -> None:
    names = {service, service.replace("-", "_")}
    files = [path for room in ROOMS for path in (SOURCE / room).rglob("*") if path.suffix in (".py", ".sql")]
    assert len(files) > 100
    assert [place(path) for path in files if any(name in path.read_text() for name in names)] == []


def test_there_are_services_of_more_than_one_kind() -> None:
    assert len(IDS) >= 8
