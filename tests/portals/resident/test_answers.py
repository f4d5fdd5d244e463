from datetime import date
from pathlib import Path

import pytest

from allmanning import packages
from allmanning.packages import FactError
from allmanning.portals.resident.answers import in_words, read_answer, shown
from tests.portals.resident.travel import RULES

SERVICES = Path(__file__).parents[3] / "services"
INCOME, CHILDREN, AGE = (RULES.package.question(name) for name in ("inkomst", "barn", "barn[0].ålder"))


@pytest.mark.parametrize("typed", ["6 500", "6500,00", "6 500 kr", "6\u00a0500", "6500:-", " 6500 "])
def test_an_amount_is_read_as_people_write_it(typed: str) -> None:
    assert read_answer(INCOME, typed, "sv").value == 650_000


@pytest.mark.parametrize("typed", ["sju tusen", "6.500.00", "1e9", "6 500 sek", "<b>6</b>"])
def test_what_cannot_be_read_says_how_to_write(typed: str) -> None:
    reading = read_answer(INCOME, typed, "sv")
    assert (reading.value, reading.error) == (
        None,
        "Skriv beloppet med siffror, till exempel 6 500 eller 249,50.",
    )


def test_nothing_typed_says_that_nothing_is_written_as_0() -> None:
    assert read_answer(INCOME, "  ", "sv").error == "Skriv ett belopp. Finns det inget skriver du 0."
    assert read_answer(AGE, "", "sv").error == "Skriv ett antal. Är det inget skriver du 0."


def test_an_amount_out_of_range_says_the_range() -> None:
    with pytest.raises(FactError) as caught:
        RULES.check_facts({"inkomst": -100})
    assert (
        in_words(caught.value, INCOME, "sv").replace("\xa0", " ")
        == "Skriv ett belopp från 0 kr till 1 000 000 kr."
    )


def test_too_many_children_say_how_many_there_may_be() -> None:
    with pytest.raises(FactError) as caught:
        RULES.check_facts({"barn": [{}] * 16})
    assert in_words(caught.value, CHILDREN, "sv") == "Det går att ange högst 15."


def test_a_list_that_may_not_be_empty_asks_for_one() -> None:
    rules = packages.load(SERVICES / "bostadsanpassningsbidrag").as_of(date(2026, 8, 1))
    with pytest.raises(FactError) as caught:
        rules.check_facts({"åtgärder": []})
    assert in_words(caught.value, rules.package.question("åtgärder"), "sv") == "Lägg till minst en."


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        (INCOME, 650_050, "6 500,50 kr"),
        (AGE, 8, "8"),
        (CHILDREN, [], "Inga"),
        (CHILDREN, [{}, {}], "2"),
        (INCOME, True, "Ja"),
    ],
)
def test_an_answer_is_read_back_in_words(question: object, value: object, words: str) -> None:
    assert shown(question, value, "sv").replace("\xa0", " ") == words  # type: ignore[arg-type]
