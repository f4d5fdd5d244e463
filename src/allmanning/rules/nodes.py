"""The nodes of the graph. Children are positions in `Graph.nodes`; a child always stands before its parent."""

from dataclasses import dataclass
from typing import Literal

from allmanning.rules.datatypes import Type
from allmanning.rules.values import Rounding, Value

type Comparison = Literal["<", "<=", "==", "!=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Const:
    """A value written in the rule."""

    value: Value
    type: Type


@dataclass(frozen=True, slots=True)
class FactRef:
    """A fact of the household."""

    name: str


@dataclass(frozen=True, slots=True)
class FieldRef:
    """A fact of the list element that the comprehension at `level` is looking at."""

    list: str
    level: int
    name: str


@dataclass(frozen=True, slots=True)
class ParameterRef:
    """A national or local parameter with one value."""

    name: str


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day the rules are read for."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """The cell of a table parameter for a key."""

    table: str
    key: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Sum, difference or product."""

    operator: Literal["+", "-", "*"]
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Extreme:
    """The lower or the higher of two."""

    operator: Literal["min", "max"]
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison; `==` and `!=` also between words and booleans."""

    operator: Comparison
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Logic:
    """Both, or at least one."""

    operator: Literal["and", "or"]
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    of: int


@dataclass(frozen=True, slots=True)
class If:
    """One of two, by a condition."""

    condition: int
    then: int
    otherwise: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share made of two integers; the denominator is proved to be at least 1."""

    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of an amount, rounded to öre."""

    amount: int
    share: int
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class Round:
    """An amount rounded to a multiple of `unit` öre."""

    amount: int
    unit: int
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class Calendar:
    """A named calculation with dates; see `values.CALENDAR`."""

    function: str
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`body` over the elements of a list for which `where` holds; `default` is the value of an empty min or max."""

    operator: Literal["sum", "any", "all", "count", "min", "max"]
    list: str
    level: int
    body: int
    where: int
    default: int


@dataclass(frozen=True, slots=True)
class Named:
    """The value of a rule; `list` and `level` tell the element, for a rule per element (else "" and -1)."""

    name: str
    of: int
    list: str = ""
    level: int = -1


type Node = (
    Const | FactRef | FieldRef | ParameterRef | AsOf | Lookup | Arithmetic | Extreme | Compare | Logic | Not | If
    | Ratio | Rate | Round | Calendar | Aggregate | Named
)  # fmt: skip


_PAIR = ("left", "right")
_CHILDREN: dict[type[Node], tuple[str, ...]] = {
    Lookup: ("key",),
    Arithmetic: _PAIR,
    Extreme: _PAIR,
    Compare: _PAIR,
    Logic: _PAIR,
    Not: ("of",),
    If: ("condition", "then", "otherwise"),
    Ratio: ("numerator", "denominator"),
    Rate: ("amount", "share"),
    Round: ("amount",),
    Calendar: _PAIR,
    Aggregate: ("where", "body", "default"),
    Named: ("of",),
}


def children(node: Node) -> tuple[int, ...]:
    """The positions a node is computed from, in reading order."""
    return tuple(getattr(node, name) for name in _CHILDREN.get(type(node), ()))
