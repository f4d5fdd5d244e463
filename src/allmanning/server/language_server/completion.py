"""What can be written at a place of a rule file, by the words before it; also while the file is half written."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import takewhile

from allmanning.rules.values import ROUNDINGS
from allmanning.server.language_server.cursor import Cursor, cursor_at
from allmanning.server.language_server.desk import Desk, Meaning
from allmanning.server.language_server.offers import Edit, Look, Offer
from allmanning.server.language_server.outline import Rule, Span, element_of
from allmanning.server.language_server.places import index
from allmanning.server.language_server.rule_symbols import local_names
from allmanning.server.language_server.words import CALLED, DECORATION, SCALARS, WORDS

# How high in the list a thing stands: what the rule already has, the language, what would be added to the rule.
NEAR, LANGUAGE, FAR = 0, 2, 3
LOOKS: dict[Meaning, Look] = {
    "rule": "rule",
    "fact": "fact",
    "parameter": "parameter",
    "setting": "setting",
    "day": "word",
}


def complete_rule(desk: Desk, file: str, offset: int, typed: str = "") -> list[Offer]:
    """The offers at an offset of a rule file, each label once; none after a quote that was `typed` to close a text."""
    cursor = cursor_at(desk, file, offset)
    if cursor is None or (typed == '"' and not cursor.quoted):
        return []
    offers = _in_quotes(cursor) if cursor.quoted else _in_code(cursor)
    once: dict[str, Offer] = {}
    for offer in offers:
        once.setdefault(offer.label, offer)
    return list(once.values())


def _offer(
    cursor: Cursor,
    label: str,
    look: Look,
    detail: str = "",
    text: str = "",
    order: int = NEAR,
    insert: str = "",
) -> Offer:
    return Offer(label, Edit(cursor.at, insert or label), look, detail, text, order)


def _word(cursor: Cursor, name: str, insert: str = "") -> Offer:
    word = WORDS[name]
    return _offer(cursor, name, "word", word.written, word.sentence, LANGUAGE, insert or word.insert)


def _in_quotes(cursor: Cursor) -> Iterator[Offer]:
    match cursor.back(2), cursor.back(1):
        case "law", "=":
            yield from citations(cursor.desk, cursor.at)
        case "avrunda", "=":
            yield from (_offer(cursor, word, "choice", "which way to round") for word in ROUNDINGS)
        case "valid_from" | "valid_to", "=":
            versions = [rule for rules in cursor.desk.rules.values() for rule in rules]
            days = {day for rule in versions for day in (rule.valid_from, rule.valid_to) if day}
            yield from (_offer(cursor, day, "choice", "a day in this package") for day in sorted(days))
        case _:
            yield from (_offer(cursor, word, "choice", "a word of the set") for word in _choices(cursor))


def citations(desk: Desk, at: Span) -> Iterator[Offer]:
    """The citations of the package, the most used first; then the beginnings of citations of known statutes."""
    used = Counter(
        each.symbol.name
        for found in index(desk).values()
        for each in found
        if each.symbol.kind == "law" and each.role == "uses" and not each.at.holds(at.stop)
    )
    for order, (law, times) in enumerate(used.most_common()):
        yield Offer(law, Edit(at, law), "law", f"cited {times} times in this package", order=order)
    for statute in desk.statutes():
        if statute.repealed is None:
            yield Offer(f"{statute} ", Edit(at, f"{statute} "), "law", statute.name, order=len(used))


def _choices(cursor: Cursor) -> Iterable[str]:
    """The words of the closed set that is held against; of every set where it is not told."""
    words = cursor.desk.words_of(_compared(cursor))
    return words or [word for declared in cursor.desk.sets.values() for word in declared.words]


def _compared(cursor: Cursor) -> str:
    """The type of what a word in quotes is compared with, matched or returned as; "" when it is not told."""
    rule = cursor.rule
    for token in reversed(cursor.before):
        if token.text == "return":
            return rule.returns if rule else ""
        if token.text == "case" and token.first:
            return _type_here(cursor, _matched(cursor))
        if token.word:
            return _type_here(cursor, token.word)
    return ""


def _matched(cursor: Cursor) -> str:
    """The last word of what the nearest `match` looks at."""
    words = list(cursor.before)
    start = max(
        (i for i, token in enumerate(words) if token.text == "match" and token.first), default=len(words)
    )
    line = takewhile(lambda token: token.text != ":", words[start + 1 :])
    return next((token.word for token in reversed(list(line)) if token.word), "")


def _type_here(cursor: Cursor, name: str) -> str:
    """The type of a name in a rule, as it is written: a need, a name of the package, or an element's fact."""
    needs = {need.name: need.type for need in cursor.rule.needs} if cursor.rule else {}
    fields = {name: fact.type for each in cursor.desk.fields.values() for name, fact in each.items()}
    return needs.get(name) or cursor.desk.type_of(name) or fields.get(name, "")


def _in_code(cursor: Cursor) -> Iterator[Offer]:
    before, rule = cursor.back(1), cursor.rule
    if before == "@" and cursor.before[-1].column == 0:
        yield from (_word(cursor, name) for name in ("rule", "facts"))
    elif before == ".":
        yield from _fields(cursor) if len(cursor.before) > 1 and cursor.before[-2].word else ()
    elif cursor.in_decorator:
        yield from (_word(cursor, name) for name in DECORATION)
    elif before == "->" or (before == ":" and (cursor.in_head or cursor.facts is not None)):
        yield from _types(cursor)
    elif rule is not None and cursor.in_head:
        yield from _needs(cursor, rule)
    elif rule is not None and cursor.in_body:
        yield from _in_body(cursor, rule)
    elif cursor.facts is not None and before == "[":
        yield from (_offer(cursor, name, "type") for name in cursor.desk.classes)
    elif cursor.facts is not None and before == "=":
        yield _word(cursor, "between", "between(")


