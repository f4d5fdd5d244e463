from datetime import date

import pytest

from allmanning.catalogue.adoptions import adopted
from allmanning.portals.open.months import open_months
from tests.people import organisation
from tests.travel_package import PACKAGE_ID

pytestmark = pytest.mark.django_db


def test_the_next_month_this_and_the_one_before_are_near() -> None:
    months = open_months(adopted(organisation(), PACKAGE_ID, date(2025, 11, 21)), date(2025, 11, 21))
    assert months.near == (date(2025, 12, 1), date(2025, 11, 1), date(2025, 10, 1))


def test_only_months_that_the_package_has_amounts_for_can_be_chosen() -> None:
    months = open_months(adopted(organisation(), PACKAGE_ID, date(2025, 11, 21)), date(2025, 11, 21))
    assert months.earlier == (date(2025, 9, 1), date(2025, 8, 1), date(2025, 7, 1))


def test_a_year_whose_amounts_nobody_has_entered_is_not_offered() -> None:
    months = open_months(adopted(organisation(), PACKAGE_ID, date(2026, 12, 5)), date(2026, 12, 5))
    assert months.near == (date(2026, 12, 1), date(2026, 11, 1))
