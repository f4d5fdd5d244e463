"""Many proposals signed together: from the boxes of the list, over the page that shows them, to what became of each."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from allmanning.cases import actions
from tests.cases.applications import sent
from tests.cases.test_sign_many import decisions, settled
from tests.people import ANNA, BO, CILLA, DAN, FIA
from tests.portals.caseworker.cases import LIST, address
from tests.portals.reading import browser, hidden, words

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

MANY = f"{LIST}skriv-under/"


@pytest.fixture
def bo() -> Client:
    return browser(BO)


def looked_at(client: Client, *cases: UUID) -> Any:
    return client.get(MANY, {"case": [str(case_id) for case_id in cases]})


def ticked(page: Any) -> dict[str, str]:
    """What the page would send with every box as it is."""
    found = re.findall(r'name="(case-[0-9a-f-]{36})" value="(\d+)"', page.content.decode())
    return dict(found) | {"key": hidden(page, "key")}


def test_the_list_offers_the_boxes_of_what_only_waits_for_a_signature(bo: Client) -> None:
    mine, other, open_ = settled(ANNA), settled(DAN), sent(FIA)
    page = bo.get(LIST).content.decode()
    assert "2 förslag på sidan väntar bara på en underskrift" in page
    assert f'name="case" value="{mine}"' in page
    assert f'name="case" value="{open_}"' not in page
    assert f"?case={mine}&amp;case={other}" in page or f"?case={other}&amp;case={mine}" in page


def test_one_alone_has_no_box(bo: Client) -> None:
    settled()
    assert 'type="checkbox"' not in bo.get(LIST).content.decode()


def test_what_will_be_signed_is_shown_case_by_case(bo: Client) -> None:
    page = words(looked_at(bo, settled(ANNA), settled(DAN)))
    assert "2 beslut, Resebidrag, 800 kr" in page
    assert "Andersson, Anna november 2025 Bifall 400 kr" in page
    assert "Underskrift Bo Berg Delegation handläggare" in page


def test_looking_signs_nothing(bo: Client) -> None:
    case_id = settled()
    looked_at(bo, case_id)
    assert decisions(case_id) == []


def test_what_cannot_be_signed_stands_apart_with_the_reason(bo: Client) -> None:
    page = words(looked_at(bo, settled(ANNA), sent(DAN)))
    assert "1 beslut" in page
    assert "Åberg, Dan Något är kvar att bedöma eller ta reda på." in page.split("Skrivs inte under nu")[1]


def test_bo_signs_and_is_told_of_each(bo: Client) -> None:
    cases = settled(ANNA), settled(DAN)
    done = bo.post(MANY, ticked(looked_at(bo, *cases)), follow=True)
    assert "2 beslut är underskrivna" in words(done)
    assert "Andersson, Anna Bifall 400 kr" in words(done)
    assert len(decisions(*cases)) == 2


def test_a_case_that_changed_after_the_page_was_shown_is_told_of_and_left(bo: Client) -> None:
    changed, other = settled(ANNA), settled(DAN)
    form = ticked(looked_at(bo, changed, other))
    actions.state_facts(BO, changed, {"resor": 10_000}, reason="Kvittot visar det.")
    done = words(bo.post(MANY, form, follow=True))
    assert "1 beslut är underskrivet 1 ärende skrevs inte under" in done
    assert "Andersson, Anna En uppgift ändrades efter att sidan visades. Läs ärendet igen." in done


def test_a_box_that_was_cleared_is_not_signed(bo: Client) -> None:
    cleared, other = settled(ANNA), settled(DAN)
    form = ticked(looked_at(bo, cleared, other))
    del form[f"case-{cleared}"]
    bo.post(MANY, form)
    assert [one.case_id for one in decisions(cleared, other)] == [other]


def test_with_no_box_ticked_nothing_is_signed_and_the_list_says_so(bo: Client) -> None:
    done = bo.post(MANY, {"key": str(uuid4())}, follow=True)
    assert "Inget ärende var valt" in done.content.decode()


def test_the_journal_says_that_it_was_one_of_two(bo: Client) -> None:
    cases = settled(ANNA), settled(DAN)
    bo.post(MANY, ticked(looked_at(bo, *cases)))
    assert "Ett av 2 beslut med samma underskrift" in words(bo.get(address(cases[0], "journal/")))


def test_cilla_finds_nothing_at_the_address() -> None:
    case_id = settled()
    cilla = browser(CILLA)
    assert looked_at(cilla, case_id).status_code == 404
    done = words(cilla.post(MANY, {"key": str(uuid4()), f"case-{case_id}": "2"}, follow=True))
    assert "Inget är underskrivet" in done
    assert "MK-" not in done


def test_nobody_reads_what_became_of_anothers_batch(bo: Client) -> None:
    case_id = settled()
    where = bo.post(MANY, ticked(looked_at(bo, case_id)))["Location"]
    assert browser(CILLA).get(where).status_code == 404


def test_a_protected_name_stands_on_neither_page(bo: Client) -> None:
    cases = settled(FIA), settled(DAN)
    shown = looked_at(bo, *cases)
    done = bo.post(MANY, ticked(shown), follow=True)
    for page in (words(shown), words(done)):
        assert "Hemlig" not in page
        assert "Skyddade uppgifter" in page


def test_more_than_fifty_are_not_signed(bo: Client) -> None:
    case_id = settled()
    body = {f"case-{uuid4()}": "1" for _ in range(50)}
    answer = bo.post(MANY, {"key": str(uuid4()), f"case-{case_id}": "2", **body})
    assert answer.status_code == 422
    assert "Högst 50 beslut" in words(answer)


def test_anna_is_not_let_in() -> None:
    assert browser(ANNA).get(MANY).status_code == 403
