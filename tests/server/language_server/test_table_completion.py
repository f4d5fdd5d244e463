"""What can be written in the TOML files of a package where the cursor (¦) stands."""

import ast
from pathlib import Path

import pytest

from allmanning.packages.document import Document
from allmanning.packages.parameters import read_local, read_type
from allmanning.server.language_server.offers import Offer
from allmanning.server.language_server.table_completion import KEYS, TYPES, complete
from tests.house.repository import SOURCE, calls
from tests.server.language_server.desks import at_cursor, changed, good_texts


def offers(file: str, old: str, new: str) -> dict[str, Offer]:
    return {offer.label: offer for offer in complete(*at_cursor(changed(file, old, new)))}


def added(file: str, text: str) -> dict[str, Offer]:
    texts = good_texts()
    return {offer.label: offer for offer in complete(*at_cursor({**texts, file: texts[file] + text}))}


def keys_that_are_read(path: Path) -> set[frozenset[str]]:
    """Every set of keys that a reader of packages knows."""
    return {
        frozenset(ast.literal_eval(call.args[0]))
        for name, call in calls(path)
        if name == "document.known" and isinstance(call.args[0], ast.Tuple)
    }


def test_every_key_that_is_offered_is_one_that_is_read() -> None:
    read = {
        keys
        for name in ("parameters", "questions", "manifest", "examples")
        for keys in keys_that_are_read(SOURCE / "packages" / f"{name}.py")
    }
    unguarded = {("local.toml", ("*",)), ("package.toml", ("delegation",))}
    offered = [set(keys) for table, keys in KEYS.items() if table not in unguarded]
    assert [keys for keys in offered if not any(keys <= each for each in read)] == []


def test_every_key_of_a_local_setting_that_is_offered_is_one_that_is_read() -> None:
    document = Document(
        "local.toml", "[ny]\n" + "\n".join(f"{key} = 0" for key in KEYS["local.toml", ("*",)]), []
    )
    read_local(document)
    assert [finding for finding in document.findings if finding.code == "P013"] == []


def test_every_type_that_is_offered_is_one_that_is_read() -> None:
    assert [written for written in TYPES if read_type(written) is None] == []


def test_a_row_of_a_parameter_offers_the_keys_it_does_not_have() -> None:
    found = added("parameters.toml", "\n[[priser.period]]\nfrom = 2026-01-01\n¦")
    assert list(found) == ["to", "source", "law", "confirmed", "derived"]
    assert found["source"].edit.text == "source = "


def test_a_local_setting_offers_its_keys_under_a_name_in_quotes() -> None:
    assert "decided_by" in added("local.toml", '\n["högsta_lön"]\n¦')


@pytest.mark.parametrize(
    ("file", "text", "wanted"),
    [
        ("parameters.toml", '\n[ny]\ntype = "¦"', "Table[int, Money]"),
        ("parameters.toml", '\n[ny]\nlaw = "¦"', "Resestödsordningen (2025:1) 2 §"),
        ("questions.toml", '\n[[question]]\nwho = "¦"', "caseworker"),
        ("local.toml", '\n[ny]\nlaw = "SoL¦"', "SoL (2025:400) "),
    ],
)
def test_a_value_in_quotes_offers_what_it_can_be(file: str, text: str, wanted: str) -> None:
    assert wanted in added(file, text)


def test_the_outcome_is_a_rule_and_what_is_requested_a_fact() -> None:
    assert {"beslut", "stöd"} <= offers("package.toml", 'outcome = "beslut"', 'outcome = "¦"').keys()
    assert "resor" in offers("package.toml", 'requested = "resor"', 'requested = "¦"')


def test_a_question_offers_the_facts_that_have_none() -> None:
    assert list(offers("questions.toml", 'fact = "barn.ålder"', 'fact = "¦"')) == ["barn.ålder"]


def test_an_example_offers_facts_and_rules_in_quotes_where_toml_wants_them() -> None:
    found = added("examples/resor.toml", "\n[example.facts]\n¦")
    assert found["färdsätt"].edit.text == '"färdsätt" = '
    assert added("examples/resor.toml", "\n[example.expect]\n¦")["stöd"].edit.text == '"stöd" = '


def test_a_letter_is_offered_nothing() -> None:
    assert added("letters/decision.md", "\n¦") == {}
