"""What can be written where the cursor (¦) stands."""

import pytest

from allmanning.server.language_server.offers import Offer
from allmanning.server.language_server.table_completion import complete
from tests.server.language_server.desks import RULES, at_cursor, changed, good_texts

LAW = '@rule(law="Resestödsordningen (2025:1) 1 §", valid_from="2025-07-01")'


def offers(texts: dict[str, str]) -> dict[str, Offer]:
    return {offer.label: offer for offer in complete(*at_cursor(texts))}


def in_rules(old: str, new: str) -> dict[str, Offer]:
    return offers(changed(RULES, old, new))


def with_rule(lines: str) -> dict[str, Offer]:
    """What is offered in a rule that is being written at the end of the file."""
    return offers({**good_texts(), RULES: good_texts()[RULES] + f"\n\n{LAW}\n{lines}"})


def first(found: dict[str, Offer]) -> str:
    return min(found.values(), key=lambda offer: offer.order).label


def test_the_parentheses_of_a_rule_offer_every_name_with_its_type() -> None:
    found = with_rule("def nytt(¦")
    assert found["resor"].edit.text == "resor: Money"
    assert found["pris"].edit.text == "pris: Money"
    assert found["priser"].edit.text == "priser: Table[int, Money]"
    assert found["högsta_belopp"].edit.text == "högsta_belopp: Money"
    assert found["dag_för_beslut"].edit.text == "dag_för_beslut: date"
    assert {"barn", "barn: Barn"} <= found.keys()


def test_what_a_rule_has_already_is_not_offered_again_and_neither_is_the_rule() -> None:
    found = with_rule('def nytt(resor: Money, pr¦) -> Money:\n    """Nytt."""\n')
    assert "resor" not in found
    assert "nytt" not in found


def test_a_name_that_has_its_type_already_gets_none_again() -> None:
    assert (
        in_rules("def stöd(godtagbara_resor: Money", "def stöd(god¦: Money")["godtagbara_resor"].edit.text
        == "godtagbara_resor"
    )


def test_after_the_colon_stands_first_the_type_that_the_name_has() -> None:
    assert first(with_rule("def nytt(egen_andel: ¦")) == "Share"
    assert {"Money", "list[Barn]", "Färdsätt"} <= with_rule("def nytt(egen_andel: ¦").keys()


@pytest.mark.parametrize("lines", ["def nytt(resor: Money) -> ¦", "def nytt(resor: Money) -> Mon¦:"])
def test_after_the_arrow_types_are_offered(lines: str) -> None:
    assert "Money" in with_rule(lines)


@pytest.mark.parametrize(
    "body",
    [
        "return len([b for b in barn if b.¦ > 6])",
        "return len([b for b in barn if b.ål¦",
        "antal = sum(b.¦ for b in barn)",
    ],
)
def test_after_an_element_and_a_dot_its_facts_are_offered(body: str) -> None:
    found = with_rule(f'def nytt(barn: list[Barn]) -> int:\n    """Nytt."""\n    {body}\n')
    assert list(found) == ["ålder"]
    assert found["ålder"].detail == "int"


def test_the_element_of_a_rule_offers_its_facts() -> None:
    assert list(with_rule('def nytt(barnet: Barn) -> int:\n    """Nytt."""\n    return barnet.¦')) == [
        "ålder"
    ]


def test_a_law_offers_the_citations_of_the_package_then_known_statutes() -> None:
    found = in_rules('law="Resestödsordningen (2025:1) 3 §"', 'law="¦"')
    assert first(found).startswith("Resestödsordningen (2025:1)")
    assert "SoL (2025:400) " in found
    assert "SoL (2001:453) " not in found


