from datetime import date, timedelta

import pytest

from allmanning.portals.design.parts import Cell, Column, Deadline, Pages, Table, TableRow

TODAY = date(2025, 11, 21)
COLUMNS = (
    Column(title="Sökande", sort="name"),
    Column(title="Klart senast", sort="due"),
    Column(title="Läge"),
)


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (-2, "2 dagar försenat", "late"),
        (-1, "1 dag försenat", "late"),
        (0, "i dag", "near"),
        (1, "i morgon", "near"),
        (2, "om 2 dagar", "near"),
        (3, "om 3 dagar", "far"),
    ],
)
def test_a_deadline_says_in_words_how_near_it_is(days: int, words: str, tone: str) -> None:
    due = Deadline(day=TODAY + timedelta(days=days), today=TODAY)
    assert (due.words, due.tone) == (words, tone)


def test_a_column_sorts_the_other_way_the_second_time() -> None:
    name, due, state = Table(caption="Ärenden", columns=COLUMNS, rows=(), sorted_by="due").heads
    assert (name.url, name.order) == ("?sort=name", "")
    assert (due.url, due.order) == ("?sort=-due", "ascending")
    assert state.url == ""


def test_a_sorted_list_keeps_what_was_chosen() -> None:
    table = Table(caption="Ärenden", columns=COLUMNS, rows=(), sorted_by="-due", kept=(("q", "Åsa"),))
    assert table.heads[1].url == "?q=%C3%85sa&sort=due"
    assert table.heads[1].order == "descending"


def test_a_row_of_another_length_than_the_table_is_refused() -> None:
    table = Table(caption="Ärenden", columns=COLUMNS, rows=(TableRow(url="/", cells=(Cell(text="Anna"),)),))
    with pytest.raises(ValueError, match="shorter"):
        assert table.lines


def test_the_first_page_has_none_before_it_and_the_last_none_after() -> None:
    assert Pages(number=1, count=2).previous_url == ""
    assert Pages(number=1, count=2, kept=(("q", "a"),)).next_url == "?q=a&page=2"
    assert Pages(number=2, count=2).next_url == ""
