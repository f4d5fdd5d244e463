"""The proof before publishing: what could go wrong for somebody is refused, what cannot is accepted."""

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest

from allmanning.rules.bounds import surveyor
from allmanning.rules.datatypes import INT, MONEY, SHARE, TableOf, Type
from allmanning.rules.intervals import Bounds
from allmanning.rules.program import parse
from allmanning.rules.proof import unproved
from allmanning.rules.values import ParameterValue, TableValue

FACTS = '''
@facts
class Barn:
    """Ett barn."""

    ålder: int = between(0, 20)
    litet: bool


@facts
class Hushåll:
    """Den som söker."""

    antal: int = between(0, 10)
    annat: int = between(0, 10)
    hyra: Money = between(0, 100_000)
    ja: bool
    sort: Literal["a", "b", "c"]
    född: date = between("2019-01-01", "2025-06-30")
    barn: list[Barn] = between(0, 15)
'''
RULE = '''

@rule(law="SoL (2025:400) 12 kap. 1 §")
def {name}({needs}) -> Money:
    """R."""
{body}
'''
TYPES: dict[str, Type] = {
    "tabell": TableOf(INT, MONEY), "gräns": INT, "sats": SHARE, "satser": TableOf(INT, SHARE),
}  # fmt: skip
VALUES: dict[str, ParameterValue] = {
    "tabell": TableValue((0, 3), (100, 200), 6),
    "gräns": 6,
    "sats": Fraction(1, 4),
    "satser": TableValue((0, 5), (Fraction(1, 4), Fraction(999_999_937, 4)), None),
}
NEEDS = {
    "antal": "int", "annat": "int", "hyra": "Money", "ja": "bool", "sort": 'Literal["a", "b", "c"]', "barn": "list[Barn]",
    "tabell": "Table[int, Money]", "gräns": "int", "född": "date", "dag_för_beslut": "date", "sats": "Share",
    "satser": "Table[int, Share]",
}  # fmt: skip


def found(
    body: str,
    *,
    spans: dict[str, Bounds] | None = None,
    rest: str = "",
    last_day: date | None = None,
    values: Mapping[str, ParameterValue] = VALUES,
) -> list[str]:
    """What cannot be proved of a rule whose needs are the names in its body."""
    needs = ", ".join(f"{name}: {type_}" for name, type_ in NEEDS.items() if re.search(rf"\b{name}\b", body))
    text = (
        FACTS
        + rest
        + RULE.format(name="stöd", needs=needs, body="\n".join(f"    {line}" for line in body.split("\n")))
    )
    graph = parse({"rules/r.py": text}, TYPES).on(date(2025, 11, 1))
    ready = surveyor(graph, spans)
    survey = ready.survey({}, values, date(2025, 11, 1), last_day)
    return [each.code for each in unproved(ready, survey)]


GUARDED = [
    "return tabell[antal] if antal <= 6 else 0",
    "if antal > 6:\n    return 0\nreturn tabell[antal]",
    "return tabell[min(6, antal)]",
    "return tabell[max(0, antal - 4)]",
    "return tabell[antal] if not antal >= 7 else 0",
    "return tabell[antal] if ja and antal < 7 else 0",
    "return 0 if antal > 6 or not ja else tabell[antal]",
    "return tabell[antal] if 2 <= antal <= 6 else 0",
    "return tabell[antal] if antal == 4 else 0",
    "return tabell[antal] if antal in (1, 2, 3) else 0",
    "return tabell[antal + annat] if antal <= 3 and annat <= 3 else 0",
    "return sum(tabell[b.ålder] for b in barn if b.ålder <= 6)",
    "return max((tabell[b.ålder] for b in barn if b.ålder <= 6), default=tabell[0])",
    "return sum(tabell[min(6, len(barn))] for b in barn if b.litet)",
    "return kr(1) if any(tabell[b.ålder] > 0 for b in barn if b.ålder < 7) else 0",
    "return kr(1) if antal <= 6 and tabell[antal] > 0 else 0",
    "return kr(1) if antal > 6 or tabell[antal] > 0 else 0",
    "match antal:\n    case 1 | 2:\n        return tabell[antal]\n    case _:\n        return 0",
    'return tabell[antal] if sort == "a" and antal <= 6 else tabell[0]',
    'andel_av = bråk(1, antal) if antal > 0 else bråk(0, 1)\nreturn andel(hyra, andel_av, avrunda="ned")',
    'return andel(hyra, bråk(1, max(1, antal)), avrunda="ned")',
    "return tabell[antal] if antal <= gräns else 0",
]
UNGUARDED = [
    "return tabell[antal]",
    "return tabell[antal] if antal <= 7 else 0",
    "return tabell[antal] if antal > 6 else 0",
    "return tabell[antal - 1] if antal <= 6 else 0",
    "return tabell[antal] if ja or antal < 7 else 0",
    "return tabell[antal] if annat <= 6 else 0",
    "return tabell[antal] if antal != 7 else 0",
    "return sum(tabell[b.ålder] for b in barn)",
    "return sum(tabell[b.ålder] for b in barn if b.litet or b.ålder <= 6)",
    "return max((hyra for b in barn), default=tabell[antal])",
    "return min((tabell[0] for b in barn if tabell[b.ålder] > 0), default=0)",
    "return sum(sum(tabell[a.ålder] for b in barn if b.ålder <= 6) for a in barn)",
    "return kr(1) if tabell[antal] > 0 and antal <= 6 else 0",
    "if ja:\n    nyckel = antal\nelse:\n    nyckel = 0\nreturn tabell[nyckel]",
    'return andel(hyra, bråk(1, antal), avrunda="ned")',
    'return andel(hyra, bråk(1, antal - 5), avrunda="ned") if antal > 4 else 0',
    'return andel(hyra, bråk(1, len(barn)), avrunda="ned")',
]


