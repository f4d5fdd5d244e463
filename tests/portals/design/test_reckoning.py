"""The tree as it shall stand on paper: words, figures, signs, dates."""

from collections.abc import Iterator
from datetime import date

from allmanning.lib.text import MINUS, NO_BREAK
from allmanning.portals.design.reckoning import FactSource, Row, from_line
from tests.portals.design import example_lines as lines
from tests.portals.design.example_lines import amount, told


def every(row: Row) -> Iterator[Row]:
    yield row
    for part in row.parts:
        yield from every(part)


def find(row: Row, name: str) -> Row:
    return next(found for found in every(row) if found.name == name)


def test_an_amount_that_is_subtracted_carries_a_true_minus() -> None:
    row = from_line(lines.support())
    assert find(row, "räknade_inkomster").figure == f"{MINUS}8{NO_BREAK}650"
    assert find(row, "riksnorm").figure == f"8{NO_BREAK}010"


def test_all_amounts_show_two_decimals_when_one_of_them_has_ore() -> None:
    row = from_line(amount("summa", "Summa", 4372.5, parts=(amount("a", "A", 3910), amount("b", "B", 462.5))))
    assert [found.figure for found in every(row)] == [f"4{NO_BREAK}372,50", f"3{NO_BREAK}910,00", "462,50"]


def test_a_fact_says_who_said_so_and_when() -> None:
    row = from_line(lines.support(), sources={"hyra": FactSource("Du svarade", date(2025, 11, 3))})
    assert find(row, "godtagbar_hyra").facts[0].source == f"Du svarade 3{NO_BREAK}november 2025"


def test_a_fact_whose_source_is_unknown_claims_none() -> None:
    assert find(from_line(lines.support()), "godtagbar_hyra").facts[0].source == ""


def test_a_parameter_says_its_period_and_whether_it_is_confirmed() -> None:
    used = find(from_line(lines.support(derived=True)), "barnets_kostnader").parameters[0]
    assert used.period == f"Gäller 1{NO_BREAK}januari–31{NO_BREAK}december 2025"
    assert used.derived


def test_a_local_parameter_says_who_decided_and_not_since_when() -> None:
    used = find(from_line(lines.support()), "godtagbar_hyra").parameters[0]
    assert (used.source, used.period) == ("socialnämnden", "")


def test_the_margin_says_the_paragraph_and_the_note_the_statute() -> None:
    row = find(from_line(lines.support()), "riksnorm")
    assert row.short_law == "SoL 12 kap. 7 §".replace(" ", NO_BREAK).replace(f"SoL{NO_BREAK}", "SoL ")
    assert "(2025:400)" in row.law


def test_an_open_line_has_no_figure() -> None:
    row = find(from_line(lines.support_while_answering()), "godtagbar_hyra")
    assert (row.open, row.figure, row.words) == (True, "", "")


def test_what_is_settled_so_far_are_the_certain_terms_with_their_signs() -> None:
    row = from_line(lines.support_while_answering())
    assert [found.name for found in row.so_far] == [
        "riksnorm",
        "el",
        "försäkring",
        "resor",
        "a_kassa",
        "räknade_inkomster",
    ]


def test_a_term_of_an_open_deduction_is_turned() -> None:
    own = amount(
        "egna_medel",
        "Egna medel",
        None,
        "minus",
        parts=(amount("lön", "Lön", 6000), amount("bidrag", "Bidrag", None)),
    )
    row = from_line(amount("bistånd", "Bistånd", None, parts=(amount("norm", "Norm", 5180), own)))
    assert [found.figure for found in row.so_far] == [f"5{NO_BREAK}180", f"{MINUS}6{NO_BREAK}000"]


def test_terms_of_nothing_are_folded_away_and_kept() -> None:
    parts = (*lines.norm().parts, amount("tillägg", "Tillägg", 0, facts=told("tillägg", "Tillägg", 0)))
    row = from_line(amount("norm", "Norm", 8010, parts=parts))
    assert "tillägg" not in {found.name for found in row.parts}
    assert [found.name for found in row.nothing] == ["tillägg"]


def test_only_the_lines_above_the_wished_depth_stand_open() -> None:
    row = from_line(lines.support(), expand=2)
    assert find(row, "riksnorm").expanded
    assert not find(row, "räknad_lön").expanded


def test_the_reader_of_english_gets_english_figures_and_dates() -> None:
    row = from_line(lines.support(), "en", sources={"hyra": FactSource("You answered", date(2025, 11, 3))})
    assert row.figure == "8,049"
    assert find(row, "godtagbar_hyra").facts[0].source == f"You answered 3{NO_BREAK}November 2025"
