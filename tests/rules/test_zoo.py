"""The programs on the pages of the language, and some wilder ones, over households that nobody is."""

from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allmanning.packages.document import Document
from allmanning.packages.parameters import read_parameters
from allmanning.rules.program import parse
from allmanning.rules.proof import unproved
from tests.language.programs import Page, pages
from tests.rules.agreement import (
    Readers,
    all_readers_agree,
    asking_ends,
    no_other_fact_matters,
    what_is_certain_stays,
)
from tests.rules.households import Households

HERE = Path(__file__).parent / "zoo"
ZOO = [*pages("good"), *(Page(path, path.read_text()) for path in sorted(HERE.glob("*.md")))]
DAYS = (date(2025, 11, 1), date(2026, 2, 28), date(2028, 2, 29))


def name_of(page: Page) -> str:
    return page.path.stem


def readers(page: Page, day: date) -> Readers:
    parameters = read_parameters(Document("parameters.toml", "\n".join(page.blocks("toml")), []))
    program = parse({"rules/r.py": page.program}, {name: each.type for name, each in parameters.items()})
    graph = program.on(day)
    values = {name: row.value for name, each in parameters.items() if (row := each.on(day))}
    return Readers(
        graph,
        values,
        day,
        tuple(name for name in ("beslut", "stöd") if name in graph.values) or (list(graph.values)[-1],),
    )


MADE = {(page.path.stem, day): readers(page, day) for page in ZOO for day in DAYS}


@pytest.mark.parametrize("page", ZOO, ids=name_of)
def test_a_program_of_the_zoo_can_be_proved(page: Page) -> None:
    made = MADE[page.path.stem, DAYS[0]]
    assert unproved(made.surveyor, made.survey({})) == ()


@pytest.mark.parametrize("page", ZOO, ids=name_of)
@settings(max_examples=25)
@given(seed=st.integers(0, 2**48), day=st.sampled_from(DAYS))
def test_readers_agree_and_asking_is_sound(page: Page, seed: int, day: date) -> None:
    made = MADE[page.path.stem, day]
    households = Households(made.graph.vocabulary, Random(seed))  # noqa: S311 - chance, not secrets
    all_readers_agree(made, households.facts())
    for missing in (0.2, 0.5, 0.9):
        what_is_certain_stays(made, households, households.facts(missing))
        no_other_fact_matters(made, households, households.facts(missing))
    asking_ends(made, households, {})