@pytest.mark.parametrize("body", GUARDED)
def test_what_its_conditions_make_safe_is_accepted(body: str) -> None:
    assert found(body) == []


@pytest.mark.parametrize("body", UNGUARDED)
def test_what_somebody_could_break_is_refused(body: str) -> None:
    assert set(found(body)) == {"C020"}


def test_a_local_setting_must_be_safe_at_both_ends_of_its_bounds() -> None:
    body = "return tabell[antal] if antal <= gräns else 0"
    assert found(body, spans={"gräns": (0, 6)}) == []
    assert found(body, spans={"gräns": (0, 7)}) == ["C020"]


def test_a_look_up_in_a_rule_of_an_element_is_proved_for_every_element() -> None:
    rule = '''

@rule(law="SoL (2025:400) 12 kap. 1 §")
def norm(barn: Barn, tabell: Table) -> Money:
    """R."""
    return tabell[barn.ålder]{guard}
'''
    use = "return sum(norm(b) for b in barn)"
    assert found(use, rest=rule.format(guard="")) == ["C020"]
    assert found(use, rest=rule.format(guard=" if barn.ålder < 7 else 0")) == []


# 100,000 kronor in öre, and how often it goes into what there is room for.
MOST = 10_000_000
ROOM = (2**63 - 1) // MOST
TIMES_HALF = f"hyra * {ROOM // 2_000_000} * 1_000_000"

FITTING = [
    f"return hyra * {ROOM // 1_000_000} * 1_000_000",
    "return sum(hyra * 10_000_000_000 for b in barn)",
    'return andel(hyra, bråk(900_000_000_000, 1), avrunda="ned")',
    'return andel(hyra, bråk(400_000_000_000, 1), avrunda="närmast")',
    f'return andel({TIMES_HALF}, sats, avrunda="ned")',
    f'return avrundat({TIMES_HALF} - kr(1), till=kr(10), avrunda="upp")',
    'return andel(hyra, satser[min(4, antal)], avrunda="närmast")',
    "return hyra * dagar_mellan(född, dag_för_beslut)",
]
TOO_LARGE = [
    f"return hyra * {ROOM // 1_000_000 + 1} * 1_000_000",
    "return sum(hyra * 100_000_000_000 for b in barn)",
    "return sum(hyra * 100_000_000_000 for b in barn if b.litet and not b.litet)",
    'return andel(hyra, bråk(930_000_000_000, 1), avrunda="ned")',
    'return andel(hyra, bråk(930_000_000_000, 1_000_000_000_000), avrunda="upp")',
    'return andel(hyra, bråk(500_000_000_000, 1), avrunda="närmast")',
    f'return andel({TIMES_HALF}, bråk(3, 1), avrunda="ned")',
    f'return avrundat({TIMES_HALF} + {TIMES_HALF}, till=kr(10), avrunda="närmast")',
    'return andel(hyra * 1_000, satser[antal], avrunda="närmast")',
    f'return andel({TIMES_HALF}, bråk(1, 4) if ja else bråk(3, 4), avrunda="ned")',
    # Both arms of a condition are computed, whatever it says of the facts.
    "return hyra * 1_000_000_000_000 if hyra < kr(2) else 0",
    "return kr(1) if ja and hyra * 1_000_000_000_000 > kr(1) else 0",
]


@pytest.mark.parametrize("body", FITTING)
def test_what_fits_in_64_bits_on_its_whole_way_is_accepted(body: str) -> None:
    assert found(body) == []


@pytest.mark.parametrize("body", TOO_LARGE)
def test_what_outgrows_64_bits_in_any_step_is_refused(body: str) -> None:
    assert found(body) == ["C022"]


def test_what_grows_out_of_a_number_too_large_is_not_told_of_again() -> None:
    assert found("a = hyra * 1_000_000_000_000\nreturn a + a * 2 + kr(1)") == ["C022"]


def test_a_share_that_an_adopter_sets_may_have_nine_digits_on_both_sides() -> None:
    span = {"sats": (Fraction(0), Fraction(1))}
    body = 'return andel(hyra * {}, sats, avrunda="ned")'
    assert found(body.format(900), spans=span) == []
    assert found(body.format(1_000), spans=span) == ["C022"]


def test_the_age_on_every_day_of_a_period_is_inside_the_table() -> None:
    body = "return tabell[fyllda_år(född, dag_för_beslut)]"
    assert found(body, last_day=date(2025, 12, 31)) == []
    assert found(body, last_day=date(2026, 1, 1)) == ["C020"]


def test_a_day_that_is_compared_narrows_the_days() -> None:
    body = "return tabell[fyllda_år(född, dag_för_beslut)] if dag_för_beslut < {} else 0"
    assert found(body.format('dag("2026-01-01")'), last_day=date(2030, 1, 1)) == []
    assert found(body.format('dag("2026-01-02")'), last_day=date(2030, 1, 1)) == ["C020"]


def test_a_local_name_is_proved_where_it_gets_its_value() -> None:
    assert found("a = tabell[antal]\nreturn a if antal <= 6 else 0") == ["C020"]


def test_no_day_leads_outside_the_calendar() -> None:
    text = FACTS + RULE.format(
        name="stöd",
        needs="antal: int, dag_för_beslut: date",
        body="    return kr(1) if plus_månader(dag_för_beslut, antal * 10_000) > plus_dagar(dag_för_beslut, antal * -10_000_000) else 0",
    )
    graph = parse({"rules/r.py": text}, {}).on(date(2025, 11, 1))
    survey = surveyor(graph).survey({}, {}, date(2025, 11, 1))
    assert survey.memo[graph.values["stöd"]] == (0, 100)
