"""The explanation as a receipt: what adds up stays, what only passes through falls away."""

from dataclasses import replace

from allmanning.connectors.letters.reckoning import Row, laws_applied, receipt
from allmanning.packages import Line, Text
from tests.connectors.letters.annas_case import SOF_2, SOL_1, SOL_7, annas_reckoning, count, kr, own_means


def rows_of(total: Line, outcome: Line | None = None) -> list[tuple[int, str, str]]:
    return [(row.level, row.label, row.value.replace("\xa0", " ")) for row in receipt(total, outcome, "sv")]


def row_named(label: str, total: Line) -> Row:
    return next(row for row in receipt(total, None, "sv") if row.label == label)


def test_annas_receipt_adds_up_column_by_column() -> None:
    assert rows_of(annas_reckoning()) == [
        (1, "Behov", "25 425 kr"),
        (2, "Riksnorm", "15 550 kr"),
        (3, "Vuxnas personliga kostnader", "7 050 kr"),
        (3, "Barn 1: personliga kostnader", "2 700 kr"),
        (3, "Barn 2: personliga kostnader", "3 790 kr"),
        (3, "Hushållets gemensamma kostnader", "2 010 kr"),
        (2, "Godtagbara kostnader", "9 875 kr"),
        (3, "Godtagbar hyra", "9 425 kr"),
        (3, "Godtagbar hushållsel", "450 kr"),
        (1, "Räknade inkomster", "−14 350 kr"),
        (2, "Räknad lön", "9 600 kr"),
        (3, "Lön", "12 800 kr"),
        (3, "Jobbstimulans", "−3 200 kr"),
        (2, "Barnbidrag", "2 650 kr"),
        (2, "Bostadsbidrag", "2 100 kr"),
        (1, "Bistånd", "11 075 kr"),
    ]


def test_an_amount_of_nought_falls_away() -> None:
    assert "Nedsättning" not in [label for _, label, _ in rows_of(annas_reckoning())]


def test_a_line_that_only_hands_on_gives_place_to_what_it_hands_on() -> None:
    labels = [
        label for _, label, _ in rows_of(kr(143.50, "Bistånd", sign="sum", parts=(kr(143.50, "Egna medel"),)))
    ]
    assert labels == ["Egna medel", "Bistånd"]
    assert "Egna medel" not in [label for _, label, _ in rows_of(annas_reckoning())]


def test_parts_that_do_not_add_up_are_told_as_a_formula() -> None:
    share = kr(750, "Andel", formula="1 000 kr × 75 %", parts=(kr(1000, "Hela"),))
    total = kr(850, "Summa", sign="sum", parts=(share, kr(100, "Tillägg")))
    assert rows_of(total) == [(1, "Andel", "750 kr"), (1, "Tillägg", "100 kr"), (1, "Summa", "850 kr")]
    assert row_named("Andel", total).note == "1 000 kr × 75 %"


def test_a_total_of_nought_still_shows_what_was_weighed() -> None:
    rows = rows_of(annas_reckoning(pay=40000))
    assert rows[-1] == (1, "Bistånd", "0 kr")
    assert (1, "Räknade inkomster", "−34 750 kr") in rows


def test_one_amount_with_ore_gives_all_of_them_two_decimals() -> None:
    total = kr(15.50, "Summa", sign="sum", parts=(kr(10, "Ett"), kr(5.50, "Två")))
    assert [value for _, _, value in rows_of(total)] == ["10,00 kr", "5,50 kr", "15,50 kr"]


def test_a_cost_taken_as_it_was_stated_needs_no_note_but_a_lowered_one_does() -> None:
    assert row_named("Godtagbar hushållsel", annas_reckoning()).note == ""
    assert "är mer än kommunens riktlinje" in row_named("Godtagbar hyra", annas_reckoning()).note


def test_only_the_row_that_is_derived_and_the_total_bear_the_mark() -> None:
    leaf = kr(10, "Härlett", derived=True)
    total = kr(30, "Summa", sign="sum", derived=True,
               parts=(kr(20, "Grupp", derived=True, parts=(leaf, kr(10, "Fast"))), kr(10, "Annat")))  # fmt: skip
    assert [row.label for row in receipt(total, None, "sv") if row.derived] == ["Härlett", "Summa"]


def test_a_condition_of_the_outcome_has_its_mark_and_its_word() -> None:
    told = replace(
        count(0, "Alla kostnader beviljas", SOL_1, ""), mark="no", value="nej", kind="bool", raw=False
    )
    outcome = replace(count(0, "Beslut", SOL_1, ""), parts=(told,))
    (row,) = receipt(None, outcome, "sv")
    assert (row.kind, row.mark, row.value) == ("condition", "no", "nej")


def test_each_paragraph_is_told_once_in_the_order_met() -> None:
    laws = laws_applied([annas_reckoning()], "sv")
    assert list(laws)[:3] == [SOL_1, SOL_7, SOF_2]
    assert laws[SOL_1][0].startswith("Bistånd: det som fattas")


def test_rules_beyond_the_first_are_named_without_being_told() -> None:
    assert laws_applied([annas_reckoning()], "sv")[SOF_2] == (
        "Vuxnas personliga kostnader: mat, kläder, fritid och hygien.",
        "Barn 1: personliga kostnader: beloppet beror på åldern och är lägre när ett barn äter lunch i förskolan.",
        "Barn 2 och antal i hushållet.",
    )


def test_labels_are_in_the_language_of_the_letter() -> None:
    total = replace(kr(10, "Summa", sign="sum"), label=Text("Summa", "Sum"))
    assert receipt(total, None, "en")[0].label == "Sum"


def test_a_tree_of_many_levels_stays_within_three_columns() -> None:
    line = own_means()
    for depth in range(40):
        line = kr(line.raw / 100 + 1, f"Steg {depth}", parts=(replace(line, sign="plus"), kr(1, "En krona")))
    assert max(row.level for row in receipt(replace(line, sign="sum"), None, "sv")) == 3
