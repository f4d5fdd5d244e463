"""parameters.toml and local.toml: dated national values with their source, and what each organisation sets."""

import keyword
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from allmanning.lib.text import money
from allmanning.packages.cells import VALUE_HINT, CellError, Status, read_cells, read_value
from allmanning.packages.document import Document, written
from allmanning.packages.errors import LocalError
from allmanning.packages.wording import Text
from allmanning.rules.datatypes import BOOL, INT, MONEY, SCALARS, TableOf, Type
from allmanning.rules.errors import did_you_mean, quoted
from allmanning.rules.syntax import LONGEST_WORD
from allmanning.rules.values import ParameterValue, TableValue, Value
from allmanning.rules.words import BUILT_IN

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class ParameterPeriod:
    """A parameter's value during a period (both days included; `valid_to` None: until further notice).

    `statuses` has one entry for a scalar and one for each cell of a table. `position` is the row's among those in the file.
    """

    valid_from: date
    valid_to: date | None
    value: ParameterValue
    statuses: tuple[Status, ...]
    source: str
    law: str
    position: int

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
    for name in document.names():
        _refuse_name(document, name)
        document.known(("text", "text_en", "type", "law", "period"), name)
        type_ = _type(document, name)
        positions = document.tables(name, "period")
        if not positions:
            hint = f"Write [[{name}.period]] with from, source and confirmed"
            document.refuse("P030", f"{name} has no row", hint, name)
        if len(positions) > MOST_ROWS:
            document.refuse("P038", f"{name} has more than {MOST_ROWS} rows", "Split it by time", name)
            positions = positions[:MOST_ROWS]
        rows = [(index, row) for index in positions if (row := _period(document, name, index, type_))]
        rows.sort(key=lambda each: each[1].valid_from)
        for (_, one), (index, other) in pairwise(rows):
            if one.valid_to is None or other.valid_from <= one.valid_to:
                message = f"{name} has two rows for {other.valid_from.isoformat()}"
                hint = "End the earlier row the day before the later one begins"
                document.refuse("P031", message, hint, name, "period", index, "from")
        ordered = tuple(row for _, row in rows)
        parameters[name] = Parameter(name, document.words(name, "text"), type_ or INT, ordered)
    days = {row.valid_from for parameter in parameters.values() for row in parameter.periods}
    if len(days) > MOST_ROWS:
        message = f"The parameters change on more than {MOST_ROWS} different days"
        document.refuse("P038", message, "Split the package by time")
    return parameters


def _refuse_name(document: Document, name: str) -> None:
    if not name.isidentifier() or keyword.iskeyword(name) or len(name) > LONGEST_WORD:
        hint = "Use letters, digits and _, and begin with a letter"
        document.refuse("P039", f"{written((name,))!r} cannot be a name in a rule", hint, name)
    elif name in BUILT_IN:
        document.refuse("P039", f"{name!r} is a word of the language", "Choose another name", name)


def _type(document: Document, name: str) -> Type | None:
    told = document.string(name, "type")
    type_ = read_type(told)
    if type_ is None and told:
        hint = "Write Money, int, bool, Share, date or Table[int, Money]"
        document.refuse("P032", f"{quoted(told)} is not a type of a parameter", hint, name, "type")
    return type_


def _period(document: Document, name: str, index: int, type_: Type | None) -> ParameterPeriod | None:
    where = (name, "period", index)
    document.known(("from", "to", "source", "law", "confirmed", "derived"), *where)
    valid_from, valid_to = document.day(*where, "from"), document.day(*where, "to", required=False)
    source = document.string(*where, "source")
    law = document.string(*where, "law", required=False) or document.string(name, "law")
    table = document.table(*where)
    if valid_from is None or type_ is None:
        return None
    if valid_to is not None and valid_to < valid_from:
        document.refuse("P033", "The row ends before it begins", "Change from or to", *where, "to")
        return None
    try:
        value, statuses = read_cells(type_, table.get("confirmed"), table.get("derived"))
    except CellError as error:
        key = next((key for key in ("confirmed", "derived") if key in table), "from")
        document.refuse("P034", str(error), VALUE_HINT, *where, key)
        return None
    return ParameterPeriod(valid_from, valid_to, value, statuses, source, law, index)


