"""Which services something is told of: those whose package is there, and whose module stands here."""

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from allmanning.server.demo.services import (
    Service,
    aldreomsorgsavgift,
    barnomsorgsavgift,
    bostadsanpassningsbidrag,
    e_forslag,
    ekonomiskt_bistand,
    fardtjanst,
    parkeringstillstand,
    skolskjuts,
)

MODULES: Mapping[str, ModuleType] = {
    "aldreomsorgsavgift": aldreomsorgsavgift,
    "barnomsorgsavgift": barnomsorgsavgift,
    "bostadsanpassningsbidrag": bostadsanpassningsbidrag,
    "e-forslag": e_forslag,
    "ekonomiskt-bistand": ekonomiskt_bistand,
    "fardtjanst": fardtjanst,
    "parkeringstillstand": parkeringstillstand,
    "skolskjuts": skolskjuts,
}


def told_services(folder: Path) -> tuple[Service, ...]:
    """Every service in a folder of packages of which something is told."""
    packages = sorted(path.parent.name for path in folder.glob("*/package.toml"))
    return tuple(_service(package_id) for package_id in packages if package_id in MODULES)


def _service(package_id: str) -> Service:
    module: Any = MODULES[package_id]
    return Service(
        package_id,
        module.BOARD,
        module.LOCAL,
        module.DELEGATED,
        tuple(module.STORIES),
        getattr(module, "PLAN", {}),
        getattr(module, "settle", None),
    )
