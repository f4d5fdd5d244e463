from typing import Any

from allmanning.portals.resident.early import Early, certain_lines, early
from allmanning.portals.resident.settled import settled
from tests.portals.resident.travel import BISTAND, FACTS, RULES


def seen(facts: dict[str, Any]) -> Early:
    return early(RULES, facts, RULES.assess(facts), "sv")


def plain(words: str) -> str:
    return words.replace("\xa0", " ")


def test_before_any_answer_nothing_is_said() -> None:
    assert seen({}) == Early(prospect="open", words="", receipt=None)


def test_an_amount_that_is_certain_is_said_with_what_it_is_made_of() -> None:
    found = seen(FACTS)
    assert (found.prospect, plain(found.words)) == ("granted", "Med de här svaren ser det ut att bli 600 kr.")
    assert found.receipt is not None
    assert [row.figure for row in found.receipt.parts] == ["400"]
    assert found.receipt.figure == "600"


def test_an_outcome_can_be_certain_before_the_amount_is() -> None:
    found = seen({"inkomst": 500_000})
    assert found.words == "Med de här svaren ser det ut att bli bifall. Beloppet är inte klart än."


def test_a_span_wider_than_what_is_known_is_not_shown() -> None:
    found = seen({"inkomst": 500_000, "resor": 1_000})
    assert found.receipt is not None
    assert found.receipt.open


def test_a_narrow_span_is_shown_in_whole_kronor() -> None:
    found = seen({"inkomst": 500_000, "resor": 40_050, "barn": [{}]})
    assert found.receipt is not None
    assert plain(found.receipt.words) == "mellan 400 och 501 kr"
    assert found.receipt.sum


def test_a_judgement_leaves_the_outcome_open() -> None:
    assert seen({"inkomst": 2_000_000, "resor": 40_000, "barn": []}).prospect == "open"


def test_a_certain_line_is_not_opened_into_its_parts() -> None:
    line = RULES.reckoning({"inkomst": 0, "resor": 40_000})
    assert [(part.name, part.raw, part.parts) for part in certain_lines(line)] == [
        ("godtagbara_resor", 40_000, ())
    ]


def test_an_explanation_that_is_still_open_is_left_as_it_is() -> None:
    line = RULES.reckoning({"inkomst": 0})
    assert settled(line, RULES.assess({"inkomst": 0}).bounds, "sv") is line


def test_in_a_decided_case_an_open_line_says_the_most_it_could_be() -> None:
    facts = {"inkomst": 2_000_000, "barn": []}
    line = settled(RULES.reckoning(facts), RULES.assess(facts).bounds, "sv", decided=True)
    travel = next(part for part in line.parts if part.name == "godtagbara_resor")
    assert (plain(travel.value or ""), travel.open) == ("högst 500 kr", False)


def test_a_refusal_that_is_certain_is_told_with_what_decides_it() -> None:
    found = seen({"inkomst": 2_000_000, "särskilda_skäl": False})
    assert (found.prospect, found.words) == ("refused", "Med de här svaren ser det ut att bli avslag.")
    assert found.receipt is not None
    assert found.receipt.figure == "0"


def test_when_own_money_is_enough_the_need_is_told_as_the_most_it_could_be() -> None:
    amounts = (
        "lön",
        "barnbidrag",
        "bostadsbidrag",
        "underhållsstöd",
        "övriga_inkomster",
        "hyra",
        "hushållsel",
    )
    facts = {
        **dict.fromkeys((*amounts, "hemförsäkring", "arbetsresor"), 0),
        "sammanboende": False,
        "övriga_i_hushållet": 0,
        "barn": [],
        "åberopar_särskilda_skäl": False,
        "tillgångar": 6_400_000,
    }
    assessment = BISTAND.assess(facts)
    line = settled(BISTAND.reckoning(facts), assessment.bounds, "sv")
    assert assessment.outcome == "avslag"
    assert [(part.name, plain(part.value or "")) for part in line.parts] == [
        ("behov", "högst 10 180 kr"),
        ("egna_medel", "64 000 kr"),
    ]
