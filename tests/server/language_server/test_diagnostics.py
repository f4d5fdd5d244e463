"""What is wrong with a package, marked where it stands."""

import unicodedata
from pathlib import Path

import pytest

from allmanning.server.language_server.desk import lay_out
from allmanning.server.language_server.diagnostics import Mark, findings, marks
from allmanning.server.language_server.folder import files_of, package_of, texts_of
from allmanning.server.language_server.in_protocol import diagnostics
from tests.packages.pages import Page, pages
from tests.server.language_server.desks import RULES, changed, good_texts


def marked(texts: dict[str, str]) -> dict[str, list[Mark]]:
    files = {name: text.encode() for name, text in texts.items()}
    return marks(lay_out(texts), findings(files))


def words(texts: dict[str, str], file: str, mark: Mark) -> str:
    return texts[file][mark.at.start : mark.at.stop]


def test_a_good_package_has_no_mark() -> None:
    assert marked(good_texts()) == {}


def test_a_misspelt_name_is_marked_with_its_hint() -> None:
    texts = changed(RULES, "min(resor, högsta_belopp)", "min(resor, högsta_belop)")
    (mark,) = marked(texts)[RULES]
    assert words(texts, RULES, mark) == "högsta_belop"
    assert (mark.code, mark.severity) == ("R164", "error")
    assert mark.text == "'högsta_belop' is not known here\nHint: Did you mean 'högsta_belopp'?"


def test_what_only_hinders_publishing_is_a_warning_and_what_is_unused_is_faded() -> None:
    texts = changed(RULES, "    meddelande: bool\n", "    meddelande: bool\n    onödigt: bool\n")
    questions = '\n[[question]]\nfact = "onödigt"\npage = "resa"\ntext = "Onödigt?"\nwhy = "Onödigt."\n'
    page = texts["questions.toml"].split('id = "')[1].split('"')[0]
    texts["questions.toml"] += questions.replace('"resa"', f'"{page}"')
    (mark,) = marked(texts)[RULES]
    assert (mark.code, mark.severity, mark.unused) == ("C001", "warning", True)
    assert words(texts, RULES, mark) == "onödigt: bool"


def test_findings_stand_in_every_file_they_are_about() -> None:
    texts = changed(RULES, "min(resor, högsta_belopp)", "min(resor, oj)")
    texts = changed("parameters.toml", 'type = "Share"', 'type = "Andel"', texts)
    assert list(marked(texts)) == ["parameters.toml"]
    texts = changed(
        "parameters.toml", 'confirmed = "25/100"', "confirmed = 3", changed(RULES, "min(resor,", "min(rsor,")
    )
    assert sorted(marked(texts)) == ["parameters.toml", RULES]


def test_a_finding_of_the_whole_package_stands_on_top_of_its_manifest() -> None:
    texts = {name: text for name, text in good_texts().items() if not name.startswith("rules/")}
    found = marked(texts)
    assert found["package.toml"][0].code == "R180"


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.path.stem)
def test_every_finding_there_is_marks_something_inside_its_file(page: Page) -> None:
    files = page.files()
    desk = lay_out(texts_of(files, {}))
    for file, found in marks(desk, findings(files)).items():
        for mark in found:
            assert 0 <= mark.at.start <= mark.at.stop <= len(desk.texts[file].text)
            assert mark.at.start < mark.at.stop or desk.texts[file].line(0) == ""


def test_columns_are_the_editors_after_letters_in_two_parts_and_an_emoji() -> None:
    texts = changed(RULES, '"""Resestöd."""', '"""Resestöd."""\n# 🚌')
    texts = changed(RULES, "if färdsätt ==", "if '🚌å' == oj or färdsätt ==", texts)
    texts[RULES] = unicodedata.normalize("NFD", texts[RULES])
    desk = lay_out(texts)
    found = marks(desk, findings({name: text.encode() for name, text in texts.items()}))
    ((diagnostic,),) = diagnostics(desk, found, "utf-16").values()
    line = texts[RULES].split("\n")[diagnostic.range.start.line].encode("utf-16-le")
    marked_ = line[2 * diagnostic.range.start.character : 2 * diagnostic.range.end.character]
    assert marked_.decode("utf-16-le") == "oj"


def test_what_is_not_saved_is_read_instead_of_what_is_on_disk(tmp_path: Path) -> None:
    for name, text in good_texts().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    files = files_of(tmp_path, {RULES: "oj", "rules/ny.py": "", "annat.txt": "", "../utanför.py": ""})
    assert files[RULES] == b"oj"
    assert files.keys() - good_texts().keys() == {"rules/ny.py"}


def test_a_file_that_is_no_text_is_marked_and_stops_nothing() -> None:
    files = {name: text.encode() for name, text in good_texts().items()} | {RULES: b"\xff\xfe"}
    (mark,) = marks(lay_out(texts_of(files, {})), findings(files))[RULES]
    assert mark.code == "P004"


def test_the_package_of_a_file_is_the_nearest_folder_with_a_manifest(tmp_path: Path) -> None:
    for folder in ("a", "a/b"):
        (tmp_path / folder / "rules").mkdir(parents=True)
        (tmp_path / folder / "package.toml").touch()
    assert package_of(tmp_path / "a" / "b" / "rules" / "x.py") == tmp_path / "a" / "b"
    assert package_of(tmp_path / "a" / "package.toml") == tmp_path / "a"
    assert package_of(tmp_path / "a" / ".git" / "x.py") is None
    assert package_of(tmp_path / "x.py") is None
