"""How what is gathered from a list is told: a sum element by element, any and all by the element that settled it."""

from allmanning.rules.intervals import value_of
from allmanning.rules.nodes import Aggregate
from allmanning.rules.stories import SUM, WORDS, Story, Tell, Teller, Token, counted, leaf

MOST_ELEMENTS_TOLD = 4


def any_or_all(teller: Teller, node: Aggregate, position: int) -> Tell:
    """The element that settled it, or all of them."""
    as_value = aggregate(teller, node, position)
    if node.operator not in ("any", "all"):
        return as_value
    settling = node.operator == "any"
    where, body = teller.conditions[node.where], teller.conditions[node.body]

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        whole = value_of(story.memo[position])
        those = counted(story, node, position) if whole is not None else ()
        if whole is settling:
            sure = [inner for inner in those if inner.memo[node.where][0]]
            those = [inner for inner in sure if inner.memo[node.body] == (settling, settling)][:1]
        if not those:
            return as_value(story, "", out)
        for number, inner in enumerate(those[:MOST_ELEMENTS_TOLD]):
            if number:
                out.append("and")
            one = story.inside(node, inner)
            where(one, "", one.waste)
            body(one, "", out)
        return WORDS

    return tell


def aggregate(teller: Teller, node: Aggregate, position: int) -> Tell:
    """A sum is written out element by element; of the rest only the result is told, and what it reads is noted."""
    where, body = teller.conditions[node.where], teller.grouped(node.body, SUM)
    counts, sums = node.operator == "count", node.operator == "sum"
    whole = leaf(teller, "count" if counts else "part", node.list if counts else "", position)

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        strength = None
        for inner in counted(story, node, position):
            one = story.inside(node, inner)
            where(one, "", one.waste)
            if not sums:
                body(one, "", one.waste)
                continue
            if strength is not None:
                out.append("+")
            alone = body(one, sign, out)
            strength = alone if strength is None else SUM
        return whole(story, "", out) if strength is None else strength

    return tell
