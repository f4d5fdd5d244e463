"""The author's text and the case's words become one letter."""

from typing import Any

import pytest

from allmanning.connectors.letters.filling import letter_data, letter_title
from allmanning.connectors.letters.letter import LetterContent
from allmanning.packages.letters import parse_letter
from tests.connectors.letters.annas_case import annas_letter


def kinds(text: str, **changes: Any) -> list[str]:
    """The letter's blocks in order; a heading by its words."""
    data = letter_data(annas_letter(template=parse_letter(text), **changes))
    return [said(block) if block["kind"] == "heading" else block["kind"] for block in data["body"]]


def said(block: dict[str, Any]) -> str:
    return "".join(child["text"] for child in block["children"])


def titled(text: str) -> LetterContent:
    return annas_letter(template=parse_letter(text))


def test_a_block_brings_its_heading_unless_the_author_wrote_one() -> None:
    assert kinds("{reckoning}")[:2] == ["Så har vi räknat", "reckoning"]
    assert kinds("## Räkningen\n\nSå här.\n\n{reckoning}")[:3] == ["Räkningen", "paragraph", "reckoning"]


def test_a_heading_serves_one_block_only() -> None:
    assert kinds("## Allt\n\n{items}\n\n{reckoning}")[:4] == [
        "Allt",
        "items",
        "Så har vi räknat",
        "reckoning",
    ]


def test_what_the_law_asks_of_a_decision_is_there_though_the_author_forgot_it() -> None:
    assert [kind for kind in kinds("Hej!") if kind.islower()] == [
        "paragraph", "provisions", "circumstances", "note", "appeal", "signature",
    ]  # fmt: skip


def test_a_letter_of_another_kind_has_no_summary_and_nothing_added() -> None:
    content = annas_letter(
        template=parse_letter("{message}"), kind="completion", values={"message": "Ett.\n\nTvå."}
    )
    data = letter_data(content)
    assert data["summary"] == []
    assert [said(block) for block in data["body"]] == ["Ett.", "Två."]


def test_the_authors_title_is_the_letters_and_else_the_services() -> None:
    assert letter_title(titled("# Beslut för *{applicant}*\n\nHej!")) == "Beslut för Anna Andersson"
    assert letter_title(titled("Hej!")) == "Ekonomiskt bistånd"


def test_levels_of_headings_have_no_gap() -> None:
    data = letter_data(titled("# Titel\n\n### Ett\n\n### Två\n\n## Tre\n"))
    assert [block["level"] for block in data["body"] if block["kind"] == "heading"][:3] == [2, 3, 2]


def test_what_leads_into_a_table_stays_with_it() -> None:
    paragraphs = [
        block for block in letter_data(titled("Fritt.\n\nSå här:\n\n{items}"))["body"] if "sticky" in block
    ]
    assert [block["sticky"] for block in paragraphs][:2] == [False, True]


def test_a_name_that_looks_like_a_placeholder_is_not_filled_again() -> None:
    content = annas_letter(template=parse_letter("Hej {applicant}!"), values={"applicant": "{amount}"})
    assert said(letter_data(content)["body"][0]) == "Hej {amount}!"


def test_facts_that_are_nought_are_told_in_one_sentence() -> None:
    data = letter_data(annas_letter())
    table = next(block for block in data["body"] if block["kind"] == "circumstances")
    note = next(block for block in data["body"] if block["kind"] == "note")
    assert [row["label"] for row in table["rows"]] == ["Sammanboende", "Barn 1: ålder", "Hyra"]
    assert note["text"].endswith("inte gäller: underhållsstöd.")


@pytest.mark.parametrize(
    ("amount", "facts"), [(None, ["Beslut", "Gäller"]), (0, ["Beslut", "Belopp", "Gäller"])]
)
def test_the_summary_has_an_amount_where_the_decision_has_one(amount: int | None, facts: list[str]) -> None:
    data = letter_data(annas_letter(amount=amount, template=parse_letter("Hej!")))
    assert [fact["label"] for fact in data["summary"]] == facts
