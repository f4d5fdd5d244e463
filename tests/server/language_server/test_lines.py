"""A column means the same letter to the editor and to the language, whatever the letters are made of."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmanning.server.language_server.lines import Encoding, FileText

TEXTS = st.text(st.sampled_from("aåäö🚌é̊\u030a\n\r§ x"), max_size=40)


def test_an_emoji_is_two_columns_in_utf_16_and_four_bytes_in_utf_8() -> None:
    text = FileText("# 🚌 åk\n")
    place = text.text.index("åk")
    assert text.to_editor(place, "utf-16") == (0, 5)
    assert text.to_editor(place, "utf-8") == (0, 7)
    assert text.to_editor(place, "utf-32") == (0, 4)


def test_a_letter_that_the_file_writes_as_two_counts_as_two_for_the_editor() -> None:
    text = FileText("\n" + unicodedata.normalize("NFD", "åå hyra"))
    place = text.text.index("hyra")
    assert place == 4
    assert text.to_editor(place, "utf-16") == (1, 5)
    assert text.from_editor(1, 5, "utf-16") == place


def test_a_column_in_the_middle_of_an_emoji_is_taken_as_after_it() -> None:
    assert FileText("🚌x").from_editor(0, 1, "utf-16") == 1


@pytest.mark.parametrize("place", [(0, 99), (1, 0), (99, 99)])
def test_a_place_outside_the_file_is_the_nearest_one_inside(place: tuple[int, int]) -> None:
    assert FileText("hyra").from_editor(*place, "utf-16") == 4


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_end_as_editors_end_them(line_end: str) -> None:
    text = FileText(f"ett{line_end}två\u2028tre{line_end}")
    assert [text.line(number) for number in range(4)] == ["ett", "två\u2028tre", "", ""]


@given(TEXTS, st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_every_place_comes_back_from_the_editor_as_it_went(written: str, encoding: Encoding) -> None:
    text = FileText(written)
    for offset in range(len(text.text) + 1):
        back = text.from_editor(*text.to_editor(offset, encoding), encoding)
        inside_a_letter = unicodedata.combining(text.text[offset : offset + 1] or " ")
        assert back == offset or inside_a_letter or text.text[offset - 1 : offset + 1] == "\r\n"
