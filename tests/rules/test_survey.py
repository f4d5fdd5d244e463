"""What a survey keeps: a case with many totals over long lists takes the room of what they read, and no more."""

from datetime import date

from allmanning.rules.bounds import Overlay, surveyor
from allmanning.rules.nodes import children
from allmanning.rules.program import parse

DAY = date(2025, 11, 1)
TEXT = '''
@facts
class Barn:
    """Ett barn."""

    ålder: int = between(0, 20)


@facts
class Hushåll:
    """Hushållet."""

    hyra: Money
    barn: list[Barn] = between(0, 200)


@rule(law="SoL (2025:400) 12 kap. 1 §")
def stöd(hyra: Money, barn: list[Barn]) -> Money:
    """Stöd."""
    return {total}
'''
TOTALS = " + ".join(f"sum(hyra * {i} for b in barn if b.ålder > {i})" for i in range(1, 40))
SURVEYOR = surveyor(parse({"rules/r.py": TEXT.format(total=TOTALS)}, {}).on(DAY))


def test_an_element_keeps_only_what_is_read_of_it_and_around_it() -> None:
    survey = SURVEYOR.survey({"barn": [{"ålder": 5}] * 200}, {}, DAY)
    for (position, _), seen in survey.inner.items():
        inside = SURVEYOR.inside[position]
        read = {below for node in inside for below in children(SURVEYOR.graph.nodes[node])}
        for inner in seen:
            assert isinstance(inner.memo, Overlay)
            assert len(inner.memo) <= len({*inside, *read}) + 2


def test_what_an_element_does_not_keep_is_found_around_it() -> None:
    survey = SURVEYOR.survey({"hyra": 700, "barn": [{"ålder": 5}]}, {}, DAY)
    (inner,) = next(iter(survey.inner.values()))
    assert all(inner.memo[node] == survey.memo[node] for node in SURVEYOR.outer)


def test_an_unknown_list_takes_no_room_of_its_own() -> None:
    survey = SURVEYOR.survey({}, {}, DAY)
    assert all(inner.memo is survey.memo for seen in survey.inner.values() for inner in seen)


def test_a_survey_of_several_days_reads_all_of_them() -> None:
    text = TEXT.replace("hyra: Money, barn: list[Barn])", "dag_för_beslut: date)").format(
        total='kr(1) if dag_för_beslut < dag("2025-11-15") else kr(2)'
    )
    graph = parse({"rules/r.py": text}, {}).on(DAY)
    ready = surveyor(graph)
    found = [
        ready.survey({}, {}, DAY, last).memo[graph.values["stöd"]]
        for last in (None, date(2025, 11, 14), date(2025, 11, 15))
    ]
    assert found == [(100, 100), (100, 100), (100, 200)]
