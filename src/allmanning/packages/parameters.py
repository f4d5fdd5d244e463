"""parameters.toml and local.toml: dated national values with their source, and what each organisation sets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from allmanning.packages.document import Document
from allmanning.packages.errors import LocalError
from allmanning.packages.wording import Text
from allmanning.rules.datatypes import BOOL, DATE, INT, MONEY, SCALARS, SHARE, TableOf, Type
from allmanning.rules.errors import did_you_mean
from allmanning.rules.values import ParameterValue, TableValue, Value

type Status = Literal["confirmed", "derived"]

MOST_CELLS = 5_000
_KEY = re.compile(r"(\d+)(?:-(\d*))?")


class CellError(Exception):
    """A value in a table cannot be read."""


@dataclass(frozen=True, slots=True)
class ParameterPeriod:
    """A parameter's value during a period (both days included; `valid_to` None: until further notice).

    `statuses` has one entry for a scalar and one for each cell of a table.
    """

    valid_from: date
    valid_to: date | None
    value: ParameterValue
    statuses: tuple[Status, ...]
    source: str
    law: str

    def holds(self, day: date) -> bool:
        """Is the day inside the period?"""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def status(self, key: int | None) -> Status:
        """The status of the cell for a key, or of the scalar."""
        if key is None or not isinstance(self.value, TableValue):
            return self.statuses[0]
        index = self.value.index(key)
        return self.statuses[index if index is not None else 0]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A national parameter."""

    name: str
    text: Text
    type: Type
    periods: tuple[ParameterPeriod, ...]

    def on(self, day: date) -> ParameterPeriod | None:
        """The row for a day, if there is one."""
        return next((period for period in self.periods if period.holds(day)), None)


@dataclass(frozen=True, slots=True)
class LocalSetting:
    """What an organisation sets; `minimum` and `maximum` bound every cell (öre for Money)."""

    name: str
    text: Text
    type: Type
    unit: str
    minimum: Value | None
    maximum: Value | None
    default: ParameterValue
    decided_by: str
    law: str


@dataclass(frozen=True, slots=True)
class LocalValues:
    """The local settings of one adopter, defaults filled in. `own` names those that the adopter has set."""

    values: Mapping[str, ParameterValue]
    own: frozenset[str]


def read_type(text: str) -> Type | None:
    """ "Money", "int", "bool", "Share", "date", "Table[int, Money]"; None for anything else."""
    bare = text.replace(" ", "")
    if bare in SCALARS:
        return SCALARS[bare]
    found = re.fullmatch(r"Table\[(int|Money),(Money|int|Share)\]", bare)
    return TableOf(SCALARS[found[1]], SCALARS[found[2]]) if found else None


def read_parameters(document: Document) -> dict[str, Parameter]:
    """All national parameters; what is wrong becomes findings of the document."""
    parameters: dict[str, Parameter] = {}
    for name in document.data:
        document.known(("text", "text_en", "type", "law", "period"), name)
        type_ = _type(document, name)
        periods = document.table(name).get("period", [])
        if not periods:
            document.refuse(
                "P030", f"{name} has no row", f"Write [[{name}.period]] with from, source and confirmed", name
            )
        rows = [_period(document, name, index, type_) for index in range(len(periods))]
        ordered = tuple(sorted((row for row in rows if row), key=lambda row: row.valid_from))
        for one, other in zip(ordered, ordered[1:], strict=False):
            if one.valid_to is None or other.valid_from <= one.valid_to:
                message = f"{name} has two rows for {other.valid_from.isoformat()}"
                document.refuse(
                    "P031", message, "End the earlier row the day before the later one begins", name
                )
        parameters[name] = Parameter(name, document.words(name, "text"), type_, ordered)
    return parameters


def _type(document: Document, name: str) -> Type:
    written = document.string(name, "type")
    type_ = read_type(written)
    if type_ is None:
        hint = "Use Money, int, bool, Share, date or Table[int, Money]"
        document.refuse("P032", f"{written!r} is not a type of a parameter", hint, name, "type")
        return INT
    return type_


