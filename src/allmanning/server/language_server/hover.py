"""What is told about the word under the cursor, in Markdown."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from allmanning.lib.text import EN_DASH, money, number, percent
from allmanning.packages.facts import to_json
from allmanning.packages.parameters import LocalSetting, ParameterPeriod
from allmanning.packages.statutes import Statute
from allmanning.rules.datatypes import DATE, INT, MONEY, SHARE, ListOf, TableOf, Type
from allmanning.rules.graph import FactDeclaration
from allmanning.rules.values import ParameterValue, TableValue
from allmanning.rules.words import read_day
from allmanning.server.language_server.desk import Desk
from allmanning.server.language_server.outline import Rule, Span, Typed
from allmanning.server.language_server.places import occurrence_at
from allmanning.server.language_server.symbols import Symbol, number_of
from allmanning.server.language_server.words import WORDS

MOST_CELLS = 40
KINDS = {
    "rule": "rule",
    "fact": "fact",
    "parameter": "national parameter",
    "setting": "local setting",
    "day": "the day",
}
_MARKS = re.compile(r"([\\`*_\[\]<>|~])")


@dataclass(frozen=True, slots=True)
class Told:
    """Markdown about the word at a place."""

    markdown: str
    at: Span


STATED_BY = {
    "resident": "The resident states it.",
    "caseworker": "Only a caseworker may state it.",
    "earlier": "It is taken from the applicant's earlier decision.",
    "platform": "The platform states it.",
}


def hover(desk: Desk, file: str, offset: int, today: date) -> Told | None:
    """What is known of the word at an offset; None for one that stands for nothing."""
    found = occurrence_at(desk, file, offset)
    if found is None:
        return None
    paragraphs = _ABOUT[found.symbol.kind](desk, found.symbol, found.at, today)
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    return Told(text, found.at) if text else None


def plain(text: str) -> str:
    """A text of the package as it stands: what a stranger wrote never becomes a link or a picture."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _code(text: str) -> str:
    return f"```python\n{' '.join(text.split())}\n```"


def _name(desk: Desk, symbol: Symbol, at: Span, today: date) -> Iterable[str]:
    match desk.meaning(symbol.name):
        case "rule":
            return _rule(desk, symbol.name, at, today)
        case "fact":
            return _fact(desk, desk.facts[symbol.name], symbol.name)
        case "parameter":
            return _parameter(desk, symbol.name, today)
        case "setting":
            return _setting(desk, desk.tables.settings[symbol.name])
    return ()


def _rule(desk: Desk, name: str, at: Span, today: date) -> Iterator[str]:
    """The version under the cursor, or the one in force today, or the last one."""
    versions = desk.rules[name]
    shown = next(
        (rule for rule in versions if rule.at == at),
        next((rule for rule in versions if in_force(rule, today)), versions[-1]),
    )
    needs = ", ".join(f"{need.name}: {need.type}" for need in shown.needs)
    yield _code(f"{name}({needs}) -> {shown.returns}")
    yield plain(shown.text)
    yield _law(desk, shown.law)
    yield f"Rule, in force {period(shown)}."
    others = [period(rule) for rule in versions if rule is not shown]
    yield f"Other versions: {'; '.join(others)}." if others else ""
    kinds = [f"`{need.name}` ({_kind(desk, need)})" for need in shown.needs]
    yield f"Needs {', '.join(kinds)}." if kinds else "Needs nothing."


def _kind(desk: Desk, need: Typed) -> str:
    if need.type in desk.fields:
        return "an element"
    return KINDS.get(desk.meaning(need.name), "not known")


def in_force(rule: Rule, day: date) -> bool:
    """Whether a version of a rule holds on a day; an end that cannot be read is taken as open."""
    first, last = read_day(rule.valid_from), read_day(rule.valid_to)
    return (first is None or first <= day) and (last is None or day <= last)


def period(rule: Rule) -> str:
    """The days of a version of a rule, in words."""
    match rule.valid_from, rule.valid_to:
        case "", "":
            return "on every day"
        case "", last:
            return f"until {last}"
        case first, "":
            return f"from {first} until further notice"
        case first, last:
            return f"from {first} to {last}"


