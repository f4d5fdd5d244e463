"""What is tried: other values of national parameters and of local settings, checked as at publishing before anybody computes."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from allmanning.lib import text as written
from allmanning.packages.cells import MOST_INT, MOST_MONEY, CellError, read_value
from allmanning.packages.errors import LocalError
from allmanning.packages.parameters import LocalSetting, LocalValues, ParameterPeriod, within_bounds
from allmanning.packages.reckoning import Words
from allmanning.packages.ruleset import Ruleset, used_parameters
from allmanning.packages.wording import Text
from allmanning.rules.datatypes import BOOL, DATE, INT, MONEY, SHARE, TableOf, Type, is_number, told
from allmanning.rules.errors import did_you_mean, quoted
from allmanning.rules.proof import TangledError, unproved
from allmanning.rules.values import ParameterValue, TableValue, Value
from allmanning.simulation.errors import ChangeError

type Operator = Literal["=", "+=", "-="]

FORM = "Write NAME=3200, NAME[4]=3200 for one cell of a table, or NAME+=300; amounts in kronor"
_WISH = re.compile(r"(?P<name>\w+)\s*(?:\[(?P<key>[^\]]*)\])?\s*(?P<operator>[+-]?=)(?P<value>.*)", re.DOTALL)
_KEY = re.compile(r"(\d{1,12})(?:[-–](\d{0,12}))?", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3})\s*%", re.ASCII)
_TRUTHS = {"true": True, "yes": True, "ja": True, "false": False, "no": False, "nej": False}
_TRIED = "Tried in this simulation"


@dataclass(frozen=True, slots=True)
class Wish:
    """One --set, as it was written."""

    text: str
    name: str
    key: str | None
    operator: Operator
    value: str


@dataclass(frozen=True, slots=True)
class Change:
    """A value, or one cell of a table, before and after; `key` tells the cell as the table has it ("4–6")."""

    name: str
    label: Text
    local: bool
    key: str | None
    before: Value
    after: Value
    type: Type


def read_wish(text: str) -> Wish:
    """ "riksnorm_barn[4]=3200" in its parts. Raises ChangeError."""
    found = _WISH.fullmatch(unicodedata.normalize("NFKC", text.strip()))
    if found is None or not found["value"].strip():
        raise ChangeError(f"--set {quoted(text)} cannot be read. {FORM}")
    operator: Operator = "=" if found["operator"] == "=" else "+=" if found["operator"] == "+=" else "-="
    key = found["key"].strip() if found["key"] is not None else None
    return Wish(text, found["name"], key, operator, found["value"].strip())


def try_out(ruleset: Ruleset, wishes: Sequence[Wish]) -> tuple[Ruleset, tuple[Change, ...]]:
    """The same rules with other values, one wish after the other, and what became of it. Raises ChangeError.

    It is proved anew that no household can look outside a table or get a number beyond 64 bits.
    """
    _refuse_doubles(wishes)
    values = dict(ruleset.parameters)
    used = used_parameters(ruleset.engine.graph)
    for wish in wishes:
        type_ = _type(ruleset, wish, used)
        try:
            values[wish.name] = _wished(wish, type_, values[wish.name])
            setting = _setting(ruleset, wish.name)
            if setting is not None:
                within_bounds(setting, values[wish.name])
        except CellError as error:
            raise ChangeError(f"--set {quoted(wish.text)}: {error}") from None
        except LocalError as error:
            raise ChangeError(f"--set {quoted(wish.text)}: {error.message}. {error.hint}") from None
    names = tuple(dict.fromkeys(wish.name for wish in wishes))
    tried = _bound(ruleset, {name: values[name] for name in names})
    _refuse_unproved(tried)
    return tried, tuple(change for name in names for change in _changes(ruleset, name, values[name]))


def _refuse_doubles(wishes: Iterable[Wish]) -> None:
    seen: set[tuple[str, str | None, Operator]] = set()
    for wish in wishes:
        place = wish.name, wish.key, wish.operator
        if place in seen:
            raise ChangeError(f"--set {quoted(wish.text)}: the same value is set twice. Remove one of them")
        seen.add(place)


def _type(ruleset: Ruleset, wish: Wish, used: Sequence[str]) -> Type:
    """The type of a value that some rule in force reads."""
    package = ruleset.package
    types = {name: parameter.type for name, parameter in package.parameters.items()}
    types |= {setting.name: setting.type for setting in package.local}
    if wish.name not in types:
        hint = did_you_mean(wish.name, used)
        message = "The package has no such national parameter or local setting"
        raise ChangeError(f"--set {quoted(wish.text)}: {message}. {hint}")
    if wish.name not in used:
        day = ruleset.day.isoformat()
        raise ChangeError(
            f"--set {quoted(wish.text)}: no rule in force on {day} reads {wish.name}. Nothing would change"
        )
    return types[wish.name]


def _setting(ruleset: Ruleset, name: str) -> LocalSetting | None:
    return next((setting for setting in ruleset.package.local if setting.name == name), None)


def _wished(wish: Wish, type_: Type, old: ParameterValue) -> ParameterValue:
    """The new value. Raises CellError."""
    if not isinstance(type_, TableOf) or not isinstance(old, TableValue):
        if wish.key is not None:
            raise CellError(f"{wish.name} has one value and no cells. Write {wish.name}=…")
        assert not isinstance(old, TableValue)  # noqa: S101 - only a table has a table's value
        return _one(wish, type_, old)
    if wish.key is None and wish.operator == "=":
        keys = ", ".join(_key(old, index, type_.key) for index in range(len(old.starts)))
        raise CellError(
            f"{wish.name} is a table with the cells {keys}. Write {wish.name}[…]=…, or {wish.name}+=… for all of them"
        )
    chosen = range(len(old.starts)) if wish.key is None else (_cell(wish.key, old, type_.key),)
    cells = list(old.values)
    for index in chosen:
        cells[index] = _one(wish, type_.value, cells[index])
    return TableValue(old.starts, tuple(cells), old.end)


def _cell(text: str, table: TableValue, key: Type) -> int:
    """Which cell a key means: one that falls in it, or the cell as it is written. Raises CellError."""
    found = _KEY.fullmatch(text.replace(" ", ""))
    scale = 100 if key == MONEY else 1
    index = table.index(int(found[1]) * scale) if found else None
    keys = [_key(table, each, key) for each in range(len(table.starts))]
    if found is None or index is None:
        raise CellError(f"There is no cell {quoted(text)}. The cells are {', '.join(keys)}")
    if found[2] is not None and keys[index] != f"{found[1]}–{found[2]}":
        raise CellError(f"{quoted(text)} is not one cell. The cells are {', '.join(keys)}")
    return index


def _key(table: TableValue, index: int, key: Type) -> str:
    """A cell's keys as they are written: "3", "4–6", "7–"; among amounts where the step begins, in kronor."""
    start = table.starts[index]
    if key == MONEY:
        return f"{start // 100}–"
    last = table.cell(start)[1]
    return f"{start}–" if last is None else str(start) if last == start else f"{start}–{last}"


