"""Claims about a graph: conditions over its facts, values and parameters, in the grammar that rules are written in."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NoReturn

from allmanning.rules.datatypes import BOOL, DATE, ListOf, TableOf, Type
from allmanning.rules.errors import Finding, LanguageError, Place
from allmanning.rules.expressions import expression
from allmanning.rules.graph import Builder, Graph, Site, TooDeepError, TooLargeError, Vocabulary
from allmanning.rules.limits import beyond_limits
from allmanning.rules.nodes import AsOf, FactRef, Lookup, ParameterRef
from allmanning.rules.scope import ListName, Scope, Symbol, TableName, Typed
from allmanning.rules.syntax import Source, read
from allmanning.rules.words import AS_OF

LONGEST_CLAIM = 2_000


def with_claims(graph: Graph, claims: Mapping[str, str], file: str) -> Graph:
    """The graph with each claim among its values, under a name that no rule has.

    Facts, rules of the household and the parameters that some rule reads are known by their names; rules per element
    are called, as in `any(räknad_inkomst(b) > 0 for b in barn)`. Raises LanguageError.
    """
    values = dict(graph.values)
    for name, text in claims.items():
        graph, values[name] = _with_claim(graph, text, file)
    return replace(graph, values=values)


def _with_claim(graph: Graph, text: str, file: str) -> tuple[Graph, int]:
    if len(text) > LONGEST_CLAIM:
        message = f"The condition is longer than {LONGEST_CLAIM:,} letters"
        raise LanguageError([Finding("R001", message, "Make a rule of it", Place(file, 0, 0, 0))])
    source, module = read(file, " ".join(text.splitlines()).strip())
    around = _Around(graph, source)
    match module.body:
        case [ast.Expr(value=node)]:
            around.refuse_rules_per_element(node)
            scope = Scope(source, -1, dict(around.names()), around, BOOL)
            try:
                found = scope.coerce(scope.value(node), BOOL)
            except (TooDeepError, TooLargeError) as error:
                source.refuse("R004", "The condition is too large", str(error), node)
        case _:
            source.refuse("R003", "A condition is one expression", "Write it as in an if", module)
    grown = around.grown()
    heavy = tuple(beyond_limits(replace(grown, values={"": found.node}), _Sources(source)))
    if heavy:
        raise LanguageError(heavy)
    return grown, found.node


class _Sources(dict[str, Source]):
    """The text of a claim, whatever file a node of it stands in."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source

    def __missing__(self, file: str) -> Source:
        return self.source


def _read(graph: Graph) -> Iterator[str]:
    """The parameters that some rule reads."""
    for node in graph.nodes:
        match node:
            case ParameterRef(name=name) | Lookup(table=name):
                yield name
            case _:
                continue


@dataclass(slots=True)
class _Around:
    """What a claim may speak of: everything that the graph holds already."""

    graph: Graph
    source: Source
    builder: Builder = field(init=False)
    parameters: Mapping[str, Type] = field(init=False)
    used: set[str] = field(default_factory=set)
    sites: list[Site] = field(default_factory=list)

    expression = staticmethod(expression)

    def __post_init__(self) -> None:
        graph = self.graph
        self.sites += graph.sites
        # Only what some rule reads has a row wherever the rules can be used at all.
        self.parameters = {name: graph.parameters[name] for name in _read(graph)}
        known = {node: position for position, node in enumerate(graph.nodes)}
        depths = [0] * len(graph.nodes)
        self.builder = Builder(
            list(graph.nodes), list(graph.types), list(graph.places), list(graph.levels), depths, known
        )

    @property
    def vocabulary(self) -> Vocabulary:
        """All facts."""
        return self.graph.vocabulary

    def names(self) -> Iterator[tuple[str, Symbol]]:
        """Every name with its meaning."""
        graph, at = self.graph, ast.Pass()
        for name, fact in self.vocabulary.facts.items():
            if isinstance(fact.type, ListOf):
                yield name, ListName(name, fact.type.entity)
            else:
                yield name, self._leaf(FactRef(name), fact.type)
        for name, position in graph.values.items():
            yield name, Typed(position, graph.types[position], at)
        for name, type_ in self.parameters.items():
            if isinstance(type_, TableOf):
                yield name, TableName(name, type_)
            else:
                yield name, self._leaf(ParameterRef(name), type_)
        yield AS_OF, self._leaf(AsOf(), DATE)

    def _leaf(self, node: FactRef | ParameterRef | AsOf, type_: Type) -> Typed:
        at = ast.Pass()
        return Typed(self.builder.add(node, type_, self.source.place(at)), type_, at)

    def entity_of(self, rule: str) -> str | None:
        """The entity a rule looks at, "" for the household; None when there is no such rule."""
        found = self.graph.rules.get(rule)
        return None if found is None else found.entity

    def rules_per_element(self) -> Iterable[str]:
        """The names of all rules that look at one element."""
        return (name for name, rule in self.graph.rules.items() if rule.entity)

    def rule(self, name: str, list_name: str, level: int, at: ast.AST) -> Typed:
        """The value of a rule per element."""
        if level > 0:
            self._refuse(f"{name!r} is called inside two lists", "Make a rule of the condition", at)
        position = self.graph.element_values[list_name][name]
        return Typed(position, self.graph.types[position], at)

    def refuse_rules_per_element(self, node: ast.AST) -> None:
        """A rule per element has no value by itself."""
        called = {each.func for each in ast.walk(node) if isinstance(each, ast.Call)}
        for each in ast.walk(node):
            if isinstance(each, ast.Name) and each not in called and self.entity_of(each.id):
                message = f"{each.id!r} has one value for each {self.entity_of(each.id)}"
                self._refuse(message, f"Call it for each element: any({each.id}(x) … for x in …)", each)

    def _refuse(self, message: str, hint: str, at: ast.AST) -> NoReturn:
        self.source.refuse("R134", message, hint, at)

    def grown(self) -> Graph:
        """The graph with what has been added."""
        made = self.builder
        return replace(
            self.graph, nodes=tuple(made.nodes), types=tuple(made.types), places=tuple(made.places),
            levels=tuple(made.levels), sites=tuple(self.sites),
        )  # fmt: skip
