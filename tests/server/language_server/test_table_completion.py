"""What can be written in the TOML files of a package where the cursor (¦) stands."""

import ast
from dataclasses import fields
from itertools import chain

import pytest

from allmanning.packages.document import Document
from allmanning.packages.parameters import read_local, read_type
from allmanning.packages.public import PublicSpec
from allmanning.server.language_server.offers import Offer
from allmanning.server.language_server.table_completion import KEYS, TYPES, complete
from allmanning.server.language_server.table_symbols import EXAMPLE_TABLES
from tests.house.repository import SOURCE, calls
from tests.server.language_server.desks import at_cursor, changed, good_texts


def offers(file: str, old: str, new: str) -> dict[str, Offer]:
    return {offer.label: offer for offer in complete(*at_cursor(changed(file, old, new)))}


def added(file: str, text: str) -> dict[str, Offer]:
    texts = good_texts()
    return {offer.label: offer for offer in complete(*at_cursor({**texts, file: texts.get(file, "") + text}))}


READERS = ("parameters", "questions", "manifest", "examples", "preset")
# Read in another way; each has a test of its own.
APART = {("local.toml", ("*",)), ("properties.toml", ("property",)), ("package.toml", ("public",))}


def keys_that_are_read() -> list[set[str]]:
    """Every set of keys that a reader of packages knows."""
    return [
        set(ast.literal_eval(call.args[0]))
        for name in READERS
        for called, call in calls(SOURCE / "packages" / f"{name}.py")
        if called == "document.known" and isinstance(call.args[0], ast.Tuple)
    ]


def test_every_key_that_is_offered_is_one_that_is_read() -> None:
    offered = [set(keys) for table, keys in KEYS.items() if table not in APART]
    assert [keys for keys in offered if not any(keys <= each for each in keys_that_are_read())] == []


def test_every_key_that_is_read_is_offered() -> None:
    headings = {name for _, heading in KEYS for name in heading} | {*chain(*EXAMPLE_TABLES)}
    offered = {*chain(*KEYS.values())} | headings
    assert {*chain(*keys_that_are_read())} - offered == set()


def test_every_key_of_a_local_setting_that_is_offered_is_one_that_is_read() -> None:
    document = Document(
        "local.toml", "[ny]\n" + "\n".join(f"{key} = 0" for key in KEYS["local.toml", ("*",)]), []
    )
    read_local(document)
    assert [finding for finding in document.findings if finding.code == "P013"] == []


def test_the_keys_of_a_public_package_are_those_that_are_read() -> None:
    assert set(KEYS["package.toml", ("public",)]) == {field.name for field in fields(PublicSpec)}


def test_the_keys_of_a_property_are_those_that_are_read() -> None:
    source = ast.parse((SOURCE / "packages" / "properties.py").read_text())
    read = {each.value for node in source.body if isinstance(node, ast.Assign | ast.AnnAssign) and node.value
            for each in ast.walk(node.value) if isinstance(each, ast.Constant)}  # fmt: skip
    assert set(KEYS["properties.toml", ("property",)]) - read == set()


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
        ("properties.toml", '\n[[property]]\nkind = "¦"', "marginal"),
        ("properties.toml", '\n[[property]]\nfact = "¦"', "barn.ålder"),
        ("properties.toml", '\n[[property]]\nvalue = "¦"', "stöd"),
        ("population.toml", "\n[facts]\n¦", "barn.ålder"),
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


def test_a_key_that_has_its_value_and_its_quotes_gets_neither_again() -> None:
    desk, file, offset = at_cursor(changed("questions.toml", 'why = "Det är det', '"¦" = "Det är det'))
    (offer,) = [each for each in complete(desk, file, offset) if each.label == "why"]
    assert offer.edit.text == "why"
    assert offer.edit.at.stop - offer.edit.at.start == 2


def test_a_letter_is_offered_nothing() -> None:
    assert added("letters/decision.md", "\n¦") == {}
