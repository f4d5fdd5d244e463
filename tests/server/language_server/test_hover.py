"""What is told about a word, wherever it stands in a package."""

from datetime import date

import pytest

from allmanning.rules.words import BUILT_IN
from allmanning.server.language_server.desk import Desk, lay_out
from allmanning.server.language_server.hover import MOST_CELLS, hover
from allmanning.server.language_server.words import CALLED, DECORATION, WORDS
from tests.house.repository import LOOK_UP
from tests.server.language_server.desks import RULES, changed, ekonomiskt, good, offset_of

TODAY = date(2025, 11, 22)


def told(desk: Desk, file: str, words: str, into: int = 0, today: date = TODAY) -> str:
    """What is told about the word so many letters into some words that stand once in a file."""
    found = hover(desk, file, offset_of(desk, file, words) + into, today)
    return found.markdown.replace("\u00a0", " ") if found else ""


def test_a_rule_tells_its_words_its_law_its_period_and_what_it_needs() -> None:
    text = told(ekonomiskt(), "rules/beslut.py", "bistånd(behov")
    assert "bistånd(behov: Money, egna_medel: Money, nedsättning: Money) -> Money" in text
    assert "Bistånd: det som fattas när era egna medel inte räcker" in text
    assert "SoL (2025:400) 12 kap. 1 § (socialtjänstlagen, in force since 2025-07-01)." in text
    assert "Rule, in force from 2025-07-01 until further notice." in text
    assert "Needs `behov` (rule), `egna_medel` (rule), `nedsättning` (rule)." in text


@pytest.mark.parametrize(
    ("today", "law"), [(date(2026, 6, 30), "12 kap. 5 §"), (date(2026, 7, 1), "4 a–6 a §§")]
)
def test_a_rule_with_versions_tells_the_one_in_force_and_names_the_others(today: date, law: str) -> None:
    text = told(ekonomiskt(), "rules/beslut.py", "egna_medel - nedsättning", len("egna_medel - "), today)
    assert law in text
    assert "Other versions: " in text


def test_the_version_under_the_cursor_is_told_whatever_the_day() -> None:
    desk = ekonomiskt()
    second = desk.texts["rules/beslut.py"].text.rindex("def nedsättning") + 4
    found = hover(desk, "rules/beslut.py", second, TODAY)
    assert found is not None
    assert "in force from 2026-07-01" in found.markdown


def test_a_fact_tells_its_question_its_range_and_who_states_it() -> None:
    text = told(ekonomiskt(), "rules/fakta.py", "    hyra: Money", 4)
    assert "hyra: Money = between(0, 100_000)" in text
    assert "*Hur mycket kostar boendet i månaden?*" in text
    assert "Fact from 0 kr to 100 000 kr." in text
    assert "The resident states it." in text


def test_a_judgement_says_that_only_a_caseworker_may_state_it() -> None:
    assert "Only a caseworker may state it." in told(ekonomiskt(), "rules/fakta.py", "höjning_av_riksnormen")


@pytest.mark.parametrize(
    ("file", "words", "into"),
    [
        ("rules/fakta.py", "ålder: int", 0),
        ("questions.toml", 'fact = "barn.ålder"', 14),
        (RULES, "b.ålder", 3),
    ],
)
def test_a_field_is_told_of_where_it_is_declared_asked_and_used(file: str, words: str, into: int) -> None:
    text = told(good() if file == RULES else ekonomiskt(), file, words, into)
    assert "ålder: int = between(0, 20)" in text
    assert "Of each `Barn`." in text


def test_an_element_tells_its_class_and_its_fields() -> None:
    text = told(good(), RULES, "b.ålder")
    assert "b: Barn" in text
    assert "`b.ålder`" in text


def test_a_parameter_tells_its_row_of_today_and_the_next_one() -> None:
    text = told(ekonomiskt(), "rules/riksnorm.py", "riksnorm_sambor: Money")
    assert "**National parameter, today**: 7 050 kr (confirmed), from 2025-07-01 to 2025-12-31." in text
    assert "**Next**: 7 100 kr (confirmed), from 2026-01-01 to 2026-12-31." in text
    assert "Source: SFS 2025:468, tabellen i 12 kap. 2 §" in text


