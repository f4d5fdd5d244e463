"""Every Swedish text of the platform has its English, and the compiled file says the same."""

import re

import polib

from scripts.texts import CATALOGUE, Message, messages

CURE = "run `make texts`, fill in what is empty, run it again"


def written() -> polib.POFile:
    return polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile()


def as_message(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgid_plural, entry.msgctxt)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|(?<!\{)\{\w*\}", text))


def test_every_text_has_its_english() -> None:
    translated = {as_message(entry) for entry in written() if entry.translated() and not entry.fuzzy}
    assert set(messages()) - translated == set(), CURE


def test_no_english_is_left_of_a_text_that_is_gone() -> None:
    assert {as_message(entry) for entry in written()} - set(messages()) == set(), CURE


def test_every_translation_keeps_its_placeholders() -> None:
    lost = [
        entry.msgid
        for entry in written()
        for english in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
        if not placeholders(english) <= placeholders(entry.msgid) | placeholders(entry.msgid_plural)
        or (not entry.msgid_plural and placeholders(english) != placeholders(entry.msgid))
    ]
    assert lost == []


def test_the_compiled_file_says_what_the_written_one_says() -> None:
    assert CATALOGUE.with_suffix(".mo").exists(), CURE
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    said = {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in compiled}
    assert said == {
        (entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in written()
    }, CURE
