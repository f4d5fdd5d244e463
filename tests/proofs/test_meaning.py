"""What a property means for known households: each kind just where it fails, and just where it does not."""

from datetime import date
from typing import Any

import pytest

from allmanning.proofs.meaning import Instance, shows
from allmanning.proofs.prove import statements
from allmanning.proofs.sections import on_days
from tests.proofs.small import small_package

DAY = date(2025, 11, 1)
NOBODY: dict[str, Any] = {"a": 0, "b": 0, "p": False, "ord": "x", "delar": [], "bedömt": 0}
INCREASING = 'kind = "increasing"\nfact = "a"\nvalue = "tal"'
DECREASING = 'kind = "decreasing"\nfact = "a"\nvalue = "tal"'
MARGINAL = 'kind = "marginal"\nfact = "a"\nvalue = "tal"\nmost = "2/1"\nstep = 2'
PARTS = 'kind = "increasing"\nfact = "delar"\nvalue = "tal"'
WORTH = 'kind = "increasing"\nfact = "delar.värde"\nvalue = "tal"'


def fails(tal: str, body: str, before: dict[str, Any], after: dict[str, Any] | None = None) -> bool:
    package = small_package(tal, properties=f'[[property]]\nid = "x"\ntext = "."\n{body}\n')
    (statement,) = statements(package.properties[0], on_days(package, [DAY]))
    whole = None if after is None else {**NOBODY, **after}
    return shows(statement, Instance(DAY, statement.section.ruleset.local, {**NOBODY, **before}, whole))


@pytest.mark.parametrize(
    ("tal", "body", "before", "after", "found"),
    [
        ("3 - a", INCREASING, {"a": 1}, {"a": 2}, True),
        ("3", INCREASING, {"a": 1}, {"a": 2}, False),
        ("3 - a", INCREASING, {"a": 2}, {"a": 1}, False),
        ("a", DECREASING, {"a": 1}, {"a": 2}, True),
        ("3", DECREASING, {"a": 1}, {"a": 2}, False),
        ("a * 2", MARGINAL, {"a": 1}, {"a": 3}, False),
        ("a * 2 if a < 3 else 7", MARGINAL, {"a": 1}, {"a": 3}, True),
        ("a * 2 if a < 3 else 0 - 3", MARGINAL, {"a": 1}, {"a": 3}, True),
        ("a * 9", MARGINAL, {"a": 1}, {"a": 2}, False),
        ("3 - len(delar)", PARTS, {}, {"delar": [{"värde": 0}]}, True),
        ("len(delar)", PARTS, {}, {"delar": [{"värde": 0}]}, False),
        (
            "0 - sum(d.värde for d in delar)",
            WORTH,
            {"delar": [{"värde": 0}]},
            {"delar": [{"värde": 1}]},
            True,
        ),
        ("sum(d.värde for d in delar)", WORTH, {"delar": [{"värde": 0}]}, {"delar": [{"värde": 1}]}, False),
    ],
)
def test_of_two_households_that_differ_in_a_fact(
    tal: str, body: str, before: dict[str, Any], after: dict[str, Any], found: bool
) -> None:
    assert fails(tal, body, before, after) is found


@pytest.mark.parametrize(
    ("body", "before", "found"),
    [
        ('kind = "bounds"\nvalue = "tal"\nleast = 1\nmost = 3', {"a": 0}, True),
        ('kind = "bounds"\nvalue = "tal"\nleast = 1\nmost = 3', {"a": 1}, False),
        ('kind = "bounds"\nvalue = "tal"\nleast = 1\nmost = 3', {"a": 3}, False),
        ('kind = "bounds"\nvalue = "tal"\nleast = 1\nmost = 3', {"a": 4}, True),
        ('kind = "never"\ncondition = "tal == 2"', {"a": 2}, True),
        ('kind = "never"\ncondition = "tal == 2"', {"a": 1}, False),
        ('kind = "never"\ncondition = "tal == 2"\nwhen = "p"', {"a": 2}, False),
        ('kind = "outcome"\noutcome = "bifall"\nimplies = "a > 3"', {"a": 3}, True),
        ('kind = "outcome"\noutcome = "bifall"\nimplies = "a > 3"', {"a": 4}, False),
        ('kind = "outcome"\noutcome = "bifall"\nimplies = "a > 3"', {"a": 2}, False),
        ('kind = "outcome"\noutcome = "avslag"', {"a": 2}, True),
        ('kind = "outcome"\noutcome = "avslag"', {"a": 3}, False),
        ('kind = "outcome"', {"a": 3}, False),
    ],
)
def test_of_one_household(body: str, before: dict[str, Any], found: bool) -> None:
    assert fails("a", body, before) is found


def test_a_condition_must_hold_of_both_households() -> None:
    body = f"{INCREASING}\nwhen = 'a < 2'"
    assert fails("3 - a", body, {"a": 0}, {"a": 1})
    assert not fails("3 - a", body, {"a": 1}, {"a": 2})
