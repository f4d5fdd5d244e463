"""Invented Swedish households: every assumption once, with its words and its numbers.

The numbers are chosen to look like Sweden, and like those who apply for support. No register and no statistics stand
behind them. The page docs/look-up/synthetic-population.md is written from this table.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from allmanning.packages.preset import BASE_COLUMNS
from allmanning.rules.datatypes import MONEY
from allmanning.simulation.draws import (
    Always,
    Bits,
    Column,
    Draw,
    Part,
    Spread,
    Weights,
    Yes,
    bits,
    draw,
    told,
)

# Raised when anything drawn changes, so that nobody takes two populations of one seed for the same.
GENERATOR = 1
KRONA = 100


@dataclass(slots=True)
class Invented:
    """A block of households: a number for each, and for each of their children, whose household is `home`."""

    count: int
    of_household: dict[str, Column] = field(default_factory=dict)
    of_child: dict[str, Column] = field(default_factory=dict)
    home: Column = field(default_factory=lambda: np.zeros(0, np.int64))

    def summed(self, of_child: Column) -> Column:
        """A sum over the children of each household."""
        total = np.zeros(self.count, np.int64)
        np.add.at(total, self.home, of_child)
        return total


@dataclass(frozen=True, slots=True)
class Group:
    """Labels, and which of them each household, or child, has."""

    labels: tuple[str, ...]
    index: Callable[[Invented], Column]


@dataclass(frozen=True, slots=True)
class Assumption:
    """One column: what it stands for, and how it is drawn, by group where groups differ (amounts in kronor).

    `then` makes the value of what was drawn and of the columns above.
    """

    name: str
    text: str
    draws: Mapping[str, Draw] = field(default_factory=dict)
    by: str = ""
    then: Callable[[Invented, Column], Column] | None = None

    def numbers(self) -> str:
        """The numbers in words, one line for each group."""
        if self.then is not None and not self.by:
            return "worked out"
        unit = "kr" if BASE_COLUMNS[self.name].type == MONEY else ""
        return "<br>".join(
            f"{label}: {told(how, unit)}" if label else told(how, unit) for label, how in self.draws.items()
        )


def _size(block: Invented) -> Column:
    found: Column = np.searchsorted(np.array([2, 3, 5]), block.of_household["persons"], side="right")
    return found


def _home(block: Invented) -> Column:
    with_children = block.of_household["children"] > 0
    return np.where(with_children, block.of_household["two_adults"] + 1, 0)


def _work(block: Invented) -> Column:
    return ((block.of_household["wage"] + block.of_household["wage_of_second"]) > 0).astype(np.int64)


def _age(block: Invented) -> Column:
    found: Column = np.searchsorted(np.array([1, 6, 16]), block.of_child["child_age"], side="right")
    return found


GROUPS: Mapping[str, Group] = {
    "adults": Group(("one adult", "two adults"), lambda block: block.of_household["two_adults"]),
    "size": Group(("1 person", "2 persons", "3 or 4", "5 or more"), _size),
    "home": Group(("no children", "one adult with children", "two adults with children"), _home),
    "work": Group(("nobody works", "somebody works"), _work),
    "wage": Group(("no wage", "wage"), lambda block: (block.of_household["wage"] > 0).astype(np.int64)),
    "wage of the second": Group(
        ("no wage", "wage"), lambda block: (block.of_household["wage_of_second"] > 0).astype(np.int64)
    ),
    "parents": Group(
        ("with one adult", "with two adults"), lambda block: block.of_household["two_adults"][block.home]
    ),
    "child's age": Group(("under 1", "1 to 5", "6 to 15", "16 to 20"), _age),
}

NOTHING = Always(0)
AGES = Spread(((0, 18), (10, 22), (25, 28), (50, 38), (75, 50), (90, 58), (100, 65)))
WAGES = Spread(((0, 500), (10, 2_500), (50, 9_500), (90, 19_000), (100, 32_000)), 10)
MONTHS_AT_WORK = Spread(((0, 0), (50, 6), (90, 24), (100, 48)))


def _age_of_second(block: Invented, drawn: Column) -> Column:
    age = np.maximum(18, block.of_household["age"] + drawn - 7)
    return np.where(block.of_household["two_adults"] == 1, age, 0)


def _child_allowance(block: Invented, _: Column) -> Column:
    days = block.of_child["child_days"]
    amount = np.where(days >= 20, 1_250, np.where(days >= 10, 625, 0))
    return block.summed(np.where(block.of_child["child_age"] < 16, amount, 0))


def _maintenance_support(block: Invented, drawn: Column) -> Column:
    child = (block.of_child["child_age"] < 18) & (block.of_child["child_days"] >= 20)
    return block.summed(child.astype(np.int64)) * 1_700 * drawn


ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        "two_adults", "Two adults who apply together; the others live without a partner.", {"": Yes(24)}
    ),
    Assumption("adults", "The adults who apply.", then=lambda block, _: 1 + block.of_household["two_adults"]),
    Assumption("age", "How old the first adult is.", {"": AGES}),
    Assumption(
        "age_of_second",
        "How old the second adult is: 7 years younger to 7 years older than the first, at least 18; 0 where there is none.",
        {"": Spread(((0, 0), (100, 15)))},
        then=_age_of_second,
    ),
    Assumption(
        "other_adults",
        "Adults who share the home and do not apply.",
        {"": Weights({0: 90, 1: 6, 2: 3, 3: 1})},
    ),
    Assumption(
        "children",
        "Children and pupils who live in the household, all the time or a part of it.",
        {
            "one adult": Weights({0: 72, 1: 13, 2: 9, 3: 4, 4: 1, 5: 1}),
            "two adults": Weights({0: 30, 1: 22, 2: 24, 3: 13, 4: 7, 5: 3, 6: 1}),
        },
        by="adults",
    ),
    Assumption(
        "persons",
        "The adults who apply and the children.",
        then=lambda block, _: block.of_household["adults"] + block.of_household["children"],
    ),
    Assumption("child_age", "How old a child is.", {"": Spread(((0, 0), (95, 18), (100, 21)))}),
    Assumption(
        "child_days",
        "The days of a month that a child lives in the household; 30 is all of them. The others live with both parents in turn.",
        {
            "with one adult": Weights({30: 68, 15: 20, 10: 4, 4: 8}),
            "with two adults": Weights({30: 95, 15: 4, 4: 1}),
        },
        by="parents",
    ),
    Assumption(
        "child_preschool_lunch",
        "Whether a child has lunch at preschool.",
        {"under 1": Yes(0), "1 to 5": Yes(75), "6 to 15": Yes(0), "16 to 20": Yes(0)},
        by="child's age",
    ),
    Assumption(
        "child_income",
        "What a child earned in the month.",
        {
            "under 1": NOTHING,
            "1 to 5": NOTHING,
            "6 to 15": NOTHING,
            "16 to 20": Part(25, Spread(((0, 500), (50, 3_000), (100, 9_000)), 10)),
        },
        by="child's age",
    ),
    Assumption(
        "child_income_before",
        "What a child earned earlier in the year: the same in none to ten months, all alike.",
        {"": Spread(((0, 0), (100, 11)))},
        then=lambda block, drawn: drawn * block.of_child["child_income"] // KRONA,
    ),
    Assumption(
        "wage",
        "The first adult's wage of the month, after tax; the others have none.",
        {"one adult": Part(36, WAGES), "two adults": Part(42, WAGES)},
        by="adults",
    ),
    Assumption(
        "wage_of_second",
        "The second adult's wage of the month, after tax.",
        {"one adult": NOTHING, "two adults": Part(30, WAGES)},
        by="adults",
    ),
    Assumption(
        "months_with_support",
        "Months in a row that the first adult has had support; for the others it is the first month.",
        {"": Part(80, Spread(((0, 1), (25, 4), (50, 11), (75, 30), (90, 70), (100, 180))))},
    ),
    Assumption(
        "months_with_support_of_second",
        "Months in a row that the second adult has had support: as many as the first.",
        then=lambda block, _: block.of_household["months_with_support"] * block.of_household["two_adults"],
    ),
    Assumption(
        "months_with_wage",
        "Months since the first adult began to earn while having support.",
        {"no wage": NOTHING, "wage": MONTHS_AT_WORK},
        by="wage",
    ),
    Assumption(
        "months_with_wage_of_second",
        "Months since the second adult began to earn while having support.",
        {"no wage": NOTHING, "wage": MONTHS_AT_WORK},
        by="wage of the second",
    ),
    Assumption(
        "child_allowance",
        "Child allowance: 1 250 kr for each child under 16 who lives there 20 days or more, half of it for 10 to 19 days. "
        "No supplement for many children.",
        then=_child_allowance,
    ),
    Assumption(
        "housing_allowance",
        "Housing allowance.",
        {
            "no children": Part(8, Spread(((0, 200), (100, 1_300)), 10)),
            "one adult with children": Part(60, Spread(((0, 600), (50, 2_600), (100, 4_600)), 10)),
            "two adults with children": Part(40, Spread(((0, 300), (50, 2_000), (100, 4_000)), 10)),
        },
        by="home",
    ),
    Assumption(
        "maintenance_support",
        "Maintenance support for so many of those who live alone with children: 1 700 kr for each child under 18 who lives "
        "there 20 days or more.",
        {"one adult": Yes(70), "two adults": Yes(8)},
        by="adults",
        then=_maintenance_support,
    ),
    Assumption(
        "other_income",
        "Other income after tax, such as sickness benefit or unemployment benefit.",
        {
            "one adult": Part(28, Spread(((0, 300), (50, 4_200), (90, 9_500), (100, 14_000)), 10)),
            "two adults": Part(38, Spread(((0, 300), (50, 5_500), (90, 12_000), (100, 18_000)), 10)),
        },
        by="adults",
    ),
    Assumption(
        "savings",
        "Money and other things that the household has and can use.",
        {"": Part(12, Spread(((0, 100), (50, 2_000), (90, 20_000), (100, 150_000)), 100))},
    ),
    Assumption(
        "rent",
        "What the household pays for its home in a month; the others pay nothing.",
        {
            "1 person": Part(
                93, Spread(((0, 2_500), (10, 4_300), (50, 6_200), (90, 8_600), (100, 12_500)), 10)
            ),
            "2 persons": Part(
                96, Spread(((0, 3_500), (10, 5_400), (50, 7_400), (90, 10_200), (100, 15_000)), 10)
            ),
            "3 or 4": Part(
                98, Spread(((0, 4_500), (10, 6_600), (50, 8_900), (90, 12_400), (100, 18_000)), 10)
            ),
            "5 or more": Part(
                98, Spread(((0, 5_500), (10, 7_900), (50, 10_800), (90, 14_800), (100, 22_000)), 10)
            ),
        },
        by="size",
    ),
    Assumption(
        "electricity",
        "Household electricity in a month; for the others it is part of the rent.",
        {
            "1 person": Part(80, Spread(((0, 90), (50, 330), (90, 700), (100, 1_400)), 10)),
            "2 persons": Part(85, Spread(((0, 140), (50, 450), (90, 900), (100, 1_700)), 10)),
            "3 or 4": Part(90, Spread(((0, 200), (50, 620), (90, 1_200), (100, 2_300)), 10)),
            "5 or more": Part(90, Spread(((0, 260), (50, 780), (90, 1_500), (100, 2_900)), 10)),
        },
        by="size",
    ),
    Assumption(
        "home_insurance",
        "Home insurance in a month.",
        {"": Part(78, Spread(((0, 80), (50, 160), (90, 320), (100, 700)), 5))},
    ),
    Assumption(
        "work_travel",
        "Travel to work in a month.",
        {
            "nobody works": NOTHING,
            "somebody works": Part(60, Spread(((0, 200), (50, 800), (90, 1_500), (100, 3_200)), 10)),
        },
        by="work",
    ),
    Assumption(
        "union_fee",
        "Trade union fee in a month.",
        {
            "nobody works": Part(4, Spread(((0, 80), (100, 350)), 5)),
            "somebody works": Part(40, Spread(((0, 120), (100, 650)), 5)),
        },
        by="work",
    ),
    Assumption(
        "unemployment_fund_fee",
        "Fee to an unemployment fund in a month.",
        {
            "nobody works": Part(15, Spread(((0, 110), (100, 180)), 5)),
            "somebody works": Part(55, Spread(((0, 110), (100, 320)), 5)),
        },
        by="work",
    ),
)


def invent(seed: int, block: int, count: int) -> Invented:
    """So many households of a block. Amounts in öre."""
    invented = Invented(count)
    for assumption in ASSUMPTIONS:
        column = BASE_COLUMNS[assumption.name]
        of_child = column.whose == "child"
        into = invented.of_child if of_child else invented.of_household
        many = len(invented.home) if of_child else count
        drawn = _drawn(assumption, invented, bits(seed, assumption.name, block, many))
        value = drawn if assumption.then is None else assumption.then(invented, drawn)
        into[assumption.name] = value * KRONA if column.type == MONEY else value
        if assumption.name == "children":
            invented.home = np.repeat(np.arange(count), value)
    return invented


def _drawn(assumption: Assumption, invented: Invented, raw: Bits) -> Column:
    if not assumption.draws:
        return np.zeros(len(raw), np.int64)
    if not assumption.by:
        return draw(assumption.draws[""], raw)
    group = GROUPS[assumption.by]
    index = group.index(invented)
    found = np.zeros(len(raw), np.int64)
    for number, label in enumerate(group.labels):
        its = index == number
        found[its] = draw(assumption.draws[label], raw[its])
    return found


def table() -> Iterator[str]:
    """All assumptions as the rows of a Markdown table."""
    yield "| column | of each | kind | what it stands for | how it is drawn |"
    yield "|---|---|---|---|---|"
    for assumption in ASSUMPTIONS:
        column = BASE_COLUMNS[assumption.name]
        kind = "list" if assumption.name == "children" else str(column.type)
        yield f"| `{assumption.name}` | {column.whose} | {kind} | {assumption.text} | {assumption.numbers()} |"
