from uuid import UUID

import pytest
from django.test import Client

from allmanning.cases import actions, queries
from allmanning.cases.models import Decision
from tests.cases.applications import sent
from tests.people import BO, EVA
from tests.portals.caseworker.cases import address, answered, asked, decided, judged
from tests.portals.reading import browser, hidden, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo() -> Client:
    return browser(BO)


def decision(case_id: UUID) -> Decision | None:
    return queries.case_page(BO, case_id).decision


def carried(page: object, *names: str) -> dict[str, str]:
    """What the page before signing would send."""
    return {name: hidden(page, name) for name in ("key", "version", *names)}


def test_what_will_be_signed_is_shown_before_it_is_signed(bo: Client) -> None:
    page = words(bo.get(address(judged(), "besluta/")))
    assert "Det här skriver du under" in page
    assert "Bifall, 400 kr" in page
    assert "Resor 400 kr 400 kr Beviljas" in page
    assert "Underskrift Bo Berg Delegation handläggare" in page
    assert "Beslutet kan överklagas till Förvaltningsrätten inom 3 veckor" in page


def test_the_letter_stands_beside_what_is_signed(bo: Client) -> None:
    page = words(bo.get(address(judged(), "besluta/")))
    assert "Så blir brevet" in page
    assert "Så överklagar du" in page.split("Så blir brevet")[1]


def test_opening_the_page_signs_nothing(bo: Client) -> None:
    case_id = judged()
    bo.get(address(case_id, "besluta/"))
    assert decision(case_id) is None


def test_bo_accepts_what_the_rules_propose(bo: Client) -> None:
    case_id = judged()
    form = carried(bo.get(address(case_id, "besluta/")))
    page = bo.post(address(case_id, "besluta/"), form, follow=True)
    assert "Beslutet är underskrivet." in words(page)
    taken = decision(case_id)
    assert taken is not None
    assert (taken.outcome, taken.amount, taken.changes, taken.taken_by_name) == (
        "bifall",
        40_000,
        [],
        "Bo Berg",
    )


def test_signing_twice_is_one_decision(bo: Client) -> None:
    case_id = judged()
    form = carried(bo.get(address(case_id, "besluta/")))
    bo.post(address(case_id, "besluta/"), form)
    assert bo.post(address(case_id, "besluta/"), form).status_code == 302
    assert len(queries.case_page(BO, case_id).decisions) == 1


def test_what_is_open_cannot_be_accepted(bo: Client) -> None:
    page = bo.get(address(sent(), "besluta/"))
    assert page.status_code == 409
    assert "Det här är inte klart: Särskilda skäl. Gör bedömningen" in words(page)


def test_facts_that_changed_under_the_pen_refuse_the_signature(bo: Client) -> None:
    case_id = judged()
    form = carried(bo.get(address(case_id, "besluta/")))
    actions.state_facts(BO, case_id, {"resor": 10_000}, reason="Kvitto.")
    page = bo.post(address(case_id, "besluta/"), form)
    assert page.status_code == 409
    assert "En uppgift har ändrats sedan du öppnade sidan." in words(page)
    assert decision(case_id) is None


def test_a_signature_without_its_version_is_refused(bo: Client) -> None:
    case_id = judged()
    assert bo.post(address(case_id, "besluta/"), {"key": "k"}).status_code == 409
    assert decision(case_id) is None


def test_who_comes_second_sees_what_was_decided(bo: Client) -> None:
    page = bo.get(address(decided(), "besluta/"))
    assert page.status_code == 409
    assert "Ärendets läge är nu: beslutat." in words(page)
    assert "Beslutade: Avslag, 0 kr" in words(page)


def test_a_change_shows_what_differs_before_it_is_signed(bo: Client) -> None:
    case_id = judged()
    form = {"outcome": "bifall", "amount": "500", "reason": "Längre resa."}
    page = bo.post(address(case_id, "andra/"), form)
    assert "Bifall, 500 kr" in words(page)
    assert "Belopp från 400 kr → till 500 kr (+100 kr)" in words(page)
    assert "Din motivering Längre resa." in words(page)
    bo.post(address(case_id, "besluta/"), carried(page, "outcome", "ore", "reason"))
    taken = decision(case_id)
    assert taken is not None
    assert (taken.amount, taken.reason) == (50_000, "Längre resa.")
    assert taken.changes == [{"what": "amount", "from": 40_000, "to": 50_000}]


