from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from allmanning.cases import actions, queries
from allmanning.portals.resident.story import reasons
from tests.cases.applications import POOR, RICH, draft, key, sent
from tests.people import ANNA, BO, CILLA, DAN, EVA, FIA, MACHINE, NORRHAMN
from tests.portals.reading import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Client:
    return browser(ANNA)


def address(case_id: UUID, more: str = "", municipality: str = "mittkoping") -> str:
    return f"/{municipality}/arende/{case_id}/{more}"


def decide(case_id: UUID, **how: object) -> None:
    """Bo finds no särskilda skäl, or as told."""
    actions.take(BO, case_id)
    saved = actions.state_facts(BO, case_id, {"särskilda_skäl": how.pop("reasons", False)})
    actions.decide(BO, case_id, key=key(), version=saved.version, **how)  # type: ignore[arg-type]


def test_a_sent_application_says_what_happens_next_and_by_when(anna: Client) -> None:
    case_id = sent()
    page = words(anna.get(address(case_id)))
    due = queries.case_page(ANNA, case_id).case.due_on
    assert due is not None
    assert "Vi har fått din ansökan. En handläggare går igenom den." in page
    assert f"Du får ett beslut senast {due.day} " in page
    assert "kräver en bedömning i just ditt fall. Den gör en människa." in page


@pytest.mark.parametrize(
    ("facts", "month", "reason"),
    [
        (
            POOR,
            date(2026, 3, 1),
            "Det här är inte bekräftat för mars 2026 än, och då beslutar alltid en människa: tillägg för barn.",
        ),
        (RICH, date(2025, 11, 1), "Något av det du har svarat kräver en bedömning"),
    ],
)
def test_why_a_person_decides_is_said_in_plain_words(
    anna: Client, facts: dict[str, object], month: date, reason: str
) -> None:
    assert reason in words(anna.get(address(sent(facts=facts, month=month))))


def test_where_a_person_always_decides_that_is_said_once_and_no_more() -> None:
    page = queries.case_page(ANNA, sent())
    (left,) = (event for event in page.events if event.action == "left_to_a_person")
    left.payload = {"hindrances": ["judgement", "appeal_route", "automation", "outcome", "not_delegated"]}
    told = [sentence.split(".")[0] for sentence in reasons(page, "sv")]
    assert told == [
        "Något av det du har svarat kräver en bedömning i just ditt fall",
        "Ett sådant här beslut fattas alltid av en människa",
    ]


def test_where_nothing_is_delegated_that_is_the_reason(anna: Client) -> None:
    page = words(anna.get(address(sent(facts=POOR, where=NORRHAMN), municipality="norrhamn")))
    assert "Socialnämnden har inte låtit någon automatisk funktion fatta beslut." in page


def test_a_second_application_and_a_protected_identity_say_why(anna: Client) -> None:
    sent(facts=POOR)
    assert "Du har redan ansökt för samma tid." in words(anna.get(address(sent(facts=POOR))))
    assert "Du har skyddade personuppgifter." in words(browser(FIA).get(address(sent(FIA, POOR))))


def test_the_one_who_handles_the_case_is_named(anna: Client) -> None:
    case_id = sent()
    actions.take(BO, case_id)
    assert "Bo Berg handlägger din ansökan." in words(anna.get(address(case_id)))


def test_a_request_stands_first_with_its_day(anna: Client) -> None:
    case_id = sent()
    actions.take(BO, case_id)
    actions.ask_for_completion(BO, case_id, "Skicka hyresavin.", timezone.localdate() + timedelta(days=7))
    page = words(anna.get(address(case_id)))
    assert "Vi behöver ett svar från dig." in page
    assert "Skicka hyresavin." in page
    assert "När vi har fått ditt svar" in page


def test_an_automatic_decision_tells_everything_the_law_asks(anna: Client) -> None:
    page = words(anna.get(address(sent(facts=POOR))))
    assert "Du får 500 kr för november 2025." in page
    assert "Bestämmelser som vi har tillämpat SoL (2025:400) 12 kap. 1 § SoL (2025:400) 12 kap. 7 §" in page
    assert "En automatisk funktion har fattat beslutet." in page
    assert "28 § förvaltningslagen (2017:900), KL (2017:725) 6 kap. 37 §; SN 2025-06-18 § 41" in page
    assert "artiklarna 15 och 22" in page
    assert "Så överklagar du" in page
    assert "Resor beviljas 400 kr" in page
    assert "Uppgifter som har avgjort Du svarade " in page


