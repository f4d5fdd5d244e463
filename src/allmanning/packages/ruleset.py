"""The rules of one package as they stand on one day in one organisation: the door to asking, deciding, explaining."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from allmanning.packages.cells import Status
from allmanning.packages.errors import NoParameterRowError
from allmanning.packages.facts import check_facts, to_json
from allmanning.packages.manifest import NEVER_AUTOMATIC, ItemSpec
from allmanning.packages.parameters import LocalValues, ParameterPeriod
from allmanning.packages.reckoning import FactUse, Line, Words, facts_used, laws, reckoning
from allmanning.packages.wording import Text
from allmanning.rules.ask import open_facts, ranking
from allmanning.rules.bounds import Survey, Surveyor, surveyor
from allmanning.rules.decide import Bind, Decide, decider
from allmanning.rules.explain import explain
from allmanning.rules.formulas import teller
from allmanning.rules.graph import Graph
from allmanning.rules.intervals import Bounds, certain, only
from allmanning.rules.nodes import Lookup, ParameterRef
from allmanning.rules.stories import Teller
from allmanning.rules.used import cells_used
from allmanning.rules.values import ParameterValue, Value

if TYPE_CHECKING:
    from allmanning.packages.package import Package

type Hindrance = Literal["open", "judgement", "derived", "appeal_route", "automation", "outcome"]
type ItemStatus = Literal["granted", "partly", "refused", "open", "not_requested"]


@dataclass(frozen=True, slots=True)
class ParameterUse:
    """A parameter row that was read; `key` is the key of the cell as a person writes it, None for a single value."""

    name: str
    label: Text
    key: str | None
    value: str
    valid_from: date
    valid_to: date | None
    law: str
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one thing that was asked for; amounts in öre, None while open."""

    id: str
    name: Text
    requested: int | None
    granted: int | None
    status: ItemStatus
    reason: Text
    law: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """One run of the rules over the facts.

    `outcome`, `amount` (öre) and `values` hold what is certain; `open` are the fact paths that can still change the
    outcome, the amount, the contents or an item, best first; `next` is the next question for the resident, in the author's order;
    `judgements` are the open ones that only a caseworker may state. `hindrances` say why the case cannot be decided
    automatically; `automatic` is true when there are none.
    """

    outcome: str | None
    amount: int | None
    values: Mapping[str, Value]
    open: tuple[str, ...]
    next: str | None
    judgements: tuple[str, ...]
    bounds: Mapping[str, Bounds]
    derived: tuple[ParameterUse, ...]
    hindrances: tuple[Hindrance, ...]
    items: tuple[Item, ...]

    @property
    def automatic(self) -> bool:
        """May the automatic function decide this?"""
        return not self.hindrances

    @property
    def decided(self) -> bool:
        """Nothing is open that could change the outcome."""
        return not self.open

    def to_json(self) -> dict[str, Any]:
        """As JSON: money in öre, dates as text."""
        return {
            "outcome": self.outcome,
            "amount": self.amount,
            "values": to_json(dict(self.values)),
            "open": list(self.open),
            "automatic": self.automatic,
            "hindrances": list(self.hindrances),
            "derived": [
                {"parameter": use.name, "key": use.key, "source": use.source, "law": use.law}
                for use in self.derived
            ],
            "items": [
                {"id": item.id, "requested": item.requested, "granted": item.granted, "status": item.status}
                for item in self.items
            ],
        }

    def asking_json(self) -> dict[str, Any]:
        """What is open, as JSON."""
        return {
            "open": list(self.open),
            "next": self.next,
            "outcome": self.outcome,
            "bounds": {name: bounds_json(bounds) for name, bounds in self.bounds.items()},
        }


def bounds_json(bounds: Bounds) -> list[Any]:
    """[lowest, highest]; for words, all that are possible."""
    return sorted(bounds) if isinstance(bounds, frozenset) else [to_json(end) for end in bounds]


