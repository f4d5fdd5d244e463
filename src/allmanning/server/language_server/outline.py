"""What a rule file declares: rules with their heads, classes of facts, closed sets. Read from any text, however broken."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from allmanning.server.language_server.tokens import CLOSING, Token, depths, tokens


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, from one offset up to another."""

    start: int
    stop: int

    def holds(self, offset: int) -> bool:
        """Is the offset in it, or at its end, where a cursor stands that has just written it?"""
        return self.start <= offset <= self.stop


@dataclass(frozen=True, slots=True)
class Typed:
    """A name with its type as it is written ("" where none is): a need of a rule, or a fact; `range` follows a fact."""

    name: str
    type: str
    at: Span
    whole: Span
    range: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A version of a rule. `head` is what its parentheses hold; `closed` tells whether they end."""

    name: str
    at: Span
    whole: Span
    law: str
    valid_from: str
    valid_to: str
    head: Span
    closed: bool
    needs: tuple[Typed, ...]
    returns: str
    text: str
    body: int


@dataclass(frozen=True, slots=True)
class FactClass:
    """A class of facts."""

    name: str
    at: Span
    whole: Span
    text: str
    facts: tuple[Typed, ...]


@dataclass(frozen=True, slots=True)
class WordSet:
    """A closed set of words."""

    name: str
    at: Span
    whole: Span
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a file declares, in its order, and its words."""

    tokens: tuple[Token, ...]
    rules: tuple[Rule, ...]
    classes: tuple[FactClass, ...]
    sets: tuple[WordSet, ...]

    def rule_at(self, offset: int) -> Rule | None:
        """The rule that an offset stands in."""
        before = bisect_right(self.rules, offset, key=lambda rule: rule.whole.start)
        rule = self.rules[before - 1] if before else None
        return rule if rule is not None and offset < rule.whole.stop else None

    def words(self, span: Span | None = None) -> Sequence[Token]:
        """The words but for comments, in a part of the file or all of it."""
        start = bisect_left(self.tokens, span.start, key=lambda token: token.start) if span else 0
        stop = bisect_left(self.tokens, span.stop, key=lambda token: token.start) if span else None
        return [token for token in self.tokens[start:stop] if token.kind != "comment"]


def outline(text: str) -> Outline:
    """The outline of a rule file."""
    read = tokens(text)
    rules: list[Rule] = []
    classes: list[FactClass] = []
    sets: list[WordSet] = []
    for statement, whole in _statements([token for token in read if token.kind != "comment"], len(text)):
        # Decorators stand before what they decorate.
        decorators = next((i for i, token in enumerate(statement) if token.text in ("def", "class")), 0)
        match [token.text for token in statement[decorators : decorators + 2]]:
            case ["def", _] if statement[decorators + 1].word:
                rules.append(_rule(text, statement[:decorators], statement[decorators:], whole))
            case ["class", _] if statement[decorators + 1].word:
                classes.append(_class(text, statement[decorators:], whole))
            case [_, "="] if statement[0].word:
                words = [token.inner for token in statement[2:] if token.kind == "string"]
                sets.append(WordSet(statement[0].word, _span(statement[0]), whole, tuple(words)))
    return Outline(read, tuple(rules), tuple(classes), tuple(sets))


def _statements(read: Sequence[Token], end: int) -> Iterator[tuple[list[Token], Span]]:
    """What begins at the margin, with all that is indented below it, up to where the next one begins."""
    starts = [
        index
        for index, token in enumerate(read)
        if token.column == 0 and token.first and token.text not in CLOSING
    ]
    heads = [
        start
        for before, start in zip([-1, *starts], starts, strict=False)
        if before < 0 or read[before].text != "@"
    ]
    for start, stop in pairwise([*heads, len(read)]):
        following = read[stop].start if stop < len(read) else end
        yield list(read[start:stop]), Span(read[start].start, following)


def _span(token: Token) -> Span:
    return Span(token.start, token.stop)


