from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from allmanning.cases import actions, queries
from tests.cases.applications import POOR, draft, sent
from tests.people import ANNA, DAN
from tests.portals.reading import browser, hidden, words

pytestmark = pytest.mark.django_db
MAY_2027 = date(2027, 5, 1)


@pytest.fixture
def anna() -> Client:
    return browser(ANNA)


def address(case_id: UUID, place: str = "") -> str:
    return f"/mittkoping/arende/{case_id}/" + (f"fraga/{place}/" if place else "")


def begin(client: Client, month: str = "2025-11-01", key: str = "") -> str:
    return str(
        client.post("/mittkoping/resebidrag/ansok/", {"month": month, "key": key or str(uuid4())})["Location"]
    )


def facts(case_id: UUID) -> dict[str, object]:
    return dict(queries.case_page(ANNA, case_id).facts)


def test_anna_begins_and_meets_the_first_question(anna: Client) -> None:
    first = anna.get(begin(anna), follow=True)
    assert first.redirect_chain[-1][0].endswith("/fraga/inkomst/")
    assert "Ungefär 3 frågor kvar Allt inkomst" in words(first)
    assert "Varför frågar vi? Behövs." in words(first)


def test_two_presses_begin_one_application(anna: Client) -> None:
    assert begin(anna, key="same") == begin(anna, key="same") == begin(anna)


def test_a_month_without_amounts_is_told_kindly(anna: Client) -> None:
    assert begin(anna, "2027-05-01") == "/mittkoping/resebidrag/"
    assert "Det går inte att söka för maj 2027" in words(anna.get("/mittkoping/resebidrag/"))


def test_anna_is_told_that_she_has_applied_already(anna: Client) -> None:
    sent(facts=POOR)
    page = words(anna.get(begin(anna), follow=True))
    assert "Du har redan sökt för samma tid, i ärende MK-" in page


def test_after_logging_in_one_is_asked_once_before_anything_begins(anna: Client) -> None:
    assert "Du söker för november 2025" in words(anna.get("/mittkoping/resebidrag/ansok/?month=2025-11-17"))
    assert queries.own_cases(ANNA) == ()


@pytest.mark.parametrize("month", ["november", "2025-13-01", "2025-11-01' OR 1=1"])
def test_a_month_that_is_none_is_not_found(anna: Client, month: str) -> None:
    assert anna.get("/mittkoping/resebidrag/ansok/", {"month": month}).status_code == 404


def test_somebody_who_is_not_logged_in_is_asked_to(anna: Client) -> None:
    case_id = draft()
    assert (
        browser()
        .get(address(case_id, "inkomst"))["Location"]
        .startswith("/logga-in/?next=/mittkoping/arende/")
    )


def test_an_answer_is_saved_and_leads_to_the_next_question(anna: Client) -> None:
    case_id = draft()
    answer = anna.post(address(case_id, "inkomst"), {"inkomst": "5 000 kr", "version": "0"})
    assert answer["Location"] == address(case_id, "barn")
    assert facts(case_id) == {"inkomst": 500_000}


def test_an_answer_that_cannot_be_read_stays_in_its_box_and_says_what_to_do(anna: Client) -> None:
    case_id = draft()
    answer = anna.post(address(case_id, "inkomst"), {"inkomst": "femtusen"})
    assert answer.status_code == 422
    assert "Det är en sak att rätta till Skriv beloppet med siffror" in words(answer)
    assert 'value="femtusen"' in answer.content.decode()
    assert facts(case_id) == {}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Skriv ett belopp."),
        ("-5", "Skriv ett belopp från 0 kr till 1 000 000 kr."),
        ("9" * 30, "Skriv beloppet"),
    ],
)
def test_an_impossible_amount_is_refused(anna: Client, typed: str, told: str) -> None:
    case_id = draft()
    answer = anna.post(address(case_id, "inkomst"), {"inkomst": typed})
    assert answer.status_code == 422
    assert told in words(answer)