def test_a_citation_replaces_all_that_stands_in_the_quotes() -> None:
    desk, file, offset = at_cursor(changed(RULES, "(2025:1) 3 §", "(20¦25:1) 3 §"))
    (offer,) = [each for each in complete(desk, file, offset) if each.label.endswith(" 2 §")]
    start, stop = offer.edit.at.start, offer.edit.at.stop
    assert desk.texts[file].text[start - 1 : stop + 1] == '"Resestödsordningen (2025:1) 3 §"'


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ('if färdsätt == "¦"', ["buss", "egen bil"]),
        ('if färdsätt in ("buss", "¦', ["buss", "egen bil"]),
        ("if färdsätt == ¦", ['"buss"', '"egen bil"']),
        ("match färdsätt:\n        case ¦", ['"buss"', '"egen bil"']),
        (
            'match färdsätt:\n        case "buss":\n            return "avslag"\n        case "¦',
            ["buss", "egen bil"],
        ),
        ('return "¦', ["bifall", "avslag"]),
    ],
)
def test_where_a_word_of_a_set_is_wanted_its_words_are_offered(body: str, wanted: list[str]) -> None:
    found = with_rule(
        f'def nytt(färdsätt: Färdsätt) -> Literal["bifall", "avslag"]:\n    """Nytt."""\n    {body}'
    )
    assert list(found)[: len(wanted)] == wanted


def test_the_body_offers_the_rules_own_names_first_then_the_language() -> None:
    found = with_rule('def nytt(resor: Money) -> Money:\n    """Nytt."""\n    dyrt = resor * 2\n    return ¦')
    near = [label for label, offer in found.items() if offer.order == 0]
    assert near == ["resor", "dyrt"]
    assert found["andel"].edit.text == "andel("


def test_a_name_that_the_rule_does_not_have_is_added_to_its_parentheses() -> None:
    texts = {
        **good_texts(),
        RULES: good_texts()[RULES]
        + f'\n\n{LAW}\ndef nytt(resor: Money) -> Money:\n    """Nytt."""\n    return ¦',
    }
    desk, file, offset = at_cursor(texts)
    (offer,) = [each for each in complete(desk, file, offset) if each.label == "pris"]
    assert offer.also is not None
    assert offer.also.text == ", pris: Money"
    assert desk.texts[file].text[: offer.also.at.start].endswith("def nytt(resor: Money")


def test_a_rule_for_each_element_is_offered_to_be_called() -> None:
    per_child = f'{LAW}\ndef liten(barn: Barn) -> bool:\n    """Liten."""\n    return barn.ålder < 6\n\n\n'
    found = with_rule(
        f'def nytt(barn: list[Barn]) -> int:\n    """Nytt."""\n    return len([b for b in barn if ¦\n\n\n{per_child}'
    )
    assert found["liten"].edit.text == "liten("


def test_a_comprehension_goes_over_the_lists_of_the_rule() -> None:
    found = with_rule(
        'def nytt(resor: Money, barn: list[Barn]) -> int:\n    """Nytt."""\n    return sum(1 for b in ¦)'
    )
    assert list(found) == ["barn"]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("@¦", ["rule", "facts"]),
        ("@rule(¦", ["law", "valid_from", "valid_to"]),
        ('@rule(law="x", val¦', ["law", "valid_from", "valid_to"]),
    ],
)
def test_a_decorator_offers_what_it_can_say(lines: str, wanted: list[str]) -> None:
    assert list(offers({**good_texts(), RULES: f"{good_texts()[RULES]}\n\n{lines}"})) == wanted


def test_a_way_to_round_is_offered_in_its_quotes() -> None:
    assert list(in_rules('avrunda="ned"', 'avrunda="¦"')) == ["ned", "upp", "närmast"]


def test_a_fact_is_offered_its_type_and_its_range() -> None:
    assert "Money" in in_rules("meddelande: bool", "meddelande: ¦")
    assert in_rules("meddelande: bool", "avstånd: int = ¦")["between"].edit.text == "between("


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"""Resestöd."""', '"""Rese¦stöd."""'),
        ("return priser[0]", "return priser[0¦]"),
        ("return priser[0]", "# pri¦"),
    ],
)
def test_nothing_is_offered_in_a_docstring_a_number_and_a_comment(old: str, new: str) -> None:
    assert in_rules(old, new) == {}


def test_a_quote_that_closes_a_text_asks_for_nothing() -> None:
    desk, file, offset = at_cursor(changed(RULES, 'färdsätt == "buss"', 'färdsätt == "buss"¦'))
    assert complete(desk, file, offset, '"') == []
    assert complete(desk, file, offset - 1, '"') != []


def test_a_dot_after_a_number_asks_for_nothing() -> None:
    assert in_rules("return priser[0]", "return 12.¦") == {}
