"""Programs that nobody wrote, over households that nobody is: all readers agree, and asking is sound."""

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allmanning.rules.bounds import surveyor
from allmanning.rules.errors import LanguageError, RangeError
from allmanning.rules.program import parse
from allmanning.rules.proof import TangledError, unproved
from tests.rules.agreement import (
    Readers,
    all_readers_agree,
    asking_ends,
    no_other_fact_matters,
    what_is_certain_stays,
)
from tests.rules.generated import PARAMETERS, program
from tests.rules.households import Households

DAYS = (date(2024, 2, 29), date(2025, 11, 1), date(2025, 2, 28))
SEEDS = st.integers(0, 2**48)


def accepted(seed: int) -> tuple[Readers, Households] | None:
    """The readers of a program and a drawer of households; None for a program that is refused or cannot be proved."""
    random = Random(seed)  # noqa: S311 - chance, not secrets
    values = {name: value for name, (_, value) in PARAMETERS.items()}
    try:
        found = parse(
            {"rules/r.py": program(random)}, {name: type_ for name, (type_, _) in PARAMETERS.items()}
        )
        day = random.choice(DAYS)
        graph = found.on(day)
        ready = surveyor(graph)
        if unproved(ready, ready.survey({}, values, day)):
            return None
    except (LanguageError, TangledError):
        return None
    targets = ("sist", next(iter(graph.values)))
    return Readers(graph, values, day, targets), Households(graph.vocabulary, random)


@settings(max_examples=150)
@given(SEEDS)
def test_readers_agree_on_whole_households(seed: int) -> None:
    made = accepted(seed)
    for _ in range(8 if made else 0):
        readers, households = made
        all_readers_agree(readers, households.facts())


@settings(max_examples=150)
@given(SEEDS)
def test_what_is_certain_of_half_a_household_is_certain_of_the_whole(seed: int) -> None:
    made = accepted(seed)
    for missing in (0.1, 0.3, 0.6, 0.9) if made else ():
        readers, households = made
        what_is_certain_stays(readers, households, households.facts(missing))


@settings(max_examples=150)
@given(SEEDS)
def test_no_fact_that_is_not_open_matters(seed: int) -> None:
    made = accepted(seed)
    for missing in (0.1, 0.3, 0.6, 0.9) if made else ():
        readers, households = made
        no_other_fact_matters(readers, households, households.facts(missing))


@settings(max_examples=60)
@given(SEEDS)
def test_asking_until_nothing_is_open_gives_what_the_whole_household_gets(seed: int) -> None:
    made = accepted(seed)
    if made:
        asking_ends(*made, {})


@pytest.mark.parametrize("seed", range(3))
def test_most_generated_programs_are_accepted(seed: int) -> None:
    assert sum(accepted(seed * 1_000 + number) is not None for number in range(40)) >= 20


def test_some_generated_programs_are_refused_since_they_could_look_outside_a_table() -> None:
    """The generator must be able to break a look-up, or the proof would be tested by nothing."""
    random = Random(7)  # noqa: S311 - chance, not secrets
    values = {name: value for name, (_, value) in PARAMETERS.items()}
    broken = 0
    for _ in range(200):
        try:
            text = program(random)
            graph = parse({"rules/r.py": text}, {n: type_ for n, (type_, _) in PARAMETERS.items()}).on(
                DAYS[0]
            )
        except LanguageError:
            continue
        readers = Readers(graph, values, DAYS[0], ("sist",))
        try:
            readers.evaluate(Households(graph.vocabulary, random).facts())
        except RangeError:
            broken += 1
            assert unproved(readers.surveyor, readers.survey({}))
    assert broken > 5
