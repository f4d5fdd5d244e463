"""One value of a parameter as a person writes it: an amount, a share, a day, or a table of them."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

from allmanning.rules.datatypes import BOOL, DATE, INT, MONEY, SHARE, TableOf, Type, told
from allmanning.rules.errors import quoted
from allmanning.rules.values import ParameterValue, TableValue, Value
from allmanning.rules.words import FIRST_DAY, LAST_DAY

type Status = Literal["confirmed", "derived"]
type Cell = tuple[int, int | None, Value, Status]

MOST_CELLS = 5_000
MOST_MONEY = 10**15
MOST_INT = 10**12
VALUE_HINT = 'Amounts in kronor, shares as "25/100", table keys as "0", "1-2" or "7-"'
_KEY = re.compile(r"(\d{1,12})(?:-(\d{0,12}))?", re.ASCII)
_SHARE = re.compile(r"\d{1,9}/[1-9]\d{0,8}", re.ASCII)


class CellError(Exception):
    """A value of a parameter cannot be read. Write it as the type says."""


def read_cells(type_: Type, confirmed: Any, derived: Any) -> tuple[ParameterValue, tuple[Status, ...]]:
    """A parameter's value and the status of each cell. Raises CellError with the reason."""
    if confirmed is None and derived is None:
        raise CellError("The row has neither confirmed nor derived")
    if isinstance(type_, TableOf):
        cells = [*_cells(type_, confirmed, "confirmed"), *_cells(type_, derived, "derived")]
        cells.sort(key=lambda cell: cell[0])
        return _table(cells, type_.key), tuple(status for *_, status in cells)
    if confirmed is not None and derived is not None:
        raise CellError("A value is either confirmed or derived, not both")
    if confirmed is not None:
        return read_value(type_, confirmed), ("confirmed",)
    return read_value(type_, derived), ("derived",)


def _cells(type_: TableOf, given: Any, status: Status) -> list[Cell]:
    if given is None:
        return []
    if not isinstance(given, Mapping):
        raise CellError('A table is expected: { "0" = 100, "1-2" = 200 }')
    return [
        (*_key(str(key), type_.key), read_value(type_.value, cell), status) for key, cell in given.items()
    ]


def _table(cells: list[Cell], key: Type) -> TableValue:
    if not cells or len(cells) > MOST_CELLS:
        raise CellError(f"A table has 1 to {MOST_CELLS:,} cells")
    for (first, end, *_), (start, *_) in pairwise(cells):
        if first == start:
            raise CellError(f"The key {start // 100 if key == MONEY else start} stands twice")
        if key == INT and end is None:
            raise CellError(f"The cell before {start} is open upwards")
        if key == INT and start != (end or 0) + 1:
            raise CellError(f"The key before {start} ends at {end}: the table has a gap or an overlap")
    return TableValue(tuple(cell[0] for cell in cells), tuple(cell[2] for cell in cells), cells[-1][1])


def _key(text: str, type_: Type) -> tuple[int, int | None]:
    """First and last key of a cell; None where it is open upwards. An amount is where a step begins."""
    found = _KEY.fullmatch(text.strip())
    if found is None:
        raise CellError(f"{quoted(text)} is not a key")
    start, stop = int(found[1]), found[2]
    if type_ == MONEY:
        if stop:
            raise CellError(f"{quoted(text)} is a range; among amounts a step has only its lower end")
        return start * 100, None
    if stop is None:
        return start, start
    if not stop:
        return start, None
    if int(stop) < start:
        raise CellError(f"{quoted(text)} ends before it begins")
    return start, int(stop)


def read_value(type_: Type, given: Any) -> Value:
    """One value as a person wrote it, amounts in kronor. Raises CellError."""
    match given:
        case bool() if type_ == BOOL:
            return given
        case bool() | datetime():
            pass
        case int() | Decimal() if type_ == MONEY:
            return in_ore(given)
        case int() if type_ == INT and abs(given) <= MOST_INT:
            return given
        case date() if type_ == DATE and FIRST_DAY <= given <= LAST_DAY:
            return given
        case str() if type_ == SHARE and _SHARE.fullmatch(given):
            return Fraction(given)
    raise CellError(f"{quoted(str(given))} is not {told(type_)}")


def in_ore(kronor: int | Decimal) -> int:
    """An amount in kronor as öre. Raises CellError for parts of an öre and for what is out of all proportion."""
    amount = Decimal(kronor) if isinstance(kronor, Decimal) or abs(kronor) <= MOST_MONEY else Decimal("inf")
    if not amount.is_finite() or amount.adjusted() > 15:
        raise CellError(f"{quoted(str(kronor))} kronor is too large")
    exponent = amount.as_tuple().exponent
    ore = Fraction(amount) * 100 if isinstance(exponent, int) and exponent > -10 else Fraction(1, 2)
    if ore.denominator != 1 or abs(ore) > MOST_MONEY:
        raise CellError(f"{quoted(str(kronor))} kronor is not a whole number of öre, or is too large")
    return int(ore)
