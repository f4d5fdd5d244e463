"""What is read from a rule file: all that the language reads, and what is left of a file that is half written."""

import pytest

from allmanning.rules.declarations import declare
from allmanning.server.language_server.desk import lay_out
from allmanning.server.language_server.lines import FileText
from allmanning.server.language_server.outline import Rule, outline
from tests.server.language_server.desks import RULES, changed, ekonomiskt, ekonomiskt_texts, good_texts

HEAD = '@rule(law="SoL (2025:400) 12 kap. 1 §")\n'
NEXT = f'{HEAD}def nästa(hyra: Money) -> Money:\n    """Nästa."""\n    return hyra\n'


def names(text: str) -> list[str]:
    return [rule.name for rule in outline(text).rules]


def first_rule(text: str) -> Rule:
    return outline(text).rules[0]


@pytest.mark.parametrize("texts", [good_texts(), ekonomiskt_texts()], ids=["small", "ekonomiskt"])
def test_the_outline_says_of_every_rule_what_the_language_reads(texts: dict[str, str]) -> None:
    desk = lay_out(texts)
    declared = declare({name: text for name, text in texts.items() if name.startswith("rules/")})
    assert list(desk.rules) == list(declared.rules)
    for name, versions in declared.rules.items():
        for read, told in zip(versions, desk.rules[name], strict=True):
            position = desk.texts[read.place.file].position(told.at.start)
            assert position == (read.place.line - 1, read.place.column)
            assert told.law == read.law.text
            assert told.text == " ".join(read.text.split())
            assert [need.name for need in told.needs] == [need.name for need in read.needs]


@pytest.mark.parametrize("texts", [good_texts(), ekonomiskt_texts()], ids=["small", "ekonomiskt"])
def test_every_fact_has_the_type_and_range_that_the_language_reads(texts: dict[str, str]) -> None:
    desk = lay_out(texts)
    vocabulary = declare({name: text for name, text in texts.items() if name.startswith("rules/")}).vocabulary
    for declared, told in [
        (vocabulary.facts, desk.facts),
        *((f, desk.fields[c]) for c, f in vocabulary.entities.items()),
    ]:
        assert list(declared) == list(told)
        for name, fact in declared.items():
            read = desk.declaration(told[name])
            assert read is not None
            assert (read.type, read.low, read.high) == (fact.type, fact.low, fact.high)


@pytest.mark.parametrize(
    "broken",
    [
        f"{HEAD}def först(hyra: Money, ",
        f"{HEAD}def först(",
        f"{HEAD}def först(hyra: Money) -> ",
        f'{HEAD}def först(hyra: Money) -> Money:\n    """Som nej stängs',
        f'{HEAD}def först(hyra: Money) -> Money:\n    """Först."""\n    return (hyra +',
        '@rule(law="SoL (2025:400',
        "Färdsätt = Literal[",
        "@facts\nclass Hushåll:\n    hyra: ",
        "hyra = (((",
    ],
)
def test_what_is_half_written_hides_nothing_below_it(broken: str) -> None:
    assert names(f"{broken}\n\n\n{NEXT}")[-1] == "nästa"


def test_a_head_that_is_not_closed_still_tells_what_it_needs() -> None:
    rule = first_rule(
        f'{HEAD}def först(hyra: Money, barn: list[Barn], lön:\n    """Först."""\n    return hyra\n'
    )
    assert [(need.name, need.type) for need in rule.needs] == [
        ("hyra", "Money"),
        ("barn", "list[Barn]"),
        ("lön", ""),
    ]
    assert (rule.closed, rule.text) == (False, "Först.")


def test_a_closed_set_in_a_head_is_not_taken_for_the_words_of_the_rule() -> None:
    rule = first_rule(
        f'{HEAD}def först(\n    sätt: Literal[\n        "buss", "tåg"\n    ],\n) -> int:\n    """Ord."""\n'
    )
    assert [need.type for need in rule.needs] == ['Literal[ "buss", "tåg" ]']
    assert rule.text == "Ord."


def test_a_toml_file_that_cannot_be_read_keeps_its_values_and_loses_no_place() -> None:
    before = lay_out(good_texts())
    desk = lay_out(changed("parameters.toml", "[egen_andel]", "[egen_andel"), before)
    assert list(desk.tables.parameters) == list(before.tables.parameters)


def test_what_has_not_changed_is_not_read_again() -> None:
    before = lay_out(ekonomiskt_texts())
    desk = lay_out({**ekonomiskt_texts(), "rules/beslut.py": ""}, before)
    assert desk.outlines["rules/riksnorm.py"] is before.outlines["rules/riksnorm.py"]
    assert desk.tables.parameters is before.tables.parameters
    assert desk.tables.questions is before.tables.questions


def test_a_name_has_the_type_that_rules_must_give_it() -> None:
    desk = ekonomiskt()
    types = {
        name: desk.type_of(name)
        for name in ("barn", "riksnorm_barn", "beslut", "högsta_hyra", "dag_för_beslut")
    }
    assert list(types.values()) == ["list[Barn]", "Table[int, Money]", "Beslut", "Table[int, Money]", "date"]


def test_an_invented_file_is_laid_out_however_strange_it_is() -> None:
    for text in (
        "",
        "\ufeff",
        "\x00",
        "\ud800",
        '"' * 7,
        "(" * 9_000,
        "@" * 50,
        "def def def",
        "class\n:",
        "'''\n\"\"\"",
    ):
        desk = lay_out({RULES: text, "parameters.toml": text, "questions.toml": text, "package.toml": text})
        assert isinstance(desk.texts[RULES], FileText)
