"""audience = "public": which facts the platform states of a published text, and which rules it reads of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allmanning.packages.document import Document
from allmanning.rules.ask import open_facts
from allmanning.rules.datatypes import BOOL, DATE, INT, Type, told
from allmanning.rules.errors import did_you_mean
from allmanning.rules.graph import Graph
from allmanning.rules.intervals import certain, only
from allmanning.rules.values import Value

if TYPE_CHECKING:
    from allmanning.packages.manifest import DecisionSpec, Manifest
    from allmanning.packages.questions import Question
    from allmanning.packages.ruleset import Ruleset
    from allmanning.rules.program import Program

AUDIENCES = ("private", "public")

FACTS: Mapping[str, Type] = {"born": DATE, "count": INT, "published_on": DATE, "reached_on": DATE}
RULES: Mapping[str, Type] = {
    "supporter": BOOL,
    "threshold": INT,
    "reached": BOOL,
    "until": DATE,
    "answer_by": DATE,
}


@dataclass(frozen=True, slots=True)
class PublicSpec:
    """The names under [public]. Facts that the platform states, of the household:

    `born` the day the person was born, `count` how many support it, `published_on` and `reached_on` the days that these
    happened. Rules of the household that it reads: `supporter` may this person support it, `threshold` how many it
    takes, `reached` is that enough, `until` the last day to support, `answer_by` the last day to answer. `published` are
    the outcomes by which a text is published, `answers` those that answer what got enough support.
    """

    born: str
    count: str
    published_on: str
    reached_on: str
    supporter: str
    threshold: str
    reached: str
    until: str
    answer_by: str
    published: tuple[str, ...]
    answers: tuple[str, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that nobody but the platform states."""
        return tuple(getattr(self, key) for key in FACTS)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that the platform reads."""
        return tuple(getattr(self, key) for key in RULES)


def read_public(document: Document) -> PublicSpec | None:
    """What stands under [public]; None for a package whose cases are nobody's but the applicant's."""
    audience = document.string("audience", required=False) or "private"
    if audience not in AUDIENCES:
        message, hint = f"The audience {audience!r} is not known", did_you_mean(audience, AUDIENCES)
        document.refuse("P059", message, hint, "audience")
    if audience != "public":
        if document.table("public"):
            hint = 'Write audience = "public", or take [public] away'
            document.refuse("P059", "[public] is read only of a public package", hint, "public")
        return None
    document.known((*FACTS, *RULES, "published", "answers"), "public")
    published, answers = document.strings("public", "published"), document.strings("public", "answers")
    for key, outcomes in (("published", published), ("answers", answers)):
        if not outcomes:
            message, hint = f"No outcome stands under {key}", f'Write {key} = ["…"]'
            document.refuse("P055", message, hint, "public")
    names = {key: document.name("public", key) for key in (*FACTS, *RULES)}
    return PublicSpec(**names, published=published, answers=answers)


def refuse_unfit(
    document: Document, manifest: Manifest, program: Program, questions: tuple[Question, ...]
) -> None:
    """Note names that are not there, of another type, or that somebody else may state, as findings of the document."""
    spec = manifest.public
    named = set(spec.facts) if spec else set()
    for question in questions:
        if (question.who == "platform") != (question.fact in named):
            message = f"{question.fact!r} is stated by the platform, or is not named under [public]"
            hint = 'Write who = "platform" in the questions of the facts under [public], and in no other'
            document.refuse("P057", message, hint, "public")
    if spec is None:
        return
    for key, type_ in FACTS.items():
        name = getattr(spec, key)
        fact = program.vocabulary.facts.get(name)
        if fact is None:
            hint = did_you_mean(name, program.vocabulary.facts)
            document.refuse("P056", f"{name!r} is not a fact of the household", hint, "public", key)
        elif fact.type != type_:
            _refuse_type(document, key, name, fact.type, type_)
    for graph in program.graphs:
        _refuse_rules(document, spec, graph)
    _refuse_outcomes(document, spec, manifest.decision)


def _refuse_outcomes(document: Document, spec: PublicSpec, decision: DecisionSpec) -> None:
    for key, outcomes in (("published", decision.granted), ("answers", decision.outcomes)):
        for outcome in getattr(spec, key):
            if outcome not in outcomes or (key == "answers" and outcome in spec.published):
                hint = did_you_mean(outcome, [each for each in outcomes if each not in spec.published])
                document.refuse("P055", f"{outcome!r} cannot stand under {key}", hint, "public", key)


def _refuse_rules(document: Document, spec: PublicSpec, graph: Graph) -> None:
    for key, type_ in RULES.items():
        name = getattr(spec, key)
        if name not in graph.values:
            message = f"{name!r} is not a rule of the household on {graph.valid_from.isoformat()}"
            document.refuse("P056", message, did_you_mean(name, graph.values), "public", key)
        elif graph.types[graph.values[name]] != type_:
            _refuse_type(document, key, name, graph.types[graph.values[name]], type_)


def _refuse_type(document: Document, key: str, name: str, found: Type, wanted: Type) -> None:
    message = f"{name!r} is {told(found)}; {told(wanted)} is expected"
    document.refuse("P057", message, f"Name one that is {told(wanted)}", "public", key)


def value_of(ruleset: Ruleset, facts: Mapping[str, Any], name: str) -> Value | None:
    """A rule of the household by its name; None while it is open."""
    bounds = ruleset.survey(facts).memo[ruleset.engine.graph.values[name]]
    return only(bounds) if certain(bounds) else None


def open_for(ruleset: Ruleset, facts: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The facts that can still change a rule, in the author's order."""
    return tuple(sorted(open_facts(ruleset.survey(facts), (name,)), key=ruleset.order))
