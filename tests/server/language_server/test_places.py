"""From a use to where a thing stands, and from there to every use; and a file's list of contents."""

import pytest

from allmanning.server.language_server.desk import Desk, lay_out
from allmanning.server.language_server.entries import Entry, entries
from allmanning.server.language_server.places import definitions, index, occurrence_at, references
from allmanning.server.language_server.symbols import Occurrence
from tests.server.language_server.desks import (
    RULES,
    changed,
    ekonomiskt,
    good,
    good_texts,
    line_of,
    offset_of,
)


def shown(desk: Desk, found: list[Occurrence]) -> list[str]:
    return [f"{each.file}: {line_of(desk, each.file, each.at.start).strip()}" for each in found]


def jumped(desk: Desk, file: str, words: str, into: int = 0) -> list[str]:
    found = occurrence_at(desk, file, offset_of(desk, file, words) + into)
    return shown(desk, definitions(desk, found.symbol)) if found else []


def used(desk: Desk, file: str, words: str, into: int = 0) -> list[str]:
    found = occurrence_at(desk, file, offset_of(desk, file, words) + into)
    return shown(desk, references(desk, found.symbol)) if found else []


@pytest.mark.parametrize(
    ("words", "into", "places"),
    [
        (
            "godtagbara_resor - pris",
            0,
            [f"{RULES}: def godtagbara_resor(resor: Money, högsta_belopp: Money) -> Money:"],
        ),
        ("priser[stora]", 0, ["parameters.toml: [priser]"]),
        ("min(resor, högsta", 11, ['local.toml: ["högsta_belopp"]']),
        ("b.ålder", 2, [f"{RULES}: ålder: int = between(0, 20)", 'questions.toml: fact = "barn.ålder"']),
        ("b.ålder", 0, [f"{RULES}: stora = len([b for b in barn if b.ålder > 6])"]),
        ("priser[stora]", 7, [f"{RULES}: stora = len([b for b in barn if b.ålder > 6])"]),
        ('färdsätt == "buss"', 0, [f"{RULES}: färdsätt: Färdsätt", 'questions.toml: fact = "färdsätt"']),
        ("färdsätt: Färdsätt\n", 10, [f'{RULES}: Färdsätt = Literal["buss", "egen bil"]']),
        ("list[Barn] = ", 5, [f"{RULES}: class Barn:"]),
        ("Resestödsordningen (2025:1) 4 §", 3, ['package.toml: number = "2025:1"']),
    ],
)
def test_a_use_leads_to_where_it_stands(words: str, into: int, places: list[str]) -> None:
    assert jumped(good(), RULES, words, into) == places


def test_the_element_that_a_rule_looks_at_leads_to_its_class() -> None:
    desk = ekonomiskt()
    assert jumped(desk, "rules/riksnorm.py", "riksnorm_barn_utan_lunch[barn", 26) == [
        "rules/fakta.py: class Barn:"
    ]


def test_a_rule_with_versions_leads_to_each() -> None:
    assert len(jumped(ekonomiskt(), "rules/beslut.py", "egna_medel - nedsättning", 15)) == 2


@pytest.mark.parametrize(
    ("file", "words", "into"),
    [
        ("package.toml", 'outcome = "beslut"', 12),
        ("texts/en.toml", '"beslut" =', 2),
        ("examples/perioder.toml", "[example.expect]\nbeslut", 20),
    ],
)
def test_a_rule_is_found_from_every_kind_of_toml_file(file: str, words: str, into: int) -> None:
    desk = ekonomiskt()
    offset = desk.texts[file].text.index(words) + into
    found = occurrence_at(desk, file, offset)
    assert found is not None
    assert shown(desk, definitions(desk, found.symbol))[0].startswith("rules/beslut.py: def beslut(")


EXTRA = """
[[property]]
id = "x"
text = "x"
kind = "never"
condition = "stöd > 0 and any(b.ålder > 3 for b in barn)"

[[property]]
fact = "barn.ålder"
value = "stöd"
"""


@pytest.mark.parametrize(
    ("words", "into", "place"),
    [
        ("stöd > 0", 1, "def stöd("),
        ("b.ålder > 3", 3, "ålder: int"),
        ("in barn)", 4, "barn: list[Barn]"),
        ('"barn.ålder"', 7, "ålder: int"),
        ('value = "stöd"', 10, "def stöd("),
    ],
)
def test_what_a_property_speaks_of_is_found_in_its_conditions_too(words: str, into: int, place: str) -> None:
    desk = lay_out({**good_texts(), "properties.toml": EXTRA})
    assert f"{RULES}: {place}" in jumped(desk, "properties.toml", words, into)[0]


def test_where_an_invented_household_gets_a_fact_from_leads_to_the_fact() -> None:
    desk = lay_out({**good_texts(), "population.toml": '[facts]\n"barn.ålder" = { base = "child_age" }\n'})
    assert jumped(desk, "population.toml", "ålder")[0] == f"{RULES}: ålder: int = between(0, 20)"


def test_every_use_of_a_field_is_found_in_rules_questions_and_examples() -> None:
    files = {each.partition(":")[0] for each in used(ekonomiskt(), "rules/fakta.py", "ålder: int")}
    assert files >= {"rules/fakta.py", "rules/riksnorm.py", "questions.toml", "examples/riksnorm.toml"}


def test_a_name_of_one_rule_is_not_found_in_another() -> None:
    copy = 'def annan(barn: list[Barn]) -> int:\n    """Annan."""\n    stora = len(barn)\n    return stora\n'
    law = '@rule(law="Resestödsordningen (2025:1) 3 §", valid_from="2025-07-01")\n'
    desk = lay_out(changed(RULES, f"{law}def godtagbara", f"{law}{copy}\n\n{law}def godtagbara"))
    assert len(used(desk, RULES, "stora = len([")) == 3


def test_words_in_texts_and_comments_are_no_uses() -> None:
    desk = lay_out(changed(RULES, '"""Resestöd."""', '"""Om resor och pris."""\n# resor'))
    assert not any(
        "Om resor" in each or each.endswith("# resor") for each in used(desk, RULES, "min(resor", 4)
    )


def test_every_name_that_a_rule_of_a_service_uses_leads_somewhere() -> None:
    desk = ekonomiskt()
    found = [each for file in desk.outlines for each in index(desk)[file]]
    lost = [
        each
        for each in found
        if each.symbol.kind not in ("word", "law") and not definitions(desk, each.symbol)
    ]
    assert shown(desk, lost) == []


def told(found: list[Entry]) -> list[str]:
    return [f"{each.kind} {each.name}" for each in found]


def test_a_rule_file_lists_its_sets_classes_and_rules() -> None:
    found = entries(good(), RULES)
    assert told(found) == [
        "set Färdsätt", "class Barn", "class Hushåll", "rule pris", "rule godtagbara_resor", "rule stöd", "rule beslut",
    ]  # fmt: skip
    assert [fact.name for fact in found[1].inside] == ["ålder"]


def test_a_toml_file_lists_its_tables_by_what_names_them() -> None:
    found = entries(good(), "parameters.toml")
    assert [(each.name, each.detail) for each in found][:2] == [
        ("priser", ""),
        ("priser.period", "2025-07-01"),
    ]


@pytest.mark.parametrize("file", [RULES, "questions.toml", "package.toml"])
def test_a_name_lies_inside_what_it_names(file: str) -> None:
    found = entries(good(), file)
    assert found
    assert all(each.whole.start <= each.at.start < each.at.stop <= each.whole.stop for each in found)


def test_a_letter_has_no_list() -> None:
    assert entries(good(), "letters/decision.md") == []