def _fact(desk: Desk, fact: Typed, path: str) -> Iterator[str]:
    yield _code(f"{fact.name}: {fact.type}" + (f" = {fact.range}" if fact.range else ""))
    asked = desk.tables.questions.get(path)
    yield f"*{plain(asked.text)}*" if asked else "It has no question."
    declared = desk.declaration(fact)
    yield f"Fact{_range(declared)}." if declared else "Fact."
    if asked:
        only = STATED_BY[asked.who]
        yield only + (f" Unit: {plain(asked.unit)}." if asked.unit else "")
    fields = desk.fields.get(desk.element_class(path), {})
    yield (
        "Of each element: " + ", ".join(f"`{field.name}: {field.type}`" for field in fields.values())
        if fields
        else ""
    )


def _range(fact: FactDeclaration) -> str:
    if isinstance(fact.type, ListOf):
        return f" of {fact.low} to {fact.high} elements"
    if fact.type in (MONEY, INT, DATE):
        return f" from {written(fact.low, fact.type)} to {written(fact.high, fact.type)}"
    return ""


def _field(desk: Desk, symbol: Symbol, at: Span, today: date) -> Iterator[str]:
    fact = desk.fields[symbol.owner].get(symbol.name)
    if fact is not None:
        lists = [name for name in desk.facts if desk.element_class(name) == symbol.owner]
        yield from _fact(desk, fact, f"{lists[0] if lists else ''}.{symbol.name}")
        yield f"Of each `{symbol.owner}`."


def _parameter(desk: Desk, name: str, today: date) -> Iterator[str]:
    parameter = desk.tables.parameters[name]
    yield _code(f"{name}: {parameter.type}")
    yield plain(parameter.text.sv)
    now = next((row for row in parameter.periods if row.holds(today)), None)
    coming = next((row for row in parameter.periods if row.valid_from > today), None)
    if now is None:
        yield f"National parameter without a row for today, {today.isoformat()}."
        past = [row for row in parameter.periods if row.valid_from <= today]
        yield from _row(desk, "Before", past[-1], parameter.type) if past else ()
    else:
        yield from _row(desk, "National parameter, today", now, parameter.type)
    if coming is not None:
        yield from _row(desk, "Next", coming, parameter.type)


def _row(desk: Desk, heading: str, row: ParameterPeriod, type_: Type) -> Iterator[str]:
    last = f"to {row.valid_to.isoformat()}" if row.valid_to else "until further notice"
    days = f"from {row.valid_from.isoformat()} {last}"
    if isinstance(type_, TableOf):
        yield f"**{heading}**, {days}:"
        yield cells(type_, row.value, row.statuses)
    else:
        yield f"**{heading}**: {written(row.value, type_)} ({row.statuses[0]}), {days}."
    yield f"{_law(desk, row.law)} Source: {plain(row.source)}"


def _setting(desk: Desk, setting: LocalSetting) -> Iterator[str]:
    yield _code(f"{setting.name}: {setting.type}")
    yield plain(setting.text.sv)
    table = setting.type if isinstance(setting.type, TableOf) else None
    inner = table.value if table else setting.type
    yield f"Local setting, decided by {plain(setting.decided_by)}." + (
        f" Unit: {plain(setting.unit)}." if setting.unit else ""
    )
    if setting.minimum is not None and setting.maximum is not None:
        yield f"Bounds: {written(setting.minimum, inner)} to {written(setting.maximum, inner)}."
    if table:
        yield "Default:"
        yield cells(table, setting.default, ())
    else:
        yield f"Default: {written(setting.default, setting.type)}."
    yield _law(desk, setting.law)