def _rule(text: str, decorators: Sequence[Token], statement: Sequence[Token], whole: Span) -> Rule:
    said = {
        name.text: value.inner
        for name, sign, value in zip(decorators, decorators[1:], decorators[2:], strict=False)
        if sign.text == "=" and value.kind == "string"
    }
    opened = len(statement) > 2 and statement[2].text == "("
    inside, closed = _inside(statement[3:]) if opened else ([], False)
    after = statement[3 + len(inside) + closed :] if opened else statement[2:]
    start = statement[2].stop if opened else statement[1].stop
    stop = statement[3 + len(inside)].start if closed else after[0].start if after else whole.stop
    returns, body = _returns(text, after)
    return Rule(
        name=statement[1].word,
        at=_span(statement[1]),
        whole=whole,
        law=said.get("law", ""),
        valid_from=said.get("valid_from", ""),
        valid_to=said.get("valid_to", ""),
        head=Span(start, max(start, stop)),
        closed=closed,
        needs=tuple(_typed(text, part) for part in _parts(inside) if part[0].word),
        returns=returns,
        text=_docstring(body),
        body=body[0].start if body else whole.stop,
    )


def _inside(read: Sequence[Token]) -> tuple[Sequence[Token], bool]:
    """What stands up to the closing parenthesis, and whether there is one. A head that is not closed ends with its line's words."""
    for index, (token, depth) in enumerate(depths(read)):
        if token.text == ")" and depth == 0:
            return read[:index], True
        is_docstring = token.kind == "string" and token.first
        if depth == 0 and (is_docstring or token.text in ("->", "return", "if", "match")):
            return read[:index], False
    return read, False


def _parts(read: Sequence[Token]) -> Iterator[list[Token]]:
    """What stands between the commas."""
    part: list[Token] = []
    for token, depth in depths(read):
        if token.text == "," and depth == 0:
            if part:
                yield part
            part = []
        else:
            part.append(token)
    if part:
        yield part


def _typed(text: str, part: Sequence[Token]) -> Typed:
    """`name: type`, and for a fact `= range`."""
    equals = next(
        (i for i, (token, depth) in enumerate(depths(part)) if token.text == "=" and not depth), None
    )
    types = part[2:equals] if len(part) > 1 and part[1].text == ":" else []
    range_ = _written(text, part[equals + 1 :]) if equals is not None else ""
    whole = Span(part[0].start, part[-1].stop)
    return Typed(part[0].word, _written(text, types), _span(part[0]), whole, range_)


def _written(text: str, read: Sequence[Token]) -> str:
    return " ".join(text[read[0].start : read[-1].stop].split()) if read else ""


def _returns(text: str, read: Sequence[Token]) -> tuple[str, Sequence[Token]]:
    """The type after the arrow, and the words of the body; without a colon the body begins on the next line."""
    if not read or read[0].text != "->":
        return "", read[1:] if read and read[0].text == ":" else read
    for index, (token, depth) in enumerate(depths(read)):
        if depth == 0 and token.text == ":":
            return _written(text, read[1:index]), read[index + 1 :]
        if depth == 0 and token.first and index and token.text not in CLOSING:
            return _written(text, read[1:index]), read[index:]
    return _written(text, read[1:]), ()


def _docstring(body: Sequence[Token]) -> str:
    return " ".join(body[0].inner.split()) if body and body[0].kind == "string" else ""


def _class(text: str, statement: Sequence[Token], whole: Span) -> FactClass:
    colon = next((index for index, token in enumerate(statement) if token.text == ":"), len(statement))
    body = statement[colon + 1 :]
    facts = [_typed(text, line) for line in _lines(body) if line[0].word and len(line) > 1]
    name = statement[1]
    return FactClass(name.word, _span(name), whole, _docstring(body), tuple(facts))


def _lines(read: Sequence[Token]) -> Iterator[list[Token]]:
    """The words of each line; a line inside parentheses belongs to the one that opened them."""
    line: list[Token] = []
    for token, depth in depths(read):
        if token.first and depth == 0 and line:
            yield line
            line = []
        line.append(token)
    if line:
        yield line


def element_of(type_: str) -> str:
    """The class whose elements a list holds: "list[Barn]" → "Barn"; "" for another type."""
    found = re.fullmatch(r"list\s*\[\s*(\w+)\s*\]", type_)
    return found[1] if found else ""
