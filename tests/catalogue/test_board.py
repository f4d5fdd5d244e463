"""The board that answers for a service."""

from datetime import date

import pytest

from allmanning.catalogue.adoptions import adopt, adopted
from allmanning.catalogue.releases import publish
from tests.people import organisation
from tests.travel_package import PACKAGE_ID, travel_package

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

OF_CHILDREN, TODAY = "Barn- och utbildningsnämnden", date(2025, 11, 1)


@pytest.mark.parametrize(("named", "answers"), [("", "Socialnämnden"), (OF_CHILDREN, OF_CHILDREN)])
def test_the_municipalitys_own_board_answers_unless_another_is_named(named: str, answers: str) -> None:
    adopt(organisation(), publish(travel_package("1.4.0")), valid_from=date(2025, 9, 1), board=named)
    assert adopted(organisation(), PACKAGE_ID, TODAY).answers == answers