def test_a_table_tells_its_cells_and_which_are_derived() -> None:
    text = told(ekonomiskt(), "rules/riksnorm.py", "riksnorm_barn: Table", today=date(2026, 1, 1))
    assert "| 7–10 | 3 820 kr | derived |" in text


def test_a_parameter_without_a_row_for_today_says_so_and_tells_the_last_one() -> None:
    text = told(ekonomiskt(), "parameters.toml", "[riksnorm_sambor]\n", 3, date(2027, 1, 1))
    assert "without a row for today, 2027-01-01" in text
    assert "**Before**: 7 100 kr" in text


def test_a_long_table_is_cut() -> None:
    rows = ", ".join(f'"{key}" = {key}' for key in range(99))
    texts = changed(
        "parameters.toml", 'confirmed = { "0" = 0, "1-2" = 42.50, "3" = 60 }', f"confirmed = {{ {rows} }}"
    )
    text = told(lay_out(texts), RULES, "priser: Table")
    assert text.count(" kr |") == MOST_CELLS
    assert "59 more" in text


def test_a_local_setting_tells_its_bounds_its_default_and_who_decides() -> None:
    text = told(ekonomiskt(), "local.toml", '"högsta_hyra"', 2)
    assert "Local setting, decided by socialnämnden. Unit: kr/månad." in text
    assert "Bounds: 0 kr to 40 000 kr." in text
    assert "| 7– | 21 000 kr |" in text


def test_a_citation_tells_the_statute_and_since_when_it_is_in_force() -> None:
    text = told(ekonomiskt(), "package.toml", "KL (2017:725)", 3)
    assert "Kommunallagen." in text
    assert "since when is not recorded" in text


def test_a_repealed_statute_says_what_replaced_it() -> None:
    old = 'law="Resestödsordningen (2025:1) 3 §"'
    texts = changed(RULES, old, 'law="SoL (2001:453) 4 kap. 1 §"')
    text = told(lay_out(texts), RULES, "SoL (2001:453)", 3)
    assert "repealed on 2025-07-01" in text
    assert "Replaced by SoL (2025:400)." in text


def test_a_statute_of_the_package_itself_is_known() -> None:
    text = told(good(), RULES, "Resestödsordningen (2025:1) 3 §", 5)
    assert "Mittköpings föreskrifter om resestöd, in force since 2025-07-01." in text


@pytest.mark.parametrize(
    ("words", "sentence"), [("andel(pris", "A share of an amount"), ("avrunda=", "Which way")]
)
def test_a_word_of_the_language_tells_how_it_is_written(words: str, sentence: str) -> None:
    assert sentence in told(good(), RULES, words)


def test_every_word_of_the_language_is_told_of() -> None:
    assert WORDS.keys() >= BUILT_IN
    assert WORDS.keys() >= {*CALLED, *DECORATION}


def test_every_word_that_is_called_is_written_as_the_page_of_the_language_has_it() -> None:
    page = (LOOK_UP / "rule-language.md").read_text()
    assert [name for name in CALLED if f"{name}(" not in page] == []


def test_a_closed_set_and_a_class_tell_what_they_hold() -> None:
    assert '"buss", "egen bil"' in told(good(), RULES, "Färdsätt = ")
    assert "- `resor: Money`" in told(good(), RULES, "Hushåll:")


@pytest.mark.parametrize("words", ['"""Resestöd."""', "return priser[0]", "in barn if"])
def test_nothing_is_told_of_what_stands_for_nothing(words: str) -> None:
    assert told(good(), RULES, words, 1) == ""


def test_what_a_stranger_wrote_becomes_no_picture_and_no_link() -> None:
    text = "![x](https://example.org/x.png) <img src=x> [y](command:z)"
    desk = lay_out(changed(RULES, "Pris: efter hur många barn som är äldre än sex år.", text))
    said = told(desk, RULES, "pris(färdsätt")
    assert "![x](" not in said
    assert "\\<img" in said
    assert "[y](" not in said
