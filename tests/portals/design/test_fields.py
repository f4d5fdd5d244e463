from datetime import date

import pytest

from allmanning.packages import Text
from allmanning.packages.questions import Question
from allmanning.portals.design.fields import Field, Kind, Option, question_field, read, written

HOUSING = Question(
    fact="boende", text=Text("Hur bor du?", "How do you live?"), help=Text(""), why=Text("Därför."), page="boende",
    who="resident", kind="choice", minimum=0, maximum=0, options=(("hyresrätt", Text("Hyresrätt", "Rented")),),
    unit=Text(""), evidence=Text(""), reading="", item=Text(""),
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("money", "6 500", 650_000),
        ("int", " 2 ", 2),
        ("bool", "true", True),
        ("bool", "false", False),
        ("date", "2025-11-01", date(2025, 11, 1)),
        ("choice", "hyresrätt", "hyresrätt"),
        ("text", "  Hej.  ", "Hej."),
    ],
)
def test_an_answer_becomes_a_value(kind: Kind, typed: str, value: object) -> None:
    answer = read(kind, typed, options=("hyresrätt",))
    assert (answer.value, answer.error) == (value, "")


def test_a_comma_between_thousands_is_read_on_english_pages_and_unclear_on_swedish_ones() -> None:
    assert read("money", "6,500", language="en").value == 650_000
    assert read("int", "1,200", language="en").value == 1_200
    assert read("money", "6,500").error
    assert read("money", "6,50", language="en").value == read("money", "6,50").value == 650


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("money", "mycket"), ("int", "två"), ("bool", "kanske"), ("date", "i går"), ("choice", "slott")],
)
def test_an_unreadable_answer_says_how_to_write_it(kind: Kind, typed: str) -> None:
    answer = read(kind, typed, options=("hyresrätt",))
    assert answer.value is None
    assert answer.error.startswith(("Skriv ", "Välj "))


def test_no_answer_is_neither_a_value_nor_an_error() -> None:
    assert read("money", "   ").value is None
    assert read("money", "   ").error == ""


@pytest.mark.parametrize("value", [0, 650_050, -1_200_00])
def test_a_kept_amount_stands_in_its_box_as_it_can_be_read_again(value: int) -> None:
    assert read("money", written("money", value)).value == value


def test_what_could_not_be_read_stands_as_it_was_typed() -> None:
    assert written("money", "sju tusen") == "sju tusen"
    assert written("bool", True) == "true"
    assert written("date", date(2025, 11, 1)) == "2025-11-01"
    assert written("int", None) == ""


def test_a_question_of_a_package_becomes_a_field_in_the_readers_language() -> None:
    field = question_field(HOUSING, "en", value="hyresrätt")
    assert (field.label, field.kind, field.value) == ("How do you live?", "choice", "hyresrätt")
    assert field.options == (Option("hyresrätt", "Rented"),)


def test_an_id_can_stand_in_an_address_whatever_the_path() -> None:
    assert Field(name="barn[0].ålder", label="Ålder").id == "field-barn-0-ålder"


def test_a_box_is_described_by_what_stands_around_it() -> None:
    field = Field(name="hyra", label="Hyra", kind="money", help="Utan el.", error="Skriv beloppet.")
    assert field.described_by == "field-hyra-error field-hyra-help field-hyra-unit"


def test_an_error_leads_to_the_first_choice() -> None:
    assert Field(name="sambo", label="Sambo?", kind="bool").target == "field-sambo-1"
    assert Field(name="hyra", label="Hyra", kind="money").target == "field-hyra"
