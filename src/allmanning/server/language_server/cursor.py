"""Where in a rule file something is to be written: the words before it, and the rule or class around it."""

from dataclasses import dataclass

from allmanning.server.language_server.desk import Desk
from allmanning.server.language_server.outline import FactClass, Rule, Span
from allmanning.server.language_server.rule_symbols import local_names
from allmanning.server.language_server.tokens import Token


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place to write at.

    `before` are the words before it, comments left out, `after` is the next one ("" at the end). `at` is what is
    replaced: the word up to the cursor, or the whole text in quotes; `quoted` tells which. `margin`: the word begins
    at the margin, where rules and classes do.
    """

    desk: Desk
    file: str
    before: tuple[Token, ...]
    after: str
    rule: Rule | None
    facts: FactClass | None
    offset: int
    at: Span
    quoted: bool
    margin: bool

    def back(self, steps: int) -> str:
        """The word so many steps back, 1 being the one just before; "" where there is none."""
        return self.before[-steps].text if steps <= len(self.before) else ""

    @property
    def in_head(self) -> bool:
        """Is it inside the parentheses of a rule?"""
        return self.rule is not None and self.rule.head.holds(self.offset)

    @property
    def in_decorator(self) -> bool:
        """Is it inside the parentheses of `@rule(…)`?"""
        start = next((token for token in reversed(self.before) if token.first and token.column == 0), None)
        return start is not None and start.text == "@" and self.back(1) in ("(", ",")

    @property
    def in_body(self) -> bool:
        """Is it below the head of a rule?"""
        return self.rule is not None and self.offset > self.rule.head.stop and not self.margin

    def elements(self) -> dict[str, str]:
        """The names of elements in the rule, with their classes."""
        known = local_names(self.desk, self.file, self.rule) if self.rule else {}
        return {name: symbol.element for name, symbol in known.items() if symbol.element}


def cursor_at(desk: Desk, file: str, offset: int) -> Cursor | None:
    """The place at an offset; None inside a comment, a docstring or a number, where nothing is offered."""
    read, text = desk.outlines[file], desk.texts[file]
    before = [token for token in read.tokens if token.start < offset]
    after = next((token.text for token in read.tokens if token.start >= offset), "")
    at, quoted = Span(offset, offset), False
    if before and _is_written(before[-1], offset):
        word = before.pop()
        if word.kind in ("comment", "number") or word.text.startswith(('"""', "'''")):
            return None
        quoted = word.kind == "string"
        at = Span(word.start + quoted, word.stop - 1 if quoted and word.closed else offset)
    return Cursor(
        desk=desk,
        file=file,
        before=tuple(token for token in before if token.kind != "comment"),
        after=after,
        rule=next((rule for rule in read.rules if _holds(rule.whole, offset, len(text.text))), None),
        facts=next((each for each in read.classes if _holds(each.whole, offset, len(text.text))), None),
        offset=offset,
        at=at,
        quoted=quoted,
        margin=text.position(at.start)[1] == 0,
    )


def _is_written(word: Token, offset: int) -> bool:
    """Is the cursor in the word, or at the end of one that can go on?"""
    if word.kind == "string":
        return offset < word.stop or not word.closed
    return offset <= word.stop and word.kind != "sign"


def _holds(whole: Span, offset: int, end: int) -> bool:
    return whole.start <= offset < whole.stop or offset == whole.stop == end