def test_what_was_typed_is_never_markup(anna: Client) -> None:
    answer = anna.post(address(draft(), "inkomst"), {"inkomst": "<script>alert(1)</script>"})
    assert b"<script>alert(1)" not in answer.content


def test_a_child_is_added_and_asked_about_at_once(anna: Client) -> None:
    case_id = draft(facts={"inkomst": 500_000})
    child = address(case_id, "barn.0.%C3%A5lder")
    assert anna.post(address(case_id, "barn"), {"add": "add", "version": "1"})["Location"] == child
    assert "Barn 1" in words(anna.get(child))
    assert anna.post(child, {"barn[0].ålder": "5"})["Location"] == address(case_id, "barn")
    assert "Barn 1 5" in words(anna.get(address(case_id, "barn")))


def test_a_second_child_is_asked_about_before_what_is_left_of_the_first(anna: Client) -> None:
    case_id = draft(facts={"inkomst": 500_000, "barn": [{}]})
    answer = anna.post(address(case_id, "barn"), {"add": "add"})
    assert answer["Location"] == address(case_id, "barn.1.%C3%A5lder")


def test_changing_a_child_goes_through_all_of_it_and_back_to_the_list(anna: Client) -> None:
    case_id = draft(facts={"inkomst": 500_000, "barn": [{"ålder": 5}, {"ålder": 8}]})
    child = address(case_id, "barn.0.%C3%A5lder") + "?hela=1"
    assert f'href="{child}"' in anna.get(address(case_id, "barn")).content.decode()
    assert anna.post(child, {"barn[0].ålder": "6"})["Location"] == address(case_id, "barn")


def test_no_children_is_an_answer_too(anna: Client) -> None:
    case_id = draft(facts={"inkomst": 500_000})
    assert anna.post(address(case_id, "barn"), {})["Location"] == address(case_id, "resor")
    assert facts(case_id)["barn"] == []


def test_a_child_is_removed(anna: Client) -> None:
    case_id = draft(facts=POOR)
    assert anna.post(address(case_id, "barn"), {"remove": "0", "version": "1"})["Location"] == address(
        case_id, "barn"
    )
    assert facts(case_id)["barn"] == []


@pytest.mark.parametrize("index", ["1", "-1", "x", "99999999999999"])
def test_a_child_that_is_not_there_cannot_be_removed(anna: Client, index: str) -> None:
    assert anna.post(address(draft(facts=POOR), "barn"), {"remove": index}).status_code == 404


def test_the_sixteenth_child_is_refused_in_words(anna: Client) -> None:
    case_id = draft(facts={"inkomst": 0, "barn": [{"ålder": 1}] * 15})
    answer = anna.post(address(case_id, "barn"), {"add": "add"})
    assert answer.status_code == 422
    assert "Det går att ange högst 15." in words(answer)


def test_anna_saves_and_goes_on_another_day(anna: Client) -> None:
    case_id = draft()
    answer = anna.post(address(case_id, "inkomst"), {"inkomst": "5000", "later": "1"}, follow=True)
    assert "Dina svar är sparade." in words(answer)
    assert "Väntar på dig Resebidrag, november 2025" in words(answer)
    assert anna.get(f"/mittkoping/arende/{case_id}/fortsatt/")["Location"] == address(case_id, "barn")


def test_leaving_an_empty_list_for_later_does_not_say_that_there_are_no_children(anna: Client) -> None:
    case_id = draft(facts={"inkomst": 500_000})
    anna.post(address(case_id, "barn"), {"later": "1"})
    assert "barn" not in facts(case_id)


def autosave(client: Client, where: str, typed: dict[str, str]) -> tuple[int, str | None]:
    answer = client.post(where, typed, headers={"X-Requested-With": "autosave"})
    return answer.status_code, answer.headers.get("Version")