def _period(document: Document, name: str, index: int, type_: Type) -> ParameterPeriod | None:
    where = (name, "period", index)
    document.known(("from", "to", "source", "law", "confirmed", "derived"), *where)
    valid_from, valid_to = document.day(*where, "from"), document.day(*where, "to", required=False)
    source = document.string(*where, "source")
    law = document.string(*where, "law", required=False) or document.string(name, "law")
    table = document.table(*where)
    if valid_from is None:
        return None
    if valid_to is not None and valid_to < valid_from:
        document.refuse("P033", "The row ends before it begins", "Change from or to", *where, "to")
        return None
    try:
        value, statuses = read_cells(type_, table.get("confirmed"), table.get("derived"))
    except CellError as error:
        document.refuse(
            "P034", str(error), 'Amounts in kronor, shares as "25/100", keys as "0", "1-2" or "7-"', *where
        )
        return None
    return ParameterPeriod(valid_from, valid_to, value, statuses, source, law)


def read_cells(type_: Type, confirmed: Any, derived: Any) -> tuple[ParameterValue, tuple[Status, ...]]:
    """A parameter's value and the status of each cell. Raises CellError with the reason."""
    if confirmed is None and derived is None:
        raise CellError("The row has neither confirmed nor derived")
    if not isinstance(type_, TableOf):
        if confirmed is not None and derived is not None:
            raise CellError("A value is either confirmed or derived, not both")
        status: Status = "confirmed" if confirmed is not None else "derived"
        return read_value(type_, confirmed if confirmed is not None else derived), (status,)
    cells: list[tuple[int, int | None, Value, Status]] = []
    for given, status in ((confirmed, "confirmed"), (derived, "derived")):
        if given is None:
            continue
        if not isinstance(given, dict):
            raise CellError('A table is expected: { "0" = 100, "1-2" = 200 }')
        for key, cell in given.items():
            start, end = _key(key, type_.key)
            cells.append(
                (start, end, read_value(type_.value, cell), "derived" if status == "derived" else "confirmed")
            )
    return _table(cells, type_.key), tuple(status for *_, status in sorted(cells, key=lambda cell: cell[0]))


def _table(cells: list[tuple[int, int | None, Value, Status]], key: Type) -> TableValue:
    cells.sort(key=lambda cell: cell[0])
    if not cells or len(cells) > MOST_CELLS:
        raise CellError(f"A table has 1 to {MOST_CELLS:,} cells")
    for (_, end, *_), (start, *_) in zip(cells, cells[1:], strict=False):
        if key == INT and end is None:
            raise CellError(f"The cell before {start} is open upwards")
        if key == INT and start != (end or 0) + 1:
            raise CellError(f"Between {end} and {start} the table has a gap or an overlap")
        if key != INT and start == end:
            raise CellError(f"{start / 100} stands twice")
    return TableValue(tuple(cell[0] for cell in cells), tuple(cell[2] for cell in cells), cells[-1][1])


def _key(text: str, type_: Type) -> tuple[int, int | None]:
    """First and last key of a cell; None where it is open upwards. An amount is where a step begins."""
    found = _KEY.fullmatch(text.strip())
    if found is None:
        raise CellError(f"{text!r} is not a key")
    start = int(found[1])
    if type_ == MONEY:
        return start * 100, None
    if found[2] is None:
        return start, start
    if not found[2]:
        return start, None
    if int(found[2]) < start:
        raise CellError(f"{text!r} ends before it begins")
    return start, int(found[2])