def _one(wish: Wish, type_: Type, old: Value) -> Value:
    """One value or cell. Raises CellError."""
    given = _read(wish.value, type_)
    if wish.operator == "=":
        return given
    if not is_number(type_):
        raise CellError(f"{told(type_)} cannot be added to. Write {wish.name}=… with the whole value")
    assert isinstance(old, int)  # noqa: S101 - amounts and numbers are integers
    assert isinstance(given, int)  # noqa: S101
    new = old + given if wish.operator == "+=" else old - given
    if abs(new) > (MOST_MONEY if type_ == MONEY else MOST_INT):
        raise CellError(f"{quoted(wish.value)} makes it larger than any value may be")
    return new


def _read(text: str, type_: Type) -> Value:
    """A value as a person writes it. Raises CellError."""
    try:
        return _READ[type_](text)
    except (ValueError, KeyError, CellError):
        raise CellError(f"{quoted(text)} is not {told(type_)}. {_HINTS[type_]}") from None


def _share(text: str) -> Value:
    percent = _PERCENT.fullmatch(text)
    return Fraction(int(percent[1]), 100) if percent else read_value(SHARE, text.replace(" ", ""))


_READ: Mapping[Type, Callable[[str], Value]] = {
    MONEY: written.read_money,
    INT: written.read_number,
    SHARE: _share,
    DATE: written.read_day,
    BOOL: lambda text: _TRUTHS[text.casefold()],
}
_HINTS: Mapping[Type, str] = {
    MONEY: "Write kronor, as 3200 or 3200,50",
    INT: "Write a whole number, as 12",
    SHARE: "Write 30/100, or 30%",
    DATE: "Write 2025-11-01",
    BOOL: "Write yes or no",
}


def _bound(ruleset: Ruleset, changed: Mapping[str, ParameterValue]) -> Ruleset:
    """The rules over other values; a row that was changed says so."""
    rows: dict[str, ParameterPeriod] = dict(ruleset.rows)
    own = dict(ruleset.local.values)
    for name, value in changed.items():
        if name in rows:
            rows[name] = replace(rows[name], value=value, source=_TRIED)
        else:
            own[name] = value
    local = LocalValues(own, ruleset.local.own | (changed.keys() & own.keys()))
    parameters = {**ruleset.parameters, **changed}
    decide = ruleset.engine.bind(parameters, ruleset.day)
    return replace(ruleset, rows=rows, local=local, parameters=parameters, decide=decide)


def _refuse_unproved(ruleset: Ruleset) -> None:
    """Nothing that is set may lead a household outside a table, or to a number without end."""
    try:
        found = unproved(ruleset.engine.surveyor, ruleset.survey({}))
    except TangledError:
        raise ChangeError(
            "With these values it cannot be proved that every household can be computed"
        ) from None
    if found:
        where = found[0].place
        message = f"{found[0].message} ({where.file}:{where.line})"
        raise ChangeError(
            f"With these values some household could not be computed: {message}. Set something else"
        )


def _changes(ruleset: Ruleset, name: str, new: ParameterValue) -> list[Change]:
    """What has become another value."""
    words = Words(ruleset.package, ruleset.engine.graph, ruleset.rows, ruleset.local, "sv")
    old, local = ruleset.parameters[name], name not in ruleset.rows
    if not isinstance(old, TableValue) or not isinstance(new, TableValue):
        assert not isinstance(old, TableValue)  # noqa: S101 - both are tables, or neither is
        assert not isinstance(new, TableValue)  # noqa: S101
        label = words.parameter(name, None)[0]
        if new == old:
            return []
        return [Change(name, label, local, None, old, new, ruleset.engine.graph.parameters[name])]
    type_ = ruleset.engine.graph.parameters[name]
    assert isinstance(type_, TableOf)  # noqa: S101 - it has a table's value
    return [
        Change(
            name,
            words.parameter(name, start)[0],
            local,
            _key(old, index, type_.key),
            before,
            after,
            type_.value,
        )
        for index, (start, before, after) in enumerate(zip(old.starts, old.values, new.values, strict=True))
        if before != after
    ]
