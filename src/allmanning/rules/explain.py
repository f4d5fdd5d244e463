"""Why: the tree of rules behind a value, rebuilt from a survey at any later time. Nothing is recorded while deciding.

Only the ways that were taken are told. Words and formats belong to whoever shows the tree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from allmanning.rules.bounds import Indexes, Memo, Survey
from allmanning.rules.datatypes import Type
from allmanning.rules.intervals import Bounds, value_of
from allmanning.rules.stories import CellUse, Mention, Operand, Story, Teller, Token


# Not frozen, as a frozen one takes four times as long to make, and a tree has dozens.
@dataclass(slots=True)
class Explanation:
    """A rule's value and what it came from.

    `formula` and each of `because` are tokens: signs (`+ - × = ≤ … ( )`), words in English (`lowest of`, `rounded`)
    and operands. `index` is the element's number for a rule per element. `sign` tells how the value goes into the rule
    above: added (+), subtracted (-) or neither (). `repeated`: told in full further up.
    """

    name: str
    index: int | None
    list: str
    sign: str
    value: Any
    bounds: Bounds
    type: Type
    formula: Sequence[Token] = ()
    because: Sequence[Sequence[Token]] = ()
    facts: Sequence[Operand] = ()
    parameters: Sequence[CellUse] = ()
    parts: Sequence["Explanation"] = ()
    repeated: bool = False


def explain(survey: Survey, name: str, teller: Teller) -> Explanation:
    """The explanation of one rule of the household."""
    return _Explaining(survey, teller).named(survey.graph.values[name], survey.memo, (), "")


class _Explaining:
    def __init__(self, survey: Survey, teller: Teller) -> None:
        self.survey = survey
        self.rules = teller.rules
        self.told: set[object] = set()
        self.waste: list[Token] = []

    def named(self, position: int, memo: Memo, indexes: Indexes, sign: str) -> Explanation:
        rule, bounds = self.rules[position], memo[position]
        name, listed = rule.name, rule.list
        index = indexes[rule.level] if listed else None
        # The same rule of the same element may be read at several levels, so there its node is not enough.
        key = (name, listed, index) if listed else position
        if key in self.told:
            value = value_of(bounds)
            return Explanation(name, index, listed, sign, value, bounds, rule.type, repeated=True)
        self.told.add(key)
        because: list[list[Token]] = []
        facts: list[Operand] = []
        cells: list[CellUse] = []
        mentions: list[Mention] = []
        formula: list[Token] = []
        rule.tell(
            Story(self.survey, memo, indexes, because, facts, cells, mentions, self.waste), "+", formula
        )
        pair = not isinstance(bounds, frozenset) and bounds[0] == bounds[1]
        value, named = bounds[0] if pair else value_of(bounds), self.named
        return Explanation(
            name, index, listed, sign, value, bounds, rule.type, formula, because, facts, cells,
            [named(*mention) for mention in mentions] if mentions else (),
        )  # fmt: skip