@dataclass(frozen=True, slots=True)
class Engine:
    """The readers of one graph, made once."""

    graph: Graph
    surveyor: Surveyor
    bind: Bind
    teller: Teller
    worth: Mapping[str, float]


def engine(graph: Graph, targets: Sequence[str]) -> Engine:
    """Make a graph ready for asking and deciding."""
    return Engine(graph, surveyor(graph), decider(graph), teller(graph), ranking(graph, targets))


@dataclass(frozen=True, slots=True)
class Grounds:
    """The paragraphs that a decision stands on, and the facts, each with its value in English beside it."""

    laws: tuple[str, ...]
    facts: tuple[tuple[FactUse, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ruleset:
    """A package × a day × local settings. `rows` are the national rows in force; `parameters` all values by name.

    `judgements` are the facts that no resident may state.
    """

    package: Package
    day: date
    local: LocalValues
    engine: Engine
    rows: Mapping[str, ParameterPeriod]
    parameters: Mapping[str, ParameterValue]
    decide: Decide
    order: Callable[[str], tuple[int, int]]
    judgements: frozenset[str]

    @property
    def targets(self) -> tuple[str, ...]:
        """The rules that the decision is made of."""
        decision = self.package.manifest.decision
        return (decision.outcome, decision.amount) if decision.amount else (decision.outcome,)

    @property
    def principal(self) -> str:
        """The rule that a decision is explained by: the amount's, or the outcome's where there is no amount."""
        return self.targets[-1]

    @property
    def goals(self) -> tuple[str, ...]:
        """All that a decision says, its contents with it."""
        return (*self.targets, *self.package.manifest.decision.contents)

    def check_facts(self, raw: Mapping[str, object], *, kronor: bool = False) -> dict[str, Any]:
        """Checked facts. Raises FactError."""
        return check_facts(self.package.vocabulary, raw, kronor=kronor)

    def survey(self, facts: Mapping[str, Any]) -> Survey:
        """What every value can still be."""
        return self.engine.surveyor.survey(facts, self.parameters, self.day)

    def assess(self, facts: Mapping[str, Any]) -> Assessment:
        """Run the rules over checked facts, complete or not."""
        survey = self.survey(facts)
        graph, memo = self.engine.graph, survey.memo
        bounds = {name: memo[node] for name, node in graph.values.items()}
        values = {name: only(found) for name, found in bounds.items() if certain(found)}
        # Who is refused gets no contents, so what they would be is not asked for.
        refused = values.get(self.targets[0]) in self.package.manifest.decision.refused
        opened = self._best_first(open_facts(survey, self.targets if refused else self.goals))
        judgements = tuple(path for path in opened if without_index(path) in self.judgements)
        for_resident = (path for path in opened if path not in judgements)
        outcome = values.get(self.targets[0])
        amount = values.get(self.targets[1]) if len(self.targets) > 1 else None
        derived = self._derived(survey)
        return Assessment(
            outcome=str(outcome) if outcome is not None else None,
            amount=amount if isinstance(amount, int) else None,
            values=values,
            open=opened,
            next=min(for_resident, key=self.order, default=None),
            judgements=judgements,
            bounds=bounds,
            derived=derived,
            hindrances=self._hindrances(opened, judgements, outcome, derived),
            items=tuple(self._items(survey, facts, values, bool(opened))),
        )

    def reckoning(self, facts: Mapping[str, Any], name: str | None = None, language: str = "sv") -> Line:
        """The explanation of a rule, of the amount by default, in words."""
        rule = name or self.targets[-1]
        return reckoning(explain(self.survey(facts), rule, self.engine.teller), self._words(language))

    def grounds(self, facts: Mapping[str, Any]) -> Grounds:
        """What outcome, amount and contents stand on, the outcome's own first; the same as their reckonings say, without their words."""
        survey, (swedish, english) = self.survey(facts), map(self._words, ("sv", "en"))
        explanations = [explain(survey, name, self.engine.teller) for name in self.goals]
        told = facts_used(explanations, english)
        used = facts_used(explanations, swedish)
        return Grounds(
            laws=laws(explanations, swedish),
            facts=tuple((fact, told[path].value) for path, fact in used.items()),
        )

    def contents(self, facts: Mapping[str, Any], language: str = "sv") -> tuple[tuple[str, str], ...]:
        """What the decision says besides outcome and amount, each with its label, in words; what is open is left out."""
        words, decision = self._words(language), self.package.manifest.decision
        told = self.told(facts, (decision.outcome, *decision.contents))
        if told.get(decision.outcome) in decision.refused:
            return ()
        told, names = self.told(facts, decision.contents, language), decision.contents
        return tuple((words.rule_label(name).in_(language), told[name]) for name in names if name in told)

    def told(self, facts: Mapping[str, Any], names: Iterable[str], language: str = "sv") -> dict[str, str]:
        """Values and facts of the household in words, by name; what is not certain or not stated is left out."""
        words, survey, graph = self._words(language), self.survey(facts), self.engine.graph
        found: dict[str, str] = {}
        for name in names:
            declared = self.package.vocabulary.facts.get(name)
            bounds = survey.memo[graph.values[name]] if name in graph.values else None
            if declared is not None and name in facts:
                found[name] = words.answer(name, facts[name], declared.type)
            elif bounds is not None and certain(bounds):
                found[name] = words.value(only(bounds), graph.types[graph.values[name]])
        return found

    def _words(self, language: str) -> Words:
        return Words(self.package, self.engine.graph, self.rows, self.local, language)

    def _best_first(self, paths: Sequence[str]) -> tuple[str, ...]:
        worth, judgements = self.engine.worth, self.judgements

        def rank(path: str) -> tuple[bool, float, tuple[int, int]]:
            """What only a caseworker may state comes last: an answer may spare the judgement."""
            bare = without_index(path)
            return bare in judgements, -worth.get(bare, 0.0), self.order(path)

        return tuple(sorted(paths, key=rank))

    def _derived(self, survey: Survey) -> tuple[ParameterUse, ...]:
        if not any("derived" in row.statuses for row in self.rows.values()):
            return ()
        words = Words(self.package, self.engine.graph, self.rows, self.local, "sv")
        used = cells_used(survey, self.goals)
        return tuple(
            parameter_use(words, name, key)
            for name, key in used
            if name in self.rows and self.rows[name].status(key) == "derived"
        )

    def _hindrances(
        self,
        opened: Sequence[str],
        judgements: Sequence[str],
        outcome: object,
        derived: Sequence[ParameterUse],
    ) -> tuple[Hindrance, ...]:
        manifest = self.package.manifest
        told = str(outcome) if outcome is not None else None
        reasons: list[tuple[bool, Hindrance]] = [
            (len(opened) > len(judgements), "open"),
            (bool(judgements), "judgement"),
            (bool(derived), "derived"),
            (manifest.appeal_of(told).route in NEVER_AUTOMATIC, "appeal_route"),
            (not manifest.automation.allowed, "automation"),
            (outcome is not None and outcome not in manifest.automation.outcomes, "outcome"),
        ]
        return tuple(code for holds, code in reasons if holds)

    def _items(
        self, survey: Survey, facts: Mapping[str, Any], values: Mapping[str, Value], is_open: bool
    ) -> Iterator[Item]:
        """What becomes of each thing that can be asked for, and of each element of a list that is asked for."""
        refused = values.get(self.targets[0]) in self.package.manifest.decision.refused
        for spec in self.package.manifest.decision.items:
            of_list, dot, field = spec.requested.partition(".")
            if not dot:
                asked, given = facts.get(spec.requested), values.get(spec.granted)
                yield self._item(spec, asked, given, is_open=is_open, refused=refused)
                continue
            found = self._of_elements(survey, spec.granted)
            for index, element in enumerate(facts.get(of_list) or ()):
                one = replace(spec, id=f"{spec.id}-{index + 1}", name=self._named(spec, element, index))
                yield self._item(one, element.get(field), found.get(index), is_open=is_open, refused=refused)

    def _of_elements(self, survey: Survey, rule: str) -> dict[int, object]:
        """What a rule of an element says for each of them, as far as the decision's amount or outcome stands on it."""
        waiting, found = [explain(survey, self.principal, self.engine.teller)], dict[int, object]()
        while waiting:
            part = waiting.pop()
            waiting.extend(part.parts)
            if part.name == rule and part.index is not None:
                found[part.index] = part.value
        return found

    def _named(self, spec: ItemSpec, element: Mapping[str, Any], index: int) -> Text:
        """An element by its own word, else by its number."""
        word = element.get(spec.name_from.partition(".")[2])
        if spec.name_from and word is not None:
            return dict(self.package.question(spec.name_from).options)[word]
        return Text(f"{spec.name.sv} {index + 1}", spec.name.en and f"{spec.name.en} {index + 1}")

    def _item(
        self, spec: ItemSpec, requested: object, granted: object, *, is_open: bool, refused: bool
    ) -> Item:
        """What becomes of one thing asked for; when the whole is refused, so is each thing, for the reason of the whole."""
        status: ItemStatus = "open"
        rule = spec.granted
        if requested == 0 or (requested is None and not is_open):
            status = "not_requested"
        elif refused:
            status, granted, rule = "refused", 0, self.principal
        elif isinstance(requested, int) and isinstance(granted, int):
            status = "granted" if granted >= requested else "partly" if granted > 0 else "refused"
        graph = self.engine.graph
        return Item(
            spec.id,
            spec.name,
            requested if isinstance(requested, int) else None,
            granted if isinstance(granted, int) else None,
            status,
            self.package.rule_text(graph, rule),
            graph.rules[rule].law,
        )


@lru_cache(4_096)
def without_index(path: str) -> str:
    """ "barn[0].ålder" → "barn.ålder"."""
    return re.sub(r"\[\d+\]", "", path)


def parameter_use(words: Words, name: str, key: int | None) -> ParameterUse:
    """A national or local parameter as a person reads it."""
    told = words.parameter(name, key)
    return ParameterUse(name, *told)


def ruleset(package: Package, day: date, local: LocalValues) -> Ruleset:
    """Bind a package to a day and local settings. Raises NoLawError or NoParameterRowError."""
    graph = package.program.on(day)
    decision = package.manifest.decision
    goals = [decision.outcome, *([decision.amount] if decision.amount else []), *decision.contents]
    made = package.engines.get(graph.valid_from)
    if made is None:
        made = package.engines[graph.valid_from] = engine(graph, goals)
    rows: dict[str, ParameterPeriod] = {}
    missing: list[str] = []
    for name in used_parameters(graph):
        if name in local.values:
            continue
        row = package.parameters[name].on(day)
        if row is None:
            missing.append(name)
        else:
            rows[name] = row
    if missing:
        raise NoParameterRowError(missing, day)
    parameters = {**{name: row.value for name, row in rows.items()}, **local.values}
    positions = {question.fact: index for index, question in enumerate(package.questions)}

    @lru_cache(4_096)
    def order(path: str) -> tuple[int, int]:
        """Element by element, each in the author's order."""
        index = re.search(r"\[(\d+)\]", path)
        list_name = path.partition("[")[0]
        bare = without_index(path)
        if index is None:
            return positions.get(bare, 0) * 1_000_000, 0
        return positions.get(list_name, 0) * 1_000_000 + 1 + int(index[1]), positions.get(bare, 0)

    judgements = frozenset(question.fact for question in package.questions if question.who != "resident")
    decide = made.bind(parameters, day)
    return Ruleset(package, day, local, made, rows, parameters, decide, order, judgements)


def used_parameters(graph: Graph) -> tuple[str, ...]:
    """The parameters that some rule in force reads."""
    names: dict[str, None] = {}
    for node in graph.nodes:
        match node:
            case ParameterRef(name=name) | Lookup(table=name):
                names[name] = None
            case _:
                continue
    return tuple(names)