def test_the_time_to_appeal_runs_from_the_first_look(anna: Client) -> None:
    case_id = sent(facts=POOR)
    assert queries.case_page(ANNA, case_id).decisions[0].served_on is None
    page = words(anna.get(address(case_id)))
    decision = queries.case_page(ANNA, case_id).decisions[0]
    assert decision.served_on == timezone.localdate()
    assert decision.appeal_until is not None
    assert f"Överklaga senast {decision.appeal_until.day} " in page
    assert "Du fick del av beslutet" in page


def test_looking_again_does_not_move_the_last_day(anna: Client) -> None:
    case_id = sent(facts=POOR)
    anna.get(address(case_id))
    events = len(queries.case_page(ANNA, case_id).events)
    anna.get(address(case_id))
    assert len(queries.case_page(ANNA, case_id).events) == events


def test_a_refusal_by_a_person_refuses_each_thing_and_says_why(anna: Client) -> None:
    case_id = sent()
    decide(case_id)
    page = words(anna.get(address(case_id)))
    assert "Du får avslag på din ansökan." in page
    assert "Bo Berg, handläggare hos Socialnämnden." in page
    assert "Resor avslås" in page
    assert "beviljas" not in page


def test_a_decision_that_leaves_the_reckoning_says_how_and_why(anna: Client) -> None:
    case_id = sent()
    decide(case_id, reasons=True, amount=30_000, reason="Halva resan betalas av regionen.")
    page = words(anna.get(address(case_id)))
    assert "Handläggarens bedömning Halva resan betalas av regionen." in page
    assert "Belopp: 300 kr i stället för 400 kr" in page
    assert "Du får 300 kr för november 2025." in page


def test_a_withdrawn_case_says_so_and_shows_no_reckoning(anna: Client) -> None:
    case_id = sent()
    actions.withdraw(ANNA, case_id)
    page = words(anna.get(address(case_id)))
    assert "Du har återkallat ansökan." in page
    assert "Så ser räkningen ut" not in page


def test_a_late_case_says_so_and_what_the_law_gives_a_right_to(
    anna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = sent()
    later = timezone.localdate() + timedelta(days=60)
    monkeypatch.setattr("allmanning.cases.queries.pages.timezone.localdate", lambda *_: later)
    page = words(anna.get(address(case_id)))
    assert "Vi är försenade, och det beror inte på dig." in page
    assert "12 § förvaltningslagen" in page


def test_a_draft_is_led_back_to_its_questions(anna: Client) -> None:
    case_id = draft()
    assert anna.get(address(case_id))["Location"] == address(case_id, "fortsatt/")


@pytest.mark.parametrize(
    "more", ["", "lasningar/", "aterkalla/", "komplettera/", "brev/", "kontrollera/", "fortsatt/"]
)
def test_dan_and_the_caseworkers_find_no_page_of_annas(more: str) -> None:
    case_id = sent(facts=POOR)
    for actor in (DAN, BO, CILLA):
        answer = browser(actor).get(address(case_id, more))
        assert answer.status_code == 404
        assert "Anna" not in answer.content.decode()


def test_a_case_that_is_not_there_says_the_same_as_one_that_is_anothers(anna: Client) -> None:
    foreign = browser(DAN).get(address(sent()))
    missing = browser(DAN).get(address(UUID(int=99)))
    assert words(foreign) == words(missing)


def test_anna_sees_who_has_read_her_case(anna: Client) -> None:
    case_id = sent()
    assert "Ingen har läst det än" in words(anna.get(address(case_id, "lasningar/")))
    queries.case_page(EVA, case_id)
    queries.case_page(MACHINE, case_id, page="letter")
    page = words(anna.get(address(case_id, "lasningar/")))
    assert "Eva Öst" in page
    assert "Program som skriver brev" in page
    assert "Anna Andersson" not in page


def test_the_page_of_a_case_takes_a_fixed_number_of_statements(
    anna: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case_id = sent(facts={**POOR, "barn": [{"ålder": 5}] * 12})
    anna.get(address(case_id))
    with django_assert_num_queries(19):
        anna.get(address(case_id))
