"""Packages so small that every household can be looked at one by one, and programs for them that nobody wrote."""

from collections.abc import Iterator
from itertools import product
from random import Random
from typing import Any

from allmanning.packages import Package
from allmanning.packages.package import build
from allmanning.rules.datatypes import BOOL, Choice, ListOf
from allmanning.rules.graph import FactDeclaration, Vocabulary
from tests.packages.pages import good_files

RULES = '''"""Små regler."""


@facts
class Del:
    """En del."""

    värde: int = between(0, 1)


@facts
class Hushåll:
    """Den som söker."""

    a: int = between(0, 4)
    b: int = between(0, 2)
    p: bool
    ord: Literal["x", "y"]
    delar: list[Del] = between({least}, 2)
    bedömt: int = between(0, 1)


@rule(law="SoL (2025:400) 12 kap. 1 §", valid_from="2025-07-01")
def tal(a: int, b: int, p: bool, ord: Literal["x", "y"], delar: list[Del], bedömt: int, g: int) -> int:
    """Tal: ett tal."""
    använt = a + b + bedömt + g + len(delar) if p or ord == "x" else 0
    return {tal} + 0 * använt


@rule(law="SoL (2025:400) 12 kap. 1 §", valid_from="2025-07-01")
def stöd(tal: int, a: int, b: int) -> Money:
    """Stöd: ett belopp."""
    belopp = kr(1) * tal + kr(0) * (a + b)
    return {stöd}


@rule(law="SoL (2025:400) 12 kap. 1 §", valid_from="2025-07-01")
def beslut(stöd: Money) -> Literal["bifall", "avslag"]:
    """Beslut: bifall när stödet är mer än två kronor."""
    return "bifall" if stöd > kr(2) else "avslag"
'''
LOCAL = """[g]
text = "Gräns"
type = "int"
minimum = 0
maximum = 3
default = 1
decided_by = "nämnden"
"""
QUESTIONS = """[[page]]
id = "s"
title = "Sida"

"""
FACTS = ("a", "b", "p", "ord", "delar", "delar.värde", "bedömt")


def small_package(tal: str, stöd: str = "belopp", properties: str = "", least: int = 0) -> Package:
    """A package of a rule for a number and one for an amount."""
    files = {
        name: data for name, data in good_files().items() if name in ("package.toml", "letters/decision.md")
    }
    manifest = files["package.toml"].decode()
    item = manifest[manifest.index("[[decision.item]]") : manifest.index("[appeal]")]
    files["package.toml"] = manifest.replace(item, "").encode()
    files["rules/r.py"] = RULES.format(tal=tal, stöd=stöd, least=least).encode()
    files["local.toml"] = LOCAL.encode()
    files["questions.toml"] = (QUESTIONS + "\n".join(map(question, FACTS))).encode()
    files["properties.toml"] = properties.encode()
    return build(files)


def question(fact: str) -> str:
    lines = ["[[question]]", f'fact = "{fact}"', 'page = "s"', f'text = "{fact}?"', 'why = "Det räknas."']
    lines += ['options = { "x" = "X", "y" = "Y" }'] if fact == "ord" else []
    lines += ['who = "caseworker"'] if fact == "bedömt" else []
    return "\n".join([*lines, ""])


def households(vocabulary: Vocabulary) -> Iterator[dict[str, Any]]:
    """Every household there can be."""
    names = tuple(vocabulary.facts)
    ways = [tuple(values(vocabulary, fact)) for fact in vocabulary.facts.values()]
    return (dict(zip(names, each, strict=True)) for each in product(*ways))


def values(vocabulary: Vocabulary, fact: FactDeclaration) -> Iterator[Any]:
    """Every value of a fact."""
    match fact.type:
        case Choice(options=options):
            yield from options
        case ListOf():
            fields = vocabulary.fields(fact.name)
            ways = [tuple(values(vocabulary, field)) for field in fields.values()]
            elements = [dict(zip(fields, each, strict=True)) for each in product(*ways)]
            for length in range(int(str(fact.low)), int(str(fact.high)) + 1):
                yield from (list(each) for each in product(elements, repeat=length))
        case type_ if type_ == BOOL:
            yield from (False, True)
        case _:
            yield from range(int(str(fact.low)), int(str(fact.high)) + 1)


class Chance:
    """Expressions over the facts of a small package, as tangled as chance makes them."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - chance, not secrets
        self.names = 0

    def element(self) -> str:
        """A new name for an element."""
        self.names += 1
        return f"d{self.names}"

    def number(self, depth: int = 3) -> str:
        leaves = [
            "a",
            "b",
            "g",
            "bedömt",
            "len(delar)",
            f"sum({(d := self.element())}.värde for {d} in delar)",
            "2",
            "3",
        ]
        if depth == 0 or self.random.random() < 0.2:
            return self.random.choice(leaves)
        one, other, d = self.number(depth - 1), self.number(depth - 1), self.element()
        ways = [
            f"({one} + {other})",
            f"({one} - {other})",
            f"min({one}, {other})",
            f"max({one}, {other})",
            f"({one} if {self.truth(depth - 1)} else {other})",
            f"len([{d} for {d} in delar if {d}.värde + b > {one}])",
            f"max(({d}.värde + {one} for {d} in delar), default={other})",
        ]
        return self.random.choice(ways)

    def truth(self, depth: int) -> str:
        one, other = self.number(max(0, depth - 1)), self.number(max(0, depth - 1))
        ways = ["p", 'ord == "y"', f"{one} < {other}", f"{one} == {other}", f"not {one} <= {other}"]
        return f"({self.random.choice(ways)})"

    def amount(self) -> str:
        ways = [
            "belopp",
            "max(0, belopp)",
            'andel(belopp, bråk(1, 3), avrunda="närmast")',
            'andel(belopp, bråk(a, b + 1), avrunda="upp")',
            'avrundat(belopp, till=kr(2), avrunda="närmast")',
            "belopp if a > 2 else belopp - kr(1)",
        ]
        return self.random.choice(ways)
