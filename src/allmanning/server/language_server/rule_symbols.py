"""What each word of a rule file stands for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allmanning.server.language_server.desk import Desk
from allmanning.server.language_server.outline import Outline, Rule, Span
from allmanning.server.language_server.symbols import Occurrence, Symbol
from allmanning.server.language_server.tokens import OPENING, Token, tokens
from allmanning.server.language_server.words import WORDS


def in_rules(desk: Desk, file: str, read: Outline) -> Iterator[Occurrence]:
    """Every word of a rule file that stands for something, in their order."""
    words = read.words()
    declared = dict(_declared(desk, read))
    locals_ = {rule.at.start: _locals(desk, file, rule) for rule in read.rules}
    for position, token in enumerate(words):
        if token.start in declared:
            yield Occurrence(declared[token.start], file, Span(token.start, token.stop), "declares")
            continue
        rule = read.rule_at(token.start)
        names = locals_[rule.at.start] if rule else _Names({}, frozenset())
        symbol = _symbol(desk, words, position, names)
        if symbol is not None:
            inner = 1 if symbol.kind == "law" else 0
            at = Span(token.start + inner, token.stop - (inner and token.closed))
            yield Occurrence(symbol, file, at, "declares" if token.start in names.given else "uses")


def _declared(desk: Desk, read: Outline) -> Iterator[tuple[int, Symbol]]:
    """What a file declares, by the offset of its name."""
    for rule in read.rules:
        yield rule.at.start, Symbol("name", rule.name)
    for words in read.sets:
        yield words.at.start, Symbol("type", words.name)
    for each in read.classes:
        yield each.at.start, Symbol("type", each.name)
        owner = each.name if each.name in desk.fields else ""
        for fact in each.facts:
            yield fact.at.start, Symbol("field" if owner else "name", fact.name, owner)


@dataclass(frozen=True, slots=True)
class _Names:
    """The names that only one rule knows, and the offsets where they get their value."""

    symbols: dict[str, Symbol]
    given: frozenset[int]


def local_names(desk: Desk, file: str, rule: Rule) -> dict[str, Symbol]:
    """The names that only one rule knows."""
    return _locals(desk, file, rule).symbols


def _locals(desk: Desk, file: str, rule: Rule) -> _Names:
    """The element that the rule looks at, and what its body names."""
    owner = f"{file}:{rule.at.start}"
    looked_at = {
        need.name: Symbol("local", need.name, owner, need.type)
        for need in rule.needs
        if need.type in desk.fields
    }
    named = _named_in(desk, desk.outlines[file].words(Span(rule.body, rule.whole.stop)), owner, rule)
    return _Names(looked_at | named.symbols, named.given)


def _named_in(desk: Desk, read: Sequence[Token], owner: str, rule: Rule | None) -> _Names:
    """The elements of comprehensions, and names that are given a value."""
    symbols: dict[str, Symbol] = {}
    given: set[int] = set()
    for token, following, third, fourth in zip(
        read, read[1:], [*read[2:], None], [*read[3:], None, None], strict=False
    ):
        if token.text == "for" and following.word and third is not None and fourth is not None:
            element = desk.element_class(fourth.word, rule) if third.text == "in" else ""
            symbols[following.word] = Symbol("local", following.word, owner, element)
            given.add(following.start)
        elif token.first and token.word and following.text == "=":
            symbols.setdefault(token.word, Symbol("local", token.word, owner))
            given.add(token.start)
    return _Names(symbols, frozenset(given))


def in_expression(desk: Desk, file: str, text: str, start: int) -> Iterator[Occurrence]:
    """What the words of an expression stand for that is written as in a rule, but in quotes, from an offset on."""
    read = tokens(text)
    names = _named_in(desk, read, f"{file}:{start}", None)
    for position, token in enumerate(read):
        symbol = _symbol(desk, read, position, names)
        if symbol is not None:
            at = Span(start + token.start, start + token.stop)
            yield Occurrence(symbol, file, at, "declares" if token.start in names.given else "uses")


def _symbol(desk: Desk, words: Sequence[Token], position: int, names: _Names) -> Symbol | None:
    """What a word in a rule file stands for; None for what is known to nobody."""
    token = words[position]
    before = words[position - 1].text if position else ""
    after = words[position + 1].text if position + 1 < len(words) else ""
    if token.kind == "string" and position > 1 and before == "=" and words[position - 2].text == "law":
        return Symbol("law", " ".join(token.inner.split()))
    name = token.word
    if not name:
        return None
    if before == ".":
        owner = _owner(desk, words[position - 2].word if position > 1 else "", name, names)
        return Symbol("field", name, owner) if owner else None
    is_keyword = after == "=" and before and before in (*OPENING, ",")
    if name in WORDS and (is_keyword or not desk.meaning(name)):
        return Symbol("word", name)
    if name in names.symbols:
        return names.symbols[name]
    if desk.meaning(name):
        return Symbol("word" if desk.meaning(name) == "day" else "name", name)
    return Symbol("type", name) if name in desk.classes or name in desk.sets else None


def _owner(desk: Desk, before: str, name: str, names: _Names) -> str:
    """The class that a field after a dot belongs to; where that is not known, the only class that has it."""
    element = names.symbols.get(before)
    if element is not None and element.element:
        return element.element if name in desk.fields.get(element.element, {}) else ""
    having = [owner for owner, fields in desk.fields.items() if name in fields]
    return having[0] if len(having) == 1 else ""
