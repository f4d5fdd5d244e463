"""The door to z3: a text of SMT-LIB 2, whether it can be, and what its variables are then.

Each solver has a context of its own and fixed seeds, so that the same question gets the same answer whatever was asked
before. Small questions are limited by steps, which are the same on every machine; only the whole is limited by time.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal

from allmanning.proofs.errors import MissingExtraError

type Answer = Literal["yes", "no", "unknown"]

# About a second each where these figures were found.
STEPS = 4_000_000
FEW_STEPS = 1_000_000
_ANSWERS: dict[str, Answer] = {"sat": "yes", "unsat": "no"}


def solver_module() -> ModuleType:
    """z3. Raises MissingExtraError."""
    try:
        import z3
    except ImportError:
        raise MissingExtraError from None
    module: ModuleType = z3
    return module


@dataclass(slots=True)
class Deadline:
    """When to give up, in seconds of `time.monotonic`."""

    end: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """So many seconds from now."""
        return cls(time.monotonic() + seconds)

    @property
    def milliseconds(self) -> int:
        """What is left; 1 when it has passed, since 0 would mean no limit."""
        return max(1, int((self.end - time.monotonic()) * 1_000))

    @property
    def passed(self) -> bool:
        """Whether there is no time left."""
        return time.monotonic() >= self.end


class Solver:
    """One text, and questions about it. Variables are named by their terms."""

    def __init__(self, text: str, deadline: Deadline) -> None:
        self.z3 = solver_module()
        self.deadline = deadline
        self.context = self.z3.Context()
        self.solver = self.z3.SimpleSolver(ctx=self.context)
        self.solver.set("random_seed", 1)
        self.solver.from_string(text)
        self.sorts: dict[int, str] = {}
        self.functions: set[str] = set()
        for line in text.splitlines():
            if line.startswith("(declare-fun "):
                self.functions.add(line.split()[1])
            if line.startswith("(declare-const t"):
                name, sort = line.split(")")[0].split()[1:3]
                self.sorts[int(name[1:])] = sort
        self.model: Any = None
        self.sure = True

    def check(self, *assumptions: Any, steps: int = 0) -> Answer:
        """Whether the text can be; `steps` limits the work, 0 leaves that to the deadline."""
        if self.deadline.passed:
            return "unknown"
        self.solver.set("timeout", self.deadline.milliseconds)
        self.solver.set("rlimit", steps)
        try:
            answer = _ANSWERS.get(str(self.solver.check(*assumptions)), "unknown")
        except self.z3.Z3Exception:
            # What z3 raises when the limit is reached between two of its own steps.
            return "unknown"
        if answer == "yes":
            self.model = self.solver.model()
        return answer

    def core(self) -> set[str]:
        """The assumptions, by name, that cannot hold together."""
        return {str(each) for each in self.solver.unsat_core()}

    def knows(self, term: int) -> bool:
        """Whether the text speaks of a variable."""
        return term in self.sorts

    def variable(self, term: int) -> Any:
        """A variable of the text."""
        name = f"t{term}"
        return (
            self.z3.Bool(name, self.context)
            if self.sorts[term] == "Bool"
            else self.z3.Int(name, self.context)
        )

    def equals(self, term: int, value: int) -> Any:
        """That a variable has a value; a truth is 0 or 1."""
        if self.sorts[term] == "Bool":
            return self.variable(term) if value else self.z3.Not(self.variable(term))
        return self.variable(term) == value

    def value(self, term: int) -> int:
        """What a variable is in the last answer that was yes."""
        found = self.model.eval(self.variable(term), model_completion=True)
        return int(self.z3.is_true(found)) if self.sorts[term] == "Bool" else int(found.as_long())

    def applied(self, function: str, key: int) -> int:
        """What a free function is for a number in the last answer that was yes."""
        whole = self.z3.IntSort(self.context)
        free = self.z3.Function(function, whole, whole)
        return int(self.model.eval(free(self.z3.IntVal(key, self.context)), model_completion=True).as_long())

    def require(self, condition: Any) -> None:
        """From now on a condition holds."""
        self.solver.add(condition)

    def prefer(self, condition: Any, steps: int = FEW_STEPS) -> bool:
        """Keep a condition if it can be had."""
        with self.trying(condition):
            had = self.check(steps=steps) == "yes"
        if had:
            self.require(condition)
        return had

    def named(self, name: str, condition: Any) -> Any:
        """A condition to assume or not, under a name."""
        flag = self.z3.Bool(name, self.context)
        self.solver.add(self.z3.Implies(flag, condition))
        return flag

    @contextmanager
    def trying(self, *conditions: Any) -> Iterator[None]:
        """Conditions that hold for a while."""
        self.solver.push()
        self.solver.add(*conditions)
        try:
            yield
        finally:
            self.solver.pop()

    def least(self, measure: Any, low: int, found: int, steps: int = FEW_STEPS) -> int:
        """The least that a measure can be, as far as it can be told within the steps; it is `low` or more.

        `found` is what it is known to be able to be. `sure` becomes false where an answer was not known.
        """

        def can_be(most: int) -> int | None:
            with self.trying(measure <= most):
                answer = self.check(steps=steps)
            self.sure = self.sure and answer != "unknown"
            return int(self.model.eval(measure, model_completion=True).as_long()) if answer == "yes" else None

        return _bisected(can_be, low, found)


def _bisected(can_be: Callable[[int], int | None], low: int, found: int) -> int:
    while low < found:
        better = can_be((low + found) // 2)
        if better is None:
            low = (low + found) // 2 + 1
        else:
            found = better
    return found
