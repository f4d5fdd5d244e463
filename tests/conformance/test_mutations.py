"""A fault in any reader makes the suite fail."""

from random import Random

import pytest

from allmanning.rules import decide, intervals
from tests.conformance.corpus import corpus
from tests.conformance.mutations import mutated
from tests.conformance.readers import IN_PYTHON, Reader, decided, differences, meant
from tests.conformance.subjects import of_packages

SUBJECT = next(of_packages(Random(1)))  # noqa: S311 - chance, not secrets
HOUSEHOLDS = corpus(SUBJECT, 2_000, seed=3)
MEANT = meant(SUBJECT, HOUSEHOLDS)


def is_seen(reader: Reader) -> bool:
    return bool(differences(MEANT, reader(SUBJECT, HOUSEHOLDS)))


@pytest.mark.parametrize("seed", range(12))
def test_a_fault_in_the_generated_python_is_seen(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    right = decide.python_text
    monkeypatch.setattr(decide, "python_text", lambda graph: mutated(right(graph), Random(seed)))  # noqa: S311
    assert is_seen(decided)


@pytest.mark.parametrize("reader", ["ask", "explain"])
@pytest.mark.parametrize(("sign", "instead"), [("<=", "<"), (">=", ">"), ("==", "!=")])
def test_a_fault_in_the_intervals_is_seen(
    reader: str, sign: str, instead: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(intervals.COMPARISONS, sign, intervals.COMPARISONS[instead])
    assert is_seen(IN_PYTHON[reader])