def test_what_is_typed_is_saved_by_itself(anna: Client) -> None:
    case_id = draft()
    assert autosave(anna, address(case_id, "inkomst"), {"inkomst": "5000", "version": "0"}) == (204, "1")
    assert facts(case_id) == {"inkomst": 500_000}


def test_what_is_half_typed_is_not_saved_and_an_empty_box_erases_nothing(anna: Client) -> None:
    case_id = draft(facts={"inkomst": 500_000})
    assert autosave(anna, address(case_id, "inkomst"), {"inkomst": "fem"}) == (422, None)
    assert autosave(anna, address(case_id, "inkomst"), {"inkomst": ""}) == (204, None)
    assert facts(case_id) == {"inkomst": 500_000}


def test_another_tabs_answer_is_shown_and_not_overwritten(anna: Client) -> None:
    case_id = draft(facts={"inkomst": 500_000})
    page = anna.get(address(case_id, "inkomst"))
    actions.save_facts(ANNA, case_id, {"inkomst": 700_000})
    stale = anna.post(address(case_id, "inkomst"), {"inkomst": "6000", "version": hidden(page, "version")})
    assert stale.status_code == 409
    assert "står det nu: 7 000 kr. Inget är överskrivet." in words(stale)
    assert facts(case_id) == {"inkomst": 700_000}
    anna.post(address(case_id, "inkomst"), {"inkomst": "6000", "version": hidden(stale, "version")})
    assert facts(case_id) == {"inkomst": 600_000}


@pytest.mark.parametrize("place", ["särskilda_skäl", "månen", "barn.0.ålder", "barn[0].ålder", "barn.ålder"])
def test_there_is_no_page_for_what_anna_is_not_asked(anna: Client, place: str) -> None:
    assert anna.get(address(draft(), place)).status_code == 404


def test_dan_finds_nothing_where_annas_application_is(anna: Client) -> None:
    case_id = draft()
    for method in (browser(DAN).get, browser(DAN).post):
        assert method(address(case_id, "inkomst"), {"inkomst": "1"}).status_code == 404
    assert facts(case_id) == {}


def test_an_application_has_no_page_in_another_municipality(anna: Client) -> None:
    assert anna.get(f"/norrhamn/arende/{draft()}/fraga/inkomst/").status_code == 404


def test_what_is_sent_is_no_longer_asked(anna: Client) -> None:
    case_id = sent()
    for place in ("inkomst", "resor"):
        assert anna.post(address(case_id, place), {place: "1"})["Location"] == address(case_id)
    assert anna.get(f"/mittkoping/arende/{case_id}/fortsatt/")["Location"] == address(case_id)


def test_the_early_answer_stands_beside_the_question(anna: Client) -> None:
    page = words(anna.get(address(draft(facts={"inkomst": 500_000, "barn": []}), "resor")))
    assert "Sista frågan" in page
    assert "Med de här svaren ser det ut att bli bifall. Beloppet är inte klart än." in page
    assert "Det här är inget beslut." in page


def test_english_is_spoken_to_whoever_wants_it(anna: Client) -> None:
    anna.cookies["django_language"] = "en"
    page = words(anna.get(address(draft(), "inkomst")))
    assert "Income" in page


def test_no_address_holds_a_personal_number(anna: Client) -> None:
    assert "201701012393" not in anna.get(begin(anna), follow=True).content.decode()


def test_pages_of_ones_own_are_never_kept_by_the_browser(anna: Client) -> None:
    assert anna.get(address(draft(), "inkomst"))["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("children", [0, 15])
def test_a_question_takes_as_many_statements_however_many_the_children(
    anna: Client, django_assert_num_queries: DjangoAssertNumQueries, children: int
) -> None:
    case_id = draft(facts={**POOR, "barn": [{"ålder": 5}] * children})
    anna.get(address(case_id, "resor"))
    with django_assert_num_queries(18):
        anna.get(address(case_id, "barn"))
