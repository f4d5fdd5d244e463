"""What package.toml names must be there, in every period of law, and be of the right kind."""

from collections.abc import Iterator, Mapping, Sequence

from allmanning.packages.document import Document
from allmanning.packages.manifest import DecisionSpec, ItemSpec, Manifest
from allmanning.packages.questions import Question, all_facts
from allmanning.rules.datatypes import MONEY, Choice, Type, told
from allmanning.rules.errors import did_you_mean
from allmanning.rules.graph import FactDeclaration, Graph
from allmanning.rules.program import Program


def refuse_unfitting(document: Document, manifest: Manifest, program: Program) -> None:
    """Note what does not fit as findings of the document."""
    decision = manifest.decision
    for graph in program.graphs:
        _refuse_rule(document, graph, decision.amount or "", "decision", "amount")
        for index, name in enumerate(decision.contents):
            if name not in graph.values:
                _refuse_missing(document, graph, name, "decision", "contents", index)
        for index, item in enumerate(decision.items):
            _refuse_granted(document, graph, item, index)
        _refuse_outcomes(document, graph, manifest)
    _refuse_double_outcomes(document, decision)
    facts = all_facts(program.vocabulary)
    for index, item in enumerate(decision.items):
        place = ("decision", "item", index, "requested")
        if item.requested and item.requested not in facts:
            hint = did_you_mean(item.requested, facts)
            document.refuse("P025", f"{item.requested!r} is not a fact of the household", hint, *place)
        elif item.requested and facts[item.requested].type != MONEY:
            _refuse_kind(document, item.requested, facts[item.requested].type, *place)
        if item.name_from and not _names(facts, item):
            message = f"{item.name_from!r} is no closed set of words of the same element"
            hint = did_you_mean(item.name_from, [name for name in facts if "." in name])
            document.refuse("P025", message, hint, "decision", "item", index, "name_from")


def _names(facts: Mapping[str, FactDeclaration], item: ItemSpec) -> bool:
    """A closed set of words in the element that the thing asked for stands in."""
    fact = facts.get(item.name_from)
    of_same = item.name_from.partition(".")[0] == item.requested.partition(".")[0]
    return fact is not None and isinstance(fact.type, Choice) and of_same


def _refuse_granted(document: Document, graph: Graph, item: ItemSpec, index: int) -> None:
    """A rule that gives an amount, of the household or of the element that is asked for."""
    place = ("decision", "item", index, "granted")
    of_list, dot, _ = item.requested.partition(".")
    values = graph.element_values.get(of_list, {}) if dot else graph.values
    if not dot:
        _refuse_rule(document, graph, item.granted, *place)
    elif item.granted not in values:
        message = f"{item.granted!r} is not a rule of each of {of_list!r} on {graph.valid_from.isoformat()}"
        document.refuse("P024", message, did_you_mean(item.granted, values), *place)
    elif graph.types[values[item.granted]] != MONEY:
        _refuse_kind(document, item.granted, graph.types[values[item.granted]], *place)


def refuse_unknown_earlier(document: Document, questions: Sequence[Question], program: Program) -> None:
    """Note what is taken from an earlier decision and is no value of one, or of another kind than the fact."""
    facts = program.vocabulary.facts
    for index, question in enumerate(questions):
        if not question.earlier:
            continue
        place, wanted = ("question", index, "earlier"), facts[question.fact].type
        found = [
            graph.types[graph.values[question.earlier]]
            for graph in program.graphs
            if question.earlier in graph.values
        ]
        if not found and question.earlier in facts:
            found = [facts[question.earlier].type]
        if not found:
            hint = did_you_mean(question.earlier, [*program.graphs[-1].values, *facts])
            document.refuse("P054", f"{question.earlier!r} is no rule or fact of the household", hint, *place)
        elif any(type_ != wanted for type_ in found):
            message = f"{question.earlier!r} is {told(found[0])}, and {question.fact!r} is {told(wanted)}"
            document.refuse("P054", message, "Name a rule or a fact of the same kind", *place)


def _refuse_rule(document: Document, graph: Graph, name: str, *place: str | int) -> None:
    """A rule that gives an amount."""
    if not name:
        return
    if name not in graph.values:
        _refuse_missing(document, graph, name, *place)
    elif graph.types[graph.values[name]] != MONEY:
        _refuse_kind(document, name, graph.types[graph.values[name]], *place)


def _refuse_missing(document: Document, graph: Graph, name: str, *place: str | int) -> None:
    message = f"{name!r} is not a rule of the household on {graph.valid_from.isoformat()}"
    hint = did_you_mean(name, graph.values)
    if name in graph.rules:
        hint = f"It has a value for each {graph.rules[name].entity}; name a rule of the household"
    document.refuse("P024", message, hint, *place)


def _refuse_kind(document: Document, name: str, type_: Type, *place: str | int) -> None:
    message = f"{name!r} is {told(type_)}; an amount is expected"
    document.refuse("P029", message, "Name one that is Money", *place)


def _refuse_outcomes(document: Document, graph: Graph, manifest: Manifest) -> None:
    decision = manifest.decision
    if not decision.outcome:
        return
    if decision.outcome not in graph.values:
        _refuse_missing(document, graph, decision.outcome, "decision", "outcome")
        return
    type_ = graph.types[graph.values[decision.outcome]]
    if not isinstance(type_, Choice):
        hint = 'The rule must give Literal["bifall", "avslag"], for instance'
        document.refuse("P026", f"{decision.outcome!r} does not give words", hint, "decision", "outcome")
        return
    declared = {*decision.granted, *decision.partly, *decision.refused}
    for option in type_.options:
        if option not in declared:
            hint = "List it under granted, partly or refused"
            document.refuse("P027", f"The outcome {option!r} is not sorted", hint, "decision")
    for place, outcomes in _listed(manifest):
        for outcome in outcomes:
            _refuse_strange(document, type_, outcome, *place)


def _listed(manifest: Manifest) -> Iterator[tuple[tuple[str | int, ...], tuple[str, ...]]]:
    """Where outcomes are named, and which."""
    for key in ("granted", "partly", "refused"):
        yield ("decision", key), getattr(manifest.decision, key)
    for index, instead in enumerate(manifest.appeals_instead):
        yield ("appeal", "instead", index, "outcomes"), instead.outcomes
    yield ("automation", "outcomes"), manifest.automation.outcomes
    yield ("delegation", "four_eyes"), manifest.delegation.four_eyes


def _refuse_strange(document: Document, type_: Choice, outcome: str, *place: str | int) -> None:
    if outcome not in type_.options:
        hint = did_you_mean(outcome, type_.options)
        document.refuse("P028", f"{outcome!r} is no outcome of the rule", hint, *place)


def _refuse_double_outcomes(document: Document, decision: DecisionSpec) -> None:
    listed = [*decision.granted, *decision.partly, *decision.refused]
    for outcome in dict.fromkeys(listed):
        if listed.count(outcome) > 1:
            hint = "List it once, under granted, partly or refused"
            document.refuse("P027", f"The outcome {outcome!r} is sorted twice", hint, "decision")
