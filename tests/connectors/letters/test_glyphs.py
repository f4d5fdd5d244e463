"""Text that is safe to set, and the typefaces that show it."""

import hashlib
import tomllib

from allmanning.connectors.letters.glyphs import FONTS, MISSING, cleaned, coverage, shown


def test_the_typefaces_show_what_swedish_letters_need() -> None:
    needed = "ÅÄÖåäöéüßñçšžłðþ§−–—’”“½·•✓✗0123456789\u00a0" + MISSING
    assert [one for one in needed if ord(one) not in coverage()] == []


def test_what_they_cannot_show_becomes_a_square() -> None:
    assert shown({"name": ["Anna \U0001f600", "山田"], "number": 1}) == {
        "name": ["Anna □", "□□"],
        "number": 1,
    }


def test_controls_and_marks_that_turn_the_text_are_taken_away() -> None:
    assert cleaned("a\u202eb\u2066c\u200fd\x00\x07e") == "abcde"


def test_new_lines_in_a_name_become_spaces() -> None:
    assert cleaned("Anna\nAndersson\u2028x") == "Anna Andersson x"


def test_half_characters_cannot_stop_a_letter() -> None:
    assert cleaned("a\ud800b\uffff") == "a□b□"


def test_letters_and_their_accents_are_put_together() -> None:
    assert cleaned("A\u030asa") == "Åsa"


def test_an_amount_is_never_parted_at_the_end_of_a_line() -> None:
    assert cleaned("hyran är 12 500 kr, se 3 kap.") == "hyran är 12\u00a0500\u00a0kr, se 3 kap."


def test_an_endless_word_gets_places_to_break() -> None:
    assert cleaned("x" * 120).split("\u200b") == ["x" * 50, "x" * 50, "x" * 20]


def test_the_typefaces_are_the_ones_of_the_manifest_with_their_licence() -> None:
    manifest = tomllib.loads((FONTS / "vendor.toml").read_text())
    files = {name: digest for face in manifest.values() for name, digest in face["files"].items()}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FONTS.iterdir()}
    assert found.pop("vendor.toml")
    assert found == files
    assert all(face["licence"] == "OFL-1.1" and face["version"] for face in manifest.values())
    assert all("SIL OPEN FONT LICENSE" in path.read_text().upper() for path in FONTS.glob("LICENSE-*"))
