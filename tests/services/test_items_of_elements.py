"""What is asked for of each element of a list is one thing each, named by the element's own word."""

from allmanning import packages
from allmanning.packages.ruleset import Assessment
from tests.house.repository import SERVICES

PACKAGE = packages.load(SERVICES / "bostadsanpassningsbidrag")


def assessed(name: str) -> Assessment:
    example = next(each for each in PACKAGE.examples if each.name == name)
    rules = PACKAGE.as_of(example.on, PACKAGE.local_values(example.local))
    return rules.assess(rules.check_facts(example.facts, kronor=True))


def test_the_bathroom_is_granted_and_the_kitchen_is_not() -> None:
    bathroom, kitchen = assessed("Badrummet beviljas, köket inte").items
    assert (bathroom.id, bathroom.name.sv, bathroom.status) == ("atgard-1", "Badrum och toalett", "granted")
    assert (kitchen.id, kitchen.granted, kitchen.status) == ("atgard-2", 0, "refused")


def test_a_quote_above_what_is_reasonable_is_granted_in_part() -> None:
    (item,) = assessed("En offert långt över gränsen, där kommunens egen är lägre").items
    assert (item.requested, item.granted, item.status) == (8_000_000, 6_400_000, "partly")


def test_the_granted_parts_are_the_whole_amount() -> None:
    found = [assessed(example.name) for example in PACKAGE.examples]
    certain = [
        each for each in found if each.amount is not None and all(i.granted is not None for i in each.items)
    ]
    assert certain
    assert [
        each.amount for each in certain if each.amount > sum(item.granted or 0 for item in each.items)
    ] == []
