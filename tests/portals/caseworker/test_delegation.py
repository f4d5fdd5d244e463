"""The board records and ends the lines of its delegation order on a page; everybody who works there reads it."""

from typing import Any

import pytest

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.delegation import delegate
from allmanning.accounts.models import Delegation, Membership
from allmanning.accounts.roles import Role
from allmanning.cases import actions
from allmanning.cases.errors import NotDelegatedError
from tests.accounts.agreed import agreed, days
from tests.cases.applications import key, sent
from tests.people import ANNA, BO, CILLA, EVA, HEDDA, IDA, NORRHAMN, organisation
from tests.portals.reading import browser, words
from tests.travel_package import PACKAGE_ID

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

ORDER = "/handlaggning/delegation/"
NEW = {
    "service": PACKAGE_ID, "to": "caseworker", "granted": "1", "partly": "1", "highest_amount": "400",
    "valid_from": str(days(0)), "valid_to": "", "reference": "SN 2026-02-11 § 9",
}  # fmt: skip
ENDING = {"last_day": str(days(0)), "reference": "SN 2026-11-18 § 80"}


def line(**changed: Any) -> int:
    plain: dict[str, Any] = {"to": Role.CASEWORKER, "valid_from": days(-9), "reference": "SN § 9"}
    return delegate(organisation(), PACKAGE_ID, **(plain | changed)).pk


def decide(actor: Actor, amount: int) -> None:
    actions.decide(actor, sent(), version=1, key=key(), outcome="bifall", amount=amount, reason="Skäl.")


def test_hedda_records_a_line_and_bo_no_longer_signs_above_the_amount() -> None:
    decide(BO, 40_001)
    page = browser(HEDDA).post(f"{ORDER}ny/", NEW, follow=True)
    assert "Gäller i dag" in words(page)
    assert "Handläggare Bevilja och bevilja delvis 400 kr" in words(page)
    assert "SN 2026-02-11 § 9 (inskrivet av Hedda Ry" in words(page)
    decide(BO, 40_000)
    with pytest.raises(NotDelegatedError):
        decide(BO, 40_001)


@pytest.mark.parametrize(("last", "holds"), [(0, True), (-1, False)])
def test_an_ended_line_holds_its_last_day_and_not_the_day_after(last: int, holds: bool) -> None:
    body = ENDING | {"last_day": str(days(last))}
    page = words(browser(HEDDA).post(f"{ORDER}{line()}/avsluta/", body, follow=True))
    assert "Avslutad: SN 2026-11-18 § 80 (inskrivet av Hedda Ry" in page
    assert ("Gäller i dag" in page) is holds
    assert ("Ingen utom nämnden får besluta förrän en rad gäller." in page) is not holds
    if holds:
        decide(BO, 40_000)
    else:
        with pytest.raises(NotDelegatedError):
            decide(BO, 40_000)


@pytest.mark.parametrize("actor", [BO, EVA, IDA])
def test_everybody_who_works_there_reads_and_only_the_board_writes(actor: Actor) -> None:
    number, client = line(), browser(actor)
    page = words(client.get(ORDER))
    assert "Handläggare Bevilja, bevilja delvis och avslå Alla belopp" in page
    assert "Ny rad" not in page
    assert "Avsluta" not in page
    assert client.post(f"{ORDER}ny/", NEW).status_code == 403
    assert client.post(f"{ORDER}{number}/avsluta/", ENDING).status_code == 403
    assert Delegation.objects.using("owner").get().ended_at is None


def test_cilla_sees_nothing_of_mittkopings_order() -> None:
    number, client = line(), browser(CILLA)
    page = words(client.get(f"{ORDER}?owner=1"))
    assert "Delegationsordning: Norrhamn" in page
    assert "SN § 9" not in page
    assert client.get(f"{ORDER}{number}/avsluta/").status_code == 404
    assert browser(ANNA).get(ORDER).status_code == 403


def test_without_lines_the_packages_own_level_is_told() -> None:
    assert "Resebidrag Paketets egen nivå gäller: handläggare." in words(browser(BO).get(ORDER))


