"""What publishing proves to fit in 64 bits fits there in every step that SQL takes, which counts its own steps."""

from datetime import date
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from allmanning.rules.bounds import surveyor
from allmanning.rules.errors import LanguageError
from allmanning.rules.exact import UnprovedError
from allmanning.rules.graph import Graph
from allmanning.rules.program import parse
from allmanning.rules.proof import TangledError, prove
from allmanning.rules.spelled import Reading, spelled
from tests.rules.generated import PARAMETERS, program

DAY = date(2025, 11, 1)
VALUES = {name: value for name, (_, value) in PARAMETERS.items()}
TYPES = {name: type_ for name, (type_, _) in PARAMETERS.items()}


def widened(random: Random) -> Graph | None:
    """A generated program whose facts reach further than they do elsewhere; None when it cannot be read."""
    money = random.choice(["1_000", "1_000_000", "1_000_000_000", "100_000_000_000"])
    number = random.choice(["30", "30_000", "1_000_000_000"])
    text = program(random)
    for old, new in (
        ("a: Money = between(-1_000, 1_000)", f"a: Money = between(-{money}, {money})"),
        ("inkomst: Money = between(-50, 1_000)", f"inkomst: Money = between(-50, {money})"),
        ("n: int = between(0, 30)", f"n: int = between(0, {number})"),
        ("m: int = between(-5, 5)", f"m: int = between(-{number}, {number})"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    try:
        return parse({"rules/r.py": text}, TYPES).on(DAY)
    except LanguageError:
        return None


def fits(graph: Graph) -> bool:
    ready = surveyor(graph)
    try:
        found = prove(ready, ready.survey({}, VALUES, DAY)).unproved
    except TangledError:
        return False
    return "C022" not in {danger.code for danger in found}


def fits_in_sql(graph: Graph) -> bool:
    try:
        spelled(graph, list(graph.values), {"now": Reading(VALUES)}, DAY)
    except UnprovedError:
        return False
    return True


@settings(max_examples=150)
@example(19_917_325)  # a share whose parts reach further apart than together
@given(st.integers(0, 2**48))
def test_no_step_of_sql_outgrows_what_is_proved(seed: int) -> None:
    graph = widened(Random(seed))  # noqa: S311 - chance, not secrets
    assert graph is None or not fits(graph) or fits_in_sql(graph)


def test_some_of_the_programs_outgrow_64_bits_in_sql_too() -> None:
    """Or the test above would be one of nothing."""
    made = [graph for seed in range(300) if (graph := widened(Random(seed)))]  # noqa: S311
    assert sum(not fits_in_sql(graph) for graph in made) >= 5
    assert sum(fits(graph) for graph in made) >= 100