def _fields(cursor: Cursor) -> Iterator[Offer]:
    """The facts of the element before the dot; of every element where it is not known."""
    desk, owner = cursor.desk, cursor.elements().get(cursor.back(2), "")
    texts = {path.partition(".")[2]: asked.text for path, asked in desk.tables.questions.items()}
    for class_name, fields in desk.fields.items():
        if owner in ("", class_name):
            for fact in fields.values():
                yield _offer(cursor, fact.name, "field", fact.type, texts.get(fact.name, ""))


def _types(cursor: Cursor) -> Iterator[Offer]:
    """The type that the name before the colon has, first of all types."""
    desk = cursor.desk
    own = desk.type_of(cursor.before[-2].word) if cursor.back(1) == ":" and len(cursor.before) > 1 else ""
    if own:
        yield _offer(cursor, own, "type", "the type it has")
    lists = [f"list[{name}]" for name in desk.classes]
    for name in (*SCALARS, *desk.sets, *desk.fields, *lists, "Table"):
        sentence = WORDS[name].sentence if name in WORDS else ""
        yield _offer(cursor, name, "type", "", sentence, LANGUAGE)


def _needs(cursor: Cursor, rule: Rule) -> Iterator[Offer]:
    """What the rule can need and does not have yet, each with its type."""
    for name, type_, look in needable(cursor.desk, rule):
        typed = name if cursor.after == ":" else f"{name}: {type_}"
        label = f"{name}: {type_}" if type_ in cursor.desk.fields else name
        order = LANGUAGE if look == "word" else NEAR
        yield _offer(cursor, label, look, type_, _text(cursor.desk, name), order, typed)


def needable(desk: Desk, rule: Rule) -> Iterator[tuple[str, str, Look]]:
    """Name, type and kind of what could stand in a rule's parentheses and does not: an element's rule only beside it."""
    had = {need.name for need in rule.needs}
    own = next((need.type for need in rule.needs if need.type in desk.fields), "")
    for name in desk.names():
        type_, meaning = desk.type_of(name), desk.meaning(name)
        if name in had or not type_ or name == rule.name:
            continue
        if meaning != "rule" or desk.entity_of(name) in ("", own):
            yield name, type_, LOOKS[meaning]
        element = element_of(type_)
        if element in desk.fields and not own:
            yield name, element, "fact"


def _text(desk: Desk, name: str) -> str:
    """What a name means, in the package's own words."""
    tables = desk.tables
    match desk.meaning(name):
        case "rule":
            return desk.rules[name][-1].text
        case "fact":
            return tables.questions[name].text if name in tables.questions else ""
        case "parameter":
            return tables.parameters[name].text.sv
        case "setting":
            return tables.settings[name].text.sv
    return WORDS[name].sentence if name in WORDS else ""


def _in_body(cursor: Cursor, rule: Rule) -> Iterator[Offer]:
    """Words of a closed set where one is compared, the rule's own names, the language, and names that it could need."""
    before = cursor.back(1)
    if before in ("==", "!=", "case", "|") or (before == "(" and cursor.back(2) == "in"):
        for word in cursor.desk.words_of(_compared(cursor)):
            yield _offer(cursor, f'"{word}"', "choice", "a word of the set")
    if before == "in" and cursor.back(3) == "for":
        yield from (offer for offer in _own(cursor, rule) if element_of(offer.detail))
    elif before != "case":
        yield from _own(cursor, rule)
        yield from (_word(cursor, name, f"{name}(") for name in CALLED)
        yield from _per_element(cursor)
        yield from _with_need(cursor, rule)


def _own(cursor: Cursor, rule: Rule) -> Iterator[Offer]:
    """The names that the rule has: its needs, and those it gives a value itself."""
    local = local_names(cursor.desk, cursor.file, rule)
    for need in rule.needs:
        if need.name not in local:
            look = LOOKS.get(cursor.desk.meaning(need.name), "local")
            yield _offer(cursor, need.name, look, need.type, _text(cursor.desk, need.name))
    for name, symbol in local.items():
        yield _offer(cursor, name, "local", symbol.element)


def _per_element(cursor: Cursor) -> Iterator[Offer]:
    """The rules that are called for an element."""
    for name in cursor.desk.rules:
        entity = cursor.desk.entity_of(name)
        if entity:
            detail = f"for each {entity}: {cursor.desk.type_of(name)}"
            yield _offer(cursor, name, "rule", detail, _text(cursor.desk, name), NEAR, f"{name}(")


def _with_need(cursor: Cursor, rule: Rule) -> Iterator[Offer]:
    """Names that the rule does not have; to choose one adds it to the parentheses as well."""
    if not rule.closed:
        return
    place = rule.needs[-1].whole.stop if rule.needs else rule.head.start
    for name, type_, look in needable(cursor.desk, rule):
        if type_ not in cursor.desk.fields and not cursor.desk.entity_of(name):
            also = Edit(Span(place, place), f"{', ' if rule.needs else ''}{name}: {type_}")
            detail = f"{type_}, is added to the parentheses"
            text = _text(cursor.desk, name)
            yield Offer(name, Edit(cursor.at, name), look, detail, text, FAR, also)
