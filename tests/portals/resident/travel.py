"""Rules in November 2025: the little package's with a household of two children, and the real ones."""

from datetime import date
from pathlib import Path
from typing import Any

from allmanning import packages
from tests.travel_package import travel_package

RULES = travel_package().as_of(date(2025, 11, 1))
FACTS: dict[str, Any] = {"inkomst": 500_000, "barn": [{"ålder": 5}, {"ålder": 8}], "resor": 40_000}
BISTAND = packages.load(Path(__file__).parents[3] / "services" / "ekonomiskt-bistand").as_of(
    date(2025, 11, 1)
)
