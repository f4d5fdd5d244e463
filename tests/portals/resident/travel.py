"""The little package's rules in November 2025, and a household of two children."""

from datetime import date
from typing import Any

from tests.travel_package import travel_package

RULES = travel_package().as_of(date(2025, 11, 1))
FACTS: dict[str, Any] = {"inkomst": 500_000, "barn": [{"ålder": 5}, {"ålder": 8}], "resor": 40_000}
