"""openfisca-core at work: a population in memory or in files, and one household from a dict."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from benchmarks.rules.peers import openfisca_model as model
from benchmarks.rules.peers.columns import columns, gathered, mapped
from benchmarks.rules.peers.contest import Answers, Ready, families
from benchmarks.rules.peers.population import CHILD, files

type Array = NDArray[np.generic]

PERIOD = "2025-11"
TIMES = 20
# Each takes milliseconds, and the whole sample is checked where they are computed together.
CHECKED = 1_000


@dataclass(frozen=True, slots=True)
class Inputs:
    """Facts by name in the types that openfisca-core keeps them in; `home` is the household of each person."""

    rows: int
    households: dict[str, Array]
    persons: dict[str, Array]
    home: NDArray[np.int64]
    roles: NDArray[np.int64]


def population(folder: Path, *, tuned: bool) -> Ready:
    """A population that lies in memory as openfisca-core wants it."""
    made = columns(mapped(files(folder).arrow))
    children = np.diff(made.offsets)
    inputs = persons(made.household, made.child, np.repeat(np.arange(made.rows), children), tuned=tuned)
    del made
    system = model.system(tuned=tuned)
    return Ready(lambda: run(system, inputs), lambda: answers(run(system, inputs)), total)


def file(folder: Path, *, tuned: bool) -> Ready:
    """The same from Parquet: households and children in a file each, since it has no lists."""
    flat, children = files(folder).flat, files(folder).children
    system = model.system(tuned=tuned)

    def read() -> Any:
        inner = numbers(children)
        home = inner.pop("hushåll")
        return run(system, persons(numbers(flat), inner, home.astype(np.int64), tuned=tuned))

    return Ready(read, lambda: answers(read()), total)


def numbers(path: Path) -> dict[str, Array]:
    """The columns of a Parquet file as NumPy arrays."""
    table = pq.read_table(path)
    return {name: table.column(name).to_numpy() for name in table.schema.names}


def persons(
    household: dict[str, Array], child: dict[str, Array], home: NDArray[np.int64], *, tuned: bool
) -> Inputs:
    """The persons of all households: children alone, or adults too, who come first in theirs."""
    households = {name: fitted(household[name], name) for name in model.FACTS}
    children = {name: fitted(child[name], name) for name in CHILD}
    rows = len(household["sammanboende"])
    if tuned:
        return Inputs(rows, households, children, home, np.full(len(home), model.CHILDREN))
    adults = np.repeat(np.arange(rows), 1 + household["sammanboende"].astype(np.int64))
    order = np.argsort(np.concatenate([adults, home]), kind="stable")
    roles = np.repeat((model.ADULT, model.CHILDREN), (len(adults), len(home)))[order]
    everybody = {
        name: np.concatenate([np.zeros(len(adults), values.dtype), values])[order]
        for name, values in children.items()
    }
    return Inputs(rows, households, everybody, np.concatenate([adults, home])[order], roles)


def fitted(values: Array, name: str) -> Array:
    """In the type that openfisca-core keeps a variable in."""
    return values.astype(np.bool_ if name in model.TRUTHS else np.int32)


def run(system: TaxBenefitSystem, inputs: Inputs) -> tuple[Any, Any]:
    """Outcomes and amounts of everybody."""
    simulation = (fast if system.tuned else documented)(system, inputs)
    for facts in (inputs.households, inputs.persons):
        for name, values in facts.items():
            simulation.set_input(name, PERIOD, values)
    return simulation.calculate("beslut", PERIOD), simulation.calculate("bistånd", PERIOD)


def documented(system: TaxBenefitSystem, inputs: Inputs) -> Simulation:
    """A simulation from arrays as its documentation builds one."""
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", np.arange(len(inputs.home)))
    households = builder.declare_entity("household", np.arange(inputs.rows))
    builder.join_with_persons(households, inputs.home, inputs.roles)
    return builder.build(system)


def fast(system: TaxBenefitSystem, inputs: Inputs) -> Simulation:
    """The same without its builder: what the builder would set is set."""
    simulation = Simulation(system, system.instantiate_entities())
    people, homes = simulation.populations["person"], simulation.populations["household"]
    people.count, people.ids = len(inputs.home), range(len(inputs.home))
    homes.count, homes.ids, homes.members_entity_id = inputs.rows, range(inputs.rows), inputs.home
    return simulation


def answers(found: tuple[Any, Any]) -> Answers:
    """As every contestant gives them."""
    outcomes, amounts = found
    return np.asarray(outcomes).astype(np.uint8), amounts.astype(np.int64)


def total(found: tuple[Any, Any]) -> int:
    """What all amounts add up to."""
    return int(found[1].sum(dtype=np.int64))


def one(folder: Path, *, trace: bool) -> Ready:
    """One household from a dict, as its documentation and its web API do it."""
    system = model.system(tuned=False)
    households = json.loads(families(folder).read_text("utf-8"))
    situation = described(households[0])

    def repeat() -> int:
        for _ in range(TIMES):
            _, amount = decided(system, situation, trace=trace)
        return amount

    def some() -> Answers:
        return gathered(decided(system, described(each), trace=trace) for each in households[:CHECKED])

    return Ready(repeat, some, int, TIMES)


def decided(system: TaxBenefitSystem, situation: dict[str, Any], *, trace: bool) -> tuple[str, int]:
    """Build the simulation and calculate outcome and amount; a trace is recorded, and not yet read."""
    simulation = SimulationBuilder().build_from_entities(system, situation)
    simulation.trace = trace
    outcome, amount = simulation.calculate("beslut", PERIOD), simulation.calculate("bistånd", PERIOD)
    return str(outcome.decode()[0].value), int(amount[0])


def described(household: dict[str, Any]) -> dict[str, Any]:
    """A household as openfisca-core wants it told."""
    adults = ["adult", "partner"][: 2 if household["sammanboende"] else 1]
    children = {f"child{number}": monthly(child) for number, child in enumerate(household["barn"])}
    facts = monthly({name: household[name] for name in model.FACTS})
    return {
        "persons": {name: {} for name in adults} | children,
        "households": {"home": {"adults": adults, "children": list(children), **facts}},
    }


def monthly(facts: dict[str, Any]) -> dict[str, Any]:
    """Each fact for the month."""
    return {name: {PERIOD: value} for name, value in facts.items()}
