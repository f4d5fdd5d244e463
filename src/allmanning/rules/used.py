"""Which parameters a value stands on: every cell that was read, or that a fact still unknown may make it read."""

from collections.abc import Iterable, Sequence

from allmanning.rules.bounds import Indexes, Memo, Survey, within
from allmanning.rules.nodes import Aggregate, If, Logic, Lookup, Node, ParameterRef, children
from allmanning.rules.values import TableValue


def cells_used(survey: Survey, targets: Iterable[str]) -> tuple[tuple[str, int | None], ...]:
    """(parameter, key) pairs below some target rules, along the arms that were or may be taken.

    The key is None for a parameter with one value; for a table it is the first key of the cell.
    """
    found: dict[tuple[str, int | None], None] = {}
    for target in targets:
        _visit(survey, survey.graph.values[target], survey.memo, (), found)
    return tuple(found)


def _visit(
    survey: Survey, start: int, memo: Memo, indexes: Indexes, found: dict[tuple[str, int | None], None]
) -> None:
    stack, seen = [start], {start}
    while stack:
        position = stack.pop()
        node = survey.graph.nodes[position]
        match node:
            case ParameterRef(name=name):
                found[name, None] = None
            case Lookup(table=table, key=key):
                found.update(dict.fromkeys((table, first) for first in _cells(survey, table, memo[key])))
            case Aggregate():
                for inner in survey.seen(position, indexes):
                    if inner.memo[node.where][1]:
                        below = within(indexes, node.level, inner.index)
                        _visit(survey, node.where, inner.memo, below, found)
                        _visit(survey, node.body, inner.memo, below, found)
                continue
            case _:
                pass
        for child in _taken(node, memo):
            if child not in seen:
                seen.add(child)
                stack.append(child)


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
