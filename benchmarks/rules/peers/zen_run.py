"""zen-engine at work: one household at a time, by its fastest way and by the one that its documentation begins with."""

import json
import timeit
from collections.abc import Callable
from pathlib import Path
from typing import Any

import zen

from benchmarks.rules.peers.columns import gathered
from benchmarks.rules.peers.contest import Answers, Ready, families
from benchmarks.rules.peers.zen_model import context, graph

TIMES = 500


def static(folder: Path, *, trace: bool) -> Ready:
    """The decision is loaded once, and called by name."""
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"stöd": graph()}}})
    return ready(folder, lambda facts: engine.evaluate("stöd", facts, {"trace": trace}))


def decision(folder: Path, *, trace: bool) -> Ready:
    """The decision is made from its text once, and evaluated."""
    made = zen.ZenEngine().create_decision(json.dumps(graph()))
    return ready(folder, lambda facts: made.evaluate(facts, {"trace": trace}))


def ready(folder: Path, evaluate: Callable[[Any], Any]) -> Ready:
    """One household many times, and all of them once. Facts are a dict, or JSON text where that is faster."""
    households = [context(each) for each in json.loads(families(folder).read_text("utf-8"))]
    first = households[0]
    facts = min(
        (first, json.dumps(first)), key=lambda each: min(timeit.repeat(lambda: evaluate(each), number=TIMES))
    )

    def repeat() -> int:
        for _ in range(TIMES):
            found = evaluate(facts)
        return int(found["result"]["bistand"])

    def everyone() -> Answers:
        results = (evaluate(each)["result"] for each in households)
        return gathered((each["beslut"], each["bistand"]) for each in results)

    return Ready(repeat, everyone, int, TIMES)
