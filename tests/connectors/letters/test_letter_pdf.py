"""The letter as PDF: tagged, complete, the same every time, and deaf to what is written in names."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pypdf
import pytest

from allmanning.connectors.letters.letter import (
    LetterContent,
    LetterContentError,
    Recipient,
    Sender,
    Signature,
)
from allmanning.connectors.letters.render import render_letter
from allmanning.packages.letters import parse_letter
from tests.connectors.letters.annas_case import ANNA, LETTER, MITTKOPING, annas_letter, annas_reckoning, kr


def read(content: LetterContent) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render_letter(content)))


def words_of(content: LetterContent) -> str:
    """All text of the letter, with every run of white space as one space."""
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


def tags(element: Any) -> set[str]:
    """Every kind of tag in the structure tree."""
    found: set[str] = set()
    waiting = [element]
    while waiting:
        node = waiting.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, dict):
            found.add(str(node.get("/S", "")))
            waiting.append(node.get("/K", []))
        elif isinstance(node, list):
            waiting.extend(node)
    return found


def test_the_letter_is_tagged_titled_and_in_swedish() -> None:
    reader = read(annas_letter())
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"] == True  # type: ignore[index]  # noqa: E712 - pypdf has its own True
    assert root["/Lang"] == "sv-SE"
    assert reader.metadata is not None
    assert reader.metadata.title == "Beslut om ekonomiskt bistånd för november 2025"
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data().decode()


def test_headings_tables_and_lists_are_tagged_as_what_they_are() -> None:
    tree = read(annas_letter()).root_object["/StructTreeRoot"]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/LI", "/P"} <= tags(tree)


def test_the_letter_says_amount_paragraph_reason_and_how_to_appeal() -> None:
    text = words_of(annas_letter())
    for said in (
        "11 075 kr",
        "SoF (2025:468) 12 kap. 2 §",
        "Hyran är högre än det som kommunen godtar",
        "beviljas delvis",
        "Så överklagar du",
        "inom tre veckor från den dag då du fick del av beslutet",
        "MK-2025-000412",
        "12 november 2025",
        "Bo Bergström",
        "Sida 2 av",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("outcome", "said"),
    [("bifall", "allt som du har sökt för"), ("delvis bifall", "inte fullt ut"), ("avslag", "Vi avslår")],
)
def test_each_outcome_has_its_own_words(outcome: str, said: str) -> None:
    text = words_of(annas_letter(outcome))
    assert said in text
    assert sum(words in text for words in ("allt som du har sökt för", "inte fullt ut", "Vi avslår")) == 1


def test_the_same_letter_is_the_same_bytes() -> None:
    assert render_letter(annas_letter()) == render_letter(annas_letter())


def test_a_letter_carries_the_day_of_its_decision_and_no_other() -> None:
    metadata = read(annas_letter()).metadata
    assert metadata is not None
    assert metadata.creation_date is not None
    assert metadata.creation_date.date() == date(2025, 11, 12)


def test_the_automatic_function_says_that_it_decided_and_on_what_ground() -> None:
    text = words_of(annas_letter(signature=Signature(automatic=True)))
    assert "Beslutet är fattat av en automatiserad beslutsfunktion." in text
    assert "28 § förvaltningslagen (2017:900) och 6 kap. 37 § kommunallagen (2017:725)" in text
    assert "Bo Bergström" not in text


def test_a_name_withheld_for_a_threat_is_said_to_be_withheld() -> None:
    assert "33 § förvaltningslagen" in words_of(annas_letter(signature=Signature()))


def test_a_protected_identity_has_no_address_anywhere_in_the_file() -> None:
    hidden = replace(ANNA, protected=True)
    text = words_of(annas_letter(recipient=hidden))
    assert "Anna Andersson" in text
    assert "Storgatan" not in text
    assert "Storgatan" in words_of(annas_letter())


def test_the_name_of_the_applicant_is_not_in_the_files_own_description() -> None:
    data = read(annas_letter()).root_object["/Metadata"].get_object().get_data().decode()
    assert "Anna" not in data


@pytest.mark.parametrize(
    "name",
    [
        '#import "/etc/passwd": *',
        "*_`$ x^2 $`_* = - + / @a <b> [c] \\ // /* ~ #let",
        '#read("letter.typ")',
        "{amount} {reckoning}",
        '"); panic("',
        "% \\input{x} <script>alert(1)</script>",
    ],
)
def test_what_looks_like_markup_in_a_name_is_only_text(name: str) -> None:
    text = words_of(annas_letter(recipient=Recipient(name=name)))
    assert name.replace(" ", "")[:20] in text.replace(" ", "")


@pytest.mark.parametrize(
    "name",
    [
        "x" * 5_000,
        "Å" * 200,
        "Anna \U0001f600",
        "שָׁלוֹם",
        "محمد",
        "山田太郎",
        "a\u202eb\u2066c",
        "\x00\x07\ud800\uffff",
        " ",
    ],
)
def test_no_name_stops_a_letter(name: str) -> None:
    content = annas_letter(recipient=Recipient(name=name, address=(name, name)))
    assert "11 075 kr" in words_of(content)


def test_an_emoji_shows_as_a_square_and_the_rest_of_the_name_stays() -> None:
    assert "Anna □ Ek" in words_of(annas_letter(recipient=Recipient(name="Anna \U0001f600 Ek")))


def test_a_long_reckoning_goes_on_over_pages_with_its_head_repeated() -> None:
    parts = tuple(
        kr(100, f"Post {number}", "SoL (2025:400) 12 kap. 7 §", sign="plus") for number in range(150)
    )
    long = kr(15000, "Bistånd", sign="sum", parts=parts)
    pages = [page.extract_text() for page in read(annas_letter(reckoning=long)).pages]
    assert sum("Bestämmelse" in page and "Post 1" in page for page in pages) >= 3
    assert "Post 149" in " ".join(pages)


def test_a_derived_amount_is_marked_and_the_mark_explained() -> None:
    derived = replace(annas_reckoning(), derived=True)
    text = words_of(annas_letter(reckoning=derived))
    assert "Bistånd *" in text
    assert "* Beloppet är härlett" in text
    assert "härlett" not in words_of(annas_letter())


def test_a_draft_says_so_on_every_page() -> None:
    pages = [page.extract_text() for page in read(annas_letter(draft=True)).pages]
    assert all("UTKAST" in page for page in pages)
    assert "inte ett beslut" in pages[0]


def test_a_letter_in_english_speaks_english_and_says_so() -> None:
    content = annas_letter(language="en")
    assert read(content).root_object["/Lang"] == "en-GB"
    assert "How to appeal" in words_of(content)


def test_an_organisation_without_mark_and_address_gets_a_letter_too() -> None:
    bare = Sender(organisation="Norrhamns kommun", board="Socialnämnden")
    assert "Norrhamns kommun" in words_of(annas_letter(sender=bare))


def test_a_mark_that_is_no_picture_is_an_error_that_names_the_case() -> None:
    broken = replace(MITTKOPING, mark="<svg")
    with pytest.raises(RuntimeError, match="MK-2025-000412"):
        render_letter(annas_letter(sender=broken))


def test_an_accent_that_is_no_colour_is_refused() -> None:
    with pytest.raises(LetterContentError, match="Mittköpings"):
        replace(MITTKOPING, accent="green")


def test_a_placeholder_with_nothing_to_say_names_file_line_and_case() -> None:
    template = parse_letter(LETTER.replace("Hej {applicant}!", "Svara senast {due_date}."))
    with pytest.raises(
        LetterContentError, match=r"letters/decision.md, line 3: case MK-2025-000412 .* \{due_date\}"
    ):
        render_letter(annas_letter(template=template))
