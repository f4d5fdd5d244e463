"""A claim about a graph is read by the same grammar as a rule, and nothing in it is executed."""

import re
from dataclasses import replace
from datetime import date

import pytest

from allmanning import packages
from allmanning.rules.claims import with_claims
from allmanning.rules.datatypes import MONEY
from allmanning.rules.errors import LanguageError
from allmanning.rules.evaluate import evaluate
from allmanning.rules.graph import Graph
from allmanning.rules.nodes import ParameterRef
from tests.house.repository import SERVICES
from tests.packages.pages import good_package

DAY = date(2025, 11, 1)
FACTS = {
    "resor": 40_000,
    "barn": [{"ålder": 7}, {"ålder": 3}],
    "färdsätt": "buss",
    "särskilda_skäl": False,
    "meddelande": False,
}


def graph() -> Graph:
    return good_package().as_of(DAY).engine.graph


def holds(text: str) -> object:
    ruleset = good_package().as_of(DAY)
    claimed = with_claims(ruleset.engine.graph, {"claim …": text}, "properties.toml")
    return evaluate(claimed, FACTS, ruleset.parameters, DAY)["claim …"]


def refusal(text: str) -> tuple[str, str]:
    with pytest.raises(LanguageError) as caught:
        with_claims(graph(), {"claim …": text}, "properties.toml")
    found = caught.value.findings[0]
    return found.message, found.hint


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("stöd > 0", True),
        ('beslut == "avslag"', False),
        ("godtagbara_resor > resor", False),
        ('färdsätt in ("buss", "egen bil") and len(barn) == 2', True),
        ("any(b.ålder > 6 for b in barn)", True),
        ("priser[1] == kr(42, 50)", True),
        ("stöd == högsta_belopp", False),
        ('dag_för_beslut == dag("2025-11-01")', True),
        ("stöd > 0 and\n    resor > 0", True),
    ],
)
def test_a_claim_speaks_of_facts_values_parameters_and_the_day(text: str, truth: bool) -> None:
    assert holds(text) is truth


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("stödd > 0", "'stödd' is not known here", "Did you mean 'stöd'?"),
        ('beslut == "avslagg"', "'avslagg' is not one of the words here", "Did you mean 'avslag'?"),
        ("stöd", "This is an amount (Money); true or false (bool) is expected", "Compare it, as belopp > 0"),
        ("stöd > 100", "100 is a number, not an amount", "Write kr(100)"),
        ("import os", "A condition is one expression", "Write it as in an if"),
        ("stöd > 0; resor > 0", "A condition is one expression", "Write it as in an if"),
        ("__import__('os')", "Names do not begin with _, and '__import__' is not in the language", ""),
        (
            "stöd > 0 " + "or stöd > 0 " * 200,
            "The condition is longer than 2,000 letters",
            "Make a rule of it",
        ),
        ("not " * 150 + "särskilda_skäl", "This is nested deeper than 100 levels", ""),
    ],
)
def test_what_is_no_claim_is_refused_with_the_reason(text: str, message: str, hint: str) -> None:
    found = refusal(text)
    assert (found[0], hint in found[1]) == (message, True)


def test_a_claim_speaks_of_no_parameter_that_no_rule_reads() -> None:
    """It might have no row on the days that are proved."""
    plain = replace(graph(), parameters={**graph().parameters, "oläst": MONEY})
    claimed = with_claims(plain, {"claim …": "stöd > 0"}, "properties.toml")
    assert ParameterRef("oläst") not in claimed.nodes
    with pytest.raises(LanguageError, match="'oläst' is not known here"):
        with_claims(plain, {"claim …": "resor > oläst"}, "properties.toml")


def test_a_claim_changes_no_value_of_a_rule() -> None:
    plain = graph()
    claimed = with_claims(plain, {"claim …": "stöd > kr(3) and resor > kr(4)"}, "properties.toml")
    assert claimed.nodes[: len(plain.nodes)] == plain.nodes
    assert {name: claimed.values[name] for name in plain.values} == plain.values


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("any(räknad_inkomst_barn(b) > 0 for b in barn)", ""),
        ("räknad_inkomst_barn > 0", "'räknad_inkomst_barn' has one value for each Barn"),
        (
            "any(any(räknad_inkomst_barn(b) > 0 for b in barn) for c in barn)",
            "'räknad_inkomst_barn' is called inside two lists",
        ),
    ],
)
def test_a_rule_per_element_is_called_for_each_element(text: str, message: str) -> None:
    plain = packages.load(SERVICES / "ekonomiskt-bistand").as_of(DAY).engine.graph
    if not message:
        assert with_claims(plain, {"claim …": text}, "properties.toml").values["claim …"]
        return
    with pytest.raises(LanguageError, match=re.escape(message)):
        with_claims(plain, {"claim …": text}, "properties.toml")
