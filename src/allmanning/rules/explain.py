"""Why: the tree of rules behind a value, rebuilt from a survey at any later time. Nothing is recorded while deciding.

Only the ways that were taken are told. Words and formats belong to whoever shows the tree.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from allmanning.rules.bounds import Indexes, Memo, Survey
from allmanning.rules.datatypes import Type
from allmanning.rules.intervals import Bounds, value_of
from allmanning.rules.stories import CellUse, Operand, Story, Teller, Token


# Not frozen, as a frozen one takes four times as long to make, and a tree has dozens.
@dataclass(slots=True)
class Explanation:
    """A rule's value and what it came from.

    `formula` and each of `because` are tokens: signs (`+ - × = ≤ … ( )`), words in English (`lowest of`, `rounded`)
    and operands. `index` is the element's number for a rule per element. `signs` tell how each of `parts` goes into the
    value. `repeated`: told in full further up.
    """

    name: str
    index: int | None
    list: str
    value: Any
    bounds: Bounds
    type: Type
    formula: Sequence[Token] = ()
    because: Collection[Sequence[Token]] = ()
    facts: Collection[Operand] = ()
    parameters: Collection[CellUse] = ()
    parts: Sequence["Explanation"] = ()
    signs: Sequence[str] = ()
    repeated: bool = False


def explain(survey: Survey, name: str, teller: Teller) -> Explanation:
    """The explanation of one rule of the household."""
    return _Explaining(survey, teller).named(survey.graph.values[name], survey.memo, ())


class _Explaining:
    def __init__(self, survey: Survey, teller: Teller) -> None:
        self.survey = survey
        self.rules = teller.rules
        self.told: set[tuple[str, str, int | None]] = set()

    def named(self, position: int, memo: Memo, indexes: Indexes) -> Explanation:
        rule, bounds = self.rules[position], memo[position]
        name, listed = rule.name, rule.list
        index = indexes[rule.level] if listed else None
        key = name, listed, index
        if key in self.told:
            return Explanation(name, index, listed, value_of(bounds), bounds, rule.type, repeated=True)
        self.told.add(key)
        story = Story(self.survey, memo, indexes, {}, {}, {}, {})
        tokens: list[Token] = []
        rule.tell(story, "+", tokens)
        parts: Sequence[Explanation] = ()
        signs: Sequence[str] = ()
        if story.rules:
            found = story.rules.values()
            parts = [self.named(below, memo, where) for below, memo, where, _ in found]
            signs = [sign for *_, sign in found]
        return Explanation(
            name, index, listed, value_of(bounds), bounds, rule.type, tokens, story.because.values(),
            story.facts.values(), story.cells.values(), parts, signs,
        )  # fmt: skip