def read_local(document: Document) -> dict[str, LocalSetting]:
    """All local settings a package declares; what is wrong becomes findings of the document."""
    settings: dict[str, LocalSetting] = {}
    allowed = ("text", "text_en", "type", "unit", "minimum", "maximum", "default", "decided_by", "law")
    for name in document.names():
        _refuse_name(document, name)
        document.known(allowed, name)
        before = len(document.findings)
        type_ = _type(document, name)
        if type_ is None:
            continue
        setting = settings[name] = _setting(document, name, type_)
        try:
            if len(document.findings) == before:
                within_bounds(setting, setting.default)
        except LocalError as error:
            document.refuse(
                "P036", f"The default of {name} is outside its bounds", error.hint, name, "default"
            )
    return settings


def _setting(document: Document, name: str, type_: Type) -> LocalSetting:
    table = document.table(name)
    inner = type_.value if isinstance(type_, TableOf) else type_
    if "default" not in table:
        document.refuse("P011", f"{name}.default is missing", "Write what holds until somebody decides", name)
    default: ParameterValue = TableValue((0,), (0,), None) if isinstance(type_, TableOf) else 0
    bounds: dict[str, Value] = {}
    key = "default"
    try:
        default = read_cells(type_, table["default"], None)[0] if key in table else default
        for key in ("minimum", "maximum"):
            if key in table:
                bounds[key] = read_value(inner, table[key])
    except CellError as error:
        document.refuse("P034", str(error), VALUE_HINT, name, key)
    minimum, maximum = bounds.get("minimum"), bounds.get("maximum")
    if inner != BOOL and not {"minimum", "maximum"} <= table.keys():
        document.refuse("P035", f"{name} has no bounds", "Write minimum and maximum", name)
    return LocalSetting(
        name, document.words(name, "text"), type_, document.string(name, "unit", required=False), minimum, maximum,
        default, document.string(name, "decided_by"), document.string(name, "law", required=False),
    )  # fmt: skip


def local_values(settings: Mapping[str, LocalSetting], raw: Mapping[str, Any]) -> LocalValues:
    """An adopter's settings (amounts in kronor) over the defaults. Raises LocalError."""
    values: dict[str, ParameterValue] = {name: setting.default for name, setting in settings.items()}
    own: set[str] = set()
    for key, given in raw.items():
        name = unicodedata.normalize("NFKC", key)
        setting = settings.get(name)
        if setting is None:
            hint = did_you_mean(name, settings)
            raise LocalError(written((name,)), "The package has no such local setting", hint)
        if name in own:
            raise LocalError(name, "The setting stands twice", "Remove one of them")
        try:
            value, _ = read_cells(setting.type, given, None)
        except CellError as error:
            raise LocalError(name, str(error), f"Write {name} as {setting.type}, amounts in kronor") from None
        within_bounds(setting, value)
        values[name] = value
        own.add(name)
    return LocalValues(values, frozenset(own))


def within_bounds(setting: LocalSetting, value: ParameterValue) -> None:
    """An adopter may set this. Raises LocalError."""
    low, high = setting.minimum, setting.maximum
    for cell in value.values if isinstance(value, TableValue) else (value,):
        if (low is not None and cell < low) or (high is not None and cell > high):  # type: ignore[operator]
            hint = f"Choose between {_shown(setting, low)} and {_shown(setting, high)}"
            raise LocalError(setting.name, f"{_shown(setting, cell)} is outside the bounds", hint)
    if isinstance(value, TableValue) and isinstance(setting.default, TableValue):
        wanted = setting.default
        ends_early = value.end is not None and (wanted.end is None or value.end < wanted.end)
        if value.starts[0] > wanted.starts[0] or ends_early:
            last = "and upwards" if wanted.end is None else f"to {wanted.end}"
            raise LocalError(setting.name, "The table leaves keys out", f"Cover {wanted.starts[0]} {last}")


def _shown(setting: LocalSetting, value: Value | TableValue | None) -> str:
    inner = setting.type.value if isinstance(setting.type, TableOf) else setting.type
    if inner == MONEY and isinstance(value, int):
        return money(value)
    return str(value)
