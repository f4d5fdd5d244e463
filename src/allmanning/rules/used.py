"""Which parameters a value stands on: every cell that was read, or that a fact still unknown may make it read."""

from collections.abc import Iterable, Iterator, Sequence

from allmanning.rules.bounds import Indexes, Memo, Survey, within
from allmanning.rules.nodes import Aggregate, If, Logic, Lookup, Node, ParameterRef, children
from allmanning.rules.values import TableValue

# A node as it is seen under some elements: its position, the bounds there, and which elements they are.
type View = tuple[int, Memo, Indexes]


def cells_used(survey: Survey, targets: Iterable[str]) -> tuple[tuple[str, int | None], ...]:
    """(parameter, key) pairs below some target rules, along the arms that were or may be taken.

    The key is None for a parameter with one value; for a table it is the first key of the cell. Each node is looked
    at once for each element.
    """
    found: dict[tuple[str, int | None], None] = {}
    values, own = survey.graph.values, survey.surveyor.own
    seen: set[tuple[int, Indexes]] = set()
    stack: list[View] = [(values[target], survey.memo, ()) for target in targets]
    stack.reverse()
    while stack:
        position, memo, indexes = stack.pop()
        place = position, own(position, indexes)
        if place in seen:
            continue
        seen.add(place)
        node = survey.graph.nodes[position]
        match node:
            case ParameterRef(name=name):
                found[name, None] = None
            case Lookup(table=table, key=key):
                found.update(dict.fromkeys((table, first) for first in _cells(survey, table, memo[key])))
        if isinstance(node, Aggregate):
            stack.extend(_gathered(survey, node, (position, memo, indexes)))
        else:
            stack.extend((child, memo, indexes) for child in reversed(_taken(node, memo)))
    return tuple(found)


def _gathered(survey: Survey, node: Aggregate, view: View) -> Iterator[View]:
    """What an aggregate stands on, the last to be looked at first; its default unless some element surely counts."""
    position, memo, indexes = view
    elements = survey.seen(position, indexes)
    if not any(inner.index is not None and inner.memo[node.where][0] for inner in elements):
        yield node.default, memo, indexes
    for inner in reversed(elements):
        if inner.memo[node.where][1]:
            below = within(indexes, node.level, inner.index)
            yield node.body, inner.memo, below
            yield node.where, inner.memo, below


def _cells(survey: Survey, table: str, keys: tuple[int, int]) -> Sequence[int]:
    value = survey.parameters[table]
    assert isinstance(value, TableValue)  # noqa: S101 - checked when the package was read
    first, last = (value.index(min(max(key, value.starts[0]), _end(value))) or 0 for key in keys)
    return value.starts[first : last + 1]


def _end(value: TableValue) -> int:
    return value.starts[-1] if value.end is None else value.end


def _taken(node: Node, memo: Memo) -> tuple[int, ...]:
    match node:
        case If(condition=condition, then=then, otherwise=otherwise):
            low, high = memo[condition]
            if low:
                return (condition, then)
            return (condition, then, otherwise) if high else (condition, otherwise)
        case Logic(operator=operator, left=left, right=right):
            decided = memo[left] == ((True, True) if operator == "or" else (False, False))
            return (left,) if decided else (left, right)
        case _:
            return children(node)
