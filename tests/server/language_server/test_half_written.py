"""While a file is broken in the middle of a word, everything is still answered, and nothing ever fails."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allmanning.server.language_server.desk import Desk, lay_out
from allmanning.server.language_server.diagnostics import findings, marks
from allmanning.server.language_server.entries import entries
from allmanning.server.language_server.hover import hover
from allmanning.server.language_server.places import definitions, occurrence_at, references
from allmanning.server.language_server.table_completion import complete
from tests.server.language_server.desks import (
    RULES,
    changed,
    ekonomiskt,
    ekonomiskt_texts,
    good_texts,
    offset_of,
)

TODAY = date(2025, 11, 22)
STRANGE = st.sampled_from(
    [*"()[]{}\"'=:.,@#\n å", '"""', "def ", "@rule(", "\n[[", "🚌", "\x00", "\\", "\u2028", "for b in "]
)
BROKEN = ("return max(0, godtagbara_resor - pris", "return (((max(0, godtagbara_resor - pris")

type Ask = Callable[[Desk, str, int], object]


def everything(desk: Desk, file: str, offset: int) -> None:
    """Ask all there is to ask at a place."""
    found = occurrence_at(desk, file, offset)
    if found:
        definitions(desk, found.symbol)
        references(desk, found.symbol)
    hover(desk, file, offset, TODAY)
    for offer in complete(desk, file, offset):
        assert offer.edit.at.start <= offset <= max(offset, offer.edit.at.stop)
    for entry in entries(desk, file):
        assert entry.whole.start <= entry.at.start <= entry.at.stop <= entry.whole.stop


@pytest.fixture(scope="module")
def broken() -> Desk:
    desk = lay_out(changed(RULES, *BROKEN))
    assert findings({name: text.text.encode() for name, text in desk.texts.items()})[0].code == "R003"
    return desk


def test_a_name_in_a_broken_rule_is_told_of_and_leads_to_where_it_stands(broken: Desk) -> None:
    offset = offset_of(broken, RULES, "godtagbara_resor - pris")
    told = hover(broken, RULES, offset, TODAY)
    found = occurrence_at(broken, RULES, offset)
    assert told is not None
    assert "Godtagbara resor: högst kommunens belopp." in told.markdown
    assert found is not None
    assert [each.role for each in definitions(broken, found.symbol)] == ["declares"]


def test_a_broken_rule_still_offers_what_it_has(broken: Desk) -> None:
    offered = {
        offer.label for offer in complete(broken, RULES, offset_of(broken, RULES, "- pris - andel") + 4)
    }
    assert {"godtagbara_resor", "pris", "egen_andel", "andel", "resor"} <= offered


@pytest.mark.parametrize("file", ["rules/riksnorm.py", "parameters.toml", "examples/perioder.toml"])
def test_a_file_cut_anywhere_is_answered_for(file: str) -> None:
    whole = ekonomiskt_texts()[file]
    for length in range(0, len(whole), max(1, len(whole) // 60)):
        desk = lay_out({**ekonomiskt_texts(), file: whole[:length]}, ekonomiskt())
        everything(desk, file, length)


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(good_texts())),
    st.lists(st.tuples(st.floats(0, 1), STRANGE), min_size=1, max_size=6),
)
def test_a_file_with_strange_letters_anywhere_is_answered_for(
    file: str, strange: list[tuple[float, str]]
) -> None:
    texts = good_texts()
    for where, letters in strange:
        place = int(where * len(texts[file]))
        texts[file] = texts[file][:place] + letters + texts[file][place:]
    desk = lay_out(texts)
    marks(desk, findings({name: text.encode() for name, text in texts.items()}))
    for where, _ in strange:
        everything(desk, file, min(int(where * len(texts[file])), len(desk.texts[file].text)))