def test_back_from_signing_the_form_is_as_it_was(bo: Client) -> None:
    case_id = judged()
    typed = {"outcome": "bifall", "amount": "500,50", "reason": "Längre resa."}
    page = bo.post(address(case_id, "andra/"), typed)
    back = bo.post(address(case_id, "andra/"), {**carried(page, "outcome", "ore", "reason"), "back": "1"})
    assert back.status_code == 200
    assert 'value="500,50"' in back.content.decode()
    assert "Längre resa." in words(back)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"outcome": "bifall", "amount": "500"}, "Skriv varför du ändrar förslaget."),
        ({"outcome": "bifall", "amount": "400", "reason": "x"}, "Det här är samma som förslaget."),
        ({"outcome": "", "amount": "500", "reason": "x"}, "Välj ett utfall."),
        ({"outcome": "kanske", "amount": "500", "reason": "x"}, "Välj ett utfall."),
        ({"outcome": "bifall", "amount": "", "reason": "x"}, "Skriv beloppet i kronor."),
        ({"outcome": "bifall", "amount": "0", "reason": "x"}, "Ska inget betalas väljer du avslag."),
        ({"outcome": "bifall", "amount": "-5", "reason": "x"}, "Skriv beloppet i kronor."),
        ({"outcome": "bifall", "amount": "mycket", "reason": "x"}, "Skriv beloppet med siffror"),
        ({"outcome": "bifall", "amount": "500", "reason": "x" * 10_001}, "Texten är för lång."),
    ],
)
def test_a_change_that_cannot_stand_says_why_and_keeps_what_was_written(
    bo: Client, typed: dict[str, str], told: str
) -> None:
    page = bo.post(address(judged(), "andra/"), typed)
    assert page.status_code == 422
    assert told in words(page)
    assert f'value="{typed["amount"]}"' in page.content.decode()


def test_a_change_to_refusal_pays_nothing(bo: Client) -> None:
    case_id = judged()
    typed = {"outcome": "avslag", "amount": "400", "reason": "Har fått annan hjälp."}
    page = bo.post(address(case_id, "andra/"), typed)
    bo.post(address(case_id, "besluta/"), carried(page, "outcome", "ore", "reason"))
    taken = decision(case_id)
    assert taken is not None
    assert (taken.outcome, taken.amount) == ("avslag", 0)


def test_a_refusal_needs_its_reasons(bo: Client) -> None:
    page = bo.post(address(sent(), "avsla/"), {"reason": "  "})
    assert page.status_code == 422
    assert "Skriv varför ansökan avslås." in words(page)


def test_a_refusal_nobody_was_asked_about_is_warned_of(bo: Client) -> None:
    assert "Den sökande har inte fått frågan" in words(bo.get(address(sent(), "avsla/")))
    heard = words(bo.get(address(answered(), "avsla/")))
    assert "Den sökande har inte fått frågan" not in heard
    assert "Svar kom" in heard


def test_what_waits_for_an_answer_can_be_refused_all_the_same(bo: Client) -> None:
    page = words(bo.get(address(asked(), "avsla/")))
    assert "Svar ska komma senast" in page


def test_bo_refuses_in_his_own_words(bo: Client) -> None:
    case_id = sent()
    page = bo.post(address(case_id, "avsla/"), {"reason": "Inkomsten\r\nräcker."})
    assert "Skiljer sig från förslaget Utfall från inget förslag → till Avslag" in words(page)
    bo.post(address(case_id, "besluta/"), carried(page, "outcome", "ore", "reason"))
    taken = decision(case_id)
    assert taken is not None
    assert (taken.outcome, taken.amount, taken.reason) == ("avslag", 0, "Inkomsten\nräcker.")


def test_a_tampered_amount_or_outcome_decides_nothing(bo: Client) -> None:
    case_id = judged()
    form = carried(bo.get(address(case_id, "besluta/")))
    assert bo.post(address(case_id, "besluta/"), {**form, "outcome": "guld"}).status_code == 409
    assert bo.post(address(case_id, "besluta/"), {**form, "outcome": "bifall", "ore": "1"}).status_code == 409
    assert decision(case_id) is None


def test_a_colleagues_case_is_not_decided(bo: Client) -> None:
    case_id = judged()
    form = carried(bo.get(address(case_id, "besluta/")))
    actions.assign(EVA, case_id, EVA.person)
    page = bo.post(address(case_id, "besluta/"), form)
    assert page.status_code == 409
    assert "Någon annan har ärendet" in words(page)


def test_the_letter_can_be_read_as_pdf_before_signing(bo: Client) -> None:
    case_id = judged()
    pdf = bo.get(address(case_id, "brev/utkast/"))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    changed = bo.post(address(case_id, "brev/utkast/"), {"outcome": "avslag", "ore": "0", "reason": "Nej."})
    assert changed.content.startswith(b"%PDF-")
    assert changed.content != pdf.content
