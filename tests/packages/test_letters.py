"""The text of a letter in a package."""

import pickle

import pytest

from allmanning.packages.letters import (
    Heading,
    ItemList,
    LetterError,
    LetterFinding,
    Paragraph,
    Placeholder,
    Slot,
    Stress,
    Words,
    check_letter,
    parse_letter,
)

OUTCOMES = ["bifall", "delvis bifall", "avslag"]
WHOLE = "{provisions}\n\n{circumstances}\n\n{appeal}\n\n{signature}\n"


def findings_in(text: str) -> list[LetterFinding]:
    with pytest.raises(LetterError) as caught:
        parse_letter(text)
    return list(caught.value.findings)


def test_a_letter_is_headings_paragraphs_lists_and_slots() -> None:
    blocks = parse_letter("# Beslut\n\nHej!\n\n- ett\n- två\n\n{items}\n").blocks_for("bifall")
    assert [type(block) for block in blocks] == [Heading, Paragraph, ItemList, Slot]


def test_a_placeholder_is_told_from_the_words_around_it() -> None:
    (paragraph,) = parse_letter("Du får **{amount}** nu.").blocks_for("")
    assert paragraph == Paragraph(
        (Words("Du får "), Stress((Placeholder("amount", 1),), strong=True), Words(" nu.")), 1
    )


def test_a_section_is_read_only_by_those_with_its_outcome() -> None:
    letter = parse_letter("Alla.\n\n::: when bifall, delvis bifall\nNågra.\n:::\n\nSlut.\n")
    assert len(letter.blocks_for("delvis bifall")) == 3
    assert len(letter.blocks_for("avslag")) == 2


def test_a_slot_divides_the_paragraph_it_stands_in() -> None:
    blocks = parse_letter("Så här:\n{reckoning}\nKlart.").blocks_for("")
    assert [getattr(block, "name", block.line) for block in blocks] == [1, "reckoning", 3]


def test_a_link_shows_where_it_leads() -> None:
    (paragraph,) = parse_letter("Se [vår sida](https://mittkoping.example/hjalp).").blocks_for("")
    assert Words(" (mittkoping.example/hjalp)") in paragraph.children  # type: ignore[union-attr]


def test_an_unknown_placeholder_names_file_line_and_the_word_meant() -> None:
    with pytest.raises(LetterError) as caught:
        parse_letter("# Beslut\n\nHej!\nDu får {ammount}.", "letters/decision.md")
    assert str(caught.value) == (
        "letters/decision.md, line 4: There is no placeholder {ammount}. Did you mean “amount”?"
    )


@pytest.mark.parametrize(
    "text",
    ["> citat", "`kod`", "```\nkod\n```", "    kod", "---", "<b>fet</b>", "<div>\n</div>", "![bild](x.png)"],
)
def test_what_a_letter_cannot_hold_is_refused_with_its_line(text: str) -> None:
    (finding, *_) = findings_in(f"Hej!\n\n{text}\n")
    assert (finding.line, finding.message[:20]) == (3, "A letter cannot hold")


@pytest.mark.parametrize("text", ["{", "}", "{{amount}}", "{ amount }", "{}", "{**amount**}", "{amount"])
def test_braces_are_for_placeholders_only(text: str) -> None:
    assert findings_in(text)[0].line == 1


@pytest.mark.parametrize("text", ["Se {items} här", "- {reckoning}", "# {appeal}", "*{items}*"])
def test_a_block_placeholder_stands_alone(text: str) -> None:
    assert findings_in(text)[0].message.endswith("is a whole block.")


@pytest.mark.parametrize(
    "text",
    ["::: when bifall\nx", ":::", "::: whn bifall\n:::", "::: when\n:::", "::: when a\n::: when b\n:::\n"],
)
def test_sections_are_opened_named_and_closed(text: str) -> None:
    assert findings_in(text)


def test_a_deep_or_endless_letter_is_refused_or_read_but_never_hangs() -> None:
    assert findings_in("a" * 100_001)
    assert findings_in("> " * 5_000 + "x")
    assert findings_in("**" * 5_000 + "x" + "**" * 5_000)
    assert parse_letter("- " * 3_000 + "x").blocks_for("")


def test_a_letter_that_says_what_the_law_asks_has_no_findings() -> None:
    assert check_letter(WHOLE, OUTCOMES) == ()


def test_a_decision_that_does_not_say_how_to_appeal_is_not_published() -> None:
    text = WHOLE.replace("{appeal}", "::: when avslag\n{appeal}\n:::")
    missing = [finding.message for finding in check_letter(text, OUTCOMES)]
    assert missing == [
        "A letter with the outcome “bifall” never says {appeal}.",
        "A letter with the outcome “delvis bifall” never says {appeal}.",
    ]


def test_an_outcome_that_the_package_lacks_is_found() -> None:
    (finding,) = check_letter(WHOLE + "\n::: when bifal\nHej\n:::\n", OUTCOMES)
    assert finding.hint == "Did you mean “bifall”?"


def test_a_letter_has_one_title() -> None:
    (finding,) = check_letter("# Ett\n\n# Två\n\n" + WHOLE, OUTCOMES)
    assert finding.line == 3


def test_the_kind_of_letter_says_what_it_must_hold() -> None:
    (finding,) = check_letter("Svara snart.", [""], "letters/completion.md")
    assert "{message}" in finding.message


def test_an_error_survives_a_journey_between_processes() -> None:
    with pytest.raises(LetterError) as caught:
        parse_letter("{")
    assert pickle.loads(pickle.dumps(caught.value)).findings == caught.value.findings  # noqa: S301


def test_a_letter_may_name_the_packages_own_values_and_no_others() -> None:
    assert check_letter(f"{WHOLE}\nTill {{giltigt_till}}.", ["bifall"], own={"giltigt_till"}) == ()
    (finding,) = check_letter(f"{WHOLE}\nTill {{giltig_till}}.", ["bifall"], own={"giltigt_till"})
    assert (finding.line, finding.hint) == (9, "Did you mean “giltigt_till”?")
