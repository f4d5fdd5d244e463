"""What is proved of the rules over every household, every day and everything that an adopter may set."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from allmanning.packages.coverage import Stretch
from allmanning.packages.package import Package
from allmanning.packages.parameters import LocalSetting
from allmanning.packages.pointing import Pointer
from allmanning.packages.questions import all_facts
from allmanning.rules.ask import facts_that_matter
from allmanning.rules.bounds import Surveyor, surveyor
from allmanning.rules.datatypes import BOOL, TableOf
from allmanning.rules.errors import Finding, Place
from allmanning.rules.graph import Graph, Site
from allmanning.rules.intervals import EITHER, Bounds
from allmanning.rules.proof import MOST_STEPS, TangledError, Turn, Unproved, prove

# A condition by its place, and whether it chooses between two ways: as a value the same words may stand there too.
type Key = tuple[Place, bool]

WIDEN = "Remove it, or widen the range of the fact or the setting that it is about"


@dataclass(slots=True)
class Seen:
    """One condition, over all stretches of days: can it hold, can it fail, and which conditions is it made of?"""

    site: Site
    can_hold: bool = False
    can_fail: bool = False
    parts: set[Key] = field(default_factory=set)


@dataclass(slots=True)
class Proved:
    """What came out of all stretches together.

    `outcomes` are those that the rules can end in, and `asked` the facts that can be asked for. `tangled` tells where
    it became too much.
    """

    open_ends: dict[Unproved, None] = field(default_factory=dict)
    conditions: dict[Key, Seen] = field(default_factory=dict)
    outcomes: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    steps: int = 0
    tangled: Place | None = None


def proved(package: Package, all_stretches: Iterable[Stretch]) -> Proved:
    """Prove every stretch of days, until it takes too many steps."""
    spans = {setting.name: span(setting) for setting in package.local}
    found = Proved()
    ready: Surveyor | None = None
    try:
        for stretch in all_stretches:
            if ready is None or ready.graph is not stretch.graph:
                ready = surveyor(stretch.graph, spans)
            _prove(package, found, ready, stretch)
    except TangledError as error:
        found.tangled = error.place
    return found


def _prove(package: Package, found: Proved, ready: Surveyor, stretch: Stretch) -> None:
    survey = ready.survey({}, stretch.values, stretch.first, stretch.last)
    proof = prove(ready, survey, MOST_STEPS - found.steps)
    found.steps += proof.steps
    found.open_ends |= dict.fromkeys(proof.unproved)
    for turn in proof.turns:
        _add(found, ready.graph, turn)
    decision = package.manifest.decision
    found.outcomes |= survey.memo[ready.graph.values[decision.outcome]]
    found.asked |= facts_that_matter(survey, package.manifest.rules_read)


def _add(found: Proved, graph: Graph, turn: Turn) -> None:
    site = graph.sites[turn.site]
    seen = found.conditions.setdefault(_key(site), Seen(site))
    seen.can_hold |= turn.can_hold
    seen.can_fail |= turn.can_fail
    if not (turn.can_hold and turn.can_fail):
        seen.parts |= {_key(part) for part in graph.sites[site.first : turn.site]} - {_key(site)}


def _key(site: Site) -> Key:
    return site.place, site.has_arms


def span(setting: LocalSetting) -> Bounds:
    """All that an adopter may set: the bounds of the value, or of every cell."""
    inner = setting.type.value if isinstance(setting.type, TableOf) else setting.type
    return EITHER if inner == BOOL else (setting.minimum, setting.maximum)


def ranges(found: Proved, pointer: Pointer) -> Iterator[Finding]:
    """Look-ups outside their table, shares of nothing, and numbers without room."""
    for open_end in found.open_ends:
        yield pointer.at(open_end.code, open_end.message, open_end.hint, open_end.place)
    if found.tangled:
        message = str(TangledError.__doc__).partition(". ")[0]
        hint = "Split the rule, or give parts of it names as rules of their own"
        yield pointer.at("C021", message, hint, found.tangled)


def conditions(found: Proved, pointer: Pointer) -> Iterator[Finding]:
    """Conditions that always come out the same; of one made of others only the whole is told."""
    same = {key: seen for key, seen in found.conditions.items() if not (seen.can_hold and seen.can_fail)}
    parts = set[Key]().union(*(seen.parts for seen in same.values()))
    for key, seen in same.items():
        if key not in parts:
            yield _always_the_same(pointer, seen)


def _always_the_same(pointer: Pointer, seen: Seen) -> Finding:
    site = seen.site
    if seen.can_hold and site.otherwise:
        message = f"This is never reached: the condition on line {site.place.line} always holds"
        return pointer.at("C050", message, WIDEN, site.otherwise)
    if site.has_arms and not seen.can_hold:
        message = "This condition never holds, so what is under it is never reached"
        return pointer.at("C050", message, WIDEN, site.place)
    message = f"This condition {'always' if seen.can_hold else 'never'} holds here"
    return pointer.at("C051", message, WIDEN, site.place)


def outcomes(package: Package, found: Proved, pointer: Pointer) -> Iterator[Finding]:
    """Outcomes that no household can get, on any day."""
    decision = package.manifest.decision
    for key in ("granted", "partly", "refused"):
        for outcome in getattr(decision, key):
            if outcome not in found.outcomes:
                message = f"The rules can never end in {outcome!r}"
                hint = f"Let {decision.outcome} give it in some case, or remove it there and here"
                yield pointer.at_key("C031", message, hint, "package.toml", "decision", key)


def never_asked(package: Package, found: Proved, used: frozenset[str], pointer: Pointer) -> Iterator[Finding]:
    """Facts that rules use and that no answer to can change anything, judgements among them."""
    questions: Sequence[str] = [question.fact for question in package.questions if not question.reading]
    facts = all_facts(package.vocabulary)
    for name in questions:
        list_name = name.partition(".")[0]
        if name in used and name not in found.asked and (list_name == name or list_name in found.asked):
            judged = package.by_fact[name].who == "caseworker"
            what = "Nobody is ever asked for the judgement" if judged else "Nobody is ever asked for"
            message = f"{what} {name!r}: it can change neither the outcome nor the amount"
            hint = "Remove the fact, or let the rules of the outcome and the amount use it"
            yield pointer.at("C032", message, hint, facts[name].place)
