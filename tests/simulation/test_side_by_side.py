"""Several rows are computed at a time, and that changes no value: lists of every kind, many blocks, numbers of every size."""

import re
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from allmanning.rules import whole
from allmanning.rules.datatypes import INT, MONEY, TableOf
from allmanning.rules.evaluate import evaluate
from allmanning.rules.graph import Graph
from allmanning.rules.kernel import kernel
from allmanning.rules.program import parse
from allmanning.rules.values import ROUNDINGS, ParameterValue, TableValue, rounded
from allmanning.simulation.columns import table_of
from allmanning.simulation.compiling import compiled
from allmanning.simulation.decoding import Decoded
from allmanning.simulation.engines.kernel import kernel_for
from tests.rules.households import Households

TEXT = '''
@facts
class Barn:
    """Barn."""

    ålder: int = between(0, 20)
    hemma: bool
    lön: Money = between(-1_000, 1_000)


@facts
class Hushåll:
    """Hushåll."""

    barn: list[Barn] = between(0, 30)
    hyra: Money = between(-1_000, 1_000)


'''
RULE = '@rule(law="SoL (2025:400) 12 kap. 1 §")\ndef {name}({needs}) -> {type}:\n    """{name}."""\n    return {value}\n\n\n'
BARN = "barn: list[Barn]"
RULES = {
    "antal": (BARN, "int", "len(barn)"),
    "hemma": (BARN, "int", "len([b for b in barn if b.hemma])"),
    "summa": (f"{BARN}, norm: Table[int, Money]", "Money", "sum(norm[b.ålder] + b.lön for b in barn if b.hemma)"),
    "någon": (BARN, "bool", "any(b.ålder > 18 for b in barn if b.hemma)"),
    "alla": (BARN, "bool", "all(b.lön >= 0 for b in barn if b.ålder > 3)"),
    "högst": (BARN, "Money", "max((b.lön for b in barn), default=kr(7))"),
    "över_hyran": (f"{BARN}, hyra: Money", "int", "len([b for b in barn if b.lön > hyra])"),
    "över_medel": (f"{BARN}, summa: Money", "int", "len([b for b in barn if b.lön * 3 > summa])"),
    "rad": ("antal: int, hyra: Money, norm: Table[int, Money]", "Money", "norm[min(20, antal)] + hyra"),
    "ihop": ("summa: Money, antal: int, någon: bool, hyra: Money", "Money", "summa * antal if någon else hyra - summa"),
}  # fmt: skip
PARAMETERS: dict[str, ParameterValue] = {"norm": TableValue((0, 3, 15), (1_000, 2_050, 3_333), None)}
DAY = date(2025, 11, 1)
FLAT = ("antal", "hemma", "summa", "någon", "alla", "ihop")


def graph() -> Graph:
    rules = (RULE.format(name=name, needs=n, type=t, value=value) for name, (n, t, value) in RULES.items())
    return parse({"rules/r.py": TEXT + "".join(rules)}, {"norm": TableOf(INT, MONEY)}).on(DAY)


GRAPH = graph()


@pytest.mark.parametrize("outputs", [tuple(RULES), *((name,) for name in RULES), FLAT], ids="-".join)
def test_every_kind_of_list_is_gathered_as_the_language_says(outputs: tuple[str, ...]) -> None:
    households = Households(GRAPH.vocabulary, Random(3))  # noqa: S311 - chance, not secrets
    rows = [households.facts() for _ in range(2 * whole.ROWS + 77)]
    prepared = kernel_for(GRAPH, outputs)
    found = prepared(prepared.columns_of(table_of(GRAPH.vocabulary, rows)), PARAMETERS, DAY)
    meant = [evaluate(GRAPH, facts, PARAMETERS, DAY) for facts in rows]
    assert {name: found[name].tolist() for name in outputs} == {
        name: [values[name] for values in meant] for name in outputs
    }


def test_one_row_and_rows_of_nobody_are_gathered_too() -> None:
    prepared = kernel_for(GRAPH, FLAT)
    nobody: list[dict[str, Any]] = [{"barn": [], "hyra": number} for number in range(whole.ROWS + 1)]
    for rows in (nobody, nobody[:1]):
        found = prepared(prepared.columns_of(table_of(GRAPH.vocabulary, rows)), PARAMETERS, DAY)
        assert found["alla"].all()
        assert found["ihop"].tolist() == [facts["hyra"] for facts in rows]


def test_the_compiler_computes_several_rows_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it may not know that arrays lie apart, or where a row can turn off, it computes them one by one."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    compiled.cache_clear()
    machine: Any = compiled(kernel(GRAPH, ("rad",)))
    assert re.search(r"<\d+ x i64>", machine.inspect_llvm(machine.signatures[0]))


ROUNDED = """
@facts
class F:
    \"\"\"F.\"\"\"

    antal: Money = between(-1_000, 1_000)
    delar: int = between(1, 1_000)


"""


def quotients() -> Graph:
    rules = (
        RULE.format(
            name=name,
            needs="antal: Money, delar: int",
            type="Money",
            value=f'andel(antal, bråk(1, delar), avrunda="{rounding}")',
        )
        for name, rounding in zip(("ned", "upp", "mot_mitten"), ROUNDINGS, strict=True)
    )
    return parse({"rules/r.py": ROUNDED + "".join(rules)}, {}).on(DAY)


def at_the_borders(chance: Random) -> int:
    """Any number of 63 bits; near a power of two, or small, more often than not."""
    size = chance.choice(
        [chance.randint(0, 50), 2 ** chance.randint(0, 62) + chance.randint(-3, 3), chance.getrandbits(63)]
    )
    return min(max(size, 0), 2**63 - 1)


def test_machine_code_divides_as_the_language_does() -> None:
    """Fractions of 53 bits stand in for whole numbers of 63, and what they lack is made good."""
    chance = Random(4)  # noqa: S311 - chance, not secrets
    pairs = [
        (at_the_borders(chance) * chance.choice((1, -1)), max(1, at_the_borders(chance)))
        for _ in range(100_000)
    ]
    pairs += [
        (above * below + more, below)
        for above, below in pairs[:50_000]
        for more in (-1, 0, 1)
        if abs(above * below) < 2**62
    ]
    columns = {
        name: np.array(values, np.int64)
        for name, values in zip(("antal", "delar"), zip(*pairs, strict=True), strict=True)
    }
    found = kernel_for(quotients(), ("ned", "upp", "mot_mitten"))(Decoded(len(pairs), columns, {}), {}, DAY)
    for name, rounding in zip(found, ROUNDINGS, strict=True):
        wrong = [
            pair
            for pair, value in zip(pairs, found[name].tolist(), strict=True)
            if value != rounded(*pair, rounding)
        ]
        assert wrong[:3] == []
