"""What a package declares and nothing uses: facts, parameters, local settings and rules."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from allmanning.packages.package import Package
from allmanning.packages.pointing import Pointer
from allmanning.packages.questions import all_facts
from allmanning.rules.errors import Finding
from allmanning.rules.graph import Graph
from allmanning.rules.nodes import Aggregate, FactRef, FieldRef, Lookup, Named, ParameterRef, children


@dataclass(frozen=True, slots=True)
class Use:
    """The names that some rule reads, and those that the decision stands on: facts with paths, parameters and rules."""

    by_rules: frozenset[str]
    by_decision: frozenset[str]


def use(package: Package) -> Use:
    """What is used, in any period of law."""
    decision = package.manifest.decision
    wanted: set[str | None] = {*package.manifest.rules_read, *(item.granted for item in decision.items)}
    wanted.update(name for example in package.examples for name in example.expect)
    for each in package.properties:
        wanted.update([each.value, *re.findall(r"\w+", f"{each.condition} {each.when}")])
    by_rules: set[str] = set()
    by_decision: set[str] = {name for item in decision.items for name in (item.requested, item.name_from)}
    for graph in package.program.graphs:
        rules = [*graph.values.values()]
        rules += [node for values in graph.element_values.values() for node in values.values()]
        by_rules.update(_names_below(graph, rules))
        roots = [node for name, node in graph.values.items() if name in wanted]
        by_decision.update(_names_below(graph, roots))
    return Use(frozenset(by_rules), frozenset(by_decision))


def _names_below(graph: Graph, starts: Iterable[int]) -> Iterator[str]:
    """The facts, parameters and rules that some nodes stand on, themselves among them."""
    stack, seen = list(starts), set[int]()
    while stack:
        position = stack.pop()
        if position in seen:
            continue
        seen.add(position)
        node = graph.nodes[position]
        stack.extend(children(node))
        match node:
            case FactRef(name=name) | ParameterRef(name=name) | Named(name=name) | Lookup(table=name):
                yield name
            case FieldRef(list=list_name, name=name):
                yield list_name
                yield f"{list_name}.{name}"
            case Aggregate(list=name):
                yield name
            case _:
                continue


def unused(package: Package, used: Use, pointer: Pointer) -> Iterator[Finding]:
    """Nobody is asked what nobody uses, nobody sets it, and nobody keeps a rule in step with the law for nothing."""
    reading = {question.fact for question in package.questions if question.reading}
    for name, fact in all_facts(package.vocabulary).items():
        if name not in used.by_rules and name not in reading:
            hint = 'Remove the fact, use it in a rule, or give its question reading = "…" with the reason'
            yield pointer.at("C001", f"No rule uses the fact {name!r}", hint, fact.place)
    for name in package.parameters:
        if name not in used.by_rules:
            message, hint = f"No rule uses the parameter {name!r}", "Remove it, or use it in a rule"
            yield pointer.at_key("C002", message, hint, "parameters.toml", name)
    for setting in package.local:
        if setting.name not in used.by_rules:
            message, hint = f"No rule uses the local setting {setting.name!r}", "Remove it"
            yield pointer.at_key("C002", message, hint, "local.toml", setting.name)
    yield from _rules(package.program.graphs, used, pointer)


def _rules(graphs: Sequence[Graph], used: Use, pointer: Pointer) -> Iterator[Finding]:
    told: set[str] = set()
    for graph in graphs:
        for name, rule in graph.rules.items():
            if name not in used.by_decision and name not in told:
                told.add(name)
                message = f"Nothing comes of the rule {name!r}: no outcome, amount or item stands on it"
                hint = "Remove it, use it in a rule that does, or let an example or a property speak of it"
                yield pointer.at("C003", message, hint, rule.place)
