"""A rule is drawn above a sum only where the figures under each other really make it."""

from dataclasses import replace

from allmanning.packages import Text
from allmanning.packages.reckoning import FactUse
from allmanning.portals.design.terms import adds_up, has_ore, is_nothing, with_facts_as_terms
from tests.portals.design.example_lines import amount, costs, incomes, line, norm, support, told


def test_terms_that_make_the_amount_are_a_sum() -> None:
    assert adds_up(support())
    assert not adds_up(replace(support(), raw=804_901))


def test_an_amount_kept_from_going_below_nothing_is_no_sum() -> None:
    parts = (amount("behov", "Behov", 5180), amount("inkomster", "Inkomster", 9000, sign="minus"))
    assert not adds_up(amount("bistånd", "Bistånd", 0, parts=parts))


def test_an_open_amount_shows_the_form_of_its_sum() -> None:
    assert adds_up(costs(amount("hyra", "Boende", None)))


def test_one_term_alone_is_no_sum() -> None:
    assert not adds_up(amount("norm", "Norm", 5180, parts=(amount("riksnorm", "Riksnorm", 5180),)))


def test_facts_become_lines_where_they_are_what_makes_the_sum() -> None:
    counted = amount(
        "inkomster",
        "Inkomster",
        7250,
        facts=told("barnbidrag", "Barnbidrag", 1250),
        parts=(amount("lön", "Lön", 6000),),
    )
    drawn = with_facts_as_terms(counted, "sv")
    assert [part.name for part in drawn.parts] == ["barnbidrag", "lön"]
    assert adds_up(drawn)
    assert drawn.facts == ()


def test_facts_stay_beside_the_line_where_they_make_no_sum() -> None:
    rent = costs().parts[0]
    assert with_facts_as_terms(rent, "sv") == rent


def test_an_english_amount_is_read_as_english() -> None:
    facts = (FactUse("a", Text("A"), "1,250.50\u00a0kr"), FactUse("b", Text("B"), "0.50\u00a0kr"))
    drawn = with_facts_as_terms(amount("s", "S", 1251, facts=facts), "en")
    assert [part.raw for part in drawn.parts] == [125_050, 50]


def test_a_term_of_nothing_is_nothing_unless_it_was_applied_for() -> None:
    assert is_nothing(amount("el", "El", 0, facts=told("el", "El", 0)), "sv")
    assert not is_nothing(amount("el", "El", 0, facts=told("el", "El", 450)), "sv")
    assert not is_nothing(amount("el", "El", 0, sign=""), "sv")
    assert not is_nothing(line("ja", "Ja", raw=False, kind="bool", sign="plus"), "sv")


def test_ore_anywhere_are_ore_everywhere() -> None:
    assert has_ore(amount("a", "A", 10, parts=(norm(), amount("b", "B", 0.5))))
    assert not has_ore(incomes())