def cells(type_: TableOf, value: ParameterValue, statuses: tuple[str, ...]) -> str:
    """The cells of a table, one a row."""
    if not isinstance(value, TableValue):
        return ""
    ends = [*(start - 1 for start in value.starts[1:]), value.end]
    rows = [f"| {type_.key} | {type_.value} |{' |' if statuses else ''}"]
    rows.append("|---|---:|---|" if statuses else "|---|---:|")
    for index, (start, end, cell) in enumerate(zip(value.starts, ends, value.values, strict=True)):
        if index == MOST_CELLS:
            rows.append(f"| … | {len(value.values) - MOST_CELLS} more |{' |' if statuses else ''}")
            break
        status = f" {statuses[index]} |" if statuses else ""
        rows.append(f"| {_key(type_.key, start, end)} | {written(cell, type_.value)} |{status}")
    return "\n".join(rows)


def _key(type_: Type, start: int, end: int | None) -> str:
    if type_ == MONEY:
        return f"from {written(start, type_)}"
    if end is None:
        return f"{start}{EN_DASH}"
    return str(start) if start == end else f"{start}{EN_DASH}{end}"


def written(value: object, type_: Type) -> str:
    """A value as a person writes it: amounts in kronor, shares in per cent."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int() if type_ == MONEY:
            return money(value)
        case int():
            return number(value)
        case _ if type_ == SHARE:
            return f"{to_json(value)} ({percent(value)})"  # type: ignore[arg-type]  # a share is a fraction
    return str(to_json(value))


def _law(desk: Desk, law: str) -> str:
    """A citation, and which statute it is."""
    statute = statute_of(desk, law)
    return f"{plain(law)} ({_known(statute)})." if statute else f"{plain(law)}." if law else ""


def statute_of(desk: Desk, law: str) -> Statute | None:
    """The statute that a citation names, when it is known."""
    cited = number_of(law)
    return next((statute for statute in desk.statutes() if statute.number == cited), None)


def _known(statute: Statute) -> str:
    days = f", in force since {statute.in_force.isoformat()}" if statute.in_force else ""
    if statute.repealed:
        days += f", repealed on {statute.repealed.isoformat()}"
    return f"{plain(statute.name)}{days}"


def _citation(desk: Desk, symbol: Symbol, at: Span, today: date) -> Iterator[str]:
    statute = statute_of(desk, symbol.name)
    yield f"**{plain(symbol.name)}**"
    if statute is None:
        yield "The statute is not known. Declare it under `[[statute]]` in package.toml."
        return
    yield f"{_known(statute)}."[:1].upper() + f"{_known(statute)}."[1:]
    if not statute.in_force and not statute.repealed:
        yield "Taken to be in force: since when is not recorded."
    yield f"Replaced by {plain(statute.replaced_by)}." if statute.replaced_by else ""


def _type(desk: Desk, symbol: Symbol, at: Span, today: date) -> Iterator[str]:
    if symbol.name in desk.sets:
        words = ", ".join(f'"{word}"' for word in desk.sets[symbol.name].words)
        yield _code(f"{symbol.name} = Literal[{words}]")
        yield "A closed set of words."
        return
    declared = desk.classes[symbol.name]
    yield _code(f"class {symbol.name}")
    yield plain(declared.text)
    yield (
        f"Facts of each element of a `list[{symbol.name}]`:"
        if symbol.name in desk.fields
        else "Facts of the household:"
    )
    yield "\n".join(f"- `{fact.name}: {fact.type}`" for fact in declared.facts)


def _local(desk: Desk, symbol: Symbol, at: Span, today: date) -> Iterator[str]:
    if symbol.element:
        yield _code(f"{symbol.name}: {symbol.element}")
        yield plain(desk.classes[symbol.element].text) if symbol.element in desk.classes else ""
        fields = desk.fields.get(symbol.element, {}).values()
        yield "An element, with " + ", ".join(f"`{symbol.name}.{field.name}`" for field in fields)
    else:
        yield "A name of this rule alone."


def _word(desk: Desk, symbol: Symbol, at: Span, today: date) -> Iterator[str]:
    word = WORDS[symbol.name]
    yield _code(word.written)
    yield word.sentence


_ABOUT: dict[str, Callable[[Desk, Symbol, Span, date], Iterable[str]]] = {
    "name": _name,
    "field": _field,
    "type": _type,
    "local": _local,
    "word": _word,
    "law": _citation,
}