def test_coming_and_ended_lines_stand_apart() -> None:
    line(valid_from=days(3), reference="SN § 11")
    line(valid_to=days(-1), reference="SN § 10")
    page = words(browser(BO).get(ORDER))
    assert page.index("Kommande rader") < page.index("SN § 11") < page.index("Avslutade rader")
    assert page.index("Avslutade rader") < page.index("SN § 10")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"service": "annat"}, "Välj en tjänst."),
        ({"to": str(CILLA.person)}, "Välj vem som får besluta."),
        ({"to": ""}, "Välj vem som får besluta."),
        ({"to": "caseworker:2"}, "Välj vem som får besluta."),
        ({"granted": "", "partly": ""}, "Välj minst ett slags beslut."),
        ({"highest_amount": "-5"}, "Beloppet kan inte vara mindre än noll."),
        ({"highest_amount": "mycket"}, "Skriv beloppet med siffror"),
        ({"valid_from": ""}, "Skriv en dag."),
        ({"valid_to": str(days(-1))}, "Sista dagen kommer före den första."),
        ({"reference": " "}, "Skriv vilket beslut av nämnden det vilar på."),
        ({"reference": "§" * 101}, "Skriv beslutet med högst hundra tecken."),
    ],
)
def test_what_is_wrong_in_a_new_line_is_told_beside_it(changed: dict[str, str], told: str) -> None:
    page = browser(HEDDA).post(f"{ORDER}ny/", NEW | changed)
    assert page.status_code == 422
    assert told in words(page)
    assert not Delegation.objects.using("owner").exists()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"last_day": str(days(-10))}, "Raden kan inte sluta före sin första dag."),
        ({"last_day": str(days(6))}, "Raden slutar redan tidigare."),
        ({"last_day": "snart"}, "Skriv datumet med år, månad och dag"),
        ({"reference": ""}, "Skriv vilket beslut av nämnden det vilar på."),
    ],
)
def test_what_is_wrong_in_an_ending_is_told_beside_it(changed: dict[str, str], told: str) -> None:
    page = browser(HEDDA).post(f"{ORDER}{line(valid_to=days(5))}/avsluta/", ENDING | changed)
    assert page.status_code == 422
    assert told in words(page)


def test_a_line_is_ended_once() -> None:
    number, client = line(), browser(HEDDA)
    client.post(f"{ORDER}{number}/avsluta/", ENDING)
    again = client.post(f"{ORDER}{number}/avsluta/", ENDING | {"reference": "SN § 99"}, follow=True)
    assert "Raden är redan avslutad." in again.content.decode()
    assert "Avsluta raden" not in words(client.get(f"{ORDER}{number}/avsluta/"))
    assert Delegation.objects.using("owner").get().ended_reference == "SN 2026-11-18 § 80"


def test_a_line_names_a_colleague_or_a_role_where_an_agreement_lets_them_decide() -> None:
    agreed()
    client = browser(HEDDA)
    assert "Handläggare i Norrhamn" in words(client.get(f"{ORDER}ny/"))
    client.post(f"{ORDER}ny/", NEW | {"to": "caseworker:2"})
    client.post(f"{ORDER}ny/", NEW | {"to": str(BO.person)})
    with acting(HEDDA):
        theirs, ours = Delegation.objects.order_by("pk")
    assert (theirs.role, theirs.employer_id) == ("caseworker", NORRHAMN)
    assert (ours.person_id, ours.person_name) == (BO.person, "Bo Berg")


def test_who_sits_in_two_boards_chooses_whose_order_it_is() -> None:
    Membership.objects.using("owner").create(
        person_id=HEDDA.person, organisation_id=NORRHAMN, role=Role.BOARD
    )
    client = browser(HEDDA)
    assert "Mittköping Norrhamn" in words(client.get(f"{ORDER}ny/"))
    assert "Cilla Ek" in words(client.get(f"{ORDER}ny/?owner=2"))
    client.post(f"{ORDER}ny/", NEW | {"owner": "2"})
    assert Delegation.objects.using("owner").get().organisation_id == NORRHAMN


def test_an_agreement_about_another_service_lets_nobody_decide_in_this_one() -> None:
    agreed(packages=["annat"])
    page = browser(HEDDA).post(f"{ORDER}ny/", NEW | {"to": "caseworker:2"})
    assert "Avtalet med den kommunen gäller inte den tjänsten." in words(page)
