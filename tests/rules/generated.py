"""Programs that nobody wrote: well typed, with every construct of the language, and as tangled as chance makes them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from random import Random

from allmanning.rules.datatypes import BOOL, DATE, INT, MONEY, SHARE, TableOf, Type
from allmanning.rules.values import ParameterValue, TableValue

HEAD = '''
Ord = Literal["ett", "två", "tre"]


@facts
class Barn:
    """Ett barn."""

    ålder: int = between(0, 20)
    inkomst: Money = between(-50, 1_000)
    skola: bool
    sort: Ord
    född: date = between("2000-01-01", "2025-12-31")


@facts
class Hushåll:
    """Hushållet."""

    a: Money = between(-1_000, 1_000)
    b: Money = between(0, 10_000)
    m: int = between(-5, 5)
    n: int = between(0, 30)
    p: bool
    q: bool
    d: date = between("1999-12-31", "2026-01-01")
    w: Ord
    barn: list[Barn] = between(0, 30)
    syskon: list[Barn] = between(1, 2)
'''
PARAMETERS: dict[str, tuple[Type, ParameterValue]] = {
    "pengar": (MONEY, 12_345),
    "tal": (INT, 3),
    "sats": (SHARE, Fraction(1, 3)),
    "sant": (BOOL, True),
    "dagen": (DATE, date(2024, 2, 29)),
    "tabell": (TableOf(INT, MONEY), TableValue((0, 3, 7), (100, 250, -70), None)),
    "snäv": (TableOf(INT, INT), TableValue((0, 1, 2), (5, 6, 7), 5)),
    "steg": (TableOf(MONEY, MONEY), TableValue((0, 1_000, 50_000), (0, 10, 999), None)),
}
HOUSEHOLD = {
    "Money": ["a", "b", "pengar"],
    "int": ["m", "n", "tal"],
    "bool": ["p", "q", "sant"],
    "date": ["d", "dagen", "dag_för_beslut"],
    "Ord": ["w"],
    "Share": ["sats"],
}
FIELDS = {"Money": ["inkomst"], "int": ["ålder"], "bool": ["skola"], "date": ["född"], "Ord": ["sort"]}
TABLES = {"tabell": "Table[int, Money]", "snäv": "Table[int, int]", "steg": "Table[Money, Money]"}
LISTS = ("barn", "syskon")
OPERATORS = ("<", "<=", "==", "!=", ">", ">=")


def annotation(name: str) -> str:
    if name in TABLES:
        return TABLES[name]
    if name in LISTS:
        return "list[Barn]"
    return next(type_ for type_, names in HOUSEHOLD.items() if name in names)


@dataclass
class Writer:
    """Writes one rule after another; `rules` and `element_rules` are those written so far, by type."""

    random: Random
    rules: dict[str, list[str]] = field(default_factory=dict)
    element_rules: dict[str, list[str]] = field(default_factory=dict)
    needs: dict[str, str] = field(default_factory=dict)
    elements: list[str] = field(default_factory=list)
    local: dict[str, list[str]] = field(default_factory=dict)
    per_element: bool = False
    names: int = 0

    def expression(self, type_: str, depth: int) -> str:
        """An expression of a type."""
        leaf = depth <= 0 or self.random.random() < 0.15
        ways = self.leaves(type_) if leaf else [*self.leaves(type_), *self.ways(type_, depth - 1)]
        return self.random.choice(ways)()

    def leaves(self, type_: str) -> list[Callable[[], str]]:
        ways: list[Callable[[], str]] = [lambda: self.fact(type_)] if HOUSEHOLD.get(type_) else []
        literals = {
            "Money": lambda: self.random.choice(["kr(0)", "kr(1)", "kr(99, 50)", "-kr(3)", "kr(10_000)"]),
            "int": lambda: self.random.choice(["0", "1", "2", "7", "-3"]),
            "bool": lambda: self.random.choice(["True", "False"]),
            "date": lambda: self.random.choice(
                ['dag("2024-02-29")', 'dag("1900-01-01")', 'dag("2100-12-31")']
            ),
            "Ord": lambda: self.random.choice(['"ett"', '"två"', '"tre"']),
            "Share": lambda: self.random.choice(["bråk(1, 4)", "bråk(7, 2)", "bråk(0, 5)"]),
        }
        ways += [literals[type_], lambda: self.fact(type_)]
        if self.local.get(type_):
            ways += [lambda: self.random.choice(self.local[type_])] * 3
        if self.rules.get(type_):
            ways.append(lambda: self.rule(type_))
        if self.elements and type_ in FIELDS:
            ways += [lambda: f"{self.random.choice(self.elements)}.{self.random.choice(FIELDS[type_])}"] * 3
        if self.elements and self.element_rules.get(type_):
            ways.append(
                lambda: (
                    f"{self.random.choice(self.element_rules[type_])}({self.random.choice(self.elements)})"
                )
            )
        return ways

    def fact(self, type_: str) -> str:
        name = self.random.choice(HOUSEHOLD[type_])
        self.needs[name] = annotation(name)
        return name

    def rule(self, type_: str) -> str:
        name = self.random.choice(self.rules[type_])
        self.needs[name] = type_
        return name

    def need(self, name: str) -> str:
        self.needs[name] = annotation(name)
        return name

    def ways(self, type_: str, depth: int) -> list[Callable[[], str]]:
        def of(wanted: str) -> str:
            return self.expression(wanted, depth)

        def rounding() -> str:
            return self.random.choice(['"ned"', '"upp"', '"närmast"'])

        choice = [lambda: f"({of(type_)} if {of('bool')} else {of(type_)})"]
        match type_:
            case "Money" | "int":
                ways: list[Callable[[], str]] = [
                    lambda: f"({of(type_)} {self.random.choice('+-')} {of(type_)})",
                    lambda: f"{self.random.choice(['min', 'max'])}({of(type_)}, {of(type_)})",
                    lambda: f"max({of(type_)}, {of(type_)}, {of(type_)})",
                    lambda: f"-{of(type_)}",
                    lambda: self.total(type_, depth),
                    lambda: self.extreme(type_, depth),
                ]
                return (
                    choice
                    + ways
                    + (self.of_money(of, rounding) if type_ == "Money" else self.of_int(of, depth))
                )
            case "bool":
                return [*choice, *self.of_bool(of), lambda: self.gathered(depth)]
            case "date":
                return [
                    *choice,
                    lambda: f"plus_dagar({of('date')}, {of('int')})",
                    lambda: f"plus_månader({of('date')}, {of('int')})",
                    lambda: f"max({of('date')}, {of('date')})",
                    lambda: self.extreme("date", depth),
                ]
            case "Share":
                return [
                    *choice,
                    lambda: f"bråk({of('int')}, max(1, {of('int')}))",
                    lambda: f"bråk(1, {self.need('n')})",
                    lambda: (
                        f"(bråk({of('int')}, {self.need('n')}) if {self.need('n')} > 0 else {of('Share')})"
                    ),
                ]
            case _:
                return choice

    def of_money(self, of: Callable[[str], str], rounding: Callable[[], str]) -> list[Callable[[], str]]:
        return [
            lambda: f"{self.random.choice(['2', '-1', '0'])} * {of('Money')}",
            lambda: f"{of('Money')} * {self.need('m')}",
            lambda: f"andel({of('Money')}, {of('Share')}, avrunda={rounding()})",
            lambda: (
                f"avrundat({of('Money')}, till=kr({self.random.choice([1, 10, 7])}), avrunda={rounding()})"
            ),
            lambda: f"{self.need('tabell')}[max(0, {of('int')})]",
            lambda: f"{self.need('steg')}[max(0, {of('Money')})]",
            lambda: f"{self.need('tabell')}[{of('int')}]",
        ]

    def of_int(self, of: Callable[[str], str], depth: int) -> list[Callable[[], str]]:
        return [
            lambda: f"fyllda_år({of('date')}, {of('date')})",
            lambda: f"hela_månader({of('date')}, {of('date')})",
            lambda: f"dagar_mellan({of('date')}, {of('date')})",
            lambda: f"len({self.need(self.random.choice(LISTS))})",
            lambda: f"len([{self.element()} for {self.comprehension(depth)}])",
            lambda: f"({self.need('snäv')}[{self.need('n')}] if {self.need('n')} <= 5 else {of('int')})",
            lambda: f"{self.need('snäv')}[min(5, max(0, {of('int')}))]",
            lambda: f"{self.need('m')} * {self.need('n')}",
        ]

    def of_bool(self, of: Callable[[str], str]) -> list[Callable[[], str]]:
        def compared() -> str:
            type_ = self.random.choice(["Money", "int", "date"])
            return f"({of(type_)} {self.random.choice(OPERATORS)} {of(type_)})"

        return [
            compared,
            compared,
            lambda: f"({of('bool')} {self.random.choice(['and', 'or'])} {of('bool')})",
            lambda: f"(not {of('bool')})",
            lambda: f"({of('bool')} {self.random.choice(['==', '!='])} {of('bool')})",
            lambda: f"({self.need('w')} {self.random.choice(['==', '!='])} {of('Ord')})",
            lambda: f'({self.need("w")} {self.random.choice(["in", "not in"])} ("ett", "tre"))',
            lambda: f"(0 <= {of('int')} <= {of('int')})",
        ]

    def element(self) -> str:
        """A new name for an element; the comprehension that follows gives it to what it gathers."""
        self.names += 1
        return f"e{self.names}"

    def comprehension(self, depth: int) -> str:
        name, listed = f"e{self.names}", self.need(self.random.choice(LISTS))
        if self.random.random() < 0.5:
            return f"{name} in {listed}"
        return f"{name} in {listed} if {self.with_element(name, 'bool', depth)}"

    def with_element(self, name: str, type_: str, depth: int) -> str:
        self.elements.append(name)
        try:
            return self.expression(type_, min(depth, 2))
        finally:
            self.elements.remove(name)

    def over(self, type_: str, depth: int) -> str:
        """`… for x in lista if …`; never more than two inside each other."""
        if len(self.elements) > 1:
            return ""
        name = self.element()
        listed = self.need(self.random.choice(LISTS))
        body = self.with_element(name, type_, depth)
        where = f" if {self.with_element(name, 'bool', depth)}" if self.random.random() < 0.5 else ""
        return f"{body} for {name} in {listed}{where}"

    def total(self, type_: str, depth: int) -> str:
        over = self.over(type_, depth)
        return f"sum({over})" if over else self.fact(type_)

    def extreme(self, type_: str, depth: int) -> str:
        over = self.over(type_, depth)
        function = self.random.choice(["min", "max"])
        return f"{function}(({over}), default={self.expression(type_, depth)})" if over else self.fact(type_)

    def gathered(self, depth: int) -> str:
        over = self.over("bool", depth)
        return f"{self.random.choice(['any', 'all'])}({over})" if over else self.fact("bool")

    def block(self, type_: str, depth: int, indent: int) -> list[str]:
        """Statements that always return."""
        margin = " " * indent
        kept = {kind: list(names) for kind, names in self.local.items()}
        lines: list[str] = []
        for _ in range(self.random.randint(0, 2)):
            lines += self.statement(type_, depth, indent)
        match self.random.randint(0, 4) if depth > 0 else 0:
            case 1:
                lines += [
                    f"{margin}if {self.expression('bool', 2)}:",
                    *self.block(type_, depth - 1, indent + 4),
                ]
                lines += [f"{margin}else:", *self.block(type_, depth - 1, indent + 4)]
            case 2:
                lines += [f"{margin}match {self.need('w')}:", f'{margin}    case "ett" | "två":']
                lines += self.block(type_, depth - 1, indent + 8)
                lines += [f'{margin}    case "tre":', *self.block(type_, depth - 1, indent + 8)]
            case _:
                lines.append(f"{margin}return {self.expression(type_, 3)}")
        self.local = kept
        return lines

    def statement(self, type_: str, depth: int, indent: int) -> list[str]:
        margin = " " * indent
        self.names += 1
        name, kind = f"v{self.names}", self.random.choice(["Money", "int", "bool", "date"])
        match self.random.randint(0, 2):
            case 0:
                lines = [f"{margin}{name} = {self.expression(kind, 2)}"]
            case 1:
                # Named in both branches, so that the value depends on the way taken.
                lines = [
                    f"{margin}if {self.expression('bool', 2)}:",
                    f"{margin}    {name} = {self.expression(kind, 2)}",
                ]
                if depth > 0 and self.random.random() < 0.3:
                    lines += [f"{margin}    if {self.expression('bool', 1)}:"]
                    lines += [f"{margin}        return {self.expression(type_, 1)}"]
                lines += [f"{margin}else:", f"{margin}    {name} = {self.expression(kind, 2)}"]
            case _:
                condition = self.expression("bool", 2)
                return [f"{margin}if {condition}:", f"{margin}    return {self.expression(type_, 2)}"]
        # A literal has a type of its own that may differ between the branches.
        self.local.setdefault(kind, []).append(name)
        return lines

    def written(self, name: str, type_: str, per_element: str = "") -> str:
        self.needs, self.local, self.elements = {}, {}, []
        if per_element:
            self.elements.append("barnet")
        body = self.block(type_, 2, 4)
        needs = {"barnet": "Barn"} if any("barnet" in line for line in body) and per_element else {}
        listed = ", ".join(f"{need}: {kind}" for need, kind in {**needs, **self.needs}.items())
        head = '@rule(law="SoL (2025:400) 12 kap. 1 §")\n'
        text = f'{head}def {name}({listed}) -> {type_}:\n    """R."""\n' + "\n".join(body) + "\n"
        (self.element_rules if needs else self.rules).setdefault(type_, []).append(name)
        return text


def program(random: Random) -> str:
    """The text of a program; not all of them are accepted."""
    writer = Writer(random)
    texts = [HEAD]
    for number in range(random.randint(2, 6)):
        type_ = random.choice(["Money", "int", "bool", "date", "Ord", "Share", "Money"])
        texts.append(writer.written(f"r{number}", type_, "Barn" if random.random() < 0.3 else ""))
    writer.local = {}
    texts.append(writer.written("sist", random.choice(["Money", "int", "Ord"])))
    return "\n\n".join(texts)