def read_value(type_: Type, given: Any) -> Value:
    """One value as a person wrote it, amounts in kronor. Raises CellError."""
    match given:
        case bool() if type_ == BOOL:
            return given
        case int() | Decimal() if type_ == MONEY and not isinstance(given, bool):
            ore = Decimal(given) * 100
            if ore != ore.to_integral_value() or abs(ore) > 10**15:
                raise CellError(f"{given} kronor is not a whole number of öre, or is too large")
            return int(ore)
        case int() if type_ == INT and not isinstance(given, bool) and abs(given) <= 10**12:
            return given
        case date() if type_ == DATE:
            return given
        case str() if type_ == SHARE and re.fullmatch(r"\d{1,9}/[1-9]\d{0,8}", given):
            return Fraction(given)
    raise CellError(f"{given!r} is not {type_}")


def read_local(document: Document) -> dict[str, LocalSetting]:
    """All local settings a package declares; what is wrong becomes findings of the document."""
    settings: dict[str, LocalSetting] = {}
    allowed = ("text", "text_en", "type", "unit", "minimum", "maximum", "default", "decided_by", "law")
    for name in document.data:
        document.known(allowed, name)
        type_ = _type(document, name)
        table = document.table(name)
        inner = type_.value if isinstance(type_, TableOf) else type_
        try:
            default, _ = read_cells(type_, table.get("default"), None)
            minimum, maximum = (
                read_value(inner, table[k]) if k in table else None for k in ("minimum", "maximum")
            )
        except CellError as error:
            document.refuse("P034", str(error), 'Amounts in kronor, keys as "1", "2-3" or "7-"', name)
            continue
        if inner in (MONEY, INT) and (minimum is None or maximum is None):
            document.refuse("P035", f"{name} has no bounds", "Write minimum and maximum", name)
        setting = LocalSetting(
            name, document.words(name, "text"), type_, document.string(name, "unit", required=False), minimum, maximum,
            default, document.string(name, "decided_by"), document.string(name, "law", required=False),
        )  # fmt: skip
        try:
            _within(setting, default)
        except LocalError as error:
            document.refuse(
                "P036", f"The default of {name} is outside its bounds", error.hint, name, "default"
            )
        settings[name] = setting
    return settings


def local_values(settings: Mapping[str, LocalSetting], raw: Mapping[str, Any]) -> LocalValues:
    """An adopter's settings (amounts in kronor) over the defaults. Raises LocalError."""
    values: dict[str, ParameterValue] = {name: setting.default for name, setting in settings.items()}
    for name, given in raw.items():
        setting = settings.get(name)
        if setting is None:
            raise LocalError(name, "The package has no such local setting", did_you_mean(name, settings))
        try:
            value, _ = read_cells(setting.type, given, None)
        except CellError as error:
            raise LocalError(name, str(error), f"Write {name} as {setting.type}, amounts in kronor") from None
        _within(setting, value)
        values[name] = value
    return LocalValues(values, frozenset(raw))


def _within(setting: LocalSetting, value: ParameterValue) -> None:
    cells = value.values if isinstance(value, TableValue) else (value,)
    for cell in cells:
        assert not isinstance(cell, TableValue)  # noqa: S101 - tables hold plain values
        low, high = setting.minimum, setting.maximum
        if (low is not None and cell < low) or (high is not None and cell > high):  # type: ignore[operator]
            hint = f"Choose between {_shown(setting, low)} and {_shown(setting, high)}"
            raise LocalError(setting.name, f"{_shown(setting, cell)} is outside the bounds", hint)
    if isinstance(value, TableValue) and isinstance(setting.default, TableValue):
        wanted = setting.default
        if value.starts[0] > wanted.starts[0] or (
            value.end is not None and (wanted.end is None or value.end < wanted.end)
        ):
            last = "and upwards" if wanted.end is None else f"to {wanted.end}"
            raise LocalError(setting.name, "The table leaves keys out", f"Cover {wanted.starts[0]} {last}")


def _shown(setting: LocalSetting, value: Value | None) -> str:
    inner = setting.type.value if isinstance(setting.type, TableOf) else setting.type
    if inner == MONEY and isinstance(value, int):
        return f"{value / 100:g} kr"
    return str(value)
